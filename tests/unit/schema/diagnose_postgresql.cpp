// SPDX-License-Identifier: BSL-1.0
// Mistakes that only a server would find, and conditions that databases calculate differently.
#include <athanor/model.hpp>

#include <doctest/doctest.h>

#include <array>

namespace orm = athanor;
using orm::col;

namespace server_test {

using i64 = std::int64_t;
using money = orm::decimal<6, 2>;

template <int Case>
struct T {
    i64 id{};
    i64 number{};
    std::int16_t small{};
    std::string name{};
    std::string pattern{};
    bool flag{};
    double weight{};
    money price{};
    money tax{};
    orm::interval span{};
};

} // namespace server_test

using namespace server_test;

#define DESCRIBE(n, ...)                                                                                     \
    template <>                                                                                              \
    inline constexpr auto athanor::table_of<T<n>> = athanor::table("t", __VA_ARGS__)
#define SAYS(n, words) static_assert(orm::diagnose<T<n>>() == words)
#define DIFFERS(n, ...)                                                                                      \
    DESCRIBE(n, orm::check("c", __VA_ARGS__));                                                               \
    SAYS(n, "T: a value in a check, computed column or index has no plain SQL text, or databases calculate " \
            "it differently (decimals with + - * / %, % of a fraction, intervals in order, an empty list): " \
            "write the expression as sql(\"...\").")

// ---- counting

DESCRIBE(1, orm::column<&T<1>::small>.identity(orm::identity().start(40000)));
SAYS(1, "T.small: start must lie between minvalue and maxvalue, which are 1 and the largest number of the "
        "type.");
DESCRIBE(2, orm::column<&T<2>::number>.identity(orm::identity().start(40000)));
SAYS(2, "");
DESCRIBE(3, orm::sequence("s").increment(-1).start(5));
SAYS(3, "T: the sequence s: start must lie between minvalue and maxvalue, which is -1 for what counts down.");
DESCRIBE(4, orm::sequence("s").increment(-1).start(-5));
SAYS(4, "");
DESCRIBE(5, orm::sequence("s").as(orm::smallint()).maxvalue(32768));
SAYS(5, "T: the sequence s: minvalue and maxvalue must fit the type, whose largest number is 32767.");
DESCRIBE(6, orm::sequence("s").maxvalue(-5));
SAYS(6, "T: the sequence s: minvalue must be less than maxvalue.");
DESCRIBE(7, orm::sequence("s").as(orm::integer()).minvalue(-2147483648LL).start(0).maxvalue(2147483647));
SAYS(7, "");
DESCRIBE(8, orm::sequence("s").minvalue(-9223372036854775807LL - 1).maxvalue(9223372036854775807LL));
SAYS(8, "");
DESCRIBE(9, orm::column<&T<9>::flag>.server_default(orm::next_value("s")));
SAYS(9, "T.flag: the server_default asks a sequence, but the member is not a number.");
DESCRIBE(10, orm::column<&T<10>::name>.server_default(orm::next_value("s"))); // PostgreSQL makes it a text
SAYS(10, "");

// ---- a sequence and what owns it, in one schema

template <>
inline constexpr auto athanor::table_of<T<11>> =
    athanor::table("t", orm::sequence("s").owned_by<&T<11>::number>()).schema("hotel");
SAYS(11, "T.number owns the sequence s, which must be in its schema: add .schema(\"hotel\") to it.");
DESCRIBE(12, orm::sequence("s").schema("hotel").owned_by<&T<12>::number>());
SAYS(12, "T.number owns the sequence s, which must be in its schema: take .schema(...) away from it.");
template <>
inline constexpr auto athanor::table_of<T<13>> =
    athanor::table("t", orm::sequence("s").schema("hotel").owned_by<&T<13>::number>()).schema("hotel");
SAYS(13, "");

// ---- names that tables, indexes and sequences share

DESCRIBE(14, orm::sequence("t"));
SAYS(14, "");
static_assert(orm::diagnose_metadata<T<14>>() ==
              "T: the sequence t is named like a table or an index of T: give it another name.");
DESCRIBE(15, orm::sequence("ix_t_number"), orm::index<&T<15>::number>);
static_assert(orm::diagnose_metadata<T<15>>() ==
              "T: the sequence ix_t_number is named like a table or an index of T: give it another name.");
