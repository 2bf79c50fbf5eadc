#pragma once
// SPDX-License-Identifier: BSL-1.0
// One prepared SQLite statement: bind, step, look at a row. Borrows the connection.

#include <athanor/base/error.hpp>
#include <athanor/dialect/dialect_id.hpp>
#include <athanor/dialect/utf8.hpp>
#include <athanor/driver/bind.hpp>
#include <athanor/driver/sqlite/handle.hpp>

#include <sqlite3.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace athanor::detail {

/// A stored value of the current row, looked up once. Reading it takes no lock: the connection is opened with
/// SQLITE_OPEN_NOMUTEX and guarded against a second thread.
class sqlite_stored {
public:
    explicit sqlite_stored(sqlite3_value* value) noexcept
        : value_{value} {}

    [[nodiscard]] int type() const noexcept { return sqlite3_value_type(value_); }
    [[nodiscard]] bool is_null() const noexcept { return type() == SQLITE_NULL; }
    [[nodiscard]] std::int64_t integer() const noexcept { return sqlite3_value_int64(value_); }
    [[nodiscard]] double real() const noexcept { return sqlite3_value_double(value_); }
    [[nodiscard]] std::string_view text() const {
        auto const* data = reinterpret_cast<char const*>(sqlite3_value_text(value_));
        auto const size = static_cast<std::size_t>(sqlite3_value_bytes(value_));
        if (data == nullptr) { // conversion from UTF-16 ran out of memory
            throw error{error_kind::io, "SQLite ran out of memory"};
        }
        return {data, size};
    }
    [[nodiscard]] std::span<std::byte const> blob() const noexcept {
        auto const* data = static_cast<std::byte const*>(sqlite3_value_blob(value_));
        auto const size = static_cast<std::size_t>(sqlite3_value_bytes(value_));
        return data == nullptr ? std::span<std::byte const>{} : std::span<std::byte const>{data, size};
    }

private:
    sqlite3_value* value_;
};

class sqlite_statement {
public:
    static constexpr dialect_id dialect = dialect_id::sqlite;

    sqlite_statement() = default;
    /// Prepares exactly one statement; more text than that is an error, so nothing is left unrun.
    sqlite_statement(sqlite_handle const& handle, std::string_view sql, bool persistent = false)
        : handle_{&handle} {
        char const* rest = sql.data();
        char const* const end = sql.data() + sql.size();
        statement_ = prepare_next(handle, sql, rest, persistent);
        if (statement_ == nullptr) {
            throw error{error_kind::misuse, "the SQL is empty"}.with_statement(sql);
        }
        try {
            while (rest != end) { // only spaces and comments may follow
                if (sqlite3_stmt* more = prepare_next(handle, sql, rest, false)) {
                    sqlite3_finalize(more);
                    throw error{error_kind::misuse,
                                "one statement is expected and the SQL holds several: run them one by one"}
                        .with_statement(sql);
                }
            }
        } catch (...) {
            sqlite3_finalize(statement_);
            throw;
        }
    }
    /// The next statement of a script; `rest` moves behind it. Empty when only spaces and comments were left.
    [[nodiscard]] static sqlite_statement next(sqlite_handle const& handle, std::string_view whole,
                                               char const*& rest) {
        sqlite_statement out;
        out.handle_ = &handle;
        out.statement_ = prepare_next(handle, whole, rest, false);
        return out;
    }
    sqlite_statement(sqlite_statement&& other) noexcept
        : handle_{other.handle_}
        , statement_{std::exchange(other.statement_, nullptr)} {}
    sqlite_statement& operator=(sqlite_statement&& other) noexcept {
        if (this != &other) {
            finalize();
            handle_ = other.handle_;
            statement_ = std::exchange(other.statement_, nullptr);
        }
        return *this;
    }
    ~sqlite_statement() { finalize(); }
    /// Takes over what the other holds, if this one holds nothing.
    void take_if_empty(sqlite_statement& other) noexcept {
        if (statement_ == nullptr) [[likely]] {
            handle_ = other.handle_;
            statement_ = std::exchange(other.statement_, nullptr);
        }
    }

