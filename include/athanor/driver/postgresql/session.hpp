#pragma once
// SPDX-License-Identifier: BSL-1.0
// What all statements of one PostgreSQL connection share: the handle, the types that it has met, and who is
// reading rows from the wire at the moment.

#include <athanor/base/error.hpp>
#include <athanor/driver/postgresql/codec.hpp>
#include <athanor/driver/postgresql/error_map.hpp>
#include <athanor/driver/postgresql/handle.hpp>
#include <athanor/driver/postgresql/oids.hpp>

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace athanor::detail {

struct clear_result {
    void operator()(PGresult* r) const noexcept { PQclear(r); }
};
using pg_result = std::unique_ptr<PGresult, clear_result>;

[[nodiscard]] inline bool succeeded(PGresult const* r) noexcept {
    switch (PQresultStatus(r)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE:
    case PGRES_EMPTY_QUERY:
        return true;
    default:
        return false;
    }
}

/// Does the server wait for the rows of a COPY, or send them?
[[nodiscard]] inline bool is_copy(PGresult const* r) noexcept {
    switch (PQresultStatus(r)) {
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH:
        return true;
    default:
        return false;
    }
}

/// The number at the end of the server's tag, "UPDATE 3" or "INSERT 0 1": how many rows were changed, or
/// given. The tags of other commands end in no digit.
[[nodiscard]] inline std::int64_t changed_by(PGresult* result) noexcept {
    std::string_view const tag{PQcmdStatus(result)};
    std::int64_t n = 0;
    std::int64_t place = 1;
    for (std::size_t i = tag.size(); i > 0 && tag[i - 1] >= '0' && tag[i - 1] <= '9'; --i, place *= 10) {
        n += (tag[i - 1] - '0') * place;
    }
    return n;
}

/// Somebody whose rows are still on the wire.
class pg_reader {
public:
    /// Takes them into memory, so that the connection is free for another statement.
    virtual void buffer_rest() = 0;

protected:
    pg_reader() = default;
    pg_reader(pg_reader const&) = default;
    pg_reader& operator=(pg_reader const&) = default;
    ~pg_reader() = default;
};

class pg_session {
public:
    explicit pg_session(pg_options options)
        : handle_{std::move(options)}
        , tag_{new_tag()} {}

    [[nodiscard]] pg_handle& handle() noexcept { return handle_; }
    [[nodiscard]] pg_handle const& handle() const noexcept { return handle_; }
    [[nodiscard]] PGconn* get() const noexcept { return handle_.get(); }

    /// Rises with each reconnect: what was prepared before is gone.
    [[nodiscard]] std::uint64_t generation() const noexcept { return generation_; }
    void reconnect() {
        reader_ = nullptr;
        copying_ = false;
        types_.clear();
        forgotten_.clear();
        ++generation_;
        handle_.reconnect();
    }

    /// A name that no other client of a shared server session has.
    [[nodiscard]] std::string new_name() { return tag_ + std::to_string(++names_); }
    /// This name isn't needed any more: freed when the connection is idle and prepares something.
    void forget(std::string name) noexcept {
        try {
            forgotten_.push_back(std::move(name));
        } catch (...) { // NOLINT(bugprone-empty-catch): it goes with the session
        }
    }
    void free_forgotten() {
        if (forgotten_.empty() || transaction_status() != PQTRANS_IDLE) { // an error would end a transaction
            return;
        }
        for (auto const& name : forgotten_) {
            pg_result const result{PQexec(get(), ("DEALLOCATE " + name).c_str())};
        }
        forgotten_.clear();
    }
    /// Are statements kept on the server? Behind a pooler the next one may meet another server session.
    [[nodiscard]] bool keeps_statements() const noexcept { return handle_.keeps_statements(); }

    /// Makes the connection ready for the next command.
    void settle() {
        if (copying_) [[unlikely]] {
            throw_copying();
        }
        if (reader_ != nullptr) [[unlikely]] {
            std::exchange(reader_, nullptr)->buffer_rest();
        }
    }
    void reading(pg_reader* reader, PGTransactionStatusType before) noexcept {
        reader_ = reader;
        status_before_ = before;
    }
    void done_reading(pg_reader const* reader) noexcept {
        if (reader_ == reader) {
            reader_ = nullptr;
        }
    }
    [[nodiscard]] bool is_reading() const noexcept { return reader_ != nullptr; }
    void copying(bool on) noexcept { copying_ = on; }

    /// While rows are on the wire libpq only says "active": then it is what it was when the statement began.
    [[nodiscard]] PGTransactionStatusType transaction_status() const noexcept {
        auto const now = PQtransactionStatus(get());
        return now == PQTRANS_ACTIVE && reader_ != nullptr ? status_before_ : now;
    }

    [[nodiscard]] error failure(PGresult const* result, std::string_view sql = {}) const {
        return pg_error(get(), result, sql);
    }

    /// What a type is: known by its number, or asked from the server once per connection.
    [[nodiscard]] pg_type type_of(std::uint32_t oid) {
        if (is_known_oid(oid)) {
            return pg_type{oid};
        }
        if (auto const known = types_.find(oid); known != types_.end()) {
            return known->second;
        }
        auto const type = ask_type(oid);
        types_.emplace(oid, type);
        return type;
    }

private:
    [[noreturn, gnu::cold, gnu::noinline]] static void throw_copying() {
        throw error{error_kind::misuse,
                    "a bulk insert is running on this connection, and its range asks the connection for "
                    "more: collect the range into a std::vector first"};
    }
    [[nodiscard]] static std::string new_tag() {
        std::random_device random;
        char const* digits = "0123456789abcdef";
        std::string out = "athanor_";
        for (auto bits = random(); out.size() < 16; bits >>= 4U) {
            out += digits[bits & 15U];
        }
        return out + '_';
    }

    // A domain stands for its base type; of what is left only enumerations and kinds of text can be told
    // apart.
    [[nodiscard]] pg_type ask_type(std::uint32_t oid) {
        static constexpr char const* sql =
            "WITH RECURSIVE base AS (SELECT t.oid, t.typtype, t.typbasetype, t.typcategory, t.typelem FROM "
            "pg_catalog.pg_type t WHERE t.oid = $1::pg_catalog.oid UNION ALL SELECT t.oid, t.typtype, "
            "t.typbasetype, "
            "t.typcategory, t.typelem FROM pg_catalog.pg_type t JOIN base b ON b.typtype = 'd' AND t.oid = "
            "b.typbasetype) SELECT b.oid, b.typtype, b.typcategory, CASE WHEN b.typcategory = 'A' THEN "
            "b.typelem ELSE 0 "
            "END, coalesce(CASE WHEN e.typcategory = 'S' THEN 'S' ELSE e.typtype END, ' ') FROM base b LEFT "
            "JOIN pg_catalog.pg_type e ON e.oid = b.typelem "
            "WHERE "
            "b.typtype <> 'd'";
        auto const text = std::to_string(oid);
        char const* values[] = {text.c_str()};
        pg_result const result{PQexecParams(get(), sql, 1, nullptr, values, nullptr, nullptr, 0)};
        if (!succeeded(result.get())) {
            throw failure(result.get());
        }
        pg_type type;
        if (PQntuples(result.get()) == 0) {
            type.oid = oid;
            type.what = pg_type::kind::other;
            return type;
        }
        auto const field = [&](int i) { return std::string_view{PQgetvalue(result.get(), 0, i)}; };
        type.oid = static_cast<std::uint32_t>(std::stoul(std::string{field(0)}));
        if (is_known_oid(type.oid)) {
            return pg_type{type.oid};
        }
        type.element = static_cast<std::uint32_t>(std::stoul(std::string{field(3)}));
        type.what = field(1) == "e"                        ? pg_type::kind::enumeration
                    : type.element != 0 && field(4) == "e" ? pg_type::kind::array_of_enumeration
                    : type.element != 0 && field(4) == "S" ? pg_type::kind::array_of_text_like
                    : field(2) == "S"                      ? pg_type::kind::text_like
                                                           : pg_type::kind::other;
        return type;
    }

    pg_handle handle_;
    std::string tag_;
    std::uint64_t names_ = 0;
    std::vector<std::string> forgotten_;
    std::uint64_t generation_ = 0;
    std::unordered_map<std::uint32_t, pg_type> types_;
    pg_reader* reader_ = nullptr;
    PGTransactionStatusType status_before_ = PQTRANS_IDLE;
    bool copying_ = false;
};

} // namespace athanor::detail
