// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <athanor/create_all.hpp>
#include <athanor/sqlite.hpp>

#include "unit/driver/scratch.hpp"

#include <cstdint>
#include <random>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace orm = athanor;
using scratch::ask;
using scratch::kind_of;

namespace {

struct Item {
    std::int64_t id{};
    std::string name{};
    static constexpr auto table = orm::table("items", orm::primary_key<&Item::id>);
};
struct Counter {
    std::int64_t id{};
    std::int64_t value{};
};
struct Child {
    std::int64_t id{};
    std::int64_t parent{};
    static constexpr auto table =
        orm::table("children", orm::primary_key<&Child::id>,
                   orm::foreign_key<&Child::parent>.references<&Item::id>.deferrable().initially_deferred());
};

struct fixture {
    scratch::folder dir;
    orm::connection<orm::sqlite> conn = orm::connect<orm::sqlite>(dir.url("t.db"));
    fixture() { conn.create_all<orm::metadata<Item, Counter, Child>>(); }
    // Through a connection of its own: what the file holds, not what we believe.
    [[nodiscard]] std::string seen(std::string const& sql) const {
        sqlite3* db = nullptr;
        REQUIRE(sqlite3_open(dir.file("t.db").c_str(), &db) == SQLITE_OK);
        auto const out = ask(db, sql);
        sqlite3_close(db);
        return out;
    }
};

} // namespace

TEST_CASE_FIXTURE(fixture, "a transaction is kept by commit and undone on every other way out") {
    {
        auto tx = conn.transaction();
        conn.insert(Item{1, "kept"});
        CHECK(tx.is_open());
        CHECK(seen("SELECT count(*) FROM items") == "0"); // nobody else sees it yet
        tx.commit();
        CHECK(tx.finished());
    }
    CHECK(seen("SELECT count(*) FROM items") == "1");
    {
        auto tx = conn.transaction();
        conn.insert(Item{2, "scope ends"});
    }
    CHECK_FALSE(conn.in_transaction());
    try {
        auto tx = conn.transaction();
        conn.insert(Item{3, "exception"});
        throw std::runtime_error("out");
    } catch (std::runtime_error const&) {
    }
    {
        auto tx = conn.transaction();
        conn.insert(Item{4, "rollback"});
        tx.rollback();
        tx.rollback(); // a second time does nothing
    }
    {
        auto tx = conn.transaction();
        auto moved = std::move(tx);
        conn.insert(Item{5, "moved"});
        moved.commit();
    }
    CHECK(seen("SELECT group_concat(id) FROM items") == "1,5");
    CHECK_FALSE(conn.in_transaction());
}

TEST_CASE_FIXTURE(fixture, "committing twice, or around an open inner one, is refused and nothing is lost") {
    auto outer = conn.transaction();
    conn.insert(Item{1, "outer"});
    auto inner = conn.transaction();
    CHECK(kind_of([&] { outer.commit(); }) == "misuse");
    inner.commit();
    CHECK(kind_of([&] { inner.commit(); }) == "misuse");
    outer.commit();
    CHECK(seen("SELECT count(*) FROM items") == "1");
}

TEST_CASE_FIXTURE(fixture, "a transaction that a statement ended behind our back is not believed") {
    conn.insert(Item{1, "there"});
    {
        auto tx = conn.transaction();
        conn.insert(Item{2, "lost"});
        CHECK(kind_of([&] { conn.execute("INSERT OR ROLLBACK INTO items VALUES (1, 'again')"); }) ==
              "unique");
        CHECK_FALSE(tx.is_open());
        CHECK(kind_of([&] { tx.commit(); }) == "transaction_rolled_back");
    }
    CHECK(seen("SELECT group_concat(id) FROM items") == "1");
    auto tx = conn.transaction(); // and the next one begins afresh
    conn.insert(Item{3, "next"});
    tx.commit();
    CHECK(seen("SELECT group_concat(id) FROM items") == "1,3");
}

TEST_CASE_FIXTURE(fixture,
                  "a deferred foreign key that fails at COMMIT leaves the transaction open to be mended") {
    auto tx = conn.transaction();
    conn.insert(Child{1, 7});
    CHECK(kind_of([&] { tx.commit(); }) == "foreign_key");
    CHECK(tx.is_open());
    conn.insert(Item{7, "the parent"});
    tx.commit();
    CHECK(seen("SELECT count(*) FROM children JOIN items ON items.id = parent") == "1");
}

