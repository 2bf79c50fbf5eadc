// SPDX-License-Identifier: BSL-1.0
// run_migrations: up, down, again, and what each way costs and leaves.

#include "../support/migration_bench.hpp"
#include "../support/story.hpp"

#include <athanor/migrate/runner.hpp>

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

using namespace athanor;
using namespace athanor::test;

namespace {

std::string steps(migrate::run_report const& r) {
    std::string out;
    for (auto const& s : r.steps) {
        out += s.id + ' ';
    }
    return out;
}
migrate::run_options to(std::string target) {
    migrate::run_options o;
    o.target = std::move(target);
    return o;
}
bool matches(raw_sqlite_database& db) {
    return migrate::check_live(db, migrate::revision_graph{story::units}).empty();
}

} // namespace

TEST_CASE("An empty database is brought to the head, and rows of children survive") {
    raw_sqlite_database db;
    CHECK(steps(migrate::run_migrations(db, story::units)) == "aaaa01 bbbb02 cccc03 ");
    CHECK(matches(db));
    CHECK(db.shown("SELECT id, full_name, age, note FROM users") ==
          "1|ann|41|none\n2|bob|7|none\n3|cy|NULL|none\n");
    CHECK(db.shown("SELECT * FROM orders") == "10|1\n11|1\n12|2\n13|NULL\n");
    CHECK(db.shown("SELECT typeof(age) FROM users WHERE id = 1") == "integer\n");
    CHECK(db.shown("PRAGMA foreign_keys") == "1\n");
    CHECK_FALSE(db.in_transaction());
}

TEST_CASE("At the head it costs one SELECT") {
    raw_sqlite_database db;
    (void)migrate::run_migrations(db, story::units);
    db.log.clear();
    CHECK(steps(migrate::run_migrations(db, story::units)) == "");
    REQUIRE(db.log.size() == 1);
    CHECK(db.log[0].substr(0, 6) == "SELECT");
}

TEST_CASE("Every step up and down leaves a schema that matches and all rows") {
    raw_sqlite_database db;
    migrate::revision_graph const graph{story::units};
    (void)migrate::upgrade(db, graph, to("aaaa"));
    auto const at_first = db.shown("SELECT * FROM users");
    for (int round = 0; round < 2; ++round) {
        CHECK(steps(migrate::upgrade(db, graph, to("+1"))) == "bbbb02 ");
        CHECK(matches(db));
        CHECK(steps(migrate::upgrade(db, graph, to("head"))) == "cccc03 ");
        CHECK(matches(db));
        CHECK(steps(migrate::downgrade(db, graph, to("-1"))) == "cccc03 ");
        CHECK(matches(db));
        CHECK(steps(migrate::downgrade(db, graph, to("aaaa01"))) == "bbbb02 ");
        CHECK(matches(db));
        CHECK(db.shown("SELECT * FROM users") == at_first);
        CHECK(db.shown("SELECT count(*) FROM orders") == "4\n");
    }
    CHECK(steps(migrate::downgrade(db, graph, to("base"))) == "aaaa01 ");
    CHECK(db.shown("SELECT count(*) FROM athanor_migrations") == "0\n");
    CHECK(db.shown("SELECT count(*) FROM sqlite_schema WHERE name IN ('users', 'orders')") == "0\n");
    CHECK(steps(migrate::upgrade(db, graph)) == "aaaa01 bbbb02 cccc03 ");
}

TEST_CASE("The history keeps a row for each revision, with parents, checksum and fingerprint") {
    raw_sqlite_database db;
    (void)migrate::run_migrations(db, story::units);
    auto const rows = migrate::current(db);
    REQUIRE(rows.size() == 3);
    CHECK(rows[1].id == "bbbb02");
    CHECK(rows[1].seq == 2);
    CHECK(rows[1].parents == "aaaa01");
    CHECK(rows[1].message == "narrow names");
    CHECK(rows[1].checksum == migrate::checksum(migrate::record(story::up2)));
    migrate::revision_graph const graph{story::units};
    CHECK(rows[2].schema_after == migrate::detail::hex16(fingerprint(graph.state_at_heads())));
    CHECK(rows[2].applied_at.size() == 19);
    CHECK(rows[0].duration_us > 0);
}

TEST_CASE("A plan touches nothing, and events tell what happens") {
    raw_sqlite_database db;
    auto o = to("heads");
    o.mode = migrate::run_mode::plan;
    auto const before = db.dump();
    CHECK(steps(migrate::run_migrations(db, story::units, o)) == "aaaa01 bbbb02 cccc03 ");
    CHECK(db.dump() == before);
    std::string told;
    o.mode = migrate::run_mode::apply;
    o.on_event = [&](migrate::run_event const& e) {
        told += e.unit->id + (e.what == migrate::run_event::kind::starting ? "< " : "> ");
    };
    (void)migrate::run_migrations(db, story::units, o);
    CHECK(told == "aaaa01< aaaa01> bbbb02< bbbb02> cccc03< cccc03> ");
}

TEST_CASE("Foreign keys that were off stay off, and legacy_alter_table comes back") {
    raw_sqlite_database db;
    db.execute_script("PRAGMA foreign_keys=OFF; PRAGMA legacy_alter_table=ON");
    (void)migrate::run_migrations(db, story::units);
    CHECK(db.shown("PRAGMA foreign_keys") == "0\n");
    CHECK(db.shown("PRAGMA legacy_alter_table") == "1\n");
}

TEST_CASE("A database with thousands of rows and dependants goes up and down") {
    raw_sqlite_database db;
    migrate::revision_graph const graph{story::units};
    (void)migrate::upgrade(db, graph, to("aaaa01"));
    db.execute_script("WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 5099)"
                      "INSERT INTO users (id, name, age) SELECT i, 'u' || i, i FROM n;"
                      "INSERT INTO orders SELECT id + 10000, id FROM users;"
                      "CREATE VIEW v AS SELECT count(*) AS n FROM orders JOIN users ON users.id = user_id;"
                      "CREATE TRIGGER tr AFTER DELETE ON users BEGIN SELECT raise(ABORT, 'no'); END;");
    auto const before = db.shown("SELECT * FROM users") + db.shown("SELECT * FROM orders");
    (void)migrate::upgrade(db, graph);
    (void)migrate::downgrade(db, graph, to("aaaa01"));
    CHECK(db.shown("SELECT * FROM users") + db.shown("SELECT * FROM orders") == before);
    CHECK(db.shown("SELECT n FROM v") == "5006\n");
    CHECK_THROWS_AS((void)db.execute("DELETE FROM users WHERE id = 100"), error);
}
