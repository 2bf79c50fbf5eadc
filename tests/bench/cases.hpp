#pragma once
// SPDX-License-Identifier: BSL-1.0
// What is measured, the same on every back end: athanor's one-line forms beside the same by hand.

#include "harness.hpp"
#include "model.hpp"

#include <athanor/engine/backend.hpp>
#include <athanor/engine/raw_sql.hpp>
#include <athanor/query.hpp>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <vector>

namespace bench {

inline void require(bool right, char const* what) {
    if (!right) {
        std::fprintf(stderr, "the two sides differ: %s\n", what);
        std::exit(1);
    }
}

/// Both databases, and what is in them at the moment.
template <class Connection, class Hand>
class sides {
public:
    sides(Connection& c, Hand& h)
        : conn{c}
        , hand{h} {}

    /// The first n of the rows that all cases use.
    [[nodiscard]] std::span<User> users(int n) {
        if (users_.size() < static_cast<std::size_t>(n)) {
            users_ = make_users(n);
        }
        return std::span{users_}.first(static_cast<std::size_t>(n));
    }
    void empty(int n) {
        (void)users(n);
        if (filled_ != 0) {
            conn.execute(Hand::empty_users);
            hand.run(Hand::empty_users);
        }
        filled_ = changed;
    }
    /// n users on both sides.
    void fill(int n) {
        if (filled_ != n) {
            empty(n);
            conn.insert(users(n));
            hand.fill(users(n));
            filled_ = n;
        }
    }
    void fill_and_change(int n) {
        fill(n);
        filled_ = changed;
    }
    /// n orders of n / 10 users.
    void fill_orders(int n) {
        fill(n / 10);
        if (orders_ != n) {
            for (std::string const& sql : {std::string{"DELETE FROM orders"}, many_orders(n)}) {
                conn.execute(athanor::unsafe_sql{sql});
                hand.run(sql.c_str());
            }
            orders_ = n;
        }
    }

    Connection& conn;
    Hand& hand;

private:
    static constexpr int changed = -1;
    std::vector<User> users_;
    int filled_ = 0;
    int orders_ = 0;
};

/// `one_by_one`: how many rows for what takes a round trip each.
template <class Sides>
void add_cases(cases& to, Sides& s, std::string const& backend, int rows, int one_by_one) {
    using athanor::col;
    using athanor::select;
    auto& conn = s.conn;
    auto& hand = s.hand;
    auto const empty = [&s](int n) { s.empty(n); };
    auto const fill = [&s](int n) { s.fill(n); };
    auto const fill_and_change = [&s](int n) { s.fill_and_change(n); };

    to.add(
        "insert one by one", backend, one_by_one, empty,
        [&](int n) {
            auto transaction = conn.transaction();
            for (auto& u : s.users(n)) {
                conn.insert(u);
            }
            transaction.commit();
        },
        [&](int n) { hand.insert(s.users(n)); });
    to.add(
        "insert a range", backend, rows, empty, [&](int n) { conn.insert(s.users(n)); },
        [&](int n) { hand.insert(s.users(n)); });
    to.add(
        "select into a vector", backend, rows, fill,
        [&](int n) { require(std::ssize(conn.all(select<User>())) == n, "select"); },
        [&](int n) { require(std::ssize(hand.select()) == n, "select"); });
    to.add(
        "stream structs", backend, rows, fill,
        [&](int n) {
            int seen = 0;
            for (auto const& u : conn.stream(select<User>())) {
                seen += u.name.empty() ? 0 : 1;
            }
            require(seen == n, "stream");
        },
        [&](int n) { require(std::ssize(hand.select()) == n, "select"); });
    to.add(
        "stream structs beside a stream by hand", backend, rows, fill,
        [&](int n) {
            int seen = 0;
            for (auto const& u : conn.stream(select<User>())) {
                seen += u.name.empty() ? 0 : 1;
            }
            require(seen == n, "stream");
        },
        [&](int n) {
            int seen = 0;
            hand.stream([&](User const& u) { seen += u.name.empty() ? 0 : 1; });
            require(seen == n, "stream");
        });
    auto const view_all = [&](int n) {
        int seen = 0;
        for (auto const& u : conn.stream(select<User>().template into<UserView>())) {
            seen += u.name.empty() ? 0 : 1;
        }
        require(seen == n, "views");
    };
    to.add("stream views", backend, rows, fill, view_all,
           [&](int n) { require(std::ssize(hand.select()) == n, "select"); });
    to.add("stream views beside views by hand", backend, rows, fill, view_all, [&](int n) {
        int seen = 0;
        hand.views([&](UserView const& u) { seen += u.name.empty() ? 0 : 1; });
        require(seen == n, "views");
    });
    to.add(
        "get by key", backend, one_by_one, fill,
        [&](int n) {
            for (std::int64_t i = 1; i <= n; ++i) {
                require(conn.template get<User>(i)->id == i, "get");
            }
        },
        [&](int n) {
            for (std::int64_t i = 1; i <= n; ++i) {
                require(hand.get(i).id == i, "get");
            }
        });
    to.add(
        "get by key in one transaction", backend, one_by_one, fill,
        [&](int n) {
            auto transaction = conn.transaction(athanor::transaction_mode::deferred);
            for (std::int64_t i = 1; i <= n; ++i) {
                require(conn.template get<User>(i)->id == i, "get");
            }
            transaction.commit();
        },
        [&](int n) {
            for (std::int64_t i = 1; i <= n; ++i) {
                require(hand.get(i).id == i, "get");
            }
        });
    to.add(
        "update one by one", backend, 10'000, fill,
        [&](int n) {
            auto transaction = conn.transaction();
            for (auto const& u : s.users(n)) {
                conn.update(u);
            }
            transaction.commit();
        },
        [&](int n) { hand.update(s.users(n)); });
    to.add(
        "update a range", backend, 10'000, fill, [&](int n) { conn.update(s.users(n)); },
        [&](int n) { hand.update(s.users(n)); });
    to.add(
        "erase a range", backend, 10'000, fill_and_change, [&](int n) { conn.erase(s.users(n)); },
        [&](int n) { hand.erase(s.users(n)); });
    to.add(
        "upsert a range", backend, 10'000, fill, [&](int n) { conn.upsert(s.users(n)); },
        [&](int n) { hand.upsert(s.users(n)); });
    to.add(
        "join with group by", backend, 100'000, [&s](int n) { s.fill_orders(n); },
        [&](int n) {
            auto const totals = conn.all(
                select(col<&User::name>, athanor::count(col<&Order::id>), athanor::sum(col<&Order::price>))
                    .template left_join<Order>(col<&Order::user_id> == col<&User::id>)
                    .group_by(col<&User::name>)
                    .order_by(col<&User::name>));
            require(std::ssize(totals) == n / 10, "join");
        },
        [&](int n) { require(std::ssize(hand.totals()) == n / 10, "join"); });
}

} // namespace bench
