// SPDX-License-Identifier: BSL-1.0
// Conditions, choices, functions and casts, with the rows that they find.

#include "unit/query/expressions.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace expression_tests;
using orm::case_;
using orm::cast;
using orm::literal;
using orm::when;

namespace {

constexpr auto size = col<&Thing::size>;
constexpr auto weight = col<&Thing::weight>;

} // namespace

TEST_CASE("conditions, lists and NULL mean the same on both") {
    on_both<schema>([](site& s) {
        add_things(s);
        CHECK(rows(s, active) == "1");
        CHECK(rows(s, !active) == "2 3");
        CHECK(rows(s, !active && age.is_not_null()) == "3");
        CHECK(rows(s, age == 5 || nick == "") == "1 3");
        CHECK(rows(s, !(age == 5)) == "3"); // NULL is neither
        CHECK(rows(s, age.between(-5, 4)) == "3");
        CHECK(rows(s, age + 1 > id * 2) == "1");

        CHECK(rows(s, age.is_distinct_from(5)) == "2 3");
        CHECK(rows(s, age.is_not_distinct_from(std::optional<std::int32_t>{})) == "2");
        CHECK(rows(s, age.is_not_distinct_from(std::optional<std::int64_t>{5000000000})).empty());
        CHECK(rows(s, nick.is_distinct_from(name)) == "1 2 3");

        // One statement for each kind of list, whatever its length.
        for (auto const& [wanted, found] :
             {std::pair{std::vector<std::int64_t>{}, ""}, {{3, 1, 99}, "1 3"}, {{2}, "2"}}) {
            CHECK(rows(s, id.in(wanted)) == found);
        }
        CHECK(rows(s, id.not_in(std::vector<std::int64_t>{})) == "1 2 3");
        CHECK(rows(s, age.not_in(std::vector<std::int32_t>{5})) == "3");
        CHECK(rows(s, age.not_in(std::vector<std::int32_t>{})) == "1 2 3"); // also where it is NULL
        CHECK(rows(s, age.in(std::set<std::int64_t>{5, 5000000000, INT64_MIN, INT64_MAX})) == "1");
        CHECK(rows(s, name.in(std::vector<std::string>{"\xc3\x84 bc it's", "\"", "\\", "\n", "{}"})) == "1");
        CHECK(rows(s, name.in(std::vector<std::string_view>{"", "null"})) == "2");
        CHECK(rows(s, active.in(std::vector<bool>{true})) == "1");
        CHECK(rows(s, size.in(std::vector<double>{2.5, -2.5})) == "1 2");
        CHECK(rows(s, size.not_in(std::vector<double>{})) == "1 2 3");
        CHECK(rows(s, col<&Thing::day>.in(std::vector{orm::date::of(2000, 1, 1)})) == "2");
        CHECK(rows(s, col<&Thing::at>.in(std::vector{orm::timestamp::of(2000, 1, 1)})) == "2");
        CHECK(rows(s, id.in(1, 3)) == "1 3");
        CHECK(rows(s, id.in(orm::select(id).where(active))) == "1");
        CHECK(rows(s, col<&Thing::paint>.in(std::vector{color::green, color::red})) == "1 2 3");
        CHECK(rows(s, col<&Thing::paint>.not_in(std::vector{color::red})).empty());
        CHECK(rows(s, col<&Thing::key>.in(std::vector{orm::uuid{}})) == "1 2 3");
        CHECK(rows(s, col<&Thing::price>.in(std::vector<orm::decimal<10, 2>>{0, 1})) == "1 2 3");
        // As a part that only run time knows.
        orm::filter<Thing> wanted{id.in(std::vector<std::int64_t>{1, 2})};
        wanted &= name.in(std::vector<std::string>{"", "x"});
        CHECK(rows(s, wanted) == "2");
        wanted &= col<&Thing::paint>.in(std::vector{color::red}) && size.in(std::vector<double>{-2.5});
        CHECK(rows(s, wanted) == "2");

        s.note_outcome("a NUL in a list", [&] { rows(s, name.in(std::vector{std::string("a\0b", 3)})); });
        CHECK(s.notes.back() == "a NUL in a list: invalid_text .");
    });
}

TEST_CASE("a list of run time is one parameter of a fixed text") {
    std::vector<std::int64_t> const ids{7, 8};
    CHECK(sql<orm::sqlite>(id.in(ids)) == R"("things"."id" IN (SELECT value FROM json_each(?)))");
    CHECK(sql<orm::sqlite>(id.not_in(ids)) == R"("things"."id" NOT IN (SELECT value FROM json_each(?)))");
    CHECK(sql<orm::postgresql>(id.in(ids)) == R"("things"."id" = ANY ($1))");
    CHECK(sql<orm::postgresql>(id.not_in(ids)) == R"("things"."id" <> ALL ($1))");
    // A list of another type of number says so, or a value might not fit.
    CHECK(sql<orm::postgresql>(age.in(ids)) == R"("things"."age" = ANY ($1::bigint[]))");
    CHECK(sql<orm::postgresql>(name.in(std::vector<std::string>{"x"})) == R"("things"."name" = ANY ($1))");
    // JSON would round them.
    CHECK(sql<orm::sqlite>(size.in(std::vector<double>{1, 2})) == R"("things"."size" IN (?, ?))");
}

