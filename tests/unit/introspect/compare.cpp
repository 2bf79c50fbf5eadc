// SPDX-License-Identifier: BSL-1.0
// compare_live: silent where nothing differs, and a line that names table and column where something does.

#include "../support/migration_bench.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace athanor;
using namespace athanor::test;

namespace {
std::string lines(catalog const& expected, catalog const& live,
                  migrate::compare_scope scope = migrate::compare_scope::managed) {
    std::string out;
    for (auto const& l : migrate::compare_live(expected, live, dialect_id::sqlite, scope)) {
        out += l + '\n';
    }
    return out;
}
catalog shop_catalog() {
    return migrate::replay({}, users_and_orders());
}

catalog live(std::string const& sql) {
    raw_sqlite_database db;
    db.execute_script(sql);
    return migrate::introspect(db);
}
} // namespace

TEST_CASE("as_introspected says what a round trip through SQLite leaves") {
    auto c = shop_catalog();
    c.find("users")->columns.push_back(enum_col("mood", {"a", "b"}));
    c.find("users")->comment = "lost";
    auto const back = migrate::as_introspected(dialect_id::sqlite, c);
    CHECK(back.find("users")->comment == "");
    CHECK(back.find("users")->find_column("mood")->type == text());
    CHECK(back.find("users")->checks.front().name == "ck_users_mood_enum");
    CHECK(migrate::as_introspected(dialect_id::sqlite, back) == back);
    migration_bench b(users_and_orders());
    b.apply({op::add_column{"users", enum_col("mood", {"a", "b"}), ""}});
    CHECK(lines(c, migrate::introspect(b.db)) == "");
}

TEST_CASE("Each property of a column, when it differs, gives a line that names it with both states") {
    auto const expected = shop_catalog();
    auto const differs = [&](auto change) {
        auto other = migrate::as_introspected(dialect_id::sqlite, expected);
        change(*other.find("users")->find_column("age"));
        return lines(expected, other);
    };
    CHECK(differs([](column_def& c) { c.type = varchar(3); }) ==
          "users.age: expected \"age\" TEXT, found \"age\" VARCHAR(3)\n");
    CHECK(differs([](column_def& c) { c.nullable = false; }).find("NOT NULL") != std::string::npos);
    CHECK(differs([](column_def& c) {
              c.server_default = {default_kind::text, "x"};
          }).find("DEFAULT 'x'") != std::string::npos);
    CHECK(differs([](column_def& c) { c.server_default = {default_kind::expression, "0"}; }) != "");
    CHECK(differs([](column_def& c) { c.collation = "NOCASE"; }).find("COLLATE") != std::string::npos);
    CHECK(differs([](column_def& c) { c.computed = "1"; }).find("GENERATED") != std::string::npos);
    CHECK(differs([](column_def& c) { c.name = "Age"; }) != "");
}

TEST_CASE("Missing and added columns, tables, constraints and indexes are told") {
    auto const expected = shop_catalog();
    auto const start = migrate::as_introspected(dialect_id::sqlite, expected);
    auto other = start;
    other.find("users")->columns.pop_back();
    CHECK(lines(expected, other).find("users.made: expected") != std::string::npos);
    other = start;
    other.find("users")->columns.push_back(col("more", text()));
    CHECK(lines(expected, other) == "users.more: expected no such column, found \"more\" TEXT\n");
    other = start;
    other.tables.pop_back();
    CHECK(lines(expected, other) == "orders: expected a table, found none\n");
    other = start;
    other.find("orders")->foreign_keys[0].on_delete = fk_action::no_action;
    CHECK(lines(expected, other).find("ON DELETE CASCADE, found CONSTRAINT") != std::string::npos);
    other = start;
    other.find("users")->uniques.clear();
    CHECK(lines(expected, other) ==
          "users: expected CONSTRAINT \"uq_users_name\" UNIQUE (\"name\"), found nothing\n");
    other = start;
    other.find("users")->checks.push_back({"ck", "1"});
    CHECK(lines(expected, other).find("expected nothing, found CONSTRAINT \"ck\"") != std::string::npos);
    other = start;
    other.find("users")->primary_key->columns = {"name"};
    CHECK(lines(expected, other).find("PRIMARY KEY (\"name\")") != std::string::npos);
    other = start;
    other.find("orders")->indexes[0].where = "1";
    CHECK(lines(expected, other).find("WHERE 1") != std::string::npos);
    other = start;
    other.find("users")->strict = other.find("orders")->without_rowid = true;
    CHECK(lines(expected, other).find("found STRICT") != std::string::npos);
    CHECK(lines(expected, other).find("found WITHOUT ROWID") != std::string::npos);
}

TEST_CASE("Spelling makes no difference: quotes, case, spaces, comments, parentheses, order of columns, "
          "missing names") {
    auto const found =
        live("CREATE TABLE users (made timestamptz default current_timestamp, name varchar(20) not null "
             "unique, age text, "
             "id integer primary key autoincrement);"
             "CREATE TABLE orders (id INTEGER NOT NULL PRIMARY KEY, user_id BIGINT REFERENCES Users ON "
             "DELETE CASCADE, total "
             "DECIMAL_TEXT(10, 2) NOT NULL); CREATE INDEX ix_orders_user_id ON orders (user_id ASC);");
    CHECK(lines(shop_catalog(), found) == "");
    auto with_check = shop_catalog();
    with_check.find("users")->checks = {{"ck_users_age", "(\"age\" <> 'A B')"}};
    auto other = found;
    other.find("users")->checks = {{"", "age<>'A B' /* x */"}};
    CHECK(lines(with_check, other) == "");
    other.find("users")->checks = {{"", "age<>'a b'"}};
    CHECK(lines(with_check, other) != "");
}

TEST_CASE("Foreign tables and indexes are only told when asked for") {
    auto const expected = shop_catalog();
    auto other = migrate::as_introspected(dialect_id::sqlite, expected);
    table_def t;
    t.name = "other";
    t.columns = {col("x", text())};
    other.tables.push_back(t);
    other.find("users")->indexes.push_back(index_on("mine", {"age"}));
    CHECK(lines(expected, other) == "");
    CHECK(migrate::unmanaged_tables(expected, other) == std::vector<std::string>{"other"});
    auto const all = lines(expected, other, migrate::compare_scope::everything);
    CHECK(all.find("other: expected no such table") != std::string::npos);
    CHECK(all.find("\"mine\"") != std::string::npos);
}
