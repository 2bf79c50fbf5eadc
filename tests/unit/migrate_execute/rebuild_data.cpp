// SPDX-License-Identifier: BSL-1.0
// Group G19, data: what a rebuild converts, what it refuses to damage, and that a refusal leaves all as it
// was.

#include "../support/migration_bench.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace athanor;
using namespace athanor::test;

namespace {

struct shop : migration_bench {
    shop()
        : migration_bench(users_and_orders(), shop_rows) {
        db.log.clear();
    }
};

// A table of one column with one row, converted to another type.
struct one_value {
    migration_bench b;

    one_value(column_def const& from, std::string const& literal)
        : b(start(from)) {
        b.db.execute_script("INSERT INTO t (id, v) VALUES (1, " + literal + "), (2, NULL)");
    }
    static op::list start(column_def const& from) {
        table_def t;
        t.name = "t";
        t.columns = {col("id", integer(), false), from};
        t.primary_key = primary_key_def{"pk_t", {"id"}};
        return {op::create_table{t}};
    }
    [[nodiscard]] std::string converted(column_def const& to, std::string const& using_ = {}) {
        b.apply({alter("t", to, {}, using_)});
        CHECK(b.rows("SELECT v FROM t WHERE id = 2") == "NULL\n");
        auto out = b.rows("SELECT typeof(v) || ':' || v FROM t WHERE id = 1");
        out.pop_back();
        return out;
    }
    [[nodiscard]] error refused(column_def const& to) { return b.refused({alter("t", to)}); }
};

[[nodiscard]] std::string converts(column_def const& from, std::string const& literal, column_def const& to) {
    try {
        return one_value{from, literal}.converted(to);
    } catch (error const& e) {
        CHECK(e.kind() == error_kind::migration_data);
        CHECK(e.table() == "t");
        CHECK(e.column() == "v");
        CHECK(e.message().find("1 row stands in the way") != std::string::npos);
        return "refused";
    }
}

column_def v(sql_type type) {
    return col("v", type);
}

} // namespace

TEST_CASE("Values are cast, never bent by affinity") {
    CHECK(converts(v(text()), "'42'", v(integer())) == "integer:42");
    CHECK(converts(v(text()), "'007'", v(integer())) == "refused");
    CHECK(converts(v(text()), "'1e3'", v(integer())) == "refused");
    CHECK(converts(v(text()), "'8.5'", v(integer())) == "refused");
    CHECK(converts(v(text()), "'x'", v(integer())) == "refused");
    CHECK(converts(v(text()), "'-3'", v(bigint())) == "integer:-3");
    CHECK(converts(v(double_precision()), "8.0", v(integer())) == "integer:8");
    CHECK(converts(v(double_precision()), "8.5", v(integer())) == "refused");
    CHECK(converts(v(blob()), "x'3432'", v(integer())) == "refused");
    CHECK(converts(v(bigint()), "9223372036854775807", v(text())) == "text:9223372036854775807");
    CHECK(converts(v(double_precision()), "0.1", v(text())) == "text:0.1");
    CHECK(converts(v(double_precision()), "0.1+0.2", v(text())) == "refused");
    CHECK(converts(v(text()), "'8.5'", v(double_precision())) == "real:8.5");
    CHECK(converts(v(text()), "'abc'", v(double_precision())) == "refused");
    CHECK(converts(v(bigint()), "9007199254740993", v(double_precision())) == "refused");
    CHECK(converts(v(text()), "'\xC3\xA9'", v(blob())) == "blob:\xC3\xA9");
}

TEST_CASE("Integers that don't fit the new range are counted") {
    CHECK(converts(v(bigint()), "3000000000", v(integer())) == "refused");
    CHECK(converts(v(bigint()), "2147483647", v(integer())) == "integer:2147483647");
    CHECK(converts(v(integer()), "40000", v(smallint())) == "refused");
    CHECK(converts(v(integer()), "-32768", v(smallint())) == "integer:-32768");
    CHECK(converts(v(integer()), "2", v(boolean())) == "refused");
    CHECK(converts(v(integer()), "1", v(boolean())) == "integer:1");
}

