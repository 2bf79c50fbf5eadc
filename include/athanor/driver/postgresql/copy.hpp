#pragma once
// SPDX-License-Identifier: BSL-1.0
// COPY ... FROM STDIN (FORMAT BINARY): the fastest way in. Nothing is sent before a good deal has come
// together.

#include <athanor/base/error.hpp>
#include <athanor/driver/postgresql/byte_buffer.hpp>
#include <athanor/driver/postgresql/session.hpp>
#include <athanor/driver/postgresql/wire_text.hpp>

#include <libpq-fe.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace athanor::detail {

class pg_copy_in {
public:
    pg_copy_in(pg_session& session, std::string sql)
        : session_{session}
        , sql_{std::move(sql)} {
        buffer_.reserve(enough + enough / 4); // most rows are shorter than that quarter
        buffer_.put("PGCOPY\n\377\r\n\0", 11);
        buffer_.put_int32(0); // no flags
        buffer_.put_int32(0); // no extension
    }
    pg_copy_in(pg_copy_in const&) = delete;
    pg_copy_in& operator=(pg_copy_in const&) = delete;
    /// Calls it off, unless finish() returned.
    ~pg_copy_in() {
        if (begun_) {
            PQputCopyEnd(session_.get(), "called off by the client");
            drain();
        }
    }

    /// Begins a row: its fields follow in the buffer, each with put_copy_field().
    [[nodiscard]] byte_buffer& row(std::int16_t fields) {
        if (buffer_.size() >= enough) [[unlikely]] {
            flush();
        }
        buffer_.put_int16(fields);
        return buffer_;
    }
    /// Sends the rest; returns how many rows went in.
    std::int64_t finish() {
        buffer_.put_int16(-1);
        flush();
        if (PQputCopyEnd(session_.get(), nullptr) != 1) {
            fail();
        }
        begun_ = false;
        session_.copying(false);
        pg_result const result{PQgetResult(session_.get())};
        while (pg_result const rest{PQgetResult(session_.get())}) {
        }
        if (result == nullptr || !succeeded(result.get())) {
            throw session_.failure(result.get(), sql_);
        }
        return changed_by(result.get());
    }

private:
    static constexpr std::size_t enough = 64UL * 1024;

    void begin() {
        session_.settle();
        pg_result const result{PQexec(session_.get(), sql_.c_str())};
        if (PQresultStatus(result.get()) != PGRES_COPY_IN) {
            throw session_.failure(result.get(), sql_);
        }
        begun_ = true;
        session_.copying(true);
    }
    [[gnu::noinline]] void flush() {
        if (buffer_.size() > pg_most_bytes) {
            throw error{
                error_kind::out_of_range,
                "the values of one row are larger than 1 GiB - 1 MiB together, which PostgreSQL can't take"};
        }
        if (!begun_) {
            begin();
        }
        if (PQputCopyData(session_.get(), reinterpret_cast<char const*>(buffer_.data()),
                          static_cast<int>(buffer_.size())) != 1) {
            fail();
        }
        buffer_.clear();
    }
    // The server's own error is the answer to the COPY.
    [[noreturn]] void fail() {
        begun_ = false;
        session_.copying(false);
        pg_result const result{PQgetResult(session_.get())};
        error e = session_.failure(result.get(), sql_);
        drain();
        throw e;
    }
    void drain() noexcept {
        begun_ = false;
        session_.copying(false);
        while (pg_result const rest{PQgetResult(session_.get())}) {
            if (PQresultStatus(rest.get()) == PGRES_COPY_IN) {
                break;
            }
        }
    }

    pg_session& session_;
    std::string sql_;
    byte_buffer buffer_;
    bool begun_ = false;
};

} // namespace athanor::detail
