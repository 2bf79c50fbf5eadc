#pragma once
// SPDX-License-Identifier: BSL-1.0
// Days, clocks, instants and intervals in PostgreSQL's binary format, which counts from 2000-01-01. Years 1
// to 9999 only, as everywhere in athanor.

#include <athanor/driver/postgresql/byte_buffer.hpp>
#include <athanor/driver/postgresql/oids.hpp>
#include <athanor/driver/postgresql/wire_errors.hpp>
#include <athanor/value/date.hpp>
#include <athanor/value/interval.hpp>
#include <athanor/value/time_of_day.hpp>
#include <athanor/value/timestamp.hpp>
#include <athanor/value/traits.hpp>

#include <cstdint>
#include <type_traits>

namespace athanor::detail {

inline constexpr std::int64_t pg_epoch_day = days_of(2000, 1, 1);
inline constexpr std::int64_t pg_epoch_us = pg_epoch_day * day_us;
inline constexpr std::int64_t first_us = first_day * day_us;
inline constexpr std::int64_t last_us = last_day * day_us + (day_us - 1);
inline constexpr char const* year_sentence = "only the years 0001 to 9999 can be stored";

// ---- instants: timestamptz, and timestamp as UTC

[[nodiscard]] constexpr bool can_put(pg_type type, std::type_identity<timestamp>) noexcept {
    return type.oid == oid_timestamptz || type.oid == oid_timestamp;
}
inline void put_instant(byte_buffer& out, std::int64_t us) {
    if (us < first_us || us > last_us) [[unlikely]] {
        throw_out_of_range(year_sentence);
    }
    out.put_int64(us - pg_epoch_us);
}
inline bool put_wire(byte_buffer& out, pg_type type, timestamp v) {
    switch (type.oid) {
    case oid_timestamptz:
    case oid_timestamp:
        put_instant(out, v.microseconds);
        return true;
    case oid_date:
    case oid_time:
    case oid_timetz: // the server would drop the other part
        throw_parameter_type(type, "a timestamp", "cast it in SQL, or use a timestamp column");
    default:
        return false;
    }
}
inline bool get_wire(pg_type type, bytes_view bytes, timestamp& v) {
    if (!can_put(type, std::type_identity<timestamp>{})) [[unlikely]] {
        return false;
    }
    if (bytes.size != 8) [[unlikely]] {
        throw_malformed("a timestamp");
    }
    std::int64_t const us = load_int64(bytes.data);
    if (us < first_us - pg_epoch_us || us > last_us - pg_epoch_us) [[unlikely]] {
        throw_out_of_range(us == INT64_MAX || us == INT64_MIN
                               ? "the column holds infinity, which no athanor::timestamp is"
                               : "the column holds an instant outside the years 0001 to 9999");
    }
    v = {us + pg_epoch_us};
    return true;
}

// ---- days

[[nodiscard]] constexpr bool can_put(pg_type type, std::type_identity<date>) noexcept {
    return type.oid == oid_date || type.oid == oid_timestamptz || type.oid == oid_timestamp;
}
inline bool put_wire(byte_buffer& out, pg_type type, date v) {
    if (v.days < first_day || v.days > last_day) {
        throw_out_of_range(year_sentence);
    }
    switch (type.oid) {
    case oid_date:
        out.put_int32(v.days - static_cast<std::int32_t>(pg_epoch_day));
        return true;
    case oid_timestamptz: // midnight in UTC, the connection's time zone
    case oid_timestamp:
        put_instant(out, v.days * day_us);
        return true;
    default:
        return false;
    }
}
inline bool get_wire(pg_type type, bytes_view bytes, date& v) {
    if (type.oid != oid_date) [[unlikely]] {
        return false;
    }
    if (bytes.size != 4) [[unlikely]] {
        throw_malformed("a date");
    }
    std::int64_t const days = load_int32(bytes.data);
    if (days < first_day - pg_epoch_day || days > last_day - pg_epoch_day) [[unlikely]] {
        throw_out_of_range(days == INT32_MAX || days == INT32_MIN
                               ? "the column holds infinity, which no athanor::date is"
                               : "the column holds a day outside the years 0001 to 9999");
    }
    v = {static_cast<std::int32_t>(days + pg_epoch_day)};
    return true;
}

// ---- times of day

[[nodiscard]] constexpr bool can_put(pg_type type, std::type_identity<time_of_day>) noexcept {
    return type.oid == oid_time;
}
inline bool put_wire(byte_buffer& out, pg_type type, time_of_day v) {
    if (v.microseconds < 0 || v.microseconds >= day_us) {
        throw_out_of_range("a time of day is less than 24 hours");
    }
    if (type.oid != oid_time) {
        return false;
    }
    out.put_int64(v.microseconds);
    return true;
}
inline bool get_wire(pg_type type, bytes_view bytes, time_of_day& v) {
    if (type.oid != oid_time) [[unlikely]] {
        return false;
    }
    if (bytes.size != 8) [[unlikely]] {
        throw_malformed("a time");
    }
    std::int64_t const us = load_int64(bytes.data);
    if (us == day_us) [[unlikely]] {
        throw_out_of_range("the column holds 24:00:00, and an athanor::time_of_day is less than 24 hours");
    }
    if (us < 0 || us > day_us) [[unlikely]] {
        throw_malformed("a time");
    }
    v = {us};
    return true;
}

// ---- intervals

[[nodiscard]] constexpr bool can_put(pg_type type, std::type_identity<interval>) noexcept {
    return type.oid == oid_interval;
}
[[nodiscard]] constexpr bool is_infinite(interval const& v) noexcept {
    return (v.months == INT32_MAX && v.days == INT32_MAX && v.microseconds == INT64_MAX) ||
           (v.months == INT32_MIN && v.days == INT32_MIN && v.microseconds == INT64_MIN);
}
inline bool put_wire(byte_buffer& out, pg_type type, interval const& v) {
    if (type.oid != oid_interval) {
        return false;
    }
    if (is_infinite(v)) {
        throw_out_of_range("this interval means infinity to PostgreSQL 17 and later");
    }
    out.put_int64(v.microseconds);
    out.put_int32(v.days);
    out.put_int32(v.months);
    return true;
}
inline bool get_wire(pg_type type, bytes_view bytes, interval& v) {
    if (type.oid != oid_interval) [[unlikely]] {
        return false;
    }
    if (bytes.size != 16) [[unlikely]] {
        throw_malformed("an interval");
    }
    interval const sent{load_int32(bytes.data + 12), load_int32(bytes.data + 8), load_int64(bytes.data)};
    if (is_infinite(sent)) [[unlikely]] {
        throw_out_of_range("the column holds infinity, which no athanor::interval is");
    }
    v = sent;
    return true;
}

} // namespace athanor::detail
