// SPDX-License-Identifier: BSL-1.0
// The runner on PostgreSQL: up, down, locks, rights, what it refuses.

#include "bench.hpp"
#include "long_history.hpp"

#include "unit/support/story.hpp"

#include <athanor/migrate/runner_offline.hpp>
#include <athanor/migrate/runner_stamp.hpp>

#include <atomic>
#include <chrono>
#include <fstream>
#include <thread>

using namespace athanor;
using namespace std::chrono_literals;
namespace story = athanor::test::story;

namespace {

m::revision_graph const graph{story::units};
test::long_history<5> const five;

template <class F>
error error_of(F&& f) {
    return live::error_of(std::forward<F>(f));
}

} // namespace

TEST_CASE("the story on tables with rows: up, down to each revision, up again") {
    bench const b;
    auto const db = b.open();
    CHECK(m::run_migrations(*db, story::units).steps.size() == 3);
    CHECK(b.ask("SELECT string_agg(full_name || '/' || coalesce(age::text, '-') || '/' || note, ' ' ORDER BY "
                "id) FROM users") == "ann/41/none bob/7/none cy/-/none");
    CHECK(b.ask("SELECT data_type FROM information_schema.columns WHERE table_name = 'users' AND column_name "
                "= 'age'") == "integer");
    CHECK(m::check_live(*db, graph).empty());
    CHECK(b.history() == "aaaa01:done bbbb02:done cccc03:done");
    CHECK(m::run_migrations(*db, story::units).steps.empty());
    auto const at_head = b.dump();

    CHECK(m::downgrade(*db, graph, {.target = "aaaa01"}).steps.size() == 2);
    CHECK(b.ask("SELECT string_agg(name || '/' || coalesce(age, '-'), ' ' ORDER BY id) FROM users") ==
          "ann/41 bob/7 cy/-");
    CHECK(m::check_live(*db, graph).empty());
    CHECK(m::run_migrations(*db, story::units).steps.size() == 2);
    CHECK(b.dump() == at_head);
    CHECK(m::downgrade(*db, graph, {.target = "base"}).steps.size() == 3);
    CHECK(b.dump() == "\n");
    // The identity goes on where the rows end.
    CHECK(m::run_migrations(*db, story::units).steps.size() == 3);
    CHECK(b.ask("INSERT INTO users (full_name) VALUES ('dee') RETURNING id") == "4");
}

TEST_CASE("at the head one look is enough, and no right but SELECT") {
    bench const b;
    (void)m::run_migrations(*b.open(), story::units);
    live::role const role{"LOGIN"};
    (void)b.ask("GRANT SELECT ON athanor_migrations TO " + role.name());
    auto url = b.url();
    url.replace(url.find("postgres@"), 9, role.name() + '@');
    watched db{url};
    int statements = 0;
    db.before_each = [&](std::string_view) { ++statements; };
    CHECK(m::run_migrations(db, story::units).steps.empty());
    CHECK(statements <= 2);
}

TEST_CASE("rows that don't fit stop the unit before anything is touched") {
    bench const b;
    auto const db = b.open();
    (void)m::run_migrations(*db, story::first_only);
    (void)b.ask("INSERT INTO users (name, age) VALUES ('longer than ten', '5')");
    auto const before = b.dump();
    auto const e = error_of([&] { (void)m::run_migrations(*db, story::units); });
    CHECK(e.kind() == error_kind::migration_data);
    CHECK(e.table() == "users");
    CHECK(e.column() == "name");
    CHECK(e.revision() == "bbbb02");
    CHECK(live::contains(e.what(), "1 row stands in the way: they are longer than 10 characters"));
    CHECK(b.dump() == before);
    CHECK(b.history() == "aaaa01:done");
    (void)b.ask("UPDATE users SET name = 'short', age = 'old' WHERE name LIKE 'longer%'");
    auto const text = error_of([&] { (void)m::run_migrations(*db, story::units); });
    CHECK(text.kind() == error_kind::migration_data);
    CHECK(text.column() == "age");
    (void)b.ask("UPDATE users SET age = '99' WHERE name = 'short'");
    CHECK(m::run_migrations(*db, story::units).steps.size() == 2);
}

