// SPDX-License-Identifier: BSL-1.0
// Most mistakes in models as values; that the sentence reaches the user is proven in tests/compile_fail.
#include <doctest/doctest.h>

#include <athanor/model.hpp>

#include <array>
#include <vector>

namespace bad {

namespace orm = athanor;
using orm::diagnose;
using orm::diagnose_metadata;
using i64 = std::int64_t;

enum plain_enum { one };
enum class color { red, green };
union either {
    int a;
    float b;
};
struct hidden {
    explicit hidden(int v)
        : value{v} {}

private:
    int value;
};

struct Good {
    i64 id{};
    std::string name{};
};
static_assert(diagnose<Good>() == "");
static_assert(diagnose_metadata<Good>() == "");

// ---- the struct and its members

static_assert(diagnose<int>() == "int is not a struct: a model is a plain struct.");
static_assert(diagnose<either>() == "either is a union: a model is a plain struct.");
static_assert(diagnose<hidden>().view().starts_with("hidden is not a plain struct: take constructors"));

struct UnionMember {
    i64 id{};
    either e{};
};
static_assert(diagnose<UnionMember>().view().starts_with("UnionMember.e: bad::either has no SQL type"));
struct ClassMember {
    i64 id{};
    std::vector<either> list{};
};
static_assert(diagnose<ClassMember>().view().starts_with("ClassMember.list: std::vector<bad::either"));
struct PlainEnum {
    i64 id{};
    plain_enum e{};
};
static_assert(diagnose<PlainEnum>() ==
              "PlainEnum.e: bad::plain_enum has no SQL type: make it an enum class.");
struct OneByte {
    i64 id{};
    char c[1]{};
};
static_assert(diagnose<OneByte>().view().starts_with("OneByte.c is an array: use std::string"));
struct StdArray {
    i64 id{};
    std::array<char, 4> c{};
};
static_assert(
    diagnose<StdArray>().view().ends_with("is an array: use std::string for text, std::vector<std::byte> "
                                          "for bytes."));
struct DefaultedTwice {
    i64 id{};
    std::optional<orm::defaulted<int>> n{};
};
static_assert(diagnose<DefaultedTwice>() ==
              "DefaultedTwice.n is optional twice: NULL has one meaning, use one std::optional.");
struct BadMixin {
    double* pointer{};
};
struct HoldsBadMixin {
    i64 id{};
    BadMixin mixin{};
};
static_assert(diagnose<HoldsBadMixin>().view().starts_with("BadMixin.pointer: double"));
struct Based : Good {
    int more{};
};
struct HoldsBased {
    i64 key{};
    Based based{};
};
static_assert(diagnose<HoldsBased>() ==
              "Based has a base class: make what it inherits a member; its columns are the same.");

// ---- what is said of it: the same struct, described badly in many ways

struct Other {
    i64 id{};
    std::string name{};
    i64 number{};
};
struct Inner {
    i64 x{};
};
template <int Case>
struct T {
    i64 id{};
    std::string name{};
    i64 other{};
    std::optional<i64> maybe{};
    bool flag{};
    color hue{};
    double weight{};
    Inner inner{};
    orm::decimal<6, 2> price{};
    std::vector<std::byte> bytes{};
    orm::timestamp at{};
};

} // namespace bad

#define DESCRIBE(n, ...)                                                                                     \
    template <>                                                                                              \
    inline constexpr auto athanor::table_of<bad::T<n>> = athanor::table("t", __VA_ARGS__);
#define SAYS(n, words) static_assert(athanor::diagnose<bad::T<n>>() == words)

namespace orm = athanor;
using namespace bad;

