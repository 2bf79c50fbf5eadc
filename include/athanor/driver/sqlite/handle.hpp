#pragma once
// SPDX-License-Identifier: BSL-1.0
// One open SQLite database: opened with safe settings that are read back, closed once, guarded against a
// second thread and against use in a forked child.

#include <athanor/base/error.hpp>
#include <athanor/driver/fork_guard.hpp>
#include <athanor/driver/sqlite/decimal_functions.hpp>
#include <athanor/driver/sqlite/error_map.hpp>
#include <athanor/driver/sqlite/options.hpp>

#include <sqlite3.h>
#include <sys/stat.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace athanor::detail {

class sqlite_handle : public guarded_connection {
public:
    /// Opens and prepares the database. Throws connection, not_a_database, permission, invalid_url, ...
    explicit sqlite_handle(sqlite_options options)
        : options_{std::move(options)} {
        open();
        try {
            configure();
        } catch (...) {
            sqlite3_close_v2(db_);
            throw;
        }
    }
    sqlite_handle(sqlite_handle const&) = delete;
    sqlite_handle& operator=(sqlite_handle const&) = delete;
    ~sqlite_handle() {
        if (!carried_across_fork()) {
            sqlite3_close_v2(db_); // waits for statements that outlive the connection object
        }
    }

    [[nodiscard]] sqlite3* get() const noexcept { return db_; }
    [[nodiscard]] sqlite_options const& options() const noexcept { return options_; }
    [[nodiscard]] bool in_transaction() const noexcept { return sqlite3_get_autocommit(db_) == 0; }
    [[nodiscard]] bool read_only() const noexcept { return sqlite3_db_readonly(db_, "main") == 1; }
    [[nodiscard]] bool in_memory() const noexcept {
        return options_.mode == sqlite_options::open_mode::memory || options_.path == ":memory:";
    }
    /// The largest text or blob in bytes.
    [[nodiscard]] std::uint64_t length_limit() const noexcept { return length_limit_; }
    void length_limit(int bytes) noexcept {
        sqlite3_limit(db_, SQLITE_LIMIT_LENGTH, bytes);
        length_limit_ = static_cast<std::uint64_t>(sqlite3_limit(db_, SQLITE_LIMIT_LENGTH, -1));
    }

private:
    void open() {
        using mode = sqlite_options::open_mode;
        int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
        switch (options_.mode) {
        case mode::read_only:
            flags |= SQLITE_OPEN_READONLY;
            break;
        case mode::read_write:
            flags |= SQLITE_OPEN_READWRITE;
            break;
        case mode::create:
            flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
            break;
        case mode::memory:
            flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY;
            break;
        }
        if (options_.shared_cache) {
            flags |= SQLITE_OPEN_SHAREDCACHE;
        }
        if (options_.no_follow) {
            flags |= SQLITE_OPEN_NOFOLLOW;
        }
        int const code = sqlite3_open_v2(options_.path.c_str(), &db_, flags, nullptr);
        if (code != SQLITE_OK || db_ == nullptr) {
            error e = open_error(code); // reads the handle, which may be null
            sqlite3_close_v2(db_);
            throw e;
        }
    }

    // "unable to open database file" has several causes, each with its own cure.
    [[nodiscard]] error open_error(int code) const {
        error e = sqlite_error(db_, code);
        std::string const name = "'" + options_.path + "'";
        struct stat info {};
        bool const exists = ::stat(options_.path.c_str(), &info) == 0;
        std::size_t const slash = options_.path.rfind('/');
        std::string const folder = slash == std::string::npos ? "."
                                   : slash == 0               ? "/"
                                                              : options_.path.substr(0, slash);
        struct stat folder_info {};
        bool const has_folder = ::stat(folder.c_str(), &folder_info) == 0 && S_ISDIR(folder_info.st_mode);
        auto const because = [&](error_kind kind, std::string why) {
            error out{kind, std::move(why)};
            out.with_origin(e);
            return out;
        };
        if ((code & 0xff) != SQLITE_CANTOPEN) {
            return e;
        }
        if (exists && S_ISDIR(info.st_mode)) {
            return because(error_kind::connection, name + " is a folder, not a database file");
        }
        if (!has_folder) {
            return because(error_kind::connection, "the folder '" + folder +
                                                       "' doesn't exist: create it, or correct "
                                                       "the path in the database URL");
        }
        if (!exists && options_.mode != sqlite_options::open_mode::create) {
            return because(error_kind::connection,
                           "there is no database file " + name + " (mode=rwc in the URL would create it)");
        }
        if (options_.no_follow && (code == SQLITE_CANTOPEN_SYMLINK || code == SQLITE_CANTOPEN)) {
            return because(error_kind::connection,
                           name + " can't be opened: a symbolic link is refused by nofollow=on");
        }
        return because(error_kind::permission,
                       name + " can't be opened: check its permissions and its folder's");
    }

