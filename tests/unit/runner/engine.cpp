// SPDX-License-Identifier: BSL-1.0
// The runner through athanor's own connection; the sqlite3 C API is the witness.

#include "../support/raw_sqlite_database.hpp"
#include "../support/story.hpp"

#include <athanor/migrate/runner.hpp>
#include <athanor/migrate/runner_stamp.hpp>
#include <athanor/sqlite.hpp>

#include <doctest/doctest.h>

#include <sys/stat.h>

#include <fstream>
#include <string>

using namespace athanor;
using namespace athanor::test;
namespace m = athanor::migrate;

TEST_CASE("Through a connection the history goes up and down, and a second run does nothing") {
    temp_dir dir;
    auto const file = dir.file("a.db");
    auto conn = connect<sqlite>("sqlite:///" + file);
    m::revision_graph const graph{story::units};
    CHECK(m::run_migrations(conn.database(), story::units).steps.size() == 3);
    CHECK(m::run_migrations(conn.database(), story::units).steps.empty());
    raw_sqlite_database witness(file);
    CHECK(m::check_live(witness, graph).empty());
    CHECK(witness.shown("SELECT id, full_name, age, note FROM users") ==
          "1|ann|41|none\n2|bob|7|none\n3|cy|NULL|none\n");
    m::run_options o;
    o.target = "aaaa01";
    CHECK(m::downgrade(conn.database(), graph, o).steps.size() == 2);
    CHECK(m::check_live(witness, graph).empty());
    CHECK(witness.shown("SELECT * FROM orders") == "10|1\n11|1\n12|2\n13|NULL\n");
    CHECK(conn.database().query("PRAGMA foreign_keys").rows.size() == 1);
    CHECK_FALSE(conn.database().in_transaction());
}

TEST_CASE("Through a connection a failing unit leaves schema and rows, and the connection works on") {
    temp_dir dir;
    auto const file = dir.file("a.db");
    auto conn = connect<sqlite>("sqlite:///" + file);
    (void)m::run_migrations(conn.database(), story::first_only);
    raw_sqlite_database witness(file);
    witness.execute("INSERT INTO users (name) VALUES ('much longer than ten')");
    auto const before = witness.dump();
    try {
        (void)m::run_migrations(conn.database(), story::units);
        FAIL("not refused");
    } catch (error const& e) {
        CHECK(e.kind() == error_kind::migration_data);
        CHECK(e.revision() == "bbbb02");
        CHECK(e.table() == "users");
        CHECK(e.column() == "name");
        CHECK(std::string(e.what()).find("much longer") == std::string::npos);
    }
    CHECK(witness.dump() == before);
    witness.execute("DELETE FROM users WHERE length(name) > 10");
    CHECK(m::run_migrations(conn.database(), story::units).steps.size() == 2);
}

TEST_CASE("Through a connection: a file that is no database, one that is read-only, and one that is locked") {
    temp_dir dir;
    std::ofstream(dir.file("text.db")) << std::string(4096, 'x');
    try {
        auto conn = connect<sqlite>("sqlite:///" + dir.file("text.db"));
        (void)m::run_migrations(conn.database(), story::units);
        FAIL("not refused");
    } catch (error const& e) {
        CHECK(e.kind() == error_kind::not_a_database);
    }
    {
        raw_sqlite_database make(dir.file("ro.db"));
        (void)m::run_migrations(make, story::first_only);
    }
    auto read_only = connect<sqlite>("sqlite:///" + dir.file("ro.db") + "?mode=ro");
    CHECK(m::run_migrations(read_only.database(), story::first_only).steps.empty());
    try {
        (void)m::run_migrations(read_only.database(), story::units);
        FAIL("not refused");
    } catch (error const& e) {
        CHECK(e.kind() == error_kind::read_only);
    }
    raw_sqlite_database other(dir.file("ro.db"));
    other.execute("BEGIN IMMEDIATE");
    auto waiting = connect<sqlite>("sqlite:///" + dir.file("ro.db") + "?busy_timeout=50");
    try {
        (void)m::run_migrations(waiting.database(), story::units);
        FAIL("not refused");
    } catch (error const& e) {
        CHECK(e.kind() == error_kind::busy);
        CHECK(std::string(e.what()).find("busy_timeout") != std::string::npos);
    }
}