TEST_CASE("tables without a history, revisions that nobody knows, a transaction of the caller's: refused") {
    bench const b;
    auto const db = b.open();
    (void)b.ask("CREATE TABLE foreign_one (id INT)");
    auto const e = error_of([&] { (void)m::run_migrations(*db, story::units); });
    CHECK(e.kind() == error_kind::migration_unmanaged);
    CHECK(e.table() == "foreign_one");
    (void)b.ask("DROP TABLE foreign_one");
    db->execute("BEGIN");
    CHECK(error_of([&] { (void)m::run_migrations(*db, story::units); }).kind() == error_kind::misuse);
    db->execute("ROLLBACK");
    (void)m::run_migrations(*db, story::units);
    CHECK(error_of([&] { (void)m::run_migrations(*db, story::first_two); }).kind() ==
          error_kind::migration_ahead);
}

TEST_CASE("a view that depends on a column stops the unit, and is named") {
    bench const b;
    auto const db = b.open();
    (void)m::run_migrations(*db, story::first_only);
    (void)b.ask("CREATE VIEW elders AS SELECT name FROM users WHERE age > '40'");
    auto const e = error_of([&] { (void)m::run_migrations(*db, story::units); });
    CHECK(e.kind() == error_kind::migration);
    CHECK(live::contains(e.what(), "elders"));
    CHECK(b.history() == "aaaa01:done");
    CHECK(b.ask("SELECT count(*) FROM elders") == "2");
}

TEST_CASE("a table that others hold is tried again after a short wait each time") {
    bench const b;
    auto const db = b.open();
    (void)m::run_migrations(*db, story::first_only);
    live::plain const other{b.database.name()};
    (void)live::ask(other, "BEGIN");
    (void)live::ask(other, "LOCK TABLE users IN ACCESS SHARE MODE");
    std::thread release{[&] {
        std::this_thread::sleep_for(700ms);
        (void)live::ask(other, "COMMIT");
    }};
    int retries = 0;
    m::run_options options;
    options.lock_timeout = 100ms;
    options.on_event = [&](m::run_event const& event) {
        retries += event.what == m::run_event::kind::retrying ? 1 : 0;
    };
    CHECK(m::run_migrations(*db, story::units, options).steps.size() == 2);
    release.join();
    CHECK(retries >= 1);
    options.lock_tries = 2;
    (void)live::ask(other, "BEGIN");
    (void)live::ask(other, "LOCK TABLE users IN ACCESS SHARE MODE");
    auto const e = error_of(
        [&] { (void)m::downgrade(*db, graph, {.target = "-1", .lock_timeout = 100ms, .lock_tries = 2}); });
    CHECK(e.kind() == error_kind::busy);
    CHECK(b.history() == "aaaa01:done bbbb02:done cccc03:done");
}

TEST_CASE("who waits for another migrating process is told whom") {
    bench const b;
    auto const db = b.open();
    auto const key = m::detail::pg::find_place(*db).lock_key;
    live::plain const holder{b.database.name()};
    (void)live::ask(holder, "SET application_name = 'the holder'");
    (void)live::ask(holder, "SELECT pg_advisory_lock(" + std::to_string(key) + ")");
    std::string told;
    m::run_options options;
    options.lock_wait = 300ms;
    options.on_event = [&](m::run_event const& event) {
        told += event.what == m::run_event::kind::waiting ? event.detail : "";
    };
    auto const e = error_of([&] { (void)m::run_migrations(*db, story::units, options); });
    CHECK(e.kind() == error_kind::busy);
    CHECK(live::contains(e.what(), "the holder"));
    CHECK(live::contains(told, "the holder"));
    CHECK(b.ask("SELECT to_regclass('users') IS NULL") == "t");
}

TEST_CASE("tables that another process migrates while we look for a history are no stranger's") {
    bench const b;
    auto const db = b.open();
    auto const before = m::detail::pg::find_place(*db);
    CHECK_FALSE(before.has_history);
    CHECK(m::run_migrations(*b.open(), story::units).steps.size() == 3);
    CHECK_NOTHROW(m::detail::pg::require_managed(*db, before));
    (void)b.ask("DROP TABLE athanor_migrations");
    CHECK(error_of([&] { m::detail::pg::require_managed(*db, before); }).kind() ==
          error_kind::migration_unmanaged);
}

