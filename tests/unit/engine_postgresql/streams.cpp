// SPDX-License-Identifier: BSL-1.0
// Rows one by one: constant memory, other statements in between, loops that are left early.

#include "shop.hpp"

#include <sys/resource.h>

namespace {

long resident_kib() {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss;
}

} // namespace

TEST_CASE("a stream of 300,000 rows needs no memory for them") {
    shop const s;
    (void)s.ask("ALTER TABLE items DROP CONSTRAINT uq_items_name");
    (void)s.ask(
        "INSERT INTO items (name, amount) SELECT repeat('x', 200), 1 FROM generate_series(1, 300000)");
    auto conn = s.connect();
    long const before = resident_kib();
    std::int64_t rows = 0;
    for (auto const& item : conn.stream(orm::select<Item>())) {
        rows += item.amount;
    }
    CHECK(rows == 300'000);
#ifdef __SANITIZE_ADDRESS__
    long const most = 500'000; // freed memory isn't given out again for a while
#else
    long const most = 20'000; // the rows are 60 MB
#endif
    CHECK(resident_kib() - before < most);
}

TEST_CASE("another statement in the loop: the rest of the rows waits in memory") {
    shop const s;
    s.fill(100);
    auto conn = s.connect();
    int outer = 0;
    std::int64_t inner = 0;
    for (auto const& item : conn.stream(orm::select<Item>().order_by(orm::col<&Item::id>))) {
        ++outer;
        auto const again = conn.get<Item>(item.id);
        REQUIRE(again.has_value());
        inner += again->amount;
        if (outer == 5) { // the same statement, too
            for (auto const& other : conn.stream(orm::select<Item>().order_by(orm::col<&Item::id>))) {
                inner += other.amount;
            }
        }
        if (outer == 7) {
            conn.insert(Item{.name = "new", .amount = 0});
        }
    }
    CHECK(outer == 100);
    CHECK(inner == 5050 * 2);
    CHECK(s.rows() == "101");
}

TEST_CASE("a loop that is left early frees the connection, in and out of a transaction") {
    shop const s;
    s.fill(20000);
    auto conn = s.connect();
    for (int round = 0; round < 3; ++round) {
        for (auto const& item : conn.stream(orm::select<Item>())) {
            if (item.id == 3) {
                break;
            }
        }
        CHECK(conn.count(orm::select<Item>()) == 20000);
    }
    auto tx = conn.transaction();
    conn.insert(Item{.name = "kept", .amount = 1});
    for (auto const& item : conn.stream(orm::select<Item>())) {
        (void)item;
        break;
    }
    tx.commit();
    CHECK(s.rows() == "20001");
}

TEST_CASE("an error among the rows comes when it is reached, and ends the stream") {
    shop const s;
    s.fill(50);
    (void)s.ask("CREATE VIEW broken AS SELECT id, name, note, amount / (CASE WHEN id = 30 THEN 0 ELSE 1 END) "
                "AS amount "
                "FROM items");
    struct Broken {
        std::int64_t id{};
        std::string name{};
        std::optional<std::string> note{};
        std::int32_t amount{};
    };
    auto conn = s.connect();
    int seen = 0;
    auto const e = live::error_of([&] {
        for (auto const& b : conn.stream(orm::select<Broken>())) {
            (void)b;
            ++seen;
        }
    });
    CHECK(e.sqlstate() == "22012");
    CHECK(seen == 29);
    CHECK(conn.count(orm::select<Item>()) == 50);
}

TEST_CASE("beginning a transaction while a stream is open outside of one begins a real one") {
    shop const s;
    s.fill(10);
    auto conn = s.connect();
    int n = 0;
    for (auto const& item : conn.stream(orm::select<Item>())) {
        if (++n == 2) {
            auto tx = conn.transaction();
            conn.erase(item);
            tx.commit();
        }
    }
    CHECK(n == 10);
    CHECK(s.rows() == "9");
}
