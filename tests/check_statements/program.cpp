// SPDX-License-Identifier: BSL-1.0
// Of the library one function is called, and all statements of its file are known.

#include "queries.hpp"
#include "unit/driver_postgresql/live.hpp"

#include <athanor/check_statements.hpp>
#include <athanor/create_all.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <string_view>

namespace {

namespace orm = athanor;

void check_on(std::string const& url, std::string_view placeholder) {
    CAPTURE(url);
    auto conn = orm::connect<orm::sqlite, orm::postgresql>(url);
    conn.create_all<shop::database>();
    CHECK_FALSE(shop::find(conn, 1));

    auto const failing = orm::check_statements(conn);
    REQUIRE(failing.size() == 1);
    CHECK(failing[0].sql == R"(SELECT "coupons"."id", "coupons"."code" FROM "coupons")");
    CHECK(failing[0].what.find("coupons") != std::string::npos);

    auto problems = orm::check_statements(conn, orm::big<shop::Customer, shop::Order>);
    std::ranges::sort(problems, {}, &orm::statement_problem::sql);
    REQUIRE(problems.size() == 3);
    CHECK(problems[0].sql == failing[0].sql);
    std::string const aliased = R"(SELECT "other"."id" FROM "customers" AS "other" WHERE "other"."city" = )";
    CHECK(problems[2].sql == aliased + std::string{placeholder});
    CHECK(problems[2].what.find("reads all of the big table \"customers\"") != std::string::npos);
    CHECK(problems[1].sql.find(R"("customers"."city" = )") != std::string::npos);

    // Nothing was run.
    CHECK(conn.query("SELECT count(*) FROM customers").rows.at(0).at(0) == orm::cell{std::int64_t{0}});
}

} // namespace

TEST_CASE("the statements of a static library are known, for each database") {
    auto const all = orm::statements();
    auto const has = [&](orm::dialect_id dialect, std::string_view sql) {
        return std::ranges::count_if(
            all, [&](orm::known_statement const& s) { return s.dialect == dialect && s.sql == sql; });
    };
    CHECK(has(orm::dialect_id::sqlite,
              R"(SELECT "customers"."id", "customers"."name", "customers"."city" FROM "customers" )"
              R"(WHERE "customers"."id" = ?)") == 1);
    CHECK(has(orm::dialect_id::postgresql,
              R"(SELECT "customers"."id", "customers"."name", "customers"."city" FROM "customers" )"
              R"(WHERE "customers"."name" = $1)") == 1);
}

TEST_CASE("on SQLite the statements that would fail or read all of a big table are found") {
    check_on("sqlite://", "?");
}

TEST_CASE("on PostgreSQL the statements that would fail or read all of a big table are found") {
    live::database const database;
    check_on(database.url(), "$1");
}
