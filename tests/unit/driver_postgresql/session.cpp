#include <doctest/doctest.h>

#include <athanor/driver/postgresql/statement.hpp>

#include "unit/driver_postgresql/wire_server.hpp"

#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace live;
using athanor::error_kind;

namespace {
athanor::error run_error(pg_handle const& handle, char const* sql) {
    PGresult* const result = PQexec(handle.get(), sql);
    auto e = athanor::detail::pg_error(handle.get(), result, sql);
    bool const failed = PQresultStatus(result) == PGRES_FATAL_ERROR || result == nullptr;
    PQclear(result);
    if (!failed) {
        throw std::runtime_error("no error");
    }
    return e;
}
std::string pid_of(pg_handle const& handle) {
    return ask(handle, "SELECT pg_backend_pid()");
}
void terminate(std::string const& pid) {
    plain const other;
    ask(other, "SELECT pg_terminate_backend(" + pid + ", 5000)");
}
template <class F>
bool comes_true(F&& f) {
    for (int i = 0; i < 400; ++i) {
        if (f()) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return false;
}
} // namespace

TEST_CASE("notices reach the callback, and an exception in it stays there") {
    pg_handle handle{options(server_url())};
    std::vector<athanor::notice> seen;
    handle.on_notice([&](athanor::notice const& n) {
        seen.push_back(n);
        throw std::runtime_error("not through C");
    });
    ask(handle, "DO $$ BEGIN RAISE NOTICE 'one'; RAISE WARNING 'two' USING ERRCODE = '01ABC'; END $$");
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].severity == "NOTICE");
    CHECK(seen[0].message == "one");
    CHECK(seen[1].severity == "WARNING");
    CHECK(seen[1].sqlstate == "01ABC");
    handle.reconnect();
    ask(handle, "DO $$ BEGIN RAISE NOTICE 'three'; END $$");
    CHECK(seen.size() == 3);
    handle.on_notice({});
    ask(handle, "DO $$ BEGIN RAISE NOTICE 'four'; END $$");
    CHECK(seen.size() == 3);
}

TEST_CASE("what the server says at login reaches no terminal") {
    wire_server const talkative{relay([](std::string m) {
        std::string const end(1, '\0');
        return m.starts_with('Z') ? message('N', "SWARNING" + end + "VWARNING" + end + "C01000" + end +
                                                     "Mhello" + end + end) +
                                        m
                                  : m;
    })};
    std::fflush(stderr);
    int const saved = ::dup(2);
    FILE* const file = std::tmpfile();
    ::dup2(::fileno(file), 2);
    { pg_handle const handle{options(talkative.url("postgres", "postgres"))}; }
    std::fflush(stderr);
    ::dup2(saved, 2);
    ::close(saved);
    CHECK(std::ftell(file) == 0);
    CHECK(std::fseek(file, 0, SEEK_END) == 0);
    CHECK(std::ftell(file) == 0);
    std::fclose(file);
}

TEST_CASE("an identifier that the server cut to 63 bytes is noticed, once") {
    pg_handle handle{options(server_url())};
    CHECK_FALSE(handle.take_truncation_notice());
    ask(handle, "SELECT 1 AS \"" + std::string(63, 'x') + "\"");
    CHECK_FALSE(handle.take_truncation_notice());
    ask(handle, "SELECT 1 AS \"" + std::string(64, 'x') + "\"");
    CHECK(handle.take_truncation_notice());
    CHECK_FALSE(handle.take_truncation_notice());
}

TEST_CASE("fifty statements are cancelled from another thread, and the connection goes on") {
    pg_handle const handle{options(server_url())};
    plain const watch;
    std::string const pid = pid_of(handle);
    for (int i = 0; i < 50; ++i) {
        std::thread other{[&] {
            while (ask(watch, "SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid +
                                  " AND state = 'active' AND query LIKE '%pg_sleep%'") == "0") {
            }
            handle.cancel();
        }};
        auto const e = run_error(handle, "SELECT pg_sleep(30)");
        other.join();
        REQUIRE(e.kind() == error_kind::interrupted);
        REQUIRE(ask(handle, "SELECT 7") == "7");
    }
    CHECK(pid_of(handle) == pid);
}

TEST_CASE("a cancel on a closed or lost connection says so") {
    pg_handle handle{options(server_url())};
    handle.cancel(); // nothing runs: nothing happens
    CHECK(ask(handle, "SELECT 1") == "1");
    handle.close();
    CHECK(kind_of([&] { handle.cancel(); }) == "connection_lost");
    CHECK_FALSE(handle.ok());
    CHECK(handle.peer_closed());
    CHECK(handle.server_version() == 0);
    CHECK(handle.transaction_status() == PQTRANS_UNKNOWN);
    CHECK(athanor::detail::pg_error(handle.get(), nullptr).kind() == error_kind::connection_lost);
    handle.reconnect();
    CHECK(ask(handle, "SELECT 1") == "1");
    handle.cancel();
}

