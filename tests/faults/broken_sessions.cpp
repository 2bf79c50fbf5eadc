// SPDX-License-Identifier: BSL-1.0
// The server ends sessions in the middle of things; processes fork; threads share what they shouldn't.

#include "unit/engine_postgresql/shop.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <ranges>
#include <thread>

using namespace std::chrono_literals;

namespace {

void kill_others(shop const& s) {
    (void)s.ask("SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity WHERE datname = "
                "current_database() "
                "AND pid <> pg_backend_pid()");
}
std::vector<Item> make(int count) {
    std::vector<Item> out;
    for (int i = 1; i <= count; ++i) {
        out.push_back({i, "item " + std::to_string(i), std::nullopt, i});
    }
    return out;
}

} // namespace

TEST_CASE("the session ends at each statement of a transaction") {
    shop const s;
    auto conn = s.connect();
    for (int at = 0; at < 6; ++at) {
        CAPTURE(at);
        int step = 0;
        auto const maybe_kill = [&] {
            if (step++ == at) {
                kill_others(s);
            }
        };
        auto const e = live::error_of([&] {
            auto tx = conn.transaction();
            for (int i = 0; i < 5; ++i) {
                maybe_kill();
                conn.insert(Item{.name = std::to_string(i), .amount = i});
            }
            maybe_kill();
            tx.commit();
        });
        bool const right = e.kind() == orm::error_kind::connection_lost ||
                           e.kind() == orm::error_kind::transaction_rolled_back ||
                           e.kind() == orm::error_kind::outcome_unknown;
        CHECK_MESSAGE(right, e.what());
        CHECK(s.rows() == "0");
        CHECK(conn.count(orm::select<Item>()) == 0);
    }
}

TEST_CASE("the session ends in a stream, in a COPY, in a pipeline") {
    shop const s;
    auto conn = s.connect();
    (void)s.ask("ALTER TABLE items DROP CONSTRAINT uq_items_name");
    (void)s.ask("INSERT INTO items (name, amount) SELECT repeat('x', 500), 1 FROM generate_series(1, 50000)");
    int seen = 0;
    CHECK(live::kind_of([&] {
              for (auto const& item : conn.stream(orm::select<Item>())) {
                  seen += item.amount;
                  if (seen == 10) {
                      kill_others(s);
                  }
              }
          }) == "connection_lost");
    CHECK(seen >= 10);
    CHECK(seen < 50000);
    CHECK(conn.count(orm::select<Item>()) == 50000);
    (void)s.ask("TRUNCATE items");

    auto items = make(40000);
    int at = 0;
    auto killing = items | std::views::transform([&](Item const& i) {
                       if (++at == 60000) { // COPY looks the range over first
                           kill_others(s);
                       }
                       return i;
                   });
    CHECK(live::kind_of([&] { conn.insert(killing); }) == "connection_lost");
    CHECK(s.rows() == "0");
    for (auto& item : items) {
        item.id = 0;
    }
    std::thread killer{[&] {
        while (s.ask("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query "
                     "LIKE 'INSERT%' AND "
                     "pid <> pg_backend_pid()") == "0") {
        }
        kill_others(s);
    }};
    auto const e = live::error_of([&] {
        for (;;) { // until the killer strikes
            auto copy = items;
            conn.insert(copy);
            (void)conn.execute("DELETE FROM items");
        }
    });
    killer.join();
    bool const right =
        e.kind() == orm::error_kind::connection_lost || e.kind() == orm::error_kind::outcome_unknown;
    CHECK_MESSAGE(right, e.what());
    CHECK(s.rows() == "0");
}

TEST_CASE(
    "all sessions of a pool end while 8 threads work: each of them is felt once at most, then all is well") {
    shop const s;
    orm::pool<orm::postgresql> pool{s.url(), {.size = 4}};
    std::atomic<bool> stop{false};
    std::atomic<int> felt{0};
    std::atomic<int> strange{0};
    std::atomic<int> done{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&] {
            while (!stop) {
                try {
                    auto conn = pool.acquire();
                    (void)conn->count(orm::select<Item>());
                    ++done;
                } catch (orm::error const& e) {
                    ++(e.kind() == orm::error_kind::connection_lost ? felt : strange);
                }
            }
        });
    }
    while (done < 200) {
        std::this_thread::sleep_for(1ms);
    }
    kill_others(s);
    int const before = done;
    while (done < before + 200) {
        std::this_thread::sleep_for(1ms);
    }
    stop = true;
    for (auto& t : threads) {
        t.join();
    }
    CHECK(felt <= 4); // as many as there were sessions
    CHECK(strange == 0);
}