    [[noreturn]] void refuse(char const* setting) const {
        throw error{error_kind::unsupported,
                    std::string{"this SQLite library can't set '"} + setting + "': it was built without it"};
    }
    void configure_flag(int option, int value, char const* name) {
        int now = -1;
        if (sqlite3_db_config(db_, option, value, &now) != SQLITE_OK || now != value) {
            refuse(name);
        }
    }
    // Runs a PRAGMA and returns the first column of its last row.
    [[nodiscard]] std::string pragma(std::string const& sql) {
        sqlite3_stmt* statement = nullptr;
        int code = sqlite3_prepare_v3(db_, sql.c_str(), -1, 0, &statement, nullptr);
        std::string result;
        while (code == SQLITE_OK || code == SQLITE_ROW) {
            code = sqlite3_step(statement);
            if (code == SQLITE_ROW) {
                auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(statement, 0));
                result = text != nullptr ? text : "";
            }
        }
        error e = sqlite_error(db_, code, sql);
        sqlite3_finalize(statement);
        if (code != SQLITE_DONE) {
            throw e;
        }
        return result;
    }
    // The one place that decides how a connection behaves; each setting is read back.
    void configure() {
        sqlite3_extended_result_codes(db_, 1);
        int const dqs = options_.double_quoted_strings ? 1 : 0;
        configure_flag(SQLITE_DBCONFIG_DQS_DML, dqs, "dqs");
        configure_flag(SQLITE_DBCONFIG_DQS_DDL, dqs, "dqs");
        configure_flag(SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, "trusted_schema");
        configure_flag(SQLITE_DBCONFIG_DEFENSIVE, 1, "defensive");
        configure_flag(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, "load_extension");
        configure_flag(SQLITE_DBCONFIG_ENABLE_FKEY, 1, "foreign_keys");
        if (pragma("PRAGMA foreign_keys") != "1") {
            refuse("foreign_keys");
        }
        probe();
        sqlite3_busy_timeout(db_, options_.busy_timeout);
        if (pragma("PRAGMA busy_timeout") != std::to_string(options_.busy_timeout)) {
            refuse("busy_timeout");
        }
        length_limit_ = static_cast<std::uint64_t>(sqlite3_limit(db_, SQLITE_LIMIT_LENGTH, -1));
        if (int const code = register_decimal_functions(db_); code != SQLITE_OK) {
            throw sqlite_error(db_, code);
        }
        if (!options_.journal_mode.empty()) {
            std::string const now = pragma("PRAGMA journal_mode=" + options_.journal_mode);
            if (now != options_.journal_mode) {
                throw error{error_kind::unsupported, "the database stays in journal_mode " + now +
                                                         " instead of " + options_.journal_mode +
                                                         (in_memory() ? ": it is in memory" : "")};
            }
        }
        if (!options_.synchronous.empty()) {
            (void)pragma("PRAGMA synchronous=" + options_.synchronous);
            constexpr std::string_view names[] = {"off", "normal", "full", "extra"};
            std::string const now = pragma("PRAGMA synchronous");
            if (now.size() != 1 || now[0] < '0' || now[0] > '3' ||
                names[static_cast<std::size_t>(now[0] - '0')] != options_.synchronous) {
                refuse("synchronous");
            }
        }
    }
    // SQLite reads nothing when it opens: look now, so that a file that is no database is told at connect. A
    // lock held by others is no reason to fail here.
    void probe() {
        try {
            (void)pragma("PRAGMA schema_version");
        } catch (error const& e) {
            if (e.kind() != error_kind::busy) {
                throw located(e);
            }
        }
    }
    [[nodiscard]] error located(error const& e) const {
        error out{e.kind(), e.message() + ": '" + options_.path + "'"};
        out.with_origin(e);
        return out;
    }

    sqlite_options options_;
    sqlite3* db_ = nullptr;
    std::uint64_t length_limit_ = 0;
};

} // namespace athanor::detail