TEST_CASE("the lock's connection is lost: nothing more is run") {
    bench const b;
    auto const db = b.open();
    m::run_options options;
    int finished = 0;
    options.on_event = [&](m::run_event const& event) {
        if (event.what == m::run_event::kind::finished && ++finished == 1) {
            (void)b.ask("SELECT count(pg_terminate_backend(pid, 5000)) FROM " + live::advisory_locks);
        }
    };
    auto const e = error_of([&] { (void)m::run_migrations(*db, story::units, options); });
    CHECK(e.kind() == error_kind::connection_lost);
    CHECK(b.history() == "aaaa01:done");
    CHECK(m::run_migrations(*b.open(), story::units).steps.size() == 2);
}

TEST_CASE("a history that somebody else planted isn't believed") {
    bench const b;
    live::role const stranger{"LOGIN"};
    (void)b.ask("GRANT CREATE ON SCHEMA public TO " + stranger.name());
    (void)b.ask("SET ROLE " + stranger.name());
    (void)b.ask("CREATE TABLE athanor_migrations (id text, seq bigint, parents text, message text, checksum "
                "text, schema_after "
                "text, applied_at timestamptz, duration_us bigint, tool text, state text)");
    (void)b.ask("RESET ROLE");
    auto const e = error_of([&] { (void)m::run_migrations(*b.open(), story::units); });
    CHECK(e.kind() == error_kind::permission);
    CHECK(b.ask("SELECT to_regclass('users') IS NULL") == "t");
    (void)b.ask("DROP OWNED BY " + stranger.name());
}

TEST_CASE("temporary tables and a hostile search_path don't catch what is meant for others") {
    bench const b;
    auto const db = b.open();
    db->execute("CREATE TEMP TABLE users (id INT, name TEXT, age TEXT)");
    (void)m::run_migrations(*db, story::units);
    CHECK(b.ask("SELECT count(*) FROM public.users") == "3");
    CHECK(std::get<std::int64_t>(db->query("SELECT count(*) FROM pg_temp.users").rows[0][0]) == 0);
}

TEST_CASE("stamp compares before it believes, and expressions by what they mean") {
    bench const b;
    auto const db = b.open();
    (void)m::run_migrations(*db, story::units);
    (void)b.ask("DELETE FROM athanor_migrations");
    CHECK(error_of([&] { m::stamp(*db, graph, "aaaa01"); }).kind() == error_kind::migration_drift);
    m::stamp(*db, graph, "head");
    CHECK(b.history() == "aaaa01:done bbbb02:done cccc03:done");
    CHECK(m::run_migrations(*db, story::units).steps.empty());
}

TEST_CASE("the offline script does what the runner does") {
    bench const by_runner;
    (void)m::run_migrations(*by_runner.open(), five.units());
    bench const by_script;
    auto const run = [&](std::string const& script) {
        auto const file = "/tmp/" + live::unique_name("athanor_script") + ".sql";
        std::ofstream{file} << script;
        auto const command =
            "psql -X -q -v ON_ERROR_STOP=1 -d '" + by_script.url() + "' -f " + file + " >/dev/null 2>&1";
        int const code = std::system(command.c_str()); // NOLINT(cert-env33-c): psql is the witness
        std::remove(file.c_str());
        return code;
    };
    m::revision_graph const g{five.units()};
    auto const up = m::offline_script(g, "base", "head", m::direction::up, dialect_id::postgresql);
    CHECK(run(up) == 0);
    CHECK(by_script.dump() == by_runner.dump());
    CHECK(by_script.history() == by_runner.history());
    CHECK(m::run_migrations(*by_script.open(), five.units()).steps.empty());
    CHECK(run(up) != 0); // applied already
    CHECK(run(m::offline_script(g, "head", "base", m::direction::down, dialect_id::postgresql)) == 0);
    CHECK(by_script.dump() == "\n");
}
