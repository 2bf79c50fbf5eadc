// SPDX-License-Identifier: BSL-1.0
// Behind pgbouncer each transaction may meet another server session: ordinary work must not notice.

#include "unit/engine_postgresql/shop.hpp"

#include "faults/bouncer.hpp"

#include <thread>

TEST_CASE("ordinary work through pgbouncer, in both modes") {
    for (char const* mode : {"transaction", "session"}) {
        CAPTURE(mode);
        shop const s;
        bouncer const b{mode};
        auto const url = b.url(s.database.name());
        {
            auto conn = orm::connect<orm::postgresql>(url);
            CHECK(conn.database().pooled());
        }
        // More clients than server sessions, where they are shared.
        int const clients = std::string_view{mode} == "transaction" ? 12 : 4;
        std::vector<std::thread> threads;
        std::atomic<int> wrong{0};
        for (int t = 0; t < clients; ++t) {
            threads.emplace_back([&, t] {
                try {
                    auto conn = orm::connect<orm::postgresql>(url);
                    for (int i = 0; i < 30; ++i) {
                        auto item = conn.insert(
                            Item{.name = std::to_string(t) + '/' + std::to_string(i), .amount = i});
                        wrong += conn.get<Item>(item.id).value_or(Item{}).amount == i ? 0 : 1;
                        conn.transact([&] {
                            item.amount += 1000;
                            conn.update(item);
                        });
                        int rows = 0;
                        for (auto const& row :
                             conn.stream(orm::select<Item>().where(orm::col<&Item::id> == item.id))) {
                            rows += row.amount == i + 1000 ? 1 : 100;
                        }
                        wrong += rows == 1 ? 0 : 1;
                    }
                    std::vector<Item> many;
                    for (int i = 0; i < 600; ++i) {
                        many.push_back(
                            {0, std::to_string(t) + " many " + std::to_string(i), std::nullopt, 1});
                    }
                    conn.insert(many); // a pipeline
                    for (auto& item : many) {
                        item.id += 1'000'000;
                        item.name += " again";
                    }
                    conn.insert(std::as_const(many)); // COPY
                    wrong += conn.erase(many) == 600 ? 0 : 1;
                } catch (std::exception const& e) {
                    MESSAGE(e.what());
                    ++wrong;
                }
            });
        }
        for (auto& t : threads) {
            t.join();
        }
        CHECK(wrong == 0);
        CHECK(s.rows() == std::to_string(clients * 630));
    }
}

TEST_CASE("behind pgbouncer a pool doesn't reset what isn't its own") {
    shop const s;
    bouncer const b{"transaction"};
    orm::pool<orm::postgresql> pool{b.url(s.database.name()), {.size = 2}};
    for (int i = 0; i < 5; ++i) {
        auto conn = pool.acquire();
        conn->execute("INSERT INTO items (name, amount) VALUES ($1, 1)", std::to_string(i));
        CHECK(std::get<std::string>(conn->query("SHOW TimeZone").rows[0][0]) == "UTC");
    }
    CHECK(s.rows() == "5");
}