DESCRIBE(1, orm::primary_key<>)
SAYS(1, "T: primary_key names no column: write it as primary_key<&T::member>.");
DESCRIBE(2, orm::primary_key<&T<2>::id, &T<2>::id>)
SAYS(2, "T.id is named twice in one primary_key.");
DESCRIBE(3, orm::primary_key<&T<3>::id>, orm::column<&T<3>::id>.primary_key())
SAYS(3, "T has two primary keys: name all key columns in one primary_key<...>.");
DESCRIBE(4, orm::unique<>)
SAYS(4, "T: unique names no column: write it as unique<&T::member>.");
DESCRIBE(5, orm::unique<&Other::name>)
SAYS(5, "T: unique names a member of Other: describe it there.");
DESCRIBE(6, orm::unique<&T<6>::name, &T<6>::name>)
SAYS(6, "T.name is named twice in one unique.");
DESCRIBE(7, orm::index<>)
SAYS(7, "T: index names no column: write it as index<&T::member>.");
DESCRIBE(8, orm::index<&Other::name>)
SAYS(8, "T: index names a member of Other: describe it there.");
DESCRIBE(9, orm::index<&T<9>::name>.where(orm::col<&Other::id> > 0))
SAYS(9, "T: index names a member of Other: describe it there.");
DESCRIBE(10, orm::column<&T<10>::inner>.unique())
SAYS(10, "T: column names inner, which is not one column: say which member inside it, as in path<&T::inner, "
         "&Inner::member>.");
DESCRIBE(11, orm::foreign_key<&T<11>::other>)
SAYS(11, "T: a foreign_key without a target: add .references<&Other::member>.");
DESCRIBE(12, orm::foreign_key<&T<12>::other>.references<>)
SAYS(12, "T: a foreign_key without a target: add .references<&Other::member>.");
DESCRIBE(13, orm::foreign_key<&Other::id>.references<&Other::id>)
SAYS(13, "T: foreign_key names a member of Other: describe it there.");
DESCRIBE(14, orm::foreign_key<&T<14>::other, &T<14>::id>.references<&Other::id, &Good::id>)
SAYS(14, "T: a foreign key references columns of one struct, not of several.");
DESCRIBE(15, orm::foreign_key<&T<15>::name>.references<&Other::id>)
static_assert(athanor::diagnose<T<15>>().view().starts_with("T.name is std::"));
DESCRIBE(16, orm::foreign_key<&T<16>::other>.references<&Other::id>.on_update(orm::set_null))
SAYS(16, "T.other: set_null would write NULL, but the member is not a std::optional.");
DESCRIBE(17, orm::foreign_key<&T<17>::other>.references<&Other::id>.on_delete(orm::set_default))
SAYS(17, "T.other: set_default needs a server_default, or a std::optional (then it is NULL).");
DESCRIBE(18, orm::column<&T<18>::maybe>.autoincrement())
SAYS(18, "T.maybe: autoincrement is for a column that is the whole primary key.");
DESCRIBE(19, orm::column<&T<19>::name>.name(""))
SAYS(19, "T.name: the column has an empty name: give it one.");
DESCRIBE(20, orm::column<&T<20>::name>.name(std::string_view{"a\0b", 3}))
SAYS(20, "T.name: the column has a NUL character in its name.");
DESCRIBE(21, orm::unique<&T<21>::name>.name("u"), orm::unique<&T<21>::other>.name("u"))
SAYS(21, "T: two of its unique constraints are named u: give one another name(\"...\").");
DESCRIBE(22, orm::index<&T<22>::name>, orm::index<&T<22>::name>)
SAYS(22, "T: two of its indexes are named ix_t_name: give one another name(\"...\").");
DESCRIBE(23, orm::check("a", orm::col<&T<23>::other> > 0), orm::check("a", orm::col<&T<23>::other> > 1))
SAYS(23, "T: two of its checks are named ck_t_a: give one another name(\"...\").");
DESCRIBE(24, orm::foreign_key<&T<24>::other>.references<&Other::id>,
         orm::foreign_key<&T<24>::other>.references<&Other::number>)
