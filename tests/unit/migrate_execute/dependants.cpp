// SPDX-License-Identifier: BSL-1.0
// Views, triggers, foreign indexes and foreign tables: kept byte for byte, or the error names them.

#include "../support/migration_bench.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

using namespace athanor;
using namespace athanor::test;

namespace {
struct shop : migration_bench {
    shop()
        : migration_bench(users_and_orders(), shop_rows) {
        db.log.clear();
    }
    [[nodiscard]] std::string others() {
        return rows("SELECT name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger') OR name LIKE "
                    "'foreign%' ORDER BY name");
    }
};

constexpr char const* dependants =
    "CREATE TABLE audit (what TEXT);"
    "CREATE VIEW v AS SELECT u.name,   count(o.id) AS n /* a comment */ FROM users u JOIN orders o ON "
    "o.user_id = u.id GROUP BY 1;"
    "CREATE VIEW w AS SELECT * FROM v;"
    "CREATE TRIGGER on_users AFTER UPDATE OF name ON users BEGIN INSERT INTO audit VALUES (old.name || '>' "
    "|| new.name); END;"
    "CREATE TRIGGER on_orders AFTER INSERT ON orders BEGIN UPDATE users SET age = 'bought' WHERE id = "
    "new.user_id; END;"
    "CREATE TRIGGER on_view INSTEAD OF DELETE ON v BEGIN DELETE FROM users WHERE name = old.name; END;"
    "CREATE INDEX foreign_ix ON users (age DESC) WHERE age IS NOT NULL;";
} // namespace

TEST_CASE("Views, triggers of this and other tables, and foreign indexes survive a rebuild byte for byte and "
          "work") {
    shop s;
    s.db.execute_script(dependants);
    auto const before = s.others();
    s.apply({alter("users", col("name", varchar(10), false)),
             alter("orders", col("total", numeric(12, 2), false))});
    CHECK(s.rebuilds() == 2);
    CHECK(s.others() == before);
    s.db.execute("UPDATE users SET name = 'anna' WHERE id = 1");
    s.db.execute("INSERT INTO orders VALUES (20, 2, '1.00')");
    CHECK(s.rows("SELECT what FROM audit") == "ann>anna\n");
    CHECK(s.rows("SELECT age FROM users WHERE id = 2") == "bought\n");
    CHECK(s.rows("SELECT * FROM w ORDER BY name") == "anna|2\nbob|2\n");
    CHECK(s.rows("PRAGMA legacy_alter_table") == "0\n");
}

TEST_CASE(
    "A column's rename is followed by views, triggers and foreign indexes, also when the table is rebuilt") {
    shop s;
    s.db.execute_script(dependants);
    s.apply({op::rename_column{"users", "age", "years"}, alter("users", col("name", varchar(10), false))});
    s.db.execute("INSERT INTO orders VALUES (20, 2, '1.00')");
    CHECK(s.rows("SELECT years FROM users WHERE id = 2") == "bought\n");
    CHECK(s.sql_of("foreign_ix").find("years") != std::string::npos);
}

TEST_CASE("A view that is broken already is named before anything is touched") {
    shop s;
    s.db.execute("CREATE VIEW stale AS SELECT some FROM nowhere");
    auto const e = s.refused({op::rename_column{"users", "age", "years"}});
    CHECK(e.kind() == error_kind::migration);
    CHECK(e.message().find("\"stale\"") != std::string::npos);
}

TEST_CASE("Dropping a column that a view, trigger or foreign index uses is an error that names it") {
    for (std::string const what :
         {"CREATE VIEW dependant AS SELECT made FROM users", "CREATE INDEX dependant ON users (made)",
          "CREATE TRIGGER dependant AFTER INSERT ON orders BEGIN UPDATE users SET made = NULL; END",
          "CREATE TRIGGER dependant AFTER INSERT ON users BEGIN SELECT new.made; END"}) {
        shop s;
        s.db.execute(what);
        auto const e = s.refused({op::drop_column{"users", "made"}});
        CHECK(e.kind() == error_kind::migration);
        CHECK(e.message().find("op") != std::string::npos);
        if (what.find("TRIGGER") == std::string::npos) {
            CHECK(e.message().find("\"dependant\"") != std::string::npos);
        } else {
            CHECK(e.message().find("trigger") != std::string::npos);
        }
    }
}