TEST_CASE("A narrowing counts characters, not bytes") {
    CHECK(converts(v(text()), "'\xC3\xA9\xC3\xA9\xC3\xA9'", v(varchar(3))) ==
          "text:\xC3\xA9\xC3\xA9\xC3\xA9");
    CHECK(converts(v(varchar(10)), "'four'", v(varchar(3))) == "refused");
    CHECK(converts(v(varchar(3)), "'four'", v(varchar(10))) == "text:four");
    CHECK(converts(v(integer()), "1234", v(varchar(3))) == "refused");
    CHECK(converts(v(text()), "'four'", v(character(3))) == "refused");
}

TEST_CASE("Decimals stay exact when precision and scale change") {
    CHECK(converts(v(numeric(10, 2)), "'1.50'", v(numeric(10, 4))) == "text:1.5000");
    CHECK(converts(v(numeric(10, 2)), "'1.50'", v(numeric(10, 1))) == "text:1.5");
    CHECK(converts(v(numeric(10, 2)), "'1.55'", v(numeric(10, 1))) == "refused");
    CHECK(converts(v(numeric(10, 2)), "'7.00'", v(numeric(10, 0))) == "text:7");
    CHECK(converts(v(numeric(10, 0)), "'7'", v(numeric(10, 2))) == "text:7.00");
    CHECK(converts(v(numeric(10, 2)), "'-1234.00'", v(numeric(5, 2))) == "refused");
    CHECK(converts(v(numeric(10, 2)), "'-0.25'", v(numeric(2, 2))) == "text:-0.25");
    CHECK(converts(v(numeric(38, 2)), "'123456789012345678901234567890.12'", v(numeric(38, 3))) ==
          "text:123456789012345678901234567890.120");
    CHECK(converts(v(integer()), "12", v(numeric(5, 2))) == "text:12.00");
    CHECK(converts(v(integer()), "1200", v(numeric(5, 2))) == "refused");
    CHECK(converts(v(numeric(5, 2)), "'12.00'", v(integer())) == "integer:12");
    CHECK(converts(v(numeric(5, 2)), "'12.01'", v(integer())) == "refused");
    CHECK(converts(v(numeric(5, 2)), "'12.25'", v(double_precision())) == "real:12.25");
    CHECK(converts(v(numeric(38, 2)), "'123456789012345678901234567890.12'", v(double_precision())) ==
          "refused");
    CHECK(converts(v(double_precision()), "0.5", v(numeric(5, 2))) == "text:0.50");
    CHECK(converts(v(double_precision()), "0.555", v(numeric(5, 2))) == "refused");
    CHECK(converts(v(text()), "'0.5'", v(numeric(5, 2))) == "text:0.50");
    CHECK(converts(v(text()), "'abc'", v(numeric(5, 2))) == "refused");
    CHECK(converts(v(numeric(5, 2)), "'0.50'", v(text())) == "text:0.50");
}

TEST_CASE("Dates and times keep their text, and text must be of their form") {
    sql_type const date{type_id::date};
    sql_type const instant{type_id::timestamp_tz};
    CHECK(converts(v(date), "'2024-02-29'", v(instant)) == "text:2024-02-29 00:00:00");
    CHECK(converts(v(instant), "'2024-02-29 00:00:00'", v(date)) == "text:2024-02-29");
    CHECK(converts(v(instant), "'2024-02-29 10:00:00'", v(date)) == "refused");
    CHECK(converts(v(instant), "'2024-02-29 10:00:00.000001'", v({type_id::timestamp})) ==
          "text:2024-02-29 10:00:00.000001");
    CHECK(converts(v(text()), "'2024-02-29 10:00:00'", v(instant)) == "text:2024-02-29 10:00:00");
    CHECK(converts(v(text()), "'2024-02-30 10:00:00'", v(instant)) == "refused");
    CHECK(converts(v(text()), "'29.2.2024'", v(date)) == "refused");
    CHECK(converts(v(text()), "'2024-02-29'", v(date)) == "text:2024-02-29");
    CHECK(converts(v(text()), "'10:00:00'", v({type_id::time_of_day})) == "text:10:00:00");
    CHECK(converts(v(integer()), "5", v(instant)) == "refused");
}

