// SPDX-License-Identifier: BSL-1.0
// Transactions on a server: what COMMIT really said, lost connections, lost races.

#include "shop.hpp"

#include <thread>

TEST_CASE("the commit of a failed transaction is no commit") {
    shop const s;
    s.fill(1);
    auto conn = s.connect();
    auto const e = live::error_of([&] {
        auto tx = conn.transaction();
        conn.insert(Item{.name = "lost", .amount = 1});
        auto const first = live::error_of([&] { conn.insert(Item{.name = "item 1", .amount = 1}); });
        CHECK(first.kind() == orm::error_kind::unique);
        CHECK_FALSE(first.transaction_usable());
        CHECK(first.connection_usable());
        tx.commit();
    });
    CHECK(e.kind() == orm::error_kind::transaction_rolled_back);
    CHECK(s.rows() == "1");
    CHECK_FALSE(conn.in_transaction());
}

TEST_CASE("a savepoint saves the transaction around a failed statement") {
    shop const s;
    s.fill(1);
    auto conn = s.connect();
    auto tx = conn.transaction();
    conn.insert(Item{.name = "before", .amount = 1});
    CHECK(live::kind_of([&] {
              auto inner = conn.transaction();
              conn.insert(Item{.name = "item 1", .amount = 1});
          }) == "unique");
    conn.insert(Item{.name = "after", .amount = 1});
    tx.commit();
    CHECK(s.ask("SELECT string_agg(name, ',' ORDER BY name) FROM items") == "after,before,item 1");
}

TEST_CASE("a deferred constraint speaks at COMMIT") {
    shop const s;
    (void)s.ask("CREATE TABLE parts (id BIGINT PRIMARY KEY, item BIGINT NOT NULL CONSTRAINT fk_parts_item "
                "REFERENCES items "
                "DEFERRABLE INITIALLY DEFERRED)");
    auto conn = s.connect();
    auto const e = live::error_of([&] {
        auto tx = conn.transaction();
        conn.execute("INSERT INTO parts VALUES (1, 77)");
        tx.commit();
    });
    CHECK(e.kind() == orm::error_kind::foreign_key);
    CHECK(e.constraint() == "fk_parts_item");
    CHECK_FALSE(conn.in_transaction());
    CHECK(s.ask("SELECT count(*) FROM parts") == "0");
}

TEST_CASE("a connection that broke outside a transaction is opened again by the next statement") {
    shop const s;
    s.fill(3);
    auto conn = s.connect();
    CHECK(conn.get<Item>(1).has_value());
    auto const pid = backend_pid(conn);
    kill_backend(s, pid);
    auto const e = live::error_of([&] { (void)conn.get<Item>(1); });
    CHECK(e.kind() == orm::error_kind::connection_lost);
    CHECK_FALSE(e.connection_usable());
    CHECK(conn.get<Item>(2)->name == "item 2"); // prepared anew
    CHECK(backend_pid(conn) != pid);
}

TEST_CASE("a connection that broke in a transaction stays broken until the transaction is left") {
    shop const s;
    s.fill(3);
    auto conn = s.connect();
    auto const e = live::error_of([&] {
        auto tx = conn.transaction();
        conn.insert(Item{.name = "lost", .amount = 1});
        kill_backend(s, std::stoll(s.ask(
                            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
                            "pg_backend_pid()")));
        CHECK(live::kind_of([&] { conn.insert(Item{.name = "lost, too", .amount = 1}); }) ==
              "connection_lost");
        CHECK(live::kind_of([&] { conn.insert(Item{.name = "nowhere", .amount = 1}); }) == "connection_lost");
        tx.commit();
    });
    CHECK(e.kind() == orm::error_kind::transaction_rolled_back);
    CHECK(s.rows() == "3");
    conn.insert(Item{.name = "a new one", .amount = 1});
    CHECK(s.rows() == "4");
}

TEST_CASE("lost races are run again: 8 threads, serializable, nothing is lost") {
    shop const s;
    (void)s.ask("INSERT INTO items (id, name, amount) VALUES (1, 'counter', 0)");
    std::vector<std::thread> threads;
    std::atomic<int> attempts{0};
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&] {
            auto conn = s.connect();
            for (int i = 0; i < 50; ++i) {
                conn.transact(
                    [&](orm::transaction&) {
                        ++attempts;
                        auto counter = *conn.get<Item>(1);
                        ++counter.amount;
                        conn.update(counter);
                    },
                    {.attempts = 1000, .level = orm::isolation::serializable});
            }
        });
    }
    for (auto& t : threads) {
        t.join();
    }
    CHECK(s.ask("SELECT amount FROM items") == "400");
    CHECK(attempts >= 400);
}

TEST_CASE("a deadlock has a victim, and the victim tries again") {
    shop const s;
    s.fill(2);
    std::atomic<int> ready{0};
    auto const work = [&](std::int64_t first, std::int64_t second) {
        auto conn = s.connect();
        conn.transact([&](orm::transaction& tx) {
            auto a = *conn.get<Item>(first);
            a.amount += 10;
            conn.update(a);
            if (tx.attempt() == 1) {
                ++ready;
                while (ready < 2) {
                    std::this_thread::yield();
                }
            }
            auto b = *conn.get<Item>(second);
            b.amount += 10;
            conn.update(b);
        });
    };
    (void)s.ask("ALTER DATABASE " + s.database.name() + " SET deadlock_timeout = '50ms'");
    std::thread one{work, 1, 2};
    std::thread two{work, 2, 1};
    one.join();
    two.join();
    CHECK(s.ask("SELECT string_agg(amount::text, ',' ORDER BY id) FROM items") == "21,22");
}

TEST_CASE("a table that is altered under prepared statements") {
    shop const s;
    s.fill(3);
    auto conn = s.connect();
    CHECK(conn.get<Item>(1).has_value());
    (void)s.ask("ALTER TABLE items ALTER COLUMN amount TYPE BIGINT");
    CHECK(conn.get<Item>(1)->amount == 1); // prepared again, without a word
    {
        auto tx = conn.transaction();
        (void)s.ask("SELECT 1");
        tx.commit();
    }
    auto tx = conn.transaction();
    CHECK(conn.get<Item>(2)->amount == 2);
    tx.rollback();
    (void)s.ask("ALTER TABLE items ALTER COLUMN amount TYPE SMALLINT");
    int attempts = 0;
    int amount = 0;
    conn.transact([&] {
        ++attempts;
        amount = conn.get<Item>(2)->amount;
    });
    CHECK(amount == 2);
    CHECK(attempts == 2); // in a transaction the first try is lost
    conn.execute("DISCARD ALL");
    CHECK(conn.get<Item>(3)->amount == 3);
}

TEST_CASE("statements of any number of shapes don't fill the server") {
    shop const s;
    s.fill(30);
    auto conn = s.connect();
    for (int i = 0; i < 50; ++i) { // a nested use of one statement makes a second one, which is freed
        for (auto const& outer : conn.stream(orm::select<Item>())) {
            for (auto const& inner : conn.stream(orm::select<Item>())) {
                (void)inner;
                break;
            }
            (void)outer;
            break;
        }
    }
    CHECK(std::get<std::int64_t>(conn.query("SELECT count(*) FROM pg_prepared_statements").rows[0][0]) < 6);
}
