// SPDX-License-Identifier: BSL-1.0
#include "../support/migration_bench.hpp"

#include <athanor/dialect/sqlite/ddl.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace athanor;
using namespace athanor::test;
using namespace athanor::sqlite_dialect;

TEST_CASE("A table is written one line a column, every constraint named") {
    auto const ops = users_and_orders();
    CHECK(create_table_sql(std::get<op::create_table>(ops[0]).table) == R"(CREATE TABLE "users" (
    "id" INTEGER CONSTRAINT "pk_users" PRIMARY KEY AUTOINCREMENT NOT NULL,
    "name" VARCHAR(20) NOT NULL,
    "age" TEXT,
    "made" TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "uq_users_name" UNIQUE ("name")
))");
    CHECK(create_table_sql(std::get<op::create_table>(ops[1]).table, "tmp") == R"(CREATE TABLE "tmp" (
    "id" INTEGER NOT NULL,
    "user_id" BIGINT,
    "total" DECIMAL_TEXT(10,2) NOT NULL,
    CONSTRAINT "pk_orders" PRIMARY KEY ("id"),
    CONSTRAINT "fk_orders_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
))");
}

TEST_CASE("Names and texts are escaped wherever they stand") {
    table_def t;
    t.name = "we\"ird; --";
    auto e = enum_col("sel'ect", {"it's", "a\"b"});
    t.columns = {with_text_default(col("a\"b", text()), "it's -- not /* a comment"), e};
    t.primary_key = primary_key_def{"pk'\"", {"a\"b"}};
    migration_bench b({op::create_table{t}}, {});
    b.db.execute("INSERT INTO \"we\"\"ird; --\" (\"sel'ect\") VALUES ('it''s')");
    CHECK(b.rows("SELECT * FROM \"we\"\"ird; --\"") == "it's -- not /* a comment|it's\n");
    CHECK_THROWS_AS((void)b.db.execute("INSERT INTO \"we\"\"ird; --\" (\"sel'ect\") VALUES ('b')"), error);
}

TEST_CASE("Defaults are written so that they come back the same") {
    auto const written = [](std::string text) {
        return sqlite_dialect::detail::default_sql({default_kind::expression, std::move(text)});
    };
    CHECK(written("0") == "0");
    CHECK(written("-5") == "-5");
    CHECK(written("TRUE") == "TRUE");
    CHECK(written("CURRENT_TIMESTAMP") == "CURRENT_TIMESTAMP");
    CHECK(written("'x'") == "'x'");
    CHECK(written("x'00ff'") == "x'00ff'");
    CHECK(written("1e3") == "1e3");
    CHECK(written("(1)") == "1");
    CHECK(written("1 + 1") == "(1 + 1)");
    CHECK(written("(1) + (1)") == "((1) + (1))");
    CHECK(written("lower('X')") == "(lower('X'))");
    CHECK(written("name") == "(name)");
    CHECK(sqlite_dialect::detail::default_sql({default_kind::text, "it's"}) == "'it''s'");
    CHECK(sqlite_dialect::detail::default_sql({}) == "");
}

TEST_CASE("Autoincrement needs the whole primary key") {
    table_def t;
    t.name = "t";
    auto id = col("id", bigint(), false);
    id.autoincrement = true;
    t.columns = {id, col("b", text(), false)};
    t.primary_key = primary_key_def{"pk_t", {"id", "b"}};
    CHECK_THROWS_AS((void)create_table_sql(t), error);
}

TEST_CASE("A primary key is never NULL, unlike in SQLite by default") {
    table_def t;
    t.name = "t";
    t.columns = {col("k", text())};
    t.primary_key = primary_key_def{"pk_t", {"k"}};
    migration_bench b({op::create_table{t}});
    CHECK_THROWS_AS((void)b.db.execute("INSERT INTO t VALUES (NULL)"), error);
}

TEST_CASE("A long enumeration check is cut like every other name") {
    std::string const table(40, 't');
    std::string const column(40, 'c');
    auto const name = check_of_type(table, enum_col(column, {"a"}))->name;
    CHECK(name.size() == 63);
    CHECK(name.substr(0, 55) == ("ck_" + table + "_" + column).substr(0, 54) + "_");
}

TEST_CASE("An index is written with order, expressions and predicate") {
    index_def i = index_on("ix", {"a"}, true);
    i.parts[0].descending = true;
    i.parts.push_back({"lower(\"b\")", true, false});
    i.where = "\"a\" > 0";
    CHECK(create_index_sql("t", i) ==
          "CREATE UNIQUE INDEX \"ix\" ON \"t\" (\"a\" DESC, lower(\"b\")) WHERE \"a\" > 0");
}
