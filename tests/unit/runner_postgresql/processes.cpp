// SPDX-License-Identifier: BSL-1.0
// Many processes at once, and one that is killed at any statement.

#include "bench.hpp"
#include "long_history.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <vector>

using namespace athanor;

namespace {

test::long_history<6> const six;
test::long_history<20> const twenty;

// Its exit code, or minus the signal.
int outcome(pid_t pid) {
    int status = 0;
    REQUIRE(::waitpid(pid, &status, 0) == pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

template <class F>
pid_t in_a_process(F&& work) {
    pid_t const pid = ::fork();
    REQUIRE(pid >= 0);
    if (pid == 0) {
        int code = 1;
        try {
            code = work();
        } catch (std::exception const& e) {
            std::fprintf(stderr, "a process failed: %s\n", e.what());
        }
        ::_exit(code);
    }
    return pid;
}

} // namespace

TEST_CASE(
    "sixteen processes that start at once apply each unit exactly once, concurrent indexes among them") {
    int const rounds = std::getenv("ATHANOR_TEST_LONG") != nullptr ? 50 : 3;
    for (int round = 0; round < rounds; ++round) {
        CAPTURE(round);
        bench const b;
        auto const url = b.url();
        int go[2];
        REQUIRE(::pipe(go) == 0);
        std::vector<pid_t> children;
        for (int i = 0; i < 16; ++i) {
            children.push_back(in_a_process([&] {
                ::close(go[1]);
                char c = 0;
                [[maybe_unused]] auto const n =
                    ::read(go[0], &c, 1); // returns when the parent closes its end
                auto const db = connect(url);
                return 10 + static_cast<int>(m::run_migrations(*db, six.units()).steps.size());
            }));
        }
        ::close(go[0]);
        ::close(go[1]);
        int applied = 0;
        int failed = 0;
        for (pid_t const pid : children) {
            int const code = outcome(pid);
            failed += code < 10 ? 1 : 0;
            applied += code >= 10 ? code - 10 : 0;
        }
        CHECK(failed == 0);
        CHECK(applied == 6);
        CHECK(b.history() == "u1000:done u1001:done u1002:done u1003:done u1004:done u1005:done");
        CHECK(b.journal() == "0");
        CHECK(b.ask("SELECT count(*) FROM t0") == "20");
        CHECK(b.ask("SELECT count(*) FROM " + live::advisory_locks) == "0");
    }
}

TEST_CASE(
    "killed at any statement of a history of 20 units, the next run finishes, and the schema is the same") {
    std::string expected;
    {
        bench const b;
        CHECK(m::run_migrations(*b.open(), twenty.units()).steps.size() == 20);
        expected = b.dump();
        CHECK(m::check_live(*b.open(), m::revision_graph{twenty.units()}).empty());
    }
    int statements = 0;
    {
        bench const b;
        watched db{b.url()};
        db.before_each = [&](std::string_view) { ++statements; };
        (void)m::run_migrations(db, twenty.units());
    }
    CHECK(statements > 300);
    // Every statement of the first five units, which hold every kind; every seventh of the rest (every one
    // when long).
    bool const all = std::getenv("ATHANOR_TEST_LONG") != nullptr;
    int resumed = 0;
    bench const b;
    for (int at = 0; at < statements; at += all ? 1 : at < statements / 4 ? 3 : 11) {
        CAPTURE(at);
        auto const url = b.url();
        auto const pid = in_a_process([&] {
            watched db{url};
            int n = 0;
            db.before_each = [&](std::string_view) {
                if (n++ == at) {
                    ::kill(::getpid(), SIGKILL);
                }
            };
            (void)m::run_migrations(db, twenty.units());
            return 0;
        });
        REQUIRE(outcome(pid) == -SIGKILL);
        bool const half = b.ask("SELECT to_regclass('athanor_migrations') IS NOT NULL") == "t" &&
                          b.history().find("running") != std::string::npos;
        resumed += half ? 1 : 0;
        auto const db = b.open();
        REQUIRE_NOTHROW(m::run_migrations(*db, twenty.units()));
        REQUIRE(b.dump() == expected);
        REQUIRE(b.journal() == "0");
        REQUIRE(b.history().find("running") == std::string::npos);
        (void)b.ask("DROP SCHEMA public CASCADE");
        (void)b.ask("CREATE SCHEMA public");
    }
    CHECK(resumed > 10);
}

TEST_CASE("killed at any statement on the way down, the next run goes on") {
    test::long_history<5> const five;
    m::revision_graph const graph{five.units()};
    int statements = 0;
    {
        bench const b;
        (void)m::run_migrations(*b.open(), five.units());
        watched db{b.url()};
        db.before_each = [&](std::string_view) { ++statements; };
        (void)m::downgrade(db, graph, {.target = "base"});
        CHECK(b.dump() == "\n");
    }
    bench const b;
    bool const all = std::getenv("ATHANOR_TEST_LONG") != nullptr;
    for (int at = 0; at < statements; at += all ? 1 : 3) {
        CAPTURE(at);
        (void)m::run_migrations(*b.open(), five.units());
        auto const url = b.url();
        auto const pid = in_a_process([&] {
            watched db{url};
            int n = 0;
            db.before_each = [&](std::string_view) {
                if (n++ == at) {
                    ::kill(::getpid(), SIGKILL);
                }
            };
            (void)m::downgrade(db, graph, {.target = "base"});
            return 0;
        });
        REQUIRE(outcome(pid) == -SIGKILL);
        REQUIRE_NOTHROW(m::downgrade(*b.open(), graph, {.target = "base"}));
        REQUIRE(b.dump() == "\n");
        REQUIRE(b.history().empty());
    }
}