DESCRIBE(16, orm::sequence("t").schema("hotel"));
static_assert(orm::diagnose_metadata<T<16>>() == "");
namespace server_test {
struct Other {
    i64 id{};
    static constexpr auto table = orm::table("other", orm::sequence("t"));
};
} // namespace server_test
static_assert(orm::diagnose_metadata<Other, T<2>>() ==
              "Other: the sequence t is named like a table or an index of T: give it another name.");
static_assert(orm::diagnose_metadata<T<2>, Other>() ==
              "Other: the sequence t is named like a table or an index of T: give it another name.");

// ---- what the methods of indexes can't

DESCRIBE(20, orm::index<&T<20>::number>.unique().using_("gin"));
SAYS(20, "T.number: an index of method gin is never unique: take .unique() or .using_(...) away.");
DESCRIBE(21, orm::index_on("ix", orm::desc(col<&T<21>::number>)).using_("hash"));
SAYS(21, "T.number: an index of method hash has no order: take desc() and nulls_...() away.");
DESCRIBE(22, orm::index_on("ix", orm::asc(col<&T<22>::number>).nulls_last()).using_("gist"));
SAYS(22, "T.number: an index of method gist has no order: take desc() and nulls_...() away.");
DESCRIBE(23, orm::index<&T<23>::number>.using_("brin").include<&T<23>::name>());
SAYS(23, "T.number: an index of method brin keeps no columns along: take include<...>() away.");
DESCRIBE(24, orm::index<&T<24>::number>.using_("gist").include<&T<24>::name>());
SAYS(24, "");
DESCRIBE(25, orm::index<&T<25>::number>.desc().unique().using_("btree"));
SAYS(25, "");
DESCRIBE(26, orm::index_on("ix", orm::desc(col<&T<26>::number>)).unique().using_("of_an_extension"));
SAYS(26, "");
DESCRIBE(27, orm::exclude("e", orm::with(col<&T<27>::number>, "=")).using_("gin"));
SAYS(27, "T: ex_t_e: an index of method gin excludes nothing: take .using_(...) away.");

// ---- conditions

DIFFERS(30, col<&T<30>::price> % col<&T<30>::tax> == money{"1.00"});
DIFFERS(31, col<&T<31>::price> / col<&T<31>::tax> == money{"2.50"});
DIFFERS(32, col<&T<32>::price> + col<&T<32>::tax> == money{"0.30"});
DIFFERS(33, col<&T<33>::price> - col<&T<33>::tax> == money{"0.30"});
DIFFERS(34, col<&T<34>::price>* money{"0.10"} > col<&T<34>::tax>);
DIFFERS(35, col<&T<35>::weight> % 2 == 0);
DIFFERS(36, col<&T<36>::span> < orm::interval{0, 2, 0});
DIFFERS(37, col<&T<37>::span>.between(orm::interval{}, orm::interval{0, 2, 0}));
DIFFERS(38, col<&T<38>::number>.in(std::array<i64, 0>{}));
DESCRIBE(40, orm::check("price", -col<&T<40>::price> < money{"1.00"}),
         orm::check("span", col<&T<40>::span> != orm::interval{0, 2, 0}),
         orm::check("rest", col<&T<40>::number> % 2 == 0 && col<&T<40>::weight> * 2 > 1.5));
SAYS(40, "");

DESCRIBE(41, orm::check("column", col<&T<41>::name>.like(col<&T<41>::pattern>)),
         orm::check("joined", col<&T<41>::name>.not_like(col<&T<41>::pattern> + "%")),
         orm::check("plain", col<&T<41>::name>.like("a%")),
         orm::check("marked", col<&T<41>::name>.like("a\\%")));

TEST_CASE("a backslash in a pattern escapes on every back end, also when the pattern is a column") {
    auto const& checks = orm::describe<T<41>>().checks;
    CHECK(checks[0].expression == R"("name" LIKE "pattern" ESCAPE '\')");
    CHECK(checks[1].expression == R"("name" NOT LIKE "pattern" || '%' ESCAPE '\')");
    CHECK(checks[2].expression == R"("name" LIKE 'a%')");
    CHECK(checks[3].expression == R"("name" LIKE 'a\%' ESCAPE '\')");
}