TEST_CASE("choices: case_, coalesce, nullif, greatest, least") {
    on_both<schema>([](site& s) {
        add_things(s);
        CHECK(values(s, case_(when(size > 2.6, "large"), when(size > 0, "small")),
                     case_(when(age.is_null(), 0)).else_(age), case_(when(active, 1)).else_(2.5),
                     case_(when(name == "", nick)).else_(name), case_(when(age > 0, true)).else_(false)) ==
              "small|5|1|\xc3\x84 bc it's|yes / -|0|2.5|-|no / large|-5|2.5|  xx  |no");
        CHECK(values(s, orm::coalesce(age, 7), orm::coalesce(age, weight, 1.25),
                     orm::coalesce(nick, name, "x"), orm::nullif(nick, ""),
                     orm::nullif(age, 5)) == "5|5|nick|nick|- / 7|1.25||-|- / -5|-5||-|-5");
        CHECK(values(s, orm::greatest(age, 0), orm::least(age, 0, id), orm::greatest(nick, name),
                     orm::greatest(age, weight), orm::least(col<&Thing::day>, orm::date::of(2000, 1, 1))) ==
              "5|0|\xc3\x84 bc it's|5|2000-01-01 / 0|0||-|2000-01-01 / 0|-5|  xx  |0|1999-12-31");
    });
    // What can't be NULL isn't optional.
    static_assert(std::is_same_v<decltype(orm::coalesce(age, 7))::value_type, std::int32_t>);
    static_assert(!decltype(orm::coalesce(age, 7))::nullable &&
                  decltype(orm::coalesce(age, weight))::nullable);
    static_assert(decltype(case_(when(active, 1)))::nullable &&
                  !decltype(case_(when(active, 1)).else_(2))::nullable);
}

TEST_CASE("casts say the same on both") {
    on_both<schema>([](site& s) {
        add_things(s);
        CHECK(values(s, cast<std::string>(age), cast<std::string>(active), cast<std::int64_t>(size),
                     cast<double>(age), cast<bool>(age), cast<std::int64_t>(active)) ==
              "5|true|2|5|yes|1 / -|false|-2|-|-|0 / -5|false|2|-5|yes|0");
        CHECK(values(s, cast<orm::date>(col<&Thing::at>), cast<orm::timestamp>(col<&Thing::day>),
                     cast<std::string>(col<&Thing::at>), cast<std::string>(col<&Thing::day>),
                     cast<std::int64_t>(literal("42")), cast<double>(literal("4.5"))) ==
              "2026-12-31|2024-02-29 00:00:00|2026-12-31 23:59:59|2024-02-29|42|4.5 / "
              "2000-01-01|2000-01-01 00:00:00|2000-01-01 00:00:00|2000-01-01|42|4.5 / "
              "1969-03-04|1999-12-31 00:00:00|1969-03-04 05:06:07|1999-12-31|42|4.5");
    });
}

TEST_CASE("functions of numbers") {
    on_both<schema>([](site& s) {
        add_things(s);
        CHECK(values(s, orm::round(size), orm::round(size, 2), orm::ceil(size), orm::floor(size),
                     orm::trunc(size), orm::sign(size),
                     orm::abs(size)) == "3|2.5|3|2|2|1|2.5 / -3|-2.5|-2|-3|-2|-1|2.5 / 3|2.68|3|2|2|1|2.675");
        CHECK(values(s, orm::mod(age, 3), orm::power(size, 2), orm::power(age, 2), orm::sqrt(orm::abs(size)),
                     orm::exp(age), orm::ln(orm::abs(size)), orm::log10(id * 10), orm::ceil(age)) ==
              "2|6.25|25|1.58113883|148.4131591|0.9162907319|1|5 / "
              "-|6.25|-|1.58113883|-|0.9162907319|1.301029996|- / "
              "-2|7.155625|25|1.635542723|0.006737946999|0.9839493803|1.477121255|-5");
        auto const drawn = s.conn.all(orm::select(orm::random()).from<Thing>());
        CHECK(drawn.size() == 3);
        CHECK((drawn[0] != drawn[1] || drawn[1] != drawn[2]));
        for (double const x : drawn) {
            CHECK((x >= 0 && x < 1));
        }
        CHECK(s.outcome([&] { (void)orm::round(size, -1); }) == "out_of_range");
    });
}
