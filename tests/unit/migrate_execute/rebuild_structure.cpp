// SPDX-License-Identifier: BSL-1.0
// Group G19, structure: after every change the live schema is what the history says, and five rows survive.

#include "../support/migration_bench.hpp"

#include <doctest/doctest.h>

using namespace athanor;
using namespace athanor::test;

namespace {
struct shop : migration_bench {
    shop()
        : migration_bench(users_and_orders(), shop_rows) {
        db.log.clear();
    }
    ~shop() {
        CHECK(rows("SELECT count(*) FROM users") == "5\n");
        CHECK(rows("SELECT count(*) FROM orders") == "4\n");
        CHECK(rows("SELECT count(*) FROM sqlite_schema WHERE name LIKE '!_!_athanor%' ESCAPE '!'") == "0\n");
    }
    shop(shop const&) = delete;
    shop& operator=(shop const&) = delete;
};
} // namespace

TEST_CASE("A type change rebuilds the table once and keeps its rows") {
    shop s;
    s.apply({alter("users", col("name", varchar(10), false))});
    CHECK(s.rebuilds() == 1);
    CHECK(s.rows("SELECT id, name FROM users ORDER BY id") == "1|ann\n2|bob\n3|cy\n4|\xC3\xA9mile\n5|eve\n");
    CHECK(s.sql_of("users").find("\"name\" VARCHAR(10) NOT NULL") != std::string::npos);
}

TEST_CASE("All changes of a unit on one table are one rebuild") {
    shop s;
    s.apply(
        {alter("users", col("name", varchar(10), false)), op::add_column{"users", col("note", text()), ""},
         op::add_check{"users", {"ck_users_name", "length(\"name\") > 0"}}, op::drop_column{"users", "made"},
         op::rename_column{"users", "age", "years"}, op::add_unique{"users", {"uq_users_years", {"years"}}},
         op::create_index{"users", index_on("ix_users_note", {"note"})}});
    CHECK(s.rebuilds() == 1);
    CHECK(s.rows("SELECT years FROM users ORDER BY id") == "41\n007\nNULL\n8.5\n1e3\n");
}

TEST_CASE("A column's rename is followed by index, unique, primary key, check and foreign keys in and out") {
    shop s;
    s.apply({op::add_check{"users", {"ck_users_name", "length(\"name\") > 0 AND 'name' <> ''"}}});
    s.apply({op::rename_column{"users", "name", "full name"}, op::rename_column{"users", "id", "user_id"},
             op::rename_column{"orders", "user_id", "buyer"}});
    CHECK(s.sql_of("users").find("UNIQUE (\"full name\")") != std::string::npos);
    CHECK(s.sql_of("users").find("length(\"full name\") > 0 AND 'name' <> ''") != std::string::npos);
    CHECK(s.sql_of("orders").find("REFERENCES \"users\" (\"user_id\")") != std::string::npos);
    CHECK(s.sql_of("ix_orders_user_id").find("buyer") != std::string::npos);
    CHECK(s.rebuilds() == 1); // the check before, nothing for the renames
}

TEST_CASE("A column's rename in the same unit as a rebuild keeps the values") {
    shop s;
    s.apply({op::rename_column{"users", "name", "full_name"},
             alter("users", col("full_name", varchar(300), false)),
             op::rename_column{"users", "age", "name"}});
    CHECK(s.rows("SELECT full_name, name FROM users WHERE id = 2") == "bob|007\n");
}

TEST_CASE("Two columns can swap their names") {
    shop s;
    s.apply({op::rename_column{"users", "name", "x"}, op::rename_column{"users", "age", "name"},
             op::rename_column{"users", "x", "age"}});
    CHECK(s.rows("SELECT age, name FROM users WHERE id = 2") == "bob|007\n");
}

TEST_CASE("Two tables can swap their names, and references follow the rows") {
    shop s;
    table_def a;
    a.name = "a";
    a.columns = {col("v", integer())};
    table_def b = a;
    b.name = "b";
    s.apply({op::create_table{a}, op::create_table{b}});
    s.db.execute_script("INSERT INTO a VALUES (1); INSERT INTO b VALUES (2)");
    s.apply({op::rename_table{"a", "t"}, op::rename_table{"b", "a"}, op::rename_table{"t", "b"}});
    CHECK(s.rows("SELECT v FROM a") == "2\n");
    CHECK(s.rows("SELECT v FROM b") == "1\n");
    s.apply({op::rename_table{"users", "people"}});
    CHECK(s.sql_of("orders").find("REFERENCES \"people\"") != std::string::npos);
    s.apply({op::rename_table{"people", "users"}});
}

