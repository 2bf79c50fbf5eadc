// SPDX-License-Identifier: BSL-1.0
// athanor beside hand-written C on SQLite, in memory and in a file. See harness.hpp for how it is called.

#include "cases.hpp"
#include "sqlite_by_hand.hpp"

#include <athanor/sqlite.hpp>

#include <filesystem>
#include <string>
#include <unistd.h>

namespace {

/// A folder that is gone when the program ends.
struct scratch {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("athanor-bench-" + std::to_string(::getpid()));
    scratch() { std::filesystem::create_directory(path); }
    scratch(scratch const&) = delete;
    scratch& operator=(scratch const&) = delete;
    ~scratch() { std::filesystem::remove_all(path); }
};

using connection = athanor::connection<athanor::sqlite>;

[[nodiscard]] connection opened(std::string const& url) {
    auto conn = athanor::connect<athanor::sqlite>(url);
    conn.execute(athanor::unsafe_sql{sqlite_tables});
    conn.execute(athanor::unsafe_sql{sqlite_orders});
    return conn;
}

} // namespace

int main(int argc, char** argv) {
    scratch const folder;
    auto const file = [&](char const* name) { return (folder.path / name).string(); };
    by_hand hand{":memory:"};
    auto conn = opened("sqlite://");
    bench::sides memory{conn, hand};
    by_hand file_hand{file("by_hand.db").c_str()};
    auto file_conn = opened("sqlite:///" + file("ours.db"));
    bench::sides on_disk{file_conn, file_hand};

    bench::cases all;
    bench::add_cases(all, memory, "sqlite", 100'000, 100'000);
    bench::add_cases(all, on_disk, "sqlite file", 100'000, 100'000);
    return bench::main(argc, argv, all);
}
