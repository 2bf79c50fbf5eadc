// SPDX-License-Identifier: BSL-1.0
// Transactions: nested ones against a model, exceptions, errors inside, and what a COMMIT can no longer save.

#include "both.hpp"

#include <map>
#include <random>
#include <stdexcept>

namespace conformance {
namespace {

struct Entry {
    std::int64_t id{};
    std::int64_t value{};

    static constexpr auto table =
        orm::table("entries", orm::primary_key<&Entry::id>, orm::column<&Entry::value>.unique());
};
using book = orm::metadata<Entry>;
using contents = std::map<std::int64_t, std::int64_t>;

contents read(site& s) {
    contents out;
    for (auto const& e : s.conn.all(orm::select<Entry>())) {
        out[e.id] = e.value;
    }
    return out;
}

// A random tree of transactions. Each node writes, goes deeper, and ends by commit, rollback, its scope or an
// exception; the model is changed in the same way.
struct tree {
    site& s;
    contents model{};
    std::mt19937 random;
    int nodes = 0;

    unsigned pick(unsigned n) { return static_cast<unsigned>(random() % n); }
    void write() {
        auto const id = static_cast<std::int64_t>(pick(12));
        auto const value = static_cast<std::int64_t>(random());
        if (model.contains(id)) {
            if (pick(2) == 0) {
                CHECK(s.conn.erase<Entry>(id));
                model.erase(id);
            } else {
                s.conn.update(Entry{id, value});
                model[id] = value;
            }
        } else {
            s.conn.insert(Entry{id, value});
            model[id] = value;
        }
    }
    void node(int depth) {
        ++nodes;
        contents const before = model;
        try {
            auto tx = s.conn.transaction();
            for (unsigned step = 0; step < 1 + pick(4); ++step) {
                if (depth < 6 && pick(3) == 0) {
                    node(depth + 1);
                } else {
                    write();
                }
            }
            // An error inside a savepoint of its own spoils nothing.
            if (!model.empty() && pick(4) == 0) {
                CHECK(s.outcome([&] {
                    auto inner = s.conn.transaction();
                    s.conn.insert(Entry{model.begin()->first, 0});
                    inner.commit();
                }) == "unique");
            }
            switch (pick(5)) {
            case 0:
                tx.rollback();
                model = before;
                break;
            case 1: // its scope ends
                model = before;
                break;
            case 2:
                throw std::runtime_error("out of the transaction");
            default:
                tx.commit();
            }
        } catch (std::runtime_error const&) {
            model = before;
        }
    }
};

} // namespace

TEST_CASE("100 random trees of nested transactions end as the model says") {
    on_both<book>([](site& s) {
        int nodes = 0;
        for (unsigned seed = 0; seed < 100; ++seed) {
            CAPTURE(seed);
            tree t{s, read(s), std::mt19937{seed}};
            t.node(1);
            nodes += t.nodes;
            REQUIRE_FALSE(s.conn.in_transaction());
            REQUIRE(read(s) == t.model);
        }
        s.note("nodes", nodes);
        s.note_rows("SELECT id, value FROM entries ORDER BY id");
    });
}

TEST_CASE("an error in a transaction: on PostgreSQL it is over, on SQLite it goes on") {
    on_both<book>([](site& s) {
        s.conn.insert(Entry{1, 1});
        auto tx = s.conn.transaction();
        s.conn.insert(Entry{2, 2});
        s.note_outcome("broken", [&] { s.conn.insert(Entry{1, 9}); });
        // The one difference that no driver can hide without a savepoint around every statement.
        auto const next = s.outcome([&] { s.conn.insert(Entry{3, 3}); });
        auto const commit = s.outcome([&] { tx.commit(); });
        CHECK(next == (s.is_sqlite ? "ok" : "transaction_rolled_back"));
        CHECK(commit == (s.is_sqlite ? "ok" : "transaction_rolled_back"));
        tx.rollback();
        CHECK_FALSE(s.conn.in_transaction());
        CHECK(read(s).size() == (s.is_sqlite ? 3U : 1U));
    });
}

TEST_CASE("a nested transaction around what may fail, and nothing differs") {
    on_both<book>([](site& s) {
        s.conn.insert(Entry{1, 1});
        auto tx = s.conn.transaction();
        for (std::int64_t i = 10; i < 16; ++i) { // each second one repeats a value
            s.note_outcome("row", [&] {
                auto inner = s.conn.transaction();
                s.conn.insert(Entry{i, i / 2 * 100});
                inner.commit();
            });
        }
        // A range is a transaction of its own: all or nothing, and the one around it goes on.
        s.note_outcome("range", [&] { s.conn.insert(std::vector<Entry>{{20, 20}, {21, 21}, {1, 22}}); });
        s.note_outcome("constant range", [&] {
            std::vector<Entry> const rows{{20, 20}, {21, 21}, {1, 22}};
            s.conn.insert(rows);
        });
        s.note_outcome("update range", [&] { s.conn.update(std::vector<Entry>{{1, 500}, {20, 500}}); });
        s.note_outcome("refused before it is sent",
                       [&] { (void)s.conn.all(orm::select<Entry>().limit(-1)); });
        s.conn.insert(Entry{30, 30});
        tx.commit();
        s.note_rows("SELECT id, value FROM entries ORDER BY id");
    });
}

TEST_CASE(
    "an exception rolls back, transact() commits or runs again, and a transaction that is over says so") {
    on_both<book>([](site& s) {
        CHECK_THROWS_AS(
            [&] {
                auto tx = s.conn.transaction();
                s.conn.insert(Entry{1, 1});
                throw std::runtime_error("no");
            }(),
            std::runtime_error);
        s.note("rows", s.conn.count(orm::select<Entry>()));
        s.note("returned", s.conn.transact([&] {
            s.conn.insert(Entry{2, 2});
            return 42;
        }));
        s.note_outcome("transact", [&] {
            s.conn.transact([&] {
                s.conn.insert(Entry{3, 3});
                s.conn.insert(Entry{3, 4});
            });
        });
        int attempts = 0;
        s.conn.transact([&] {
            s.conn.insert(Entry{5, 5});
            if (++attempts < 3) {
                throw orm::error{orm::error_kind::serialization, "lost a race"};
            }
        });
        s.note("attempts", attempts);
        auto tx = s.conn.transaction();
        s.note_outcome("inner first", [&] {
            auto inner = s.conn.transaction();
            tx.commit();
        });
        tx.commit();
        s.note_outcome("twice", [&] { tx.commit(); });
        auto other = s.conn.transaction();
        s.conn.insert(Entry{6, 6});
        s.conn.execute("ROLLBACK");
        s.note_outcome("ended behind our back", [&] { other.commit(); });
        s.note_rows("SELECT id, value FROM entries ORDER BY id");
    });
}

TEST_CASE("streams inside a transaction see it, and outlive what is written beside") {
    on_both<book>([](site& s) {
        auto tx = s.conn.transaction();
        std::vector<Entry> rows;
        for (std::int64_t i = 0; i < 2000; ++i) {
            rows.push_back({i, i});
        }
        s.conn.insert(std::as_const(rows));
        std::int64_t sum = 0;
        for (auto const& e : s.conn.stream(orm::select<Entry>().order_by(orm::col<&Entry::id>))) {
            sum += e.value;
            if (e.id == 10) {
                auto inner = s.conn.transaction();
                s.conn.insert(Entry{5000, -1});
            }
            if (e.id % 500 == 0) {
                s.note("inside", s.conn.count(orm::select<Entry>()));
            }
        }
        s.note("sum", sum);
        for (auto const& e : s.conn.stream(orm::select<Entry>().order_by(orm::col<&Entry::id>))) {
            if (e.id == 3) {
                break; // left early, in a transaction
            }
        }
        tx.rollback();
        s.note("after", s.conn.count(orm::select<Entry>()));
    });
}

} // namespace conformance
