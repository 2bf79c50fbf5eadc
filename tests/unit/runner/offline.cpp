// SPDX-License-Identifier: BSL-1.0
// The printed script, fed to the sqlite3 program, gives what the runner gives; what it can't know stops it.

#include "../support/migration_bench.hpp"
#include "../support/story.hpp"

#include <athanor/migrate/runner.hpp>
#include <athanor/migrate/runner_offline.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace athanor;
using namespace athanor::test;
namespace m = athanor::migrate;

namespace {

struct files {
    temp_dir dir;
    std::string db = dir.file("offline.db");

    int feed(std::string const& script) const {
        auto const file = dir.file("script.sql");
        std::ofstream(file, std::ios::binary) << script;
        return std::system(
            ("sqlite3 -bail '" + db + "' < '" + file + "' > '" + dir.file("out") + "' 2>&1").c_str());
    }
    [[nodiscard]] std::string said() const {
        std::ifstream in(dir.file("out"));
        return {std::istreambuf_iterator<char>(in), {}};
    }
};

std::string everything(raw_sqlite_database& db) {
    return db.shown("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite%' ORDER BY 1, 2") +
           db.shown("SELECT * FROM users") + db.shown("SELECT * FROM orders") +
           db.shown("SELECT * FROM sqlite_sequence") +
           db.shown("SELECT id, seq, parents, message, checksum, schema_after FROM athanor_migrations ORDER "
                    "BY seq");
}
std::string script(std::string_view from, std::string_view to) {
    return m::offline_script(story::units, from, to, dialect_id::sqlite);
}

} // namespace

TEST_CASE("The upgrade script gives the same database as the runner, in one go and in ranges") {
    raw_sqlite_database online;
    (void)m::run_migrations(online, story::units);
    files whole;
    REQUIRE(whole.feed(script("base", "heads")) == 0);
    raw_sqlite_database a(whole.db);
    CHECK(everything(a) == everything(online));
    CHECK(m::run_migrations(a, story::units).steps.empty());
    CHECK(m::check_live(a, m::revision_graph{story::units}).empty());

    files parts;
    REQUIRE(parts.feed(script("base", "aaaa01")) == 0);
    REQUIRE(parts.feed(script("aaaa01", "head")) == 0);
    raw_sqlite_database b(parts.db);
    CHECK(everything(b) == everything(online));
}

TEST_CASE("The downgrade script leads back") {
    files f;
    REQUIRE(f.feed(script("base", "heads")) == 0);
    REQUIRE(f.feed(script("cccc03", "aaaa01")) == 0);
    raw_sqlite_database db(f.db);
    raw_sqlite_database online;
    (void)m::run_migrations(online, story::first_only);
    CHECK(everything(db) == everything(online));
    REQUIRE(f.feed(script("aaaa01", "base")) == 0);
    CHECK(db.shown("SELECT count(*) FROM athanor_migrations") == "0\n");
}

TEST_CASE("The script stops where it would cut data, lose a trigger, or run twice") {
    files f;
    REQUIRE(f.feed(script("base", "aaaa01")) == 0);
    raw_sqlite_database db(f.db);
    auto const stops = [&](std::string_view word) {
        auto const before = db.dump();
        CHECK(f.feed(script("aaaa01", "bbbb02")) != 0);
        CHECK(f.said().find(word) != std::string::npos);
        CHECK(db.dump() == before);
    };
    CHECK(f.feed(script("base", "aaaa01")) != 0);
    db.execute("INSERT INTO users (name) VALUES ('longer than ten')");
    stops("are longer than 10 characters");
    db.execute("DELETE FROM users WHERE name = 'longer than ten'");
    db.execute("CREATE TRIGGER tr AFTER INSERT ON users BEGIN SELECT 1; END");
    stops("would be lost");
    db.execute("DROP TRIGGER tr");
    CHECK(f.feed(script("aaaa01", "bbbb02")) == 0);
}

TEST_CASE("A function can't be printed") {
    static constexpr auto u = m::detail::make_unit(
        "dddd04",
        +[](m::operations& op) {
            op.run(
                +[](database&) {}, "count the stars");
        },
        nullptr, "x");
    m::unit const* list[] = {&u};
    try {
        (void)m::offline_script(m::registry{list, 1}, "base", "heads", dialect_id::sqlite);
        FAIL("not refused");
    } catch (error const& e) {
        CHECK(e.kind() == error_kind::unsupported);
        CHECK(std::string(e.what()).find("count the stars") != std::string::npos);
    }
}