SAYS(24, "T: two of its foreign keys are named fk_t_other: give one another name(\"...\").");
DESCRIBE(25, orm::column<&T<25>::name>.server_default(1))
SAYS(25, "T.name: the server_default is a number, but the member is not.");
DESCRIBE(26, orm::column<&T<26>::name>.server_default(true))
SAYS(26, "T.name: the server_default is a bool, but the member is not.");
DESCRIBE(27, orm::column<&T<27>::flag>.server_default(1))
SAYS(27, "T.flag: the server_default is a number, but the member is not.");
DESCRIBE(28, orm::column<&T<28>::hue>.server_default("blue"))
SAYS(28, "T.hue: the server_default is none of the enumerators.");
DESCRIBE(29, orm::column<&T<29>::hue>.server_default("green"), orm::column<&T<29>::price>.server_default(1),
         orm::column<&T<29>::name>.server_default("x"), orm::column<&T<29>::weight>.server_default(2),
         orm::column<&T<29>::flag>.server_default(true), orm::column<&T<29>::at>.server_default(orm::now()))
SAYS(29, "");
DESCRIBE(30, orm::column<&T<30>::bytes>.server_default("x"))
SAYS(30, "T.bytes: the server_default is text, but the column is not: give a value of the member's type, or "
         "sql(\"...\").");
DESCRIBE(31, orm::column<&T<31>::name>.type(orm::character(0)))
SAYS(31, "T.name: a length of at least 1 is needed: varchar(255), or text().");
DESCRIBE(32, orm::column<&T<32>::price>.type(orm::numeric(3, 4)))
SAYS(32, "T.price: numeric(precision, scale) needs a scale of 0 to precision.");
DESCRIBE(33, orm::column<&T<33>::name>.type(orm::custom_type("")))
SAYS(33, "T.name: a custom type needs the name that the database gives it.");
DESCRIBE(34, orm::column<&T<34>::bytes>.type(orm::text()))
SAYS(34, "T.bytes: the SQL type given doesn't hold what the member holds.");
DESCRIBE(35, orm::column<&T<35>::at>.type(orm::timestamp_without_time_zone()),
         orm::column<&T<35>::other>.type(orm::integer()), orm::column<&T<35>::name>.type(orm::varchar(3)),
         orm::column<&T<35>::weight>.type(orm::real()))
SAYS(35, "");
DESCRIBE(36, orm::column<&T<36>::name>.renamed_from("name"))
SAYS(36, "T.name: renamed_from() is the old name, not the present one.");
DESCRIBE(37, orm::column<&T<37>::name>.stored())
SAYS(37, "T.name: stored() belongs to computed(...).");
DESCRIBE(38, orm::column<&T<38>::id>.computed(orm::col<&T<38>::other> + 1))
SAYS(38, "T.id: a computed column can't be in the primary key.");
DESCRIBE(39, orm::column<&T<39>::name>.default_value("x"))
SAYS(39, "T.name always has a value: instead of default_value give the member an initialiser.");
DESCRIBE(40, orm::column<&T<40>::maybe>.default_value("x"))
static_assert(
    athanor::diagnose<T<40>>().view().starts_with("T.maybe: default_value is not of the member's type"));
