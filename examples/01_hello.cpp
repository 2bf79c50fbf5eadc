// SPDX-License-Identifier: BSL-1.0
// The smallest program: a struct, a database in memory, a row in and out.

#include <athanor/create_all.hpp>
#include <athanor/model.hpp>
#include <athanor/sqlite.hpp>

#include <cstdint>
#include <iostream>
#include <string>

namespace orm = athanor;

struct Note {
    std::int64_t id{}; // the primary key, by its name
    std::string text{};
};

int main() {
    auto conn = orm::connect<orm::sqlite>("sqlite://");
    conn.create_all<orm::metadata<Note>>();

    conn.insert(Note{.id = 1, .text = "hello"});
    for (auto const& note : conn.all(orm::select<Note>())) {
        std::cout << note.id << ": " << note.text << '\n';
    }
}
