// SPDX-License-Identifier: BSL-1.0
#include <athanor/migrate.hpp>
#include <athanor/sqlite.hpp>

#include "models.hpp"

#include <cstdio>

int main() {
    auto conn = athanor::connect<athanor::sqlite>("sqlite:///notes.db");
    athanor::run_migrations(conn);
    conn.insert(notes::Note{.id = 7, .text = "kept"});
    std::printf("%s\n", conn.get<notes::Note>(7)->text.c_str());
}
