#pragma once
// SPDX-License-Identifier: BSL-1.0
// A witness: the run-time database face over the plain sqlite3 C API, so that tests don't rely on athanor's
// driver.

#include <athanor/base/error.hpp>
#include <athanor/engine/database.hpp>

#include <sqlite3.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <variant>
#include <vector>

namespace athanor::test {

/// A folder of its own, removed when the test ends.
class temp_dir {
public:
    temp_dir() {
        static int count = 0;
        path_ = std::filesystem::temp_directory_path() /
                ("athanor_" + std::to_string(::getpid()) + '_' + std::to_string(++count) + '_' +
                 std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()));
        std::filesystem::create_directories(path_);
    }
    temp_dir(temp_dir const&) = delete;
    temp_dir& operator=(temp_dir const&) = delete;
    ~temp_dir() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] std::string file(std::string const& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

class raw_sqlite_database final : public database {
public:
    std::vector<std::string> log;                        // every statement
    std::function<void(std::string_view)> before_each{}; // may throw, or end the process

    explicit raw_sqlite_database(std::string path = ":memory:", int busy_timeout = 5000)
        : path_{std::move(path)} {
        if (sqlite3_open(path_.c_str(), &db_) != SQLITE_OK) {
            sqlite3_close(db_);
            throw error{error_kind::connection, "can't open " + path_};
        }
        sqlite3_extended_result_codes(db_, 1);
        sqlite3_busy_timeout(db_, busy_timeout);
        sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
        sqlite3_db_config(db_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
        sqlite3_exec(db_, "PRAGMA foreign_keys=ON", nullptr, nullptr, nullptr);
    }
    raw_sqlite_database(raw_sqlite_database const&) = delete;
    raw_sqlite_database& operator=(raw_sqlite_database const&) = delete;
    ~raw_sqlite_database() override { sqlite3_close(db_); }

    [[nodiscard]] dialect_id dialect() const noexcept override { return dialect_id::sqlite; }
    [[nodiscard]] std::string display_name() const override { return "sqlite:///" + path_; }
    [[nodiscard]] bool in_transaction() const override { return sqlite3_get_autocommit(db_) == 0; }

    [[nodiscard]] std::unique_ptr<database> open_another() const override {
        return std::make_unique<raw_sqlite_database>(path_);
    }
    [[nodiscard]] bool pooled() const noexcept override { return false; }

    std::int64_t execute(std::string_view sql, std::span<cell const> parameters = {}) override {
        (void)query(sql, parameters);
        return sqlite3_changes64(db_);
    }
    void execute_script(std::string_view sql) override {
        note(sql);
        std::string const text(sql);
        if (int const rc = sqlite3_exec(db_, text.c_str(), nullptr, nullptr, nullptr); rc != SQLITE_OK) {
            fail(rc, sql);
        }
    }
    [[nodiscard]] row_set query(std::string_view sql, std::span<cell const> parameters = {}) override {
        note(sql);
        sqlite3_stmt* raw = nullptr;
        if (int const rc = sqlite3_prepare_v2(db_, sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
            rc != SQLITE_OK) {
            fail(rc, sql);
        }
        struct finalizer {
            sqlite3_stmt* s;
            ~finalizer() { sqlite3_finalize(s); }
        } const guard{raw};
        for (int i = 0; i < static_cast<int>(parameters.size()); ++i) {
            bind(raw, i + 1, parameters[static_cast<std::size_t>(i)]);
        }
        row_set out;
        for (int i = 0; i < sqlite3_column_count(raw); ++i) {
            out.columns.emplace_back(sqlite3_column_name(raw, i));
        }
        for (;;) {
            int const rc = sqlite3_step(raw);
            if (rc == SQLITE_DONE) {
                return out;
            }
            if (rc != SQLITE_ROW) {
                fail(rc, sql);
            }
            std::vector<cell> row;
            for (int i = 0; i < sqlite3_column_count(raw); ++i) {
                row.push_back(value(raw, i));
            }
            out.rows.push_back(std::move(row));
        }
    }

    /// All rows of a query as one text, for comparisons.
    [[nodiscard]] std::string shown(std::string_view sql) {
        std::string out;
        for (auto const& row : query(sql).rows) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                out += i == 0 ? "" : "|";
                out += std::visit(
                    [](auto const& v) -> std::string {
                        using V = std::remove_cvref_t<decltype(v)>;
                        if constexpr (std::is_same_v<V, std::monostate>) {
                            return "NULL";
                        } else if constexpr (std::is_same_v<V, std::string>) {
                            return v;
                        } else if constexpr (std::is_same_v<V, std::vector<std::byte>>) {
                            return "blob:" + std::to_string(v.size());
                        } else {
                            return std::to_string(v);
                        }
                    },
                    row[i]);
            }
            out += '\n';
        }
        return out;
    }
    /// The whole database: schema and every row of every table.
    [[nodiscard]] std::string dump() {
        std::string out = shown("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name");
        for (auto const& row :
             query("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").rows) {
            auto const& name = std::get<std::string>(row[0]);
            out += name + ":\n" + shown("SELECT * FROM \"" + name + "\" ORDER BY 1");
        }
        return out;
    }

private:
    void note(std::string_view sql) {
        log.emplace_back(sql);
        if (before_each) {
            before_each(sql);
        }
    }
    [[noreturn]] void fail(int rc, std::string_view sql) const {
        auto kind = error_kind::sql;
        switch (rc & 0xff) {
        case SQLITE_BUSY:
            kind = error_kind::busy;
            break;
        case SQLITE_READONLY:
            kind = error_kind::read_only;
            break;
        case SQLITE_NOTADB:
            kind = error_kind::not_a_database;
            break;
        case SQLITE_FULL:
        case SQLITE_IOERR:
            kind = error_kind::io;
            break;
        case SQLITE_CONSTRAINT:
            kind = error_kind::constraint;
            break;
        default:
            break;
        }
        throw error{kind, "SQLite refused a statement"}
            .with_statement(sql)
            .with_server_message(sqlite3_errmsg(db_))
            .with_native_code(rc);
    }
    static void bind(sqlite3_stmt* s, int at, cell const& c) {
        std::visit(
            [&](auto const& v) {
                using V = std::remove_cvref_t<decltype(v)>;
                if constexpr (std::is_same_v<V, std::monostate>) {
                    sqlite3_bind_null(s, at);
                } else if constexpr (std::is_same_v<V, bool> || std::is_same_v<V, std::int64_t>) {
                    sqlite3_bind_int64(s, at, v);
                } else if constexpr (std::is_same_v<V, double>) {
                    sqlite3_bind_double(s, at, v);
                } else if constexpr (std::is_same_v<V, std::string>) {
                    sqlite3_bind_text64(s, at, v.data(), v.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
                } else {
                    sqlite3_bind_blob64(s, at, v.data(), v.size(), SQLITE_TRANSIENT);
                }
            },
            c);
    }
    static cell value(sqlite3_stmt* s, int at) {
        switch (sqlite3_column_type(s, at)) {
        case SQLITE_INTEGER:
            return static_cast<std::int64_t>(sqlite3_column_int64(s, at));
        case SQLITE_FLOAT:
            return sqlite3_column_double(s, at);
        case SQLITE_TEXT: {
            auto const* text = reinterpret_cast<char const*>(sqlite3_column_text(s, at));
            return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(s, at)));
        }
        case SQLITE_BLOB: {
            auto const* bytes = static_cast<std::byte const*>(sqlite3_column_blob(s, at));
            return std::vector<std::byte>(bytes, bytes + sqlite3_column_bytes(s, at));
        }
        default:
            return std::monostate{};
        }
    }

    std::string path_;
    sqlite3* db_ = nullptr;
};

} // namespace athanor::test