TEST_CASE("UUIDs, JSON and enumerations are looked at") {
    CHECK(converts(v(text()), "'0a1b2c3d-0000-4000-8000-00000000000f'", v({type_id::uuid})) ==
          "text:0a1b2c3d-0000-4000-8000-00000000000f");
    CHECK(converts(v(text()), "'no'", v({type_id::uuid})) == "refused");
    CHECK(converts(v(text()), "'{\"a\":1}'", v({type_id::json})) == "text:{\"a\":1}");
    CHECK(converts(v(text()), "'{'", v({type_id::json})) == "refused");
    CHECK(converts(v(text()), "'sad'", enum_col("v", {"sad"})) == "text:sad");
    CHECK(converts(v(text()), "'glad'", enum_col("v", {"sad"})) == "refused");
    CHECK(converts(enum_col("v", {"sad"}), "'sad'", v(text())) == "text:sad");
}

TEST_CASE("A conversion of the user's own replaces the cast, and its result must still fit") {
    one_value a{v(text()), "'8.5'"};
    CHECK(a.converted(v(integer()), "CAST(\"v\" AS INTEGER)") == "integer:8");
    one_value c{v(text()), "'four'"};
    CHECK(c.b.refused({alter("t", v(varchar(3)), {}, "\"v\" || '!'")}).kind() == error_kind::migration_data);
    CHECK(c.converted(v(varchar(3)), "substr(\"v\", 1, 3)") == "text:fou");
}

TEST_CASE("NOT NULL counts the rows that hold NULL, unless fill says what takes its place") {
    shop s;
    auto const e = s.refused({alter("users", col("age", text(), false))});
    CHECK(e.kind() == error_kind::migration_data);
    CHECK(e.table() == "users");
    CHECK(e.column() == "age");
    CHECK(std::string(e.what()).find("operation 1 (alter_column)") != std::string::npos);
    CHECK(e.message().find("1 row stands in the way") != std::string::npos);
    CHECK(e.message().find("fill(...)") != std::string::npos);
    s.apply({alter("users", col("age", text(), false), "'?'")});
    CHECK(s.rows("SELECT age FROM users ORDER BY id") == "41\n007\n?\n8.5\n1e3\n");
}

TEST_CASE("A new NOT NULL column on a table with rows needs a default or a fill") {
    shop s;
    auto const e = s.refused({op::add_column{"users", col("n", integer(), false), ""}});
    CHECK(e.kind() == error_kind::migration_data);
    CHECK(e.column() == "n");
    CHECK(e.message().find("5 rows") != std::string::npos);
    s.apply({op::add_column{"users", col("n", integer(), false), "\"id\" * 10"}});
    CHECK(s.rows("SELECT n FROM users ORDER BY id") == "10\n20\n30\n40\n50\n");
    s.apply({op::add_column{
        "users", with_default(col("at", {type_id::timestamp_tz}, false), "CURRENT_TIMESTAMP"), ""}});
    CHECK(s.rows("SELECT count(*) FROM users WHERE at GLOB '2*'") == "5\n");
    s.apply({op::add_column{"users", with_default(col("word", text(), false), "lower('X')"), ""}});
    CHECK(s.rows("SELECT DISTINCT word FROM users") == "x\n");
}

TEST_CASE("An expression sees what operations before it in the unit have done") {
    shop s;
    s.apply({op::add_column{"users", col("a", integer()), "\"id\""},
             op::add_column{"users", col("b", integer()), "\"a\" * 2"},
             alter("users", col("b", text()), {}, "'b' || \"b\"")});
    CHECK(s.rows("SELECT b FROM users WHERE id = 3") == "b6\n");
}

TEST_CASE("Rows that violate a new check, unique, primary key, index or foreign key are counted first") {
    shop s;
    auto e = s.refused({op::add_check{"users", {"ck_users_age", "\"age\" <> '007'"}}});
    CHECK(e.kind() == error_kind::migration_data);
    CHECK(e.message().find("ck_users_age") != std::string::npos);
    e = s.refused({op::add_unique{"orders", {"uq_orders_user_id", {"user_id"}}}});
    CHECK(e.kind() == error_kind::migration_data);
    CHECK(e.message().find("2 rows") != std::string::npos);
    e = s.refused({op::create_index{"orders", index_on("uq2", {"user_id"}, true)}});
    CHECK(e.kind() == error_kind::migration_data);
    e = s.refused({op::add_foreign_key{"orders", fk("fk_orders_id", "id", "users", "id")}});
    CHECK(e.kind() == error_kind::migration_data);
    CHECK(e.message().find("4 rows") != std::string::npos);
    e = s.refused(
        {alter("users", with_text_default(col("age", varchar(1), false), "x"), "substr(\"name\", 1, 1)"),
         op::add_unique{"users", {"uq_users_age", {"age"}}}});
    CHECK(e.kind() == error_kind::migration_data);
}