TEST_CASE("a terminated session is noticed before the next statement, and a reconnect is a new one") {
    database const db;
    pg_handle handle{options(db.url("&search_path=pg_temp,public"))};
    CHECK_FALSE(handle.peer_closed());
    std::string const pid = pid_of(handle);
    ask(handle, "LISTEN something");
    ask(plain{db.name()}, "NOTIFY something");
    PGnotify* kept = nullptr; // looking takes nothing away
    CHECK(comes_true([&] { return !handle.peer_closed() && (kept = PQnotifies(handle.get())) != nullptr; }));
    PQfreemem(kept);
    terminate(pid);
    CHECK(comes_true([&] { return handle.peer_closed(); }));
    CHECK(handle.peer_closed());
    handle.reconnect();
    CHECK_FALSE(handle.peer_closed());
    CHECK(pid_of(handle) != pid);
    CHECK(ask(handle, "SHOW search_path") == "pg_temp,public");
    CHECK(ask(handle, "SHOW TimeZone") == "UTC");
}

TEST_CASE("a farewell of the server is heard before its socket closes") {
    wire_server talkative{relay()};
    pg_handle handle{options(talkative.url("postgres", "postgres"))};
    CHECK_FALSE(handle.peer_closed());
    std::string const end(1, '\0');
    talkative.say(message('N', "SNOTICE" + end + "VNOTICE" + end + "C00000" + end + "Mhello" + end + end));
    talkative.say(parameter_message("TimeZone", "UTC"));
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
    CHECK_FALSE(handle.peer_closed());
    talkative.say(error_message("FATAL", "57P01", "terminating connection"));
    CHECK(comes_true([&] { return handle.peer_closed(); }));
    CHECK(handle.ok()); // for libpq: the socket is open
    handle.reconnect();
    CHECK_FALSE(handle.peer_closed());
}

TEST_CASE("a session that is reset has nothing left of its last user but its prepared statements") {
    database const db;
    role const other{"NOLOGIN"};
    ask(plain{db.name()},
        "CREATE TABLE t(id serial); ALTER DATABASE " + db.name() + " SET TimeZone = 'Asia/Tokyo'");
    pg_handle handle{options(db.url("&statement_timeout=1234"))};
    for (auto const& sql :
         {std::string{"PREPARE kept AS SELECT 7"}, std::string{"SET statement_timeout = 0"},
          std::string{"SET TimeZone = 'Asia/Kathmandu'"}, std::string{"SET search_path = nowhere"},
          std::string{"CREATE TEMPORARY TABLE mine(a int)"}, std::string{"LISTEN something"},
          std::string{"SELECT pg_advisory_lock(5)"}, std::string{"DECLARE c CURSOR WITH HOLD FOR SELECT 1"},
          "SET ROLE " + other.name()}) {
        ask(handle, sql);
    }
    std::string const pid = pid_of(handle);
    handle.reset_session();
    CHECK(pid_of(handle) == pid);
    CHECK(ask(handle, "EXECUTE kept") == "7");
    CHECK(ask(handle, "SHOW statement_timeout") == "1234ms");
    CHECK(ask(handle, "SHOW TimeZone") == "UTC");
    CHECK(handle.settings_hold());
    CHECK(ask(handle, "SHOW search_path") == "\"$user\", public");
    CHECK(ask(handle, "SELECT current_user") == "postgres");
    CHECK(ask(handle, "SELECT to_regclass('mine') IS NULL") == "t");
    CHECK(ask(handle, "SELECT count(*) FROM pg_listening_channels()") == "0");
    CHECK(ask(handle, "SELECT count(*) FROM pg_cursors") == "0");
    CHECK(ask(handle, "SELECT count(*) FROM " + live::advisory_locks) == "0");
    terminate(pid);
    CHECK(kind_of([&] { handle.reset_session(); }) == "connection_lost");
}

