// SPDX-License-Identifier: BSL-1.0
// Functions of dates, JSON paths and arrays, with the values that they give.

#include "unit/query/expressions.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

using namespace expression_tests;
using orm::case_;
using orm::date_part;
using orm::when;

namespace {

constexpr auto at = col<&Thing::at>;
constexpr auto day = col<&Thing::day>;
constexpr auto hours = col<&Thing::clock>;
constexpr auto doc = col<&Thing::doc>;

} // namespace

TEST_CASE("functions of dates and timestamps") {
    on_both<schema>([](site& s) {
        add_things(s);
        CHECK(values(s, orm::year(at), orm::month(at), orm::day(at), orm::hour(at), orm::minute(at),
                     orm::second(at), orm::day_of_week(at), orm::epoch(at)) ==
              "2026|12|31|23|59|59|4|1798761599 / 2000|1|1|0|0|0|6|946684800 / 1969|3|4|5|6|7|2|-26160833");
        CHECK(values(s, orm::year(day), orm::month(day), orm::day(day), orm::day_of_week(day),
                     orm::day_of_year(day), orm::epoch(day), orm::hour(hours), orm::minute(hours),
                     orm::second(hours)) == "2024|2|29|4|60|1709164800|4|5|6 / 2000|1|1|6|1|946684800|0|0|0 "
                                            "/ 1999|12|31|5|365|946598400|0|0|0");
        CHECK(values(s, orm::date_trunc<date_part::year>(at), orm::date_trunc<date_part::month>(at),
                     orm::date_trunc<date_part::day>(at)) ==
              "2026-01-01 00:00:00|2026-12-01 00:00:00|2026-12-31 00:00:00 / "
              "2000-01-01 00:00:00|2000-01-01 00:00:00|2000-01-01 00:00:00 / "
              "1969-01-01 00:00:00|1969-03-01 00:00:00|1969-03-04 00:00:00");
        CHECK(values(s, orm::date_trunc<date_part::hour>(at), orm::date_trunc<date_part::minute>(at),
                     orm::date_trunc<date_part::second>(at), orm::date_trunc<date_part::year>(day),
                     orm::date_trunc<date_part::month>(day)) ==
              "2026-12-31 23:00:00|2026-12-31 23:59:00|2026-12-31 23:59:59|2024-01-01|2024-02-01 / "
              "2000-01-01 00:00:00|2000-01-01 00:00:00|2000-01-01 00:00:00|2000-01-01|2000-01-01 / "
              "1969-03-04 05:00:00|1969-03-04 05:06:00|1969-03-04 05:06:07|1999-01-01|1999-12-01");
        CHECK(values(s, orm::add_days(day, 1), orm::add_days(day, age), orm::add_days(at, 1),
                     orm::add_hours(at, -24), orm::add_minutes(at, 1), orm::add_seconds(at, age)) ==
              "2024-03-01|2024-03-05|2027-01-01 23:59:59.999600|2026-12-30 23:59:59.999600|"
              "2027-01-01 00:00:59.999600|2027-01-01 00:00:04.999600 / "
              "2000-01-02|-|2000-01-02 00:00:00|1999-12-31 00:00:00|2000-01-01 00:01:00|- / "
              "2000-01-01|1999-12-26|1969-03-05 05:06:07|1969-03-03 05:06:07|1969-03-04 05:07:07|"
              "1969-03-04 05:06:02");
        CHECK(values(s, orm::days_between(day, orm::date::of(2024, 3, 1)),
                     orm::days_between(day, orm::cast<orm::date>(at)), orm::now() > at,
                     orm::current_date() > day) == "1|1036|no|yes / 8826|0|yes|yes / 8827|-11259|yes|yes");
        CHECK(rows(s, orm::year(at) == 2000 && orm::month(at) == 1) == "2");
    });
}

