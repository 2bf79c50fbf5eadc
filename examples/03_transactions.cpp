// SPDX-License-Identifier: BSL-1.0
// Transactions and savepoints: what isn't committed is rolled back, on every way out of a scope.

#include <athanor/create_all.hpp>
#include <athanor/model.hpp>
#include <athanor/sqlite.hpp>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>

namespace orm = athanor;

struct Account {
    std::int64_t id{};
    std::int64_t cents{};

    static constexpr auto table =
        orm::table("accounts", orm::column<&Account::cents>.check(orm::col<&Account::cents> >= 0));
};

template <class Connection>
void move_money(Connection& conn, std::int64_t from, std::int64_t to, std::int64_t cents) {
    auto transaction = conn.transaction();
    auto target = conn.template get<Account>(to);
    target->cents += cents;
    conn.update(*target);
    auto source = conn.template get<Account>(from);
    source->cents -= cents;
    conn.update(*source); // breaks the check when there isn't enough: the target's row is rolled back, too
    transaction.commit();
}

int main() {
    auto conn = orm::connect<orm::sqlite>("sqlite:///bank.db");
    conn.create_all<orm::metadata<Account>>();
    conn.insert(Account{.id = 1, .cents = 100});
    conn.insert(Account{.id = 2, .cents = 0});

    move_money(conn, 1, 2, 30);
    try {
        move_money(conn, 1, 2, 1000);
    } catch (orm::error const& problem) {
        std::cout << "refused: " << problem.constraint() << '\n';
    }

    auto outer = conn.transaction();
    {
        auto savepoint = conn.transaction(); // inside a transaction: a savepoint
        conn.insert(Account{.id = 3});
    } // not committed: only this part is undone
    conn.insert(Account{.id = 4});
    outer.commit();

    auto const first = conn.get<Account>(1);
    auto const second = conn.get<Account>(2);
    std::cout << first->cents << " and " << second->cents << '\n';
    bool const right =
        first->cents == 70 && second->cents == 30 && !conn.get<Account>(3) && conn.get<Account>(4);
    return right ? EXIT_SUCCESS : EXIT_FAILURE;
}
