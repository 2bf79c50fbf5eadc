// SPDX-License-Identifier: BSL-1.0
// Two units, written by hand, compiled into the program and applied when it starts. If models.hpp said
// anything that the two don't, this would not compile.

#include <athanor/migrate.hpp>
#include <athanor/sqlite.hpp>

#include "models.hpp"

#include <cstdlib>
#include <iostream>

namespace orm = athanor;
using diary::Entry;

int main() {
    auto conn = orm::connect<orm::sqlite>("sqlite:///diary.db");
    orm::run_migrations(conn); // makes the table, then adds the column
    orm::run_migrations(conn); // nothing left to do: one SELECT

    conn.insert(Entry{.text = "It works", .mood = "glad"});
    for (auto const& entry : conn.all(orm::select<Entry>())) {
        std::cout << entry.id << ": " << entry.text << " (" << entry.mood.value_or("no mood") << ")\n";
    }
    return conn.count(orm::select<Entry>()) == 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