TEST_CASE("expressions stand wherever a value may") {
    on_both<schema>([](site& s) {
        add_things(s);
        CHECK(s.conn.all(orm::select<Thing>().order_by(orm::random())).size() == 3);
        CHECK(s.conn.update(orm::update<Thing>()
                                .set<&Thing::name>(orm::trim(name))
                                .set<&Thing::nick>(case_(when(active, "on")).else_("off"))
                                .set<&Thing::at>(orm::now())
                                .where(id.in(std::vector<std::int64_t>{3, 4}))) == 1);
        CHECK(rows(s, name == "xx" && nick == "off" && at > orm::timestamp::of(2026, 1, 1)) == "3");
        // Grouped by a part of a date, with an aggregate of a choice.
        auto const year = orm::year(day).as<"year">();
        auto const years = s.conn.all(orm::select(year, orm::sum(case_(when(active, 1)).else_(0)))
                                          .group_by(year)
                                          .order_by(year.desc()));
        REQUIRE(years.size() == 3);
        CHECK(text_of(years[0]) == "2024|1");
    });
}

TEST_CASE("what stands inside JSON") {
    on_both<schema>([](site& s) {
        add_things(s);
        auto const list = doc["a"]["b.c"];
        CHECK(values(s, list[0].as_text(), list[1].as_text(), list[2].as_text(), list[3].as_text(),
                     list[4].as_text(),
                     list[9].as_text()) == "1|2.50|true|-|t\"x|- / -|-|-|-|-|- / -|-|-|-|-|-");
        CHECK(values(s, list[-1].as_integer(), list[1].as_integer(), list[1].as_double(), list[0].as_double(),
                     list[4].as_double(), list[2].as_boolean(), doc["f"].as_boolean(),
                     list[0].as_boolean()) == "-7|-|2.5|1|-|yes|no|- / -|-|-|-|-|-|-|- / -|-|-|-|-|-|-|-");
        CHECK(values(s, doc[0].as_integer(), doc[1].as_integer(), doc[1].as_text(), doc["0"].as_text(),
                     orm::json_array_length(doc), orm::json_array_length(list),
                     list[4]) == "-|-|-|-|-|6|\"t\\\"x\" / -|-|-|-|0|-|- / 1|-|2|-|3|-|-");
        CHECK(rows(s, doc["n"].is_not_null()) == "1"); // null stands there
        CHECK(rows(s, doc[std::string{"n"}].as_text().is_null()) == "1 2 3");
        CHECK(rows(s, doc[2].as_integer() == 3) == "3");
        orm::filter<Thing> const wanted{doc["f"].as_boolean() == false};
        CHECK(rows(s, wanted) == "1");
        if (s.is_sqlite) {
            CHECK(s.outcome([&] { rows(s, doc["a\"b"].is_null()); }) == "unsupported");
        } else {
            CHECK(rows(s, doc["a\"b"].is_null()) == "1 2 3");
        }
    });
    CHECK(sql<orm::postgresql>(doc["a"][0].as_text()) == R"((("things"."doc" -> $1::text) ->> $2::integer))");
}

TEST_CASE("any function by its name, and SQL as it is written") {
    on_both<schema>([](site& s) {
        add_things(s);
        CHECK(values(
                  s, orm::func<"upper", std::string>(nick),
                  orm::func<"nullif", std::optional<std::int64_t>>(id, 2),
                  orm::sql_expression<"{} * 2 + {}", std::int64_t>(id, 1) * 2,
                  orm::sql_expression<"CASE WHEN {} > 1 THEN {} END", std::optional<std::string>>(id, "more"),
                  orm::sql_expression<"1 + {}", "2 + {}", std::int64_t>(id) - (s.is_sqlite ? 1 : 2)) ==
              "NICK|1|6|-|1 / -|-|10|more|2 / |3|14|more|3");
        CHECK(rows(s, orm::sql_expression<"{} % 2 = 0 OR {}", bool>(id, active) && name != "") == "1");
    });
    static_assert(
        orm::sql_of<orm::postgresql, decltype(orm::select(id).where(orm::func<"ns.f", bool>(id, "x")))> ==
        R"(SELECT "things"."id" FROM "things" WHERE ns.f("things"."id", $1::text))");
    static_assert(
        orm::sql_of<orm::sqlite, decltype(orm::select(case_(when(age > 1, "a")).else_("b")).from<Thing>())> ==
        R"(SELECT CASE WHEN "things"."age" > ? THEN ? ELSE ? END FROM "things")");
    static_assert(orm::sql_of<orm::postgresql, decltype(orm::select(orm::greatest(age, 0)).from<Thing>())> ==
                  R"(SELECT greatest("things"."age", $1::bigint) FROM "things")");
}