TEST_CASE("fifty statements are cancelled, and the connection is fine after each") {
    shop const s;
    s.fill(2000);
    auto conn = s.connect();
    for (int i = 0; i < 50; ++i) {
        std::atomic<bool> done{false};
        std::thread canceller{[&] {
            std::this_thread::sleep_for(std::chrono::microseconds{i * 50});
            while (!done) {
                conn.cancel();
                std::this_thread::sleep_for(1ms);
            }
        }};
        std::string kind = "none";
        try {
            if (i % 2 == 0) {
                (void)conn.query("SELECT pg_sleep(60)");
            } else {
                for (auto const& item : conn.stream(orm::select<Item>())) {
                    (void)item;
                }
            }
        } catch (orm::error const& e) {
            kind = std::string{orm::facts_of(e.kind()).name};
        }
        done = true;
        canceller.join();
        bool const right = kind == "interrupted" || (i % 2 == 1 && kind == "none");
        CHECK_MESSAGE(right, kind);
        int tries = 0;
        while (tries < 3) { // the last request may still hit this one
            try {
                CHECK(conn.count(orm::select<Item>()) == 2000);
                break;
            } catch (orm::error const& e) {
                CHECK(e.kind() == orm::error_kind::interrupted);
                ++tries;
            }
        }
        CHECK(tries < 3);
    }
}

TEST_CASE("a forked child can't use the connection, and its end doesn't end the parent's session") {
    shop const s;
    s.fill(1);
    auto conn = std::make_unique<connection>(s.connect());
    auto const pid = backend_pid(*conn);
    CHECK(conn->get<Item>(1).has_value());
    pid_t const child = ::fork();
    if (child == 0) {
        int code = 1;
        try {
            (void)conn->get<Item>(1);
        } catch (orm::error const& e) {
            code = e.kind() == orm::error_kind::misuse ? 0 : 2;
        }
        conn.reset();
        ::_exit(code);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(backend_pid(*conn) == pid);
    CHECK(conn->get<Item>(1).has_value());
}

TEST_CASE("two threads on one connection: one works, the other is told") {
    shop const s;
    auto conn = s.connect();
    std::thread slow{[&] { (void)conn.query("SELECT pg_sleep(0.4)"); }};
    std::this_thread::sleep_for(150ms);
    CHECK(live::kind_of([&] { (void)conn.count(orm::select<Item>()); }) == "misuse");
    slow.join();
    CHECK(conn.count(orm::select<Item>()) == 0);
}

TEST_CASE("lock_timeout of the URL ends a wait for a lock with kind busy, which may be tried again") {
    shop const s;
    s.fill(1);
    auto holder = s.connect();
    auto tx = holder.transaction();
    holder.execute("LOCK TABLE items");
    auto conn = s.connect("&lock_timeout=100");
    auto const e = live::error_of([&] { (void)conn.count(orm::select<Item>()); });
    CHECK(e.kind() == orm::error_kind::busy);
    CHECK(e.retryable());
    tx.rollback();
    CHECK(conn.count(orm::select<Item>()) == 1);
}

TEST_CASE("savepoint trees: 100 random ones do what a model says") {
    shop const s;
    auto conn = s.connect();
    unsigned seed = 7;
    auto const random = [&](unsigned n) {
        seed = seed * 1103515245U + 12345U;
        return (seed >> 16U) % n;
    };
    int name = 0;
    std::function<std::vector<std::string>(int)> const grow = [&](int depth) {
        std::vector<std::string> kept;
        auto tx = conn.transaction();
        for (unsigned i = 0; i < 1 + random(3); ++i) {
            auto const mine = "item " + std::to_string(++name);
            conn.insert(Item{.name = mine, .amount = depth});
            kept.push_back(mine);
            if (depth < 20 && random(3) != 0) {
                auto const inner = grow(depth + 1);
                kept.insert(kept.end(), inner.begin(), inner.end());
            }
        }
        if (random(3) == 0) {
            return std::vector<std::string>{}; // leaves without commit()
        }
        tx.commit();
        return kept;
    };
    std::size_t expected = 0;
    for (int tree = 0; tree < 100; ++tree) {
        expected += grow(0).size();
        REQUIRE(s.rows() == std::to_string(expected));
        REQUIRE_FALSE(conn.in_transaction());
    }
    CHECK(expected > 100);
}