TEST_CASE("a COMMIT that meets a reader is busy, stays open, and succeeds when the reader has gone") {
    scratch::folder dir;
    auto conn = orm::connect<orm::sqlite>(dir.url("t.db", "?busy_timeout=20"));
    conn.create_all<orm::metadata<Item>>();
    conn.insert(Item{1, "one"});
    sqlite3* reader = nullptr;
    REQUIRE(sqlite3_open(dir.file("t.db").c_str(), &reader) == SQLITE_OK);
    sqlite3_stmt* reading = nullptr;
    REQUIRE(sqlite3_prepare_v2(reader, "SELECT * FROM items", -1, &reading, nullptr) == SQLITE_OK);
    REQUIRE(sqlite3_step(reading) == SQLITE_ROW); // holds a shared lock
    {
        auto tx = conn.transaction();
        conn.insert(Item{2, "two"});
        CHECK(kind_of([&] { tx.commit(); }) == "busy");
        CHECK(tx.is_open());
        sqlite3_finalize(reading);
        tx.commit();
    }
    CHECK(ask(reader, "SELECT count(*) FROM items") == "2");
    sqlite3_close(reader);
}

namespace {

// A tree of nested transactions at random; `rows` is what should be there afterwards.
void grow(orm::connection<orm::sqlite>& conn, std::mt19937& random, int depth, std::int64_t& next,
          std::set<std::int64_t>& rows) {
    auto tx = conn.transaction();
    auto mine = rows;
    for (int i = 0; i < 3; ++i) {
        conn.insert(Item{next, "x"});
        mine.insert(next++);
        if (depth > 1 && random() % 3 != 0) {
            grow(conn, random, depth - 1 - static_cast<int>(random() % 3), next, mine);
        }
    }
    switch (random() % 3) {
    case 0:
        tx.rollback();
        return;
    case 1:
        return; // the scope's end rolls back
    default:
        tx.commit();
        rows = std::move(mine);
    }
}

} // namespace

TEST_CASE("500 random trees of savepoints keep exactly what was committed all the way up") {
    auto conn = orm::connect<orm::sqlite>("sqlite://");
    conn.create_all<orm::metadata<Item>>();
    std::mt19937 random{7};
    std::set<std::int64_t> expected;
    std::int64_t next = 1;
    for (int i = 0; i < 500; ++i) {
        grow(conn, random, 1 + static_cast<int>(random() % 6), next, expected);
        REQUIRE_FALSE(conn.in_transaction());
    }
    std::set<std::int64_t> found;
    for (auto const& item : conn.stream(orm::select<Item>())) {
        found.insert(item.id);
    }
    CHECK(found == expected);
    CHECK(expected.size() > 100);
}

TEST_CASE_FIXTURE(fixture, "savepoints nest twenty deep") {
    std::vector<orm::transaction> open;
    for (int i = 0; i < 20; ++i) {
        open.push_back(conn.transaction());
        conn.insert(Item{i, "deep"});
    }
    for (int i = 19; i >= 10; --i) {
        open.back().rollback();
        open.pop_back();
    }
    while (!open.empty()) {
        open.back().commit();
        open.pop_back();
    }
    CHECK(seen("SELECT count(*) FROM items") == "10");
}

TEST_CASE_FIXTURE(fixture, "transact runs again what lost a race, and gives other errors on at once") {
    int runs = 0;
    CHECK(conn.transact([&](orm::transaction& tx) {
        ++runs;
        conn.insert(Item{tx.attempt(), "attempt"});
        if (tx.attempt() < 3) {
            throw orm::error{orm::error_kind::serialization, "lost"};
        }
        return runs;
    }) == 3);
    CHECK(seen("SELECT group_concat(id) FROM items") == "3");
    runs = 0;
    CHECK(kind_of([&] {
              conn.transact([&] {
                  ++runs;
                  conn.insert(Item{3, "twice"});
              });
          }) == "unique");
    CHECK(runs == 1);
    CHECK_FALSE(conn.in_transaction());
}

TEST_CASE_FIXTURE(fixture, "8 writers with 500 transactions each lose no update and see no busy error") {
    conn.insert(Counter{1, 0});
    std::vector<std::thread> writers;
    std::vector<std::string> problems(8);
    for (std::size_t w = 0; w < 8; ++w) {
        writers.emplace_back([&, w] {
            try {
                auto mine = orm::connect<orm::sqlite>(
                    dir.url("t.db", "?busy_timeout=60000&journal_mode=wal&synchronous=off"));
                for (int i = 0; i < 500; ++i) {
                    auto tx = mine.transaction();
                    auto counter = mine.get<Counter>(1);
                    counter->value += 1;
                    mine.update(*counter);
                    tx.commit();
                }
            } catch (std::exception const& e) {
                problems[w] = e.what();
            }
        });
    }
    for (auto& writer : writers) {
        writer.join();
    }
    for (auto const& problem : problems) {
        CHECK(problem == "");
    }
    CHECK(seen("SELECT value FROM counter") == "4000");
}
