// SPDX-License-Identifier: BSL-1.0
// A pool: bounded, in turn, clean, and honest about what broke.

#include "shop.hpp"

#include <chrono>
#include <thread>

namespace {
using pool = orm::pool<orm::postgresql>;
using namespace std::chrono_literals;
} // namespace

TEST_CASE("32 threads share 4 connections") {
    shop const s;
    (void)s.ask("INSERT INTO items (id, name, amount) VALUES (1, 'counter', 0)");
    pool p{s.url(), {.size = 4}};
    std::vector<std::thread> threads;
    std::atomic<int> at_once{0};
    std::atomic<int> most{0};
    for (int t = 0; t < 32; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 25; ++i) {
                auto conn = p.acquire();
                int const now = ++at_once;
                for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
                }
                conn->execute("UPDATE items SET amount = amount + 1 WHERE id = 1");
                --at_once;
            }
        });
    }
    for (auto& t : threads) {
        t.join();
    }
    CHECK(s.ask("SELECT amount FROM items") == "800");
    CHECK(most <= 4);
    CHECK(p.open() <= 4);
    CHECK(p.idle() == p.open());
}

TEST_CASE("when all are lent, waiting ends with who holds them") {
    shop const s;
    pool p{s.url(), {.size = 1, .timeout = 50ms}};
    auto held = p.acquire();
    auto const e = live::error_of([&] { (void)p.acquire(); });
    CHECK(e.kind() == orm::error_kind::timeout);
    CHECK(live::contains(e.what(), "pool.cpp:"));
}

TEST_CASE("what comes back is as it was when it was opened") {
    shop const s;
    pool p{s.url(), {.size = 1}};
    std::int64_t pid = 0;
    {
        auto conn = p.acquire();
        pid = backend_pid(*conn);
        conn->execute("SET statement_timeout = 1234");
        conn->execute("SET TimeZone = 'Asia/Kathmandu'");
        conn->execute("SET search_path = pg_catalog");
        conn->execute("CREATE TEMP TABLE items (id INT)");
        (void)conn->query("SELECT pg_advisory_lock(7)");
        conn->listen("news");
    }
    {
        auto conn = p.acquire();
        CHECK(backend_pid(*conn) == pid);
        auto const text = [&](orm::raw_sql sql) {
            return std::get<std::string>(conn->query(sql).rows[0][0]);
        };
        CHECK(text("SHOW statement_timeout") == "0");
        CHECK(text("SHOW TimeZone") == "UTC");
        CHECK(text("SHOW search_path") == "\"$user\", public");
        CHECK(std::get<std::int64_t>(conn->query("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' "
                                                 "AND pid = pg_backend_pid()")
                                         .rows[0][0]) == 0);
        CHECK(conn->count(orm::select<Item>()) == 0);
    }
    {
        auto conn = p.acquire();
        conn->execute("BEGIN");
        conn->insert(Item{.name = "in a transaction", .amount = 1});
        conn->execute("SAVEPOINT \"left open\"");
    }
    auto conn = p.acquire();
    CHECK_FALSE(conn->in_transaction());
    CHECK(s.rows() == "0");
}

TEST_CASE("a holder that throws gives its connection back, rolled back") {
    shop const s;
    pool p{s.url(), {.size = 1, .timeout = 1000ms}};
    try {
        auto conn = p.acquire();
        conn->execute("BEGIN");
        conn->insert(Item{.name = "half", .amount = 1});
        throw std::runtime_error("on the way");
    } catch (std::runtime_error const&) {
    }
    auto conn = p.acquire();
    CHECK_FALSE(conn->in_transaction());
    CHECK(s.rows() == "0");
}

TEST_CASE("the server breaks all connections: nobody gets a dead one") {
    shop const s;
    pool p{s.url(), {.size = 4}};
    {
        auto a = p.acquire();
        auto b = p.acquire();
        auto c = p.acquire();
        (void)a->query("SELECT 1");
        (void)b->query("SELECT 1");
        (void)c->query("SELECT 1");
    }
    CHECK(p.idle() == 3);
    (void)s.ask("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = "
                "current_database() AND "
                "pid <> pg_backend_pid()");
    for (int i = 0; i < 6; ++i) {
        auto conn = p.acquire();
        CHECK(conn->count(orm::select<Item>()) == 0);
    }
    CHECK(p.open() <= 4);
}

TEST_CASE("closing sends the waiting away and takes back what is out") {
    shop const s;
    pool p{s.url(), {.size = 1, .timeout = 10s}};
    auto held = std::make_unique<pool::lease>(p.acquire());
    std::string kind;
    std::thread waiting{[&] { kind = live::kind_of([&] { (void)p.acquire(); }); }};
    std::this_thread::sleep_for(50ms);
    p.close();
    waiting.join();
    CHECK(kind == "misuse");
    (*held)->insert(Item{.name = "still works", .amount = 1});
    held.reset();
    CHECK(p.open() == 0);
    CHECK(live::kind_of([&] { (void)p.acquire(); }) == "misuse");
}

TEST_CASE("a pool to nowhere says so, again and again, and stays usable") {
    pool p{"postgresql:///db?host=/nonexistent/folder", {.size = 1, .timeout = 100ms}};
    for (int i = 0; i < 3; ++i) {
        CHECK(live::kind_of([&] { (void)p.acquire(); }) == "connection");
    }
    CHECK(p.open() == 0);
    CHECK(live::kind_of([] { pool const bad{"nonsense"}; }) == "invalid_url");
    CHECK(live::kind_of([] { pool const bad{"postgresql://", {.size = 0}}; }) == "misuse");
}