    [[nodiscard]] explicit operator bool() const noexcept { return statement_ != nullptr; }
    [[nodiscard]] sqlite3_stmt* get() const noexcept { return statement_; }
    [[nodiscard]] sqlite_handle const& handle() const noexcept { return *handle_; }
    [[nodiscard]] std::string_view sql() const noexcept { return sqlite3_sql(statement_); }
    [[nodiscard]] int parameter_count() const noexcept { return sqlite3_bind_parameter_count(statement_); }

    /// SQLite numbers $1, $2 as they appear, PostgreSQL by their figures: here they mean the same.
    [[nodiscard]] int position_of(int parameter) const {
        char const* first = sqlite3_bind_parameter_name(statement_, 1);
        if (first == nullptr || *first != '$') {
            return parameter;
        }
        int const at = sqlite3_bind_parameter_index(statement_, ('$' + std::to_string(parameter)).c_str());
        if (at == 0) {
            throw error{error_kind::misuse,
                        "the parameters are numbered, but there is no $" + std::to_string(parameter)}
                .with_statement(sql());
        }
        return at;
    }

    // Parameters count from 1.
    void bind_null(int at) { check(sqlite3_bind_null(statement_, at)); }
    void bind_integer(int at, std::int64_t v) { check(sqlite3_bind_int64(statement_, at, v)); }
    void bind_double(int at, double v) {
        if (std::isnan(v)) [[unlikely]] {
            throw_nan();
        }
        check(sqlite3_bind_double(statement_, at, v));
    }
    void bind_text(int at, std::string_view v, bound_memory memory) {
        require_size(v.size());
        if (std::size_t const bad = find_invalid_text_fast(v); bad != valid_text) [[unlikely]] {
            throw_invalid_text(v, bad);
        }
        check(sqlite3_bind_text64(statement_, at, v.empty() ? "" : v.data(), v.size(), destructor(memory),
                                  SQLITE_UTF8));
    }
    void bind_blob(int at, std::span<std::byte const> v, bound_memory memory) {
        require_size(v.size());
        if (v.empty()) {
            check(sqlite3_bind_zeroblob(statement_, at, 0)); // a null pointer would bind NULL
        } else {
            check(sqlite3_bind_blob64(statement_, at, v.data(), v.size(), destructor(memory)));
        }
    }

    /// The text with literals for the parameters; for people who watch.
    [[nodiscard]] std::string expanded_sql() const {
        std::unique_ptr<char, decltype(&sqlite3_free)> const text{sqlite3_expanded_sql(statement_),
                                                                  &sqlite3_free};
        return text != nullptr ? text.get() : std::string{};
    }

    /// True: a row is there. False: the statement is through.
    [[nodiscard]] bool step() {
        int const code = sqlite3_step(statement_);
        if (code == SQLITE_ROW) [[likely]] {
            return true;
        }
        if (code != SQLITE_DONE) {
            fail(code);
        }
        return false;
    }
    /// The rows that the last statement of the connection changed.
    [[nodiscard]] std::int64_t changes() const noexcept { return sqlite3_changes64(handle_->get()); }
    void reset() noexcept { sqlite3_reset(statement_); }
    void clear_bindings() noexcept { sqlite3_clear_bindings(statement_); }

    // Columns count from 0. The type is the one of the stored value, whatever the column was declared as.
    [[nodiscard]] int column_count() const noexcept { return sqlite3_column_count(statement_); }
    [[nodiscard]] std::string_view column_name(int at) const {
        char const* name = sqlite3_column_name(statement_, at);
        return name != nullptr ? name : "";
    }
    [[nodiscard]] sqlite_stored stored(int at) const noexcept {
        return sqlite_stored{sqlite3_column_value(statement_, at)};
    }
    [[nodiscard]] bool is_null(int at) const noexcept { return stored(at).is_null(); }
    [[nodiscard]] int column_type(int at) const noexcept { return stored(at).type(); }
    [[nodiscard]] std::int64_t column_integer(int at) const noexcept { return stored(at).integer(); }
    [[nodiscard]] double column_double(int at) const noexcept { return stored(at).real(); }
    [[nodiscard]] std::string_view column_text(int at) const { return stored(at).text(); }
    [[nodiscard]] std::span<std::byte const> column_blob(int at) const noexcept { return stored(at).blob(); }

