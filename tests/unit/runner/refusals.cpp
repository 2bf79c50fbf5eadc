// SPDX-License-Identifier: BSL-1.0
// What the runner refuses: the kind, the words, and that nothing has changed.

#include "../support/migration_bench.hpp"
#include "../support/story.hpp"

#include <athanor/migrate/runner.hpp>
#include <athanor/migrate/runner_stamp.hpp>

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>

using namespace athanor;
using namespace athanor::test;
namespace m = athanor::migrate;

namespace {

error refused(raw_sqlite_database& db, std::function<void()> const& what) {
    auto const before = db.dump();
    auto const keys = db.shown("PRAGMA foreign_keys");
    bool const inside = db.in_transaction();
    try {
        what();
    } catch (error const& e) {
        CHECK(db.dump() == before);
        CHECK(db.shown("PRAGMA foreign_keys") == keys);
        CHECK(db.in_transaction() == inside);
        return e;
    }
    FAIL("it was not refused");
    return error{error_kind::misuse, ""};
}
error refused(raw_sqlite_database& db, m::registry const& units) {
    return refused(db, [&] { (void)m::run_migrations(db, units); });
}
error refused(raw_sqlite_database& db, m::unit const& extra) {
    m::unit const* list[] = {&story::first, &extra};
    return refused(db, m::registry{list, 2});
}
m::unit after_first(m::step up, m::step down = nullptr) {
    return m::detail::make_unit("dddd04", up, down, "the next", m::revises("aaaa01"));
}
bool says(error const& e, std::string_view text) {
    return std::string_view(e.what()).find(text) != std::string_view::npos;
}

} // namespace

TEST_CASE("Inside the caller's transaction nothing runs") {
    raw_sqlite_database db;
    db.execute("BEGIN");
    CHECK(refused(db, story::units).kind() == error_kind::misuse);
    db.execute("ROLLBACK");
}

TEST_CASE("A database with tables but no history is left alone, and stamp is proposed") {
    raw_sqlite_database db;
    db.execute("CREATE TABLE users (id INTEGER PRIMARY KEY)");
    auto const e = refused(db, story::units);
    CHECK(e.kind() == error_kind::migration_unmanaged);
    CHECK(says(e, "stamp"));
    db.execute("DROP TABLE users");
    db.execute("CREATE TABLE mine (id INTEGER PRIMARY KEY)");
    m::run_options o;
    o.allow_unmanaged = true;
    CHECK(m::run_migrations(db, story::units, o).steps.size() == 3);
}

TEST_CASE("A database that is ahead of the program is left alone unless allowed") {
    raw_sqlite_database db;
    (void)m::run_migrations(db, story::units);
    auto const e = refused(db, story::first_two);
    CHECK(e.kind() == error_kind::migration_ahead);
    CHECK(says(e, "cccc03"));
    m::run_options o;
    o.allow_ahead = true;
    CHECK(m::run_migrations(db, story::first_two, o).steps.empty());
}

TEST_CASE("A unit that was edited after it was applied is found out") {
    raw_sqlite_database db;
    (void)m::run_migrations(db, story::first_only);
    auto const edited = m::detail::make_unit(
        "aaaa01", +[](m::operations& op) { op.create_table("users", {m::column("id", m::integer())}); },
        nullptr, "x");
    m::unit const* list[] = {&edited};
    auto const e = refused(db, m::registry{list, 1});
    CHECK(e.kind() == error_kind::migration_drift);
    CHECK(says(e, "aaaa01"));
    CHECK(says(e, "edited"));
}

TEST_CASE("A unit that throws while it is read is named, and nothing was run") {
    raw_sqlite_database db;
    auto const u = after_first(+[](m::operations&) { throw std::runtime_error("boom"); });
    auto const e = refused(db, u);
    CHECK(e.kind() == error_kind::migration);
    CHECK(e.revision() == "dddd04");
    CHECK(says(e, "unit dddd04 (the next)"));
}

TEST_CASE("A unit that fails names unit, operation and table, and nothing of it remains") {
    raw_sqlite_database db;
    (void)m::run_migrations(db, story::first_only);
    auto e = refused(db, after_first(+[](m::operations& op) {
                         op.add_column("users", m::column("x", m::integer()));
                         op.execute("UPDATE users SET x = 1");
                         op.alter_column("users", m::to(m::column("age", m::text()).not_null()));
                     }));
    CHECK(e.kind() == error_kind::migration_data);
    CHECK(e.table() == "users");
    CHECK(e.column() == "age");
    CHECK(says(e, "unit dddd04 (the next) failed, nothing of it remains: operation 3 (alter_column) on table "
                  "\"users\": 1 row"));
    e = refused(db, after_first(+[](m::operations& op) {
                    op.run(
                        +[](database& d) {
                            d.execute("DELETE FROM orders");
                            throw 42;
                        },
                        "odd");
                }));
    CHECK(e.kind() == error_kind::migration);
    e = refused(db, after_first(+[](m::operations& op) { op.drop_column("users", "nothing"); }));
    CHECK(says(e, "operation 1 (drop_column) on table \"users\""));
    CHECK(says(e, "no such column"));
    CHECK(says(e, "nothing was run"));
    e = refused(
        db, after_first(+[](m::operations& op) { op.execute("INSERT INTO users (name) VALUES ('ann')"); }));
    CHECK_FALSE(says(e, "'ann'' is"));
    CHECK(says(e, "operation 1 (execute)"));
}

