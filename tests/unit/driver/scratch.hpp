#pragma once
// SPDX-License-Identifier: BSL-1.0
// For tests: a folder that goes away again, a database in memory, and SQL through the sqlite3 C API alone.

#include <athanor/driver/sqlite/codec.hpp>
#include <athanor/driver/sqlite/statement.hpp>

#include <sqlite3.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace scratch {

class folder {
public:
    folder() {
        static std::atomic<int> number{0};
        path_ = std::filesystem::temp_directory_path() /
                ("athanor_test_" + std::to_string(::getpid()) + "_" + std::to_string(++number));
        std::filesystem::create_directories(path_);
    }
    folder(folder const&) = delete;
    folder& operator=(folder const&) = delete;
    ~folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] std::string file(std::string const& name) const { return (path_ / name).string(); }
    [[nodiscard]] std::string url(std::string const& name, std::string const& options = {}) const {
        return "sqlite:///" + file(name) + options;
    }

private:
    std::filesystem::path path_;
};

/// The first column of the first row, asked through the C API.
inline std::string ask(sqlite3* db, std::string const& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
        throw std::runtime_error(std::string("prepare: ") + sqlite3_errmsg(db) + ": " + sql);
    }
    std::string out;
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(statement, 0));
        out = text == nullptr ? "NULL" : text;
        while (code == SQLITE_ROW) {
            code = sqlite3_step(statement);
        }
    }
    std::string const message = sqlite3_errmsg(db);
    sqlite3_finalize(statement);
    if (code != SQLITE_DONE) {
        throw std::runtime_error("step: " + message + ": " + sql);
    }
    return out;
}
/// The same on a file, through a connection of its own.
inline std::string ask(std::string const& file, std::string const& sql) {
    sqlite3* db = nullptr;
    if (sqlite3_open(file.c_str(), &db) != SQLITE_OK) {
        sqlite3_close(db);
        throw std::runtime_error("open " + file);
    }
    try {
        std::string out = ask(db, sql);
        sqlite3_close(db);
        return out;
    } catch (...) {
        sqlite3_close(db);
        throw;
    }
}

inline athanor::detail::sqlite_options options(std::string const& url = "sqlite://") {
    return athanor::detail::sqlite_options_of(athanor::parse_url(url));
}

/// What kind of error a call ends in; fails the test's expectation when there is none.
template <class F>
[[nodiscard]] inline std::string kind_of(F&& f) {
    try {
        f();
    } catch (athanor::error const& e) {
        return std::string(athanor::facts_of(e.kind()).name);
    }
    return "no error";
}
template <class F>
[[nodiscard]] inline std::string message_of(F&& f) {
    try {
        f();
    } catch (athanor::error const& e) {
        return e.what();
    }
    return "no error";
}

} // namespace scratch