TEST_CASE("A name that changes only its case is changed") {
    shop s;
    s.apply({op::rename_table{"users", "Users"}, op::rename_column{"Users", "name", "Name"}});
    CHECK(s.rows("SELECT name FROM sqlite_schema WHERE name = 'Users'") == "Users\n");
    s.apply({op::rename_table{"Users", "users"}});
}

TEST_CASE("A dropped column's name can be taken by a renamed one and by a new one") {
    shop s;
    s.apply({op::drop_column{"users", "age"}, op::rename_column{"users", "made", "age"}});
    CHECK(s.rows("SELECT age FROM users WHERE id = 1") == "2020-01-01 00:00:00\n");
    s.apply({op::drop_column{"users", "age"},
             op::add_column{"users", with_default(col("age", integer()), "7"), ""}});
    CHECK(s.rows("SELECT DISTINCT age FROM users") == "7\n");
}

TEST_CASE("A default is set, changed and dropped without touching stored values") {
    shop s;
    s.apply({alter("users", with_text_default(col("age", text()), "it's"))});
    s.apply({alter("users", with_default(col("age", text()), "lower('X')"))});
    CHECK(s.sql_of("users").find("DEFAULT (lower('X'))") != std::string::npos);
    s.apply({alter("users", col("age", text()))});
    CHECK(s.rows("SELECT made FROM users WHERE id = 1") == "2020-01-01 00:00:00\n");
    CHECK(s.rows("SELECT age FROM users WHERE id = 3") == "NULL\n");
}

TEST_CASE("Constraints come and go: unique, check, foreign key, primary key") {
    shop s;
    s.apply({drop("users", op::constraint_kind::unique, "uq_users_name")});
    s.apply({op::add_unique{"users", {"uq_users_name", {"name"}}}});
    s.apply({op::add_check{"orders", {"ck_orders_total", "\"total\" <> ''"}}});
    s.apply({drop("orders", op::constraint_kind::check, "ck_orders_total")});
    s.apply({drop("orders", op::constraint_kind::foreign_key, "fk_orders_user_id")});
    s.apply({op::add_foreign_key{"orders",
                                 fk("fk_orders_user_id", "user_id", "users", "id", fk_action::set_null)}});
    CHECK(s.sql_of("orders").find("ON DELETE SET NULL") != std::string::npos);
    s.apply({drop("orders", op::constraint_kind::primary_key, "pk_orders")});
    s.apply({op::add_primary_key{"orders", {"pk_orders", {"id", "total"}}}});
    CHECK(s.rows("SELECT id, total FROM orders ORDER BY id") == "10|9.90\n11|0.50\n12|100.00\n13|-1.25\n");
}

TEST_CASE("A dropped column takes its index, unique constraint and foreign key with it; others stay") {
    shop s;
    s.apply({op::add_column{"orders", col("giver", bigint()), ""},
             op::add_foreign_key{"orders", fk("fk_orders_giver", "giver", "users", "id")}});
    s.apply({op::drop_column{"orders", "user_id"}});
    CHECK(s.sql_of("ix_orders_user_id") == "");
    CHECK(s.sql_of("orders").find("fk_orders_user_id") == std::string::npos);
    CHECK(s.sql_of("orders").find("fk_orders_giver") != std::string::npos);
    s.apply({op::drop_column{"orders", "id"}});
    CHECK(s.sql_of("orders").find("PRIMARY KEY") == std::string::npos);
    s.apply({op::add_column{"orders", col("id", integer(), false), "rowid"},
             op::add_primary_key{"orders", {"pk_orders", {"id"}}}});
    CHECK(s.rows("SELECT id, total FROM orders ORDER BY id") == "10|9.90\n11|0.50\n12|100.00\n13|-1.25\n");
}

TEST_CASE("A self-reference names the final table, and its rows stay") {
    shop s;
    s.apply({op::add_column{"users", col("referrer_id", bigint()), ""},
             op::add_foreign_key{
                 "users", fk("fk_users_referrer_id", "referrer_id", "users", "id", fk_action::cascade)}});
    s.db.execute("UPDATE users SET referrer_id = 1 WHERE id > 1");
    s.apply({alter("users", col("name", varchar(30), false))});
    CHECK(s.sql_of("users").find("REFERENCES \"users\" (\"id\") ON DELETE CASCADE") != std::string::npos);
    CHECK(s.rows("SELECT count(*) FROM users WHERE referrer_id = 1") == "4\n");
    s.apply({op::drop_column{"users", "age"}});
    CHECK(s.rows("PRAGMA foreign_key_check") == "");
}