TEST_CASE("The autoincrement sequence is carried, so that no id is given twice") {
    shop s;
    CHECK(s.rows("SELECT seq FROM sqlite_sequence WHERE name = 'users'") == "50\n");
    s.apply({alter("users", col("name", varchar(10), false))});
    CHECK(s.rows("SELECT name, seq FROM sqlite_sequence") == "users|50\n");
    s.db.execute("INSERT INTO users (name) VALUES ('new')");
    CHECK(s.rows("SELECT max(id) FROM users") == "51\n");
}

TEST_CASE("Implicit rowids are carried") {
    table_def t;
    t.name = "t";
    t.columns = {col("k", text(), false), col("rowid", text())};
    t.primary_key = primary_key_def{"pk_t", {"k"}};
    migration_bench b({op::create_table{t}}, "INSERT INTO t (oid, k) VALUES (7, 'a'), (1000, 'b')");
    b.apply({alter("t", col("rowid", varchar(5)))});
    CHECK(b.rows("SELECT oid, k FROM t ORDER BY k") == "7|a\n1000|b\n");
}

TEST_CASE("Children survive the rebuild of their parent, whatever ON DELETE says") {
    for (auto const action :
         {fk_action::cascade, fk_action::set_null, fk_action::restrict_, fk_action::no_action}) {
        auto ops = users_and_orders();
        std::get<op::create_table>(ops[1]).table.foreign_keys[0].on_delete = action;
        migration_bench b(ops, shop_rows);
        b.apply({alter("users", col("name", varchar(10), false))});
        CHECK(b.rows("SELECT id, user_id FROM orders ORDER BY id") == "10|1\n11|1\n12|2\n13|NULL\n");
    }
}

TEST_CASE("Two rebuilds of one table in one unit, with data operations between, see each other's work") {
    shop s;
    op::execute mark;
    mark.sql = "UPDATE users SET age = '9' WHERE age IS NULL OR age NOT GLOB '[0-9]'; DELETE FROM orders "
               "WHERE id = 13";
    s.apply({alter("users", col("age", varchar(10))), mark, alter("users", col("age", integer(), false))});
    CHECK(s.rebuilds() == 2);
    CHECK(s.rows("SELECT DISTINCT typeof(age), age FROM users") == "integer|9\n");
    CHECK(s.rows("SELECT count(*) FROM orders") == "3\n");
}

TEST_CASE("Foreign key violations that were there before don't stop a unit, new ones do") {
    shop s;
    s.db.execute("PRAGMA foreign_keys=OFF");
    s.db.execute("INSERT INTO orders VALUES (99, 777, '0.00')");
    s.db.execute("PRAGMA foreign_keys=ON");
    s.apply({alter("users", col("name", varchar(10), false))});
    op::execute orphan;
    orphan.sql = "DELETE FROM users WHERE id = 1";
    auto const e = s.refused({orphan});
    CHECK(e.kind() == error_kind::migration_data);
    CHECK(e.table() == "orders");
}

TEST_CASE("Typed rows are inserted, updated and deleted with parameters") {
    shop s;
    std::string const nasty = "it's \"quoted\"; DROP TABLE users; --";
    s.apply(
        {op::insert_rows{"users", {"id", "name", "age"}, {{cell{std::int64_t{60}}, cell{nasty}, cell{}}}},
         op::update_rows{"users", {"id", "age"}, {"id"}, {{cell{std::int64_t{1}}, cell{std::string("42")}}}},
         op::delete_rows{"users", {"id"}, {{cell{std::int64_t{5}}}}}});
    CHECK(s.rows("SELECT name FROM users WHERE id = 60") == nasty + "\n");
    CHECK(s.rows("SELECT age FROM users WHERE id = 1") == "42\n");
    CHECK(s.rows("SELECT count(*) FROM users WHERE id = 5") == "0\n");
    CHECK(s.refused({op::delete_rows{"users", {"naem"}, {{cell{std::int64_t{5}}}}}}).kind() ==
          error_kind::migration);
}