TEST_CASE("Dropping a table that a foreign table or a view uses is an error that names it") {
    shop s;
    s.db.execute_script("CREATE TABLE notes (id INTEGER PRIMARY KEY, o REFERENCES orders)");
    auto const e = s.refused({op::drop_table{"orders"}});
    CHECK(e.kind() == error_kind::migration);
    CHECK(e.message().find("\"notes\"") != std::string::npos);
    s.db.execute_script("DROP TABLE notes; CREATE VIEW seen AS SELECT * FROM orders");
    CHECK(s.refused({op::drop_table{"orders"}}).message().find("\"seen\"") != std::string::npos);
    CHECK(s.refused({op::drop_table{"users"}}).message().find("\"orders\"") != std::string::npos);
}

TEST_CASE("A table that other hands changed is not rebuilt, because that would lose the change") {
    shop s;
    s.db.execute("ALTER TABLE users ADD COLUMN by_hand TEXT DEFAULT 'precious'");
    auto const e = s.refused({alter("users", col("name", varchar(10), false))});
    CHECK(e.kind() == error_kind::migration_drift);
    CHECK(e.message().find("users.by_hand") != std::string::npos);
    s.db.execute("DROP TABLE orders");
    s.db.execute("CREATE TABLE orders (id INTEGER NOT NULL CONSTRAINT pk_orders PRIMARY KEY ON CONFLICT "
                 "REPLACE, user_id BIGINT "
                 "CONSTRAINT fk_orders_user_id REFERENCES users(id) ON DELETE CASCADE, total "
                 "DECIMAL_TEXT(10,2) NOT NULL)");
    s.db.execute("CREATE INDEX ix_orders_user_id ON orders(user_id)");
    CHECK(s.refused({alter("orders", col("total", numeric(12, 2), false))}).message().find("ON CONFLICT") !=
          std::string::npos);
}

TEST_CASE("A temporary table or trigger that hides or watches the table is refused") {
    shop s;
    s.db.execute("CREATE TEMP TABLE users (x)");
    CHECK(s.refused({alter("users", col("name", varchar(10), false))}).message().find("temporary table") !=
          std::string::npos);
}

TEST_CASE("An orphan of an interrupted rebuild is dropped at the next one") {
    shop s;
    s.db.execute("CREATE TABLE __athanor_0001_users (rubbish)");
    s.apply({alter("users", col("name", varchar(10), false))});
    CHECK(s.sql_of("__athanor_0001_users") == "");
}

TEST_CASE("A trigger that raises in the middle, or a function that throws, leaves everything as it was") {
    shop s;
    op::run thrower;
    thrower.description = "throws";
    thrower.function = [](database& db) {
        db.execute("DELETE FROM orders");
        throw std::runtime_error("secret value 4711");
    };
    auto const e = s.refused({alter("users", col("name", varchar(10), false)), thrower});
    CHECK(e.kind() == error_kind::migration);
    CHECK(e.message().find("operation 2 (run)") != std::string::npos);
    CHECK(std::string(e.what()).find("4711") == std::string::npos);
    op::execute bad;
    bad.sql = "UPDATE users SET age = '1'; UPDATE nowhere SET x = 1";
    CHECK(s.refused({bad}).message().find("operation 1 (execute)") != std::string::npos);
    op::execute commits;
    commits.sql = "COMMIT";
    try {
        s.apply({commits});
        FAIL("it was not refused");
    } catch (error const& refused) {
        CHECK(refused.message().find("transaction") != std::string::npos);
    }
}