    [[noreturn, gnu::cold, gnu::noinline]] void fail(int code) {
        error e = sqlite_error(handle_->get(), code, sql());
        reset();
        throw e;
    }

private:
    [[nodiscard]] static sqlite3_stmt* prepare_next(sqlite_handle const& handle, std::string_view whole,
                                                    char const*& rest, bool persistent) {
        char const* const end = whole.data() + whole.size();
        auto const left = static_cast<std::uint64_t>(end - rest);
        if (left > handle.length_limit() || left >= 0x7fffffffU) {
            throw error{error_kind::out_of_range, "the SQL text is larger than SQLite allows"};
        }
        if (std::string_view{rest, static_cast<std::size_t>(left)}.find('\0') != std::string_view::npos) {
            throw error{error_kind::invalid_text,
                        "the SQL text holds a NUL, where SQLite would stop reading"};
        }
        sqlite3_stmt* statement = nullptr;
        int const code = sqlite3_prepare_v3(handle.get(), rest, static_cast<int>(left),
                                            persistent ? SQLITE_PREPARE_PERSISTENT : 0U, &statement, &rest);
        if (code != SQLITE_OK) {
            throw sqlite_error(handle.get(), code, whole);
        }
        if (statement == nullptr) {
            rest = end;
        }
        return statement;
    }

    [[nodiscard]] static sqlite3_destructor_type destructor(bound_memory memory) noexcept {
        return memory == bound_memory::copied ? SQLITE_TRANSIENT : SQLITE_STATIC;
    }
    void check(int code) {
        if (code != SQLITE_OK) [[unlikely]] {
            fail(code);
        }
    }
    void require_size(std::uint64_t size) const {
        if (size > handle_->length_limit()) [[unlikely]] {
            throw_too_large(size, handle_->length_limit());
        }
    }
    // Kept out of the functions that run for each value: what builds an error needs a frame.
    [[noreturn, gnu::cold, gnu::noinline]] static void throw_too_large(std::uint64_t size,
                                                                       std::uint64_t most) {
        throw error{error_kind::out_of_range, "the value has " + std::to_string(size) +
                                                  " bytes and SQLite takes at most " + std::to_string(most)};
    }
    [[noreturn, gnu::cold, gnu::noinline]] static void throw_nan() {
        throw error{
            error_kind::out_of_range,
            "NaN can't be stored: SQLite would keep NULL instead; use std::optional and leave it empty"};
    }
    [[noreturn, gnu::cold, gnu::noinline]] static void throw_invalid_text(std::string_view text,
                                                                          std::size_t at) {
        throw error{error_kind::invalid_text,
                    text[at] == '\0' ? "the text holds a NUL at byte " + std::to_string(at) +
                                           ", where many functions of SQLite stop reading: store it as bytes "
                                           "(std::vector<std::byte>)"
                                     : "the text isn't UTF-8 at byte " + std::to_string(at) +
                                           ": store it as bytes (std::vector<std::byte>)"};
    }
    // What was moved from is the usual case: nothing is left to do, and no call.
    void finalize() noexcept {
        if (statement_ != nullptr) [[unlikely]] {
            finalize_held();
        }
    }
    [[gnu::cold, gnu::noinline]] void finalize_held() noexcept {
        if (!handle_->carried_across_fork()) {
            sqlite3_finalize(statement_);
        }
        statement_ = nullptr;
    }

    sqlite_handle const* handle_ = nullptr;
    sqlite3_stmt* statement_ = nullptr;
};

} // namespace athanor::detail