DESCRIBE(41, orm::column<&T<41>::maybe>.default_value(3))
SAYS(41, "");
DESCRIBE(42, orm::column<&T<42>::weight>.check(orm::col<&T<42>::weight> < 1e300))
static_assert(athanor::diagnose<T<42>>().view().starts_with("T: a value in a check"));
template <>
inline constexpr auto athanor::table_of<T<43>> =
    athanor::table("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
static_assert(athanor::diagnose<T<43>>().view().ends_with("has more than 63 bytes: databases would cut it."));
template <>
inline constexpr auto athanor::table_of<T<44>> = athanor::table("t").renamed_from("t");
SAYS(44, "T: renamed_from() is the table's old name, not the present one.");
DESCRIBE(45, 7)
SAYS(45, "T: table(...) takes primary_key, column, foreign_key, unique, index, check, exclude and sequence.");
DESCRIBE(46, orm::column<&T<46>::name>.check(orm::lower(orm::col<&Other::name>) == "x"))
SAYS(46, "T: check names a member of Other: describe it there.");
DESCRIBE(47, orm::column<&T<47>::other>.computed(orm::col<&Other::number> + 1))
SAYS(47, "T: computed names a member of Other: describe it there.");
DESCRIBE(48, orm::check("", orm::col<&T<48>::other> > 0))
SAYS(48, "T: a check has an empty name: check(\"positive\", ...).");
DESCRIBE(49, orm::index_on("", orm::lower(orm::col<&T<49>::name>)))
SAYS(49, "T: an index with an expression needs a name: index_on(\"ix_...\", ...).");

DESCRIBE(50, orm::column<&T<50>::name>.identity())
SAYS(50, "T.name: identity needs an integer: make the member a std::int64_t.");
DESCRIBE(51, orm::column<&T<51>::other>.identity().server_default(1))
SAYS(51, "T.other is an identity, which counts: take its server_default away.");
DESCRIBE(52, orm::column<&T<52>::other>.identity().computed(orm::col<&T<52>::id> + 1))
SAYS(52, "T.other is computed: take its identity away.");
DESCRIBE(53, orm::column<&T<53>::other>.identity(orm::identity().increment(0)))
SAYS(53, "T.other: increment(0) never counts: give another step.");
DESCRIBE(54, orm::column<&T<54>::other>.identity(orm::identity().minvalue(5).start(4)))
SAYS(54, "T.other: start must lie between minvalue and maxvalue.");
DESCRIBE(55, orm::exclude("e"))
SAYS(55, "T: exclude names nothing: write it as exclude(\"name\", with(col<&T::member>, \"=\")).");
DESCRIBE(56, orm::exclude("e", orm::with(orm::col<&T<56>::other>, "")))
SAYS(56, "T: ex_t_e needs an operator for each of its elements: with(..., \"=\").");
DESCRIBE(57, orm::exclude("", orm::with(orm::col<&T<57>::other>, "=")))
SAYS(57, "T: an exclude has an empty name: exclude(\"room\", ...).");
DESCRIBE(58, orm::exclude("e", orm::with(orm::col<&Other::id>, "=")))
SAYS(58, "T: exclude names a member of Other: describe it there.");
DESCRIBE(59, orm::index<&T<59>::other>.nulls_not_distinct())
SAYS(59, "T.other: nulls_not_distinct() belongs to a unique index: add .unique().");
DESCRIBE(60, orm::index_on("ix", orm::lower(orm::col<&T<60>::name>)).nulls_not_distinct())
SAYS(60, "T: the index ix: nulls_not_distinct() belongs to a unique index: add .unique().");
DESCRIBE(61, orm::index<&T<61>::name, &T<61>::other>.include<&T<61>::other>())
SAYS(61, "T.other is a part of its index already: take it out of include<...>().");
DESCRIBE(62, orm::index<&T<62>::name>.include<>())
SAYS(62, "T: include names no column: write it as include<&T::member>.");
DESCRIBE(63, orm::index<&T<63>::name>.include<&Other::id>())
SAYS(63, "T: include names a member of Other: describe it there.");
DESCRIBE(64, orm::column<&T<64>::price>.enforced())
SAYS(64,
     "T.price: enforced() has nothing to hold, because SQLite keeps this type as text of any form: take it "
     "away, or say check(...).");
DESCRIBE(65, orm::sequence("s"), orm::sequence("s").cycle())
SAYS(65, "T: the sequence s is said twice with different options: say it once.");
DESCRIBE(66, orm::sequence("s"), orm::sequence("s"), orm::sequence("s").schema("b").cycle())
SAYS(66, "");
DESCRIBE(67, orm::sequence("s").as(orm::text()))
SAYS(67, "T: the sequence s counts in whole numbers: as(smallint()), as(integer()) or as(bigint()).");
DESCRIBE(68, orm::sequence("s").owned_by<&Other::id>())
SAYS(68, "T: owned_by names a member of Other: describe it there.");
DESCRIBE(69, orm::sequence(""))
SAYS(69, "T: the sequence has an empty name: give it one.");
DESCRIBE(70, orm::column<&T<70>::other>.type(orm::array(orm::bigint())))
SAYS(70, "T.other: the SQL type given doesn't hold what the member holds.");
DESCRIBE(71, orm::column<&T<71>::name>.type(orm::jsonb()))
SAYS(71, "T.name: the SQL type given doesn't hold what the member holds.");
DESCRIBE(72, orm::index_on("", orm::desc(orm::lower(orm::col<&T<72>::name>)).nulls_last()))
SAYS(72, "T: an index with an expression needs a name: index_on(\"ix_...\", ...).");
DESCRIBE(73, orm::check("even", orm::col<&T<73>::weight> % 2 == 0))
static_assert(athanor::diagnose<T<73>>().view().starts_with("T: a value in a check"));
DESCRIBE(74, orm::check("nul", orm::col<&T<74>::name> != std::string_view{"a\0b", 3}))
static_assert(athanor::diagnose<T<74>>().view().starts_with("T: a value in a check"));

// ---- several models

namespace bad {

struct A {
    i64 id{};
    i64 b{};
    i64 c{};
    static constexpr auto table =
        orm::table("a", orm::foreign_key<&A::b, &A::c>.references<&Other::number, &Other::id>);
};
static_assert(diagnose_metadata<A, Other>() ==
              "A.b references Other.number, which is neither the primary key nor unique there.");
static_assert(diagnose_metadata<A>() ==
              "A.b references the table other, which is missing from metadata<...>: add its struct.");
struct Keyed {
    i64 id{};
    i64 x{};
    i64 y{};
    i64 z{};
    static constexpr auto table =
        orm::table("keyed", orm::unique<&Keyed::x, &Keyed::y>, orm::column<&Keyed::z>.unique().index());
};
struct ByUnique {
    i64 id{};
    i64 x{};
    i64 y{};
    i64 z{};
    static constexpr auto table =
        orm::table("by_unique", orm::foreign_key<&ByUnique::y, &ByUnique::x>.references<&Keyed::y, &Keyed::x>,
                   orm::foreign_key<&ByUnique::z>.references<&Keyed::z>);
};
static_assert(diagnose_metadata<ByUnique, Keyed>() == "");
struct I1 {
    i64 id{};
    static constexpr auto table = orm::table("i1", orm::index<&I1::id>.name("same"));
};
struct I2 {
    i64 id{};
    static constexpr auto table = orm::table("i2", orm::index<&I2::id>.name("same"));
};
static_assert(diagnose_metadata<I1, I2>() ==
              "I1 and I2 both have an index named same: give one another name(\"...\").");
static_assert(diagnose_metadata<Good, UnionMember>() == diagnose<UnionMember>().view());

} // namespace bad

TEST_CASE("a diagnosis is a value that can be looked at when the program runs") {
    constexpr auto said = athanor::diagnose<bad::PlainEnum>();
    CHECK(!said.empty());
    CHECK(said.view().find("plain_enum") != std::string_view::npos);
}

namespace bad {

struct Counting {
    i64 id{};
    static constexpr auto table = orm::table("counting", orm::sequence("s").start(1));
};
struct CountingToo {
    i64 id{};
    static constexpr auto table = orm::table("counting_too", orm::sequence("s").start(2));
};
struct Late {
    i64 id{};
    i64 number{};
    static constexpr auto table = orm::table("late", orm::unique<&Late::number>.deferrable());
};
struct Refers {
    i64 id{};
    i64 late{};
    static constexpr auto table =
        orm::table("refers", orm::foreign_key<&Refers::late>.references<&Late::number>);
};

} // namespace bad

static_assert(athanor::diagnose_metadata<Counting, CountingToo>() ==
              "Counting and CountingToo say the sequence s with different options: say it once.");
static_assert(
    athanor::diagnose_metadata<Late, Refers>() ==
    "Refers.late references Late.number, whose unique constraint is deferrable: take .deferrable() away "
    "there.");