namespace {

struct Post {
    std::int64_t id{};
    std::vector<std::string> tags{};
    std::optional<std::vector<std::int32_t>> votes{};

    static constexpr auto table = orm::table("posts");
};

} // namespace

TEST_CASE("arrays, which only PostgreSQL has") {
    live::database const database;
    auto conn = orm::connect<orm::postgresql>(database.url());
    conn.create_all<orm::metadata<Post>>();
    conn.insert(Post{1, {"red", "a,b"}, std::vector<std::int32_t>{3, 4}});
    conn.insert(Post{2, {}, {}});
    conn.insert(Post{3, {"blue", "red", "it's"}, std::vector<std::int32_t>{}});
    auto const tags = col<&Post::tags>;
    auto const votes = col<&Post::votes>;
    auto const found = [&](auto const& condition) {
        std::string out;
        for (auto const post :
             conn.all(orm::select(col<&Post::id>).where(condition).order_by(col<&Post::id>))) {
            out += std::to_string(post);
        }
        return out;
    };
    using texts = std::vector<std::string>;
    CHECK(found(orm::literal("red") == orm::any_of(tags)) == "13");
    CHECK(found(orm::literal("red") == orm::all_of(tags)) == "2");
    CHECK(found(col<&Post::id> == orm::any_of(std::vector<std::int64_t>{1, 2})) == "12");
    CHECK(found(tags.contains(texts{"red", "a,b"})) == "1");
    CHECK(found(tags.contains(texts{})) == "123");
    CHECK(found(tags.contained_by(texts{"red", "a,b", "x"})) == "12");
    CHECK(found(tags.overlaps(texts{"it's", "a,b"})) == "13");
    CHECK(found(orm::cardinality(tags) > 2) == "3");
    CHECK(found(orm::cardinality(votes) == 0) == "3");
    CHECK(found(orm::array_element(tags, 1) == "red") == "1");
    CHECK(found(orm::array_element(votes, 2).is_null()) == "23");
    CHECK(found(votes.contains(std::vector<std::int32_t>{4})) == "1");
    CHECK(found(votes == std::vector<std::int32_t>{3, 4}) == "1");
}

TEST_CASE("what a database lacks is said") {
    auto const lack_of = []<orm::dialect_id D, class X>(X const&) {
        return std::string{
            orm::detail::lacks_sentence<
                D, decltype(orm::select(std::declval<X>()).template from<Thing>())>::value.view()};
    };
    using orm::dialect_id;
    auto const on_sqlite = [&](auto const& x) { return lack_of.operator()<dialect_id::sqlite>(x); };
    auto const on_postgresql = [&](auto const& x) { return lack_of.operator()<dialect_id::postgresql>(x); };
    CHECK(on_sqlite(name.regexp("a+")) == "SQLite has no regular expressions: use like() or glob().");
    CHECK(on_postgresql(name.regexp("a+")).empty());
    CHECK(on_postgresql(name.glob("a*")) ==
          "PostgreSQL has no GLOB: use like(), or regexp() where only PostgreSQL is asked.");
    CHECK(on_sqlite(orm::greatest(orm::max(age), 0))
              .starts_with("SQLite can't calculate this from an aggregate"));
    CHECK(on_sqlite(orm::greatest(age, 0)).empty());
    CHECK(on_sqlite(id == orm::any_of(std::vector<std::int64_t>{1})) ==
          "SQLite has no arrays: keep the values in a table of their own, or as JSON.");
    CHECK(on_sqlite(orm::right(orm::max(name), 1))
              .starts_with("SQLite can't calculate this from an aggregate"));
    CHECK(on_sqlite(col<&Thing::clock> - col<&Thing::clock> == col<&Thing::clock>)
              .starts_with("SQLite keeps these values as text"));
    CHECK(on_sqlite(col<&Thing::price> * col<&Thing::price> > col<&Thing::price>).empty());
    CHECK(on_postgresql(col<&Thing::size> % 2.0 == 0.0).starts_with("PostgreSQL has no %"));
    CHECK(on_sqlite(orm::sql_expression<"!no such thing", "f({})", bool>(id)) == "no such thing");
}