TEST_CASE("Two tables that refer to each other are both rebuilt") {
    shop s;
    s.apply({op::add_column{"users", col("last_order", integer()), ""},
             op::add_foreign_key{
                 "users", fk("fk_users_last_order", "last_order", "orders", "id", fk_action::cascade)}});
    s.db.execute("UPDATE users SET last_order = 10 WHERE id = 1");
    s.apply({alter("users", col("name", varchar(30), false)),
             alter("orders", col("total", numeric(12, 3), false))});
    CHECK(s.rows("SELECT last_order FROM users WHERE id = 1") == "10\n");
    CHECK(s.rows("SELECT user_id, total FROM orders WHERE id = 10") == "1|9.900\n");
}

TEST_CASE(
    "STRICT and WITHOUT ROWID, collation, generated columns and deferrable keys are kept by a rebuild") {
    table_def p;
    p.name = "p";
    p.columns = {col("k", text(), false), col("n", integer())};
    p.primary_key = primary_key_def{"pk_p", {"k"}};
    p.without_rowid = true;
    p.strict = true;
    table_def t;
    t.name = "t";
    auto named = col("name", text());
    named.collation = "NOCASE";
    t.columns = {col("id", integer(), false), named, generated("low", text(), "lower(\"name\")", false),
                 generated("len", integer(), "length(\"name\")", true), col("k", text())};
    t.primary_key = primary_key_def{"pk_t", {"id"}};
    auto key = fk("fk_t_k", "k", "p", "k", fk_action::restrict_);
    key.on_update = fk_action::cascade;
    key.deferrable = key.initially_deferred = true;
    t.foreign_keys = {key};
    migration_bench b({op::create_table{p}, op::create_table{t}},
                      "INSERT INTO p VALUES ('a', 1), ('b', 2);"
                      "INSERT INTO t (id, name, k) VALUES (1, 'Ann', 'a'), (2, 'BOB', 'b');");
    b.apply({alter("p", col("n", bigint())), op::add_check{"t", {"ck_t_len", "\"len\" > 0"}}});
    CHECK(b.sql_of("p").find("STRICT, WITHOUT ROWID") != std::string::npos);
    CHECK(b.sql_of("t").find("DEFERRABLE INITIALLY DEFERRED") != std::string::npos);
    CHECK(b.rows("SELECT id, low, len FROM t WHERE name = 'bob'") == "2|bob|3\n");
    b.apply({op::add_column{"t", generated("up", text(), "upper(\"name\")", true), ""}});
    CHECK(b.rows("SELECT up FROM t ORDER BY id") == "ANN\nBOB\n");
    b.db.log.clear();
    b.apply({op::add_column{"t", generated("again", text(), "\"name\" || '!'", false), ""}});
    CHECK(b.rebuilds() == 0);
}

TEST_CASE("Partial, descending and expression indexes survive a rebuild as they are") {
    shop s;
    index_def i;
    i.name = "ix_users_mixed";
    i.parts = {
        {"name", false, true}, {"lower(\"name\")", true, false}, {"\"age\" COLLATE NOCASE", true, true}};
    i.where = "\"age\" IS NOT NULL";
    s.apply({op::create_index{"users", i}});
    auto const before = s.sql_of("ix_users_mixed");
    s.apply({alter("users", col("name", varchar(10), false))});
    CHECK(s.sql_of("ix_users_mixed") == before);
    CHECK(before.find(
              "\"name\" DESC, lower(\"name\"), \"age\" COLLATE NOCASE DESC) WHERE \"age\" IS NOT NULL") !=
          std::string::npos);
}

TEST_CASE("Enumerations: a label is added, a used one can't be removed, renames keep the check") {
    shop s;
    s.apply({op::add_column{"users", enum_col("mood", {"sad", "it's ok"}), ""}});
    s.db.execute("UPDATE users SET mood = 'sad' WHERE id = 1");
    s.apply({alter("users", enum_col("mood", {"sad", "it's ok", "happy"}))});
    auto const e = s.refused({alter("users", enum_col("mood", {"happy"}))});
    CHECK(e.kind() == error_kind::migration_data);
    CHECK(e.column() == "mood");
    s.apply({op::rename_column{"users", "mood", "temper"}});
    s.apply({op::rename_table{"users", "people"}});
    CHECK(s.sql_of("people").find("ck_people_temper_enum") != std::string::npos);
    s.apply({op::rename_table{"people", "users"}});
}

TEST_CASE("A comment alone changes nothing in SQLite") {
    shop s;
    auto c = col("name", varchar(20), false);
    c.comment = "who";
    s.apply({alter("users", c), op::comment_table{"users", "people"}});
    CHECK(s.rebuilds() == 0);
}
