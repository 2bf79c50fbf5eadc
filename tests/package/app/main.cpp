// SPDX-License-Identifier: BSL-1.0
// Keeps one note in the database of its argument.
#include <athanor/migrate.hpp>
#include <athanor/postgresql.hpp>
#include <athanor/sqlite.hpp>

#include "models.hpp"

#include <cstdio>

int main(int argc, char** argv) {
    auto conn = athanor::connect<athanor::sqlite, athanor::postgresql>(argc > 1 ? argv[1] : "sqlite:///notes.db");
    athanor::run_migrations(conn);
    conn.insert(notes::Note{.id = 7, .text = "kept"});
    std::printf("%s\n", conn.get<notes::Note>(7)->text.c_str());
}