TEST_CASE("a session that ends under a statement is a lost connection, whichever way it ends") {
    pg_handle handle{options(server_url())};
    terminate(pid_of(handle));
    auto const idle = run_error(handle, "SELECT 1");
    CHECK(idle.kind() == error_kind::connection_lost);
    CHECK_FALSE(idle.connection_usable());

    handle.reconnect();
    std::string const pid = pid_of(handle);
    std::thread other{[&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
        terminate(pid);
    }};
    auto const busy = run_error(handle, "SELECT pg_sleep(30)");
    other.join();
    CHECK(busy.kind() == error_kind::connection_lost);
    CHECK_FALSE(busy.connection_usable());

    handle.reconnect();
    ask(handle, "SET idle_in_transaction_session_timeout = 20; BEGIN");
    CHECK(comes_true([&] { return handle.peer_closed(); }));
    CHECK(run_error(handle, "SELECT 1").kind() == error_kind::connection_lost);

    wire_server const relayed{relay()};
    pg_handle cut{options(relayed.url("postgres", "postgres"))};
    ::shutdown(PQsocket(cut.get()), SHUT_RDWR);
    CHECK(cut.peer_closed());
    CHECK(run_error(cut, "SELECT 1").kind() == error_kind::connection_lost);
    CHECK(run_error(cut, "SELECT 1").sqlstate().empty());
}

TEST_CASE("whatever an older command left behind, the next statement runs") {
    using athanor::detail::pg_statement;
    athanor::detail::pg_session session{options(server_url())};
    ask(session.handle(), "CREATE TEMP TABLE left_over (n bigint)");
    pg_statement add{session, "INSERT INTO left_over VALUES ($1)", true};
    pg_statement count{session, "SELECT count(*) FROM left_over", true};
    std::int64_t rows = 0;
    auto const one_more = [&] {
        add.bind(1, std::int64_t{7}, athanor::detail::bound_memory::outlives_statement);
        CHECK_FALSE(add.step());
        CHECK(add.changes() == 1);
        add.reset();
        CHECK(count.step());
        std::int64_t seen = 0;
        count.read(0, seen);
        count.reset();
        CHECK(seen == ++rows);
    };
    one_more();
    for (char const* const copy : {"COPY left_over FROM STDIN", "COPY left_over TO STDOUT"}) {
        CAPTURE(copy);
        for (bool const kept : {true, false}) {
            pg_statement statement{session, copy, kept};
            CHECK_THROWS_AS((void)statement.step(), athanor::error);
            one_more();
        }
    }
    REQUIRE(PQsendQuery(session.get(), "SELECT 1; SELECT 2") == 1); // and nobody asks for the answers
    one_more();

    // The answer is good, but the session ends behind it.
    pg_statement last{session, "SELECT pg_terminate_backend(pg_backend_pid())", true};
    CHECK(kind_of([&] { (void)last.step(); }) == "connection_lost");
    CHECK_FALSE(session.handle().ok());
}

TEST_CASE("a reconnect that fails leaves the handle closed, and can be tried again") {
    database const db;
    pg_handle handle{options(db.url())};
    ask(plain{}, "ALTER DATABASE " + db.name() + " WITH ALLOW_CONNECTIONS false");
    CHECK(kind_of([&] { handle.reconnect(); }) == "connection");
    CHECK_FALSE(handle.ok());
    CHECK(handle.get() == nullptr);
    ask(plain{}, "ALTER DATABASE " + db.name() + " WITH ALLOW_CONNECTIONS true");
    handle.reconnect();
    CHECK(ask(handle, "SELECT 1") == "1");
}

TEST_CASE("a connection carried into a forked child refuses to work there, and the parent's goes on") {
    database const db;
    auto* const handle = new pg_handle{options(db.url())};
    std::string const pid = pid_of(*handle);
    ask(*handle, "CREATE TEMPORARY TABLE t(a int); INSERT INTO t VALUES (1)");
    std::fflush(nullptr);
    pid_t const child = ::fork();
    if (child == 0) {
        int code = 0;
        auto const refuses = [&](auto&& f) {
            try {
                f();
                ++code;
            } catch (athanor::error const& e) {
                code += e.kind() == error_kind::misuse ? 0 : 10;
            }
        };
        refuses([&] { pg_handle::in_use const guard{*handle}; });
        refuses([&] { handle->reconnect(); });
        refuses([&] { handle->cancel(); });
        code += handle->carried_across_fork() && handle->peer_closed() ? 0 : 100;
        delete handle;
        ::_exit(code);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK_NOTHROW((pg_handle::in_use{*handle}));
    CHECK_FALSE(handle->peer_closed());
    CHECK(ask(*handle, "SELECT count(*) FROM t") == "1");
    CHECK(pid_of(*handle) == pid);
    delete handle;
}

TEST_CASE("a second thread on a busy connection gets an error instead of a race") {
    pg_handle const handle{options(server_url())};
    pg_handle::in_use const mine{handle};
    std::string other;
    std::thread([&] { other = kind_of([&] { pg_handle::in_use const theirs{handle}; }); }).join();
    CHECK(other == "misuse");
}