TEST_CASE("What can't be undone is refused before anything is") {
    raw_sqlite_database db;
    static constexpr auto u = m::detail::make_unit(
        "dddd04", +[](m::operations& op) { op.add_column("users", m::column("x", m::integer())); },
        +[](m::operations& op) { op.irreversible("x held the only copy"); }, "the next",
        m::revises("aaaa01"));
    static constexpr auto v = m::detail::make_unit(
        "eeee05", +[](m::operations& op) { op.add_column("users", m::column("y", m::integer())); },
        +[](m::operations& op) { op.drop_column("users", "y"); }, "last", m::revises("dddd04"));
    m::unit const* list[] = {&story::first, &u, &v};
    m::revision_graph const graph{m::registry{list, 3}};
    (void)m::upgrade(db, graph);
    m::run_options o;
    o.target = "base";
    auto const e = refused(db, [&] { (void)m::downgrade(db, graph, o); });
    CHECK(e.kind() == error_kind::migration_irreversible);
    CHECK(says(e, "the only copy"));
    CHECK(e.revision() == "dddd04");
}

TEST_CASE("A downgrade that doesn't lead back is refused before anything runs") {
    raw_sqlite_database db;
    static constexpr auto u = m::detail::make_unit(
        "dddd04", +[](m::operations& op) { op.add_column("users", m::column("x", m::integer())); },
        +[](m::operations&) {}, "the next", m::revises("aaaa01"));
    m::unit const* list[] = {&story::first, &u};
    m::revision_graph const graph{m::registry{list, 2}};
    (void)m::upgrade(db, graph);
    m::run_options o;
    o.target = "-1";
    auto const e = refused(db, [&] { (void)m::downgrade(db, graph, o); });
    CHECK(e.kind() == error_kind::migration);
    CHECK(says(e, "users.x"));
}

TEST_CASE("A locked database is waited for, then told with a hint") {
    temp_dir dir;
    raw_sqlite_database db(dir.file("a.db"), 50);
    raw_sqlite_database other(dir.file("a.db"));
    other.execute("BEGIN IMMEDIATE");
    try {
        (void)m::run_migrations(db, story::units);
        FAIL("not refused");
    } catch (error const& e) {
        CHECK(e.kind() == error_kind::busy);
        CHECK(e.retryable());
        CHECK(says(e, "busy_timeout"));
    }
    other.execute("ROLLBACK");
    CHECK(m::run_migrations(db, story::units).steps.size() == 3);
}

TEST_CASE("A reader in rollback-journal mode makes COMMIT wait; in WAL mode it doesn't") {
    for (std::string const mode : {"DELETE", "WAL"}) {
        temp_dir dir;
        raw_sqlite_database db(dir.file("a.db"), 50);
        db.execute("PRAGMA journal_mode=" + mode);
        (void)m::run_migrations(db, story::first_only);
        raw_sqlite_database reader(dir.file("a.db"));
        reader.execute("BEGIN");
        auto const seen = reader.shown("SELECT * FROM users");
        if (mode == "WAL") {
            CHECK(m::run_migrations(db, story::units).steps.size() == 2);
            CHECK(reader.shown("SELECT * FROM users") == seen);
        } else {
            try {
                (void)m::run_migrations(db, story::units);
                FAIL("not refused");
            } catch (error const& e) {
                CHECK(e.kind() == error_kind::busy);
            }
        }
        reader.execute("COMMIT");
        (void)m::run_migrations(db, story::units);
        CHECK(reader.shown("SELECT count(*) FROM athanor_migrations") == "3\n");
        CHECK(m::check_live(db, m::revision_graph{story::units}).empty());
    }
}

TEST_CASE("A table named like the history that isn't one is told") {
    raw_sqlite_database db;
    db.execute("CREATE TABLE athanor_migrations (x)");
    CHECK(refused(db, story::units).kind() == error_kind::migration);
}

TEST_CASE("stamp compares before it believes") {
    raw_sqlite_database db;
    m::revision_graph const graph{story::units};
    db.execute_script(
        "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(20) NOT NULL UNIQUE, age "
        "TEXT);"
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id BIGINT REFERENCES users(id) ON DELETE CASCADE);"
        "INSERT INTO users VALUES (1, 'ann', '4'), (2, 'bob', NULL); INSERT INTO orders VALUES (1, 1);");
    auto e = refused(db, [&] { m::stamp(db, graph, "aaaa01"); });
    CHECK(e.kind() == error_kind::migration_drift);
    CHECK(says(e, "ix_orders_user_id"));
    db.execute("CREATE INDEX ix_orders_user_id ON orders (user_id)");
    e = refused(db, [&] { m::stamp(db, graph, "head"); });
    CHECK(says(e, "users.full_name"));
    m::stamp(db, graph, "aaaa01");
    CHECK(m::current(db).size() == 1);
    CHECK(m::run_migrations(db, story::units).steps.size() == 2);
    CHECK(m::check_live(db, graph).empty());
    CHECK(db.shown("SELECT id, full_name, age FROM users") == "1|ann|4\n2|bob|NULL\n");
    CHECK(db.shown("SELECT * FROM orders") == "1|1\n");
    e = refused(db, [&] { m::stamp(db, m::revision_graph{story::first_two}, "heads"); });
    CHECK(e.kind() == error_kind::migration_ahead);
    m::stamp(db, m::revision_graph{story::first_two}, "heads", {.purge = true, .force = true});
    CHECK(m::current(db).size() == 2);
    m::stamp(db, graph, "base");
    CHECK(m::current(db).empty());
}
