// SPDX-License-Identifier: BSL-1.0
// Several processes at once, and one that is killed at any statement.

#include "../support/migration_bench.hpp"
#include "../support/story.hpp"

#include <athanor/migrate/runner.hpp>

#include <doctest/doctest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

using namespace athanor;
using namespace athanor::test;
namespace m = athanor::migrate;

TEST_CASE("Sixteen processes that start at once apply each unit exactly once") {
    for (int round = 0; round < 50; ++round) {
        temp_dir dir;
        auto const file = dir.file("a.db");
        int go[2];
        REQUIRE(::pipe(go) == 0);
        std::vector<pid_t> children;
        for (int i = 0; i < 16; ++i) {
            pid_t const pid = ::fork();
            REQUIRE(pid >= 0);
            if (pid == 0) {
                ::close(go[1]);
                char c = 0;
                [[maybe_unused]] auto const n =
                    ::read(go[0], &c, 1); // returns when the parent closes its end
                int result = 0;
                try {
                    raw_sqlite_database db(file, 30000);
                    result = 10 + static_cast<int>(m::run_migrations(db, story::units).steps.size());
                } catch (std::exception const& e) {
                    std::fprintf(stderr, "a process failed: %s\n", e.what());
                    result = 1;
                }
                ::_exit(result);
            }
            children.push_back(pid);
        }
        ::close(go[0]);
        ::close(go[1]);
        int applied = 0;
        int failed = 0;
        for (pid_t const pid : children) {
            int status = 0;
            REQUIRE(::waitpid(pid, &status, 0) == pid);
            int const code = WIFEXITED(status) ? WEXITSTATUS(status) : 1;
            failed += code < 10 ? 1 : 0;
            applied += code >= 10 ? code - 10 : 0;
        }
        CHECK(failed == 0);
        CHECK(applied == 3);
        raw_sqlite_database db(file);
        CHECK(db.shown("SELECT count(*), count(DISTINCT seq), max(seq) FROM athanor_migrations") ==
              "3|3|3\n");
        CHECK(m::check_live(db, m::revision_graph{story::units}).empty());
        CHECK(db.shown("SELECT count(*) FROM users") == "3\n");
    }
}

TEST_CASE(
    "Killed at any statement, the database has the old schema or the new one, and the next run completes") {
    for (std::string const mode : {"DELETE", "WAL"}) {
        temp_dir dir;
        auto const start = dir.file("start.db");
        {
            raw_sqlite_database db(start);
            (void)m::run_migrations(db, story::first_only);
        }
        auto const dump_of = [](std::string const& file) {
            raw_sqlite_database db(file);
            return db.shown("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2") +
                   db.shown("SELECT * FROM users") + db.shown("SELECT * FROM orders") +
                   db.shown("SELECT id FROM athanor_migrations ORDER BY id");
        };
        std::vector<std::string> states{dump_of(start)};
        for (auto const* const target : {"bbbb02", "cccc03"}) {
            auto const copy = dir.file(target);
            std::filesystem::copy_file(start, copy);
            raw_sqlite_database db(copy);
            m::run_options o;
            o.target = target;
            (void)m::run_migrations(db, story::units, o);
            states.push_back(dump_of(copy));
        }
        std::vector<std::size_t> seen(states.size(), 0);
        int kill_at = 0;
        for (bool finished = false; !finished; ++kill_at) {
            auto const file = dir.file("k" + std::to_string(kill_at));
            std::filesystem::copy_file(start, file);
            pid_t const pid = ::fork();
            REQUIRE(pid >= 0);
            if (pid == 0) {
                try {
                    raw_sqlite_database db(file);
                    db.execute("PRAGMA journal_mode=" + mode);
                    db.execute("PRAGMA cache_size=1"); // so that pages reach the file before COMMIT
                    int n = 0;
                    db.before_each = [&](std::string_view) {
                        if (n++ == kill_at) {
                            ::kill(::getpid(), SIGKILL);
                        }
                    };
                    (void)m::run_migrations(db, story::units);
                } catch (...) {
                    ::_exit(1);
                }
                ::_exit(0);
            }
            int status = 0;
            REQUIRE(::waitpid(pid, &status, 0) == pid);
            finished = WIFEXITED(status);
            CHECK((finished ? WEXITSTATUS(status) == 0 : WTERMSIG(status) == SIGKILL));
            auto const state = dump_of(file);
            bool known = false;
            for (std::size_t i = 0; i < states.size(); ++i) {
                if (state == states[i]) {
                    known = true;
                    ++seen[i];
                }
            }
            CAPTURE(kill_at);
            CHECK(known);
            raw_sqlite_database db(file);
            CHECK(db.shown("PRAGMA integrity_check") == "ok\n");
            (void)m::run_migrations(db, story::units);
            CHECK(dump_of(file) == states.back());
        }
        CHECK(kill_at > 40);
        CHECK(seen[0] > 5);
        CHECK(seen[1] > 5);
        CHECK(seen[2] > 0);
    }
}
