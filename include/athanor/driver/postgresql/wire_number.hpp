#pragma once
// SPDX-License-Identifier: BSL-1.0
// bool, integers and floating point numbers in PostgreSQL's binary format. The type that a column usually has
// is asked for first; everything else is exact or refused.

#include <athanor/driver/postgresql/byte_buffer.hpp>
#include <athanor/driver/postgresql/oids.hpp>
#include <athanor/driver/postgresql/wire_errors.hpp>
#include <athanor/driver/postgresql/wire_numeric.hpp>
#include <athanor/value/traits.hpp>

#include <bit>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace athanor::detail {

/// From the highest to the lowest bit that is set: a double holds 53 exactly, a float 24.
[[nodiscard]] constexpr int significant_bits(std::int64_t v) noexcept {
    auto const magnitude = v < 0 ? ~static_cast<std::uint64_t>(v) + 1U : static_cast<std::uint64_t>(v);
    return magnitude == 0 ? 0 : 64 - std::countl_zero(magnitude) - std::countr_zero(magnitude);
}

// ---- bool

[[nodiscard]] constexpr bool can_put(pg_type type, std::type_identity<bool>) noexcept {
    return type.oid == oid_bool;
}
inline bool put_wire(byte_buffer& out, pg_type type, bool v) {
    if (type.oid != oid_bool) {
        return false;
    }
    out.put_byte(v ? 1 : 0);
    return true;
}
[[nodiscard]] inline bool get_bool(pg_type type, bytes_view bytes) {
    if (type.oid != oid_bool) [[unlikely]] {
        throw_column_type(type, "a boolean");
    }
    if (bytes.size != 1 || std::to_integer<unsigned>(*bytes.data) > 1) [[unlikely]] {
        throw_malformed("a boolean");
    }
    return *bytes.data == std::byte{1};
}

// ---- integers

[[nodiscard]] constexpr bool can_put(pg_type type, std::type_identity<std::int64_t>) noexcept {
    switch (type.oid) {
    case oid_int2:
    case oid_int4:
    case oid_int8:
    case oid_oid:
    case oid_float4:
    case oid_float8:
    case oid_numeric:
        return true;
    default:
        return false;
    }
}
[[noreturn]] inline void throw_too_large_for(pg_type type) {
    throw error{error_kind::out_of_range, "the number doesn't fit a parameter or column " +
                                              type_in_words(type) + ": use a wider type for the column"};
}
inline bool put_other_integer(byte_buffer& out, pg_type type, std::int64_t v) {
    auto const fits = [&](std::int64_t low, std::int64_t high) {
        if (v < low || v > high) {
            throw_too_large_for(type);
        }
    };
    switch (type.oid) {
    case oid_int8:
        out.put_int64(v);
        return true;
    case oid_int4:
        fits(INT32_MIN, INT32_MAX);
        out.put_int32(static_cast<std::int32_t>(v));
        return true;
    case oid_int2:
        fits(INT16_MIN, INT16_MAX);
        out.put_int16(static_cast<std::int16_t>(v));
        return true;
    case oid_oid:
        fits(0, UINT32_MAX);
        out.put_int32(static_cast<std::int32_t>(static_cast<std::uint32_t>(v)));
        return true;
    case oid_float8:
        if (significant_bits(v) > 53) {
            throw_out_of_range("the number has more digits than double precision holds: use a bigint column");
        }
        out.put_float8(static_cast<double>(v));
        return true;
    case oid_float4:
        if (significant_bits(v) > 24) {
            throw_out_of_range("the number has more digits than a real holds: use an integer column");
        }
        out.put_float4(static_cast<float>(v));
        return true;
    case oid_numeric:
        put_numeric(out, v, 0);
        return true;
    default:
        return false;
    }
}
/// `Own` is the type that such a member's column has by itself. False: there is no binary way.
template <std::uint32_t Own>
bool put_integer(byte_buffer& out, pg_type type, std::int64_t v) {
    if (type.oid == Own) [[likely]] {
        if constexpr (Own == oid_int8) {
            out.put_int64(v);
            return true;
        } else if constexpr (Own == oid_int4) {
            if (v >= INT32_MIN && v <= INT32_MAX) [[likely]] { // known of a 32-bit member
                out.put_int32(static_cast<std::int32_t>(v));
                return true;
            }
        } else if constexpr (Own == oid_int2) {
            if (v >= INT16_MIN && v <= INT16_MAX) [[likely]] {
                out.put_int16(static_cast<std::int16_t>(v));
                return true;
            }
        }
    }
    return put_other_integer(out, type, v);
}

inline std::int64_t get_other_integer(pg_type type, bytes_view bytes) {
    auto const demand = [&](std::size_t size) {
        if (bytes.size != size) {
            throw_malformed("an integer");
        }
    };
    switch (type.oid) {
    case oid_int8:
        demand(8);
        return load_int64(bytes.data);
    case oid_int4:
        demand(4);
        return load_int32(bytes.data);
    case oid_int2:
        demand(2);
        return load_int16(bytes.data);
    case oid_oid:
        demand(4);
        return load_big<std::uint32_t>(bytes.data);
    case oid_numeric: {
        int128 const whole = numeric_units(
            read_numeric(bytes), 0, power_of_ten(19),
            {"the column holds a number too large for an integer: make the member a decimal<p, s>",
             "the column holds a number with digits behind the point: make the member a decimal<p, s>"});
        if (whole < INT64_MIN || whole > INT64_MAX) {
            throw_out_of_range(
                "the column holds a number too large for an integer: make the member a decimal<p, s>");
        }
        return static_cast<std::int64_t>(whole);
    }
    default:
        throw_column_type(type, "an integer");
    }
}
template <std::uint32_t Own>
[[nodiscard]] std::int64_t get_integer(pg_type type, bytes_view bytes) {
    if constexpr (Own == oid_int8) {
        if (type.oid == oid_int8 && bytes.size == 8) [[likely]] {
            return load_int64(bytes.data);
        }
    } else if constexpr (Own == oid_int4) {
        if (type.oid == oid_int4 && bytes.size == 4) [[likely]] {
            return load_int32(bytes.data);
        }
    } else if constexpr (Own == oid_int2) {
        if (type.oid == oid_int2 && bytes.size == 2) [[likely]] {
            return load_int16(bytes.data);
        }
    }
    return get_other_integer(type, bytes);
}

// ---- floating point numbers

[[nodiscard]] constexpr bool can_put(pg_type type, std::type_identity<double>) noexcept {
    return type.oid == oid_float8 || type.oid == oid_float4;
}
[[nodiscard]] constexpr bool same_number(double a, double b) noexcept {
    return (a <= b && a >= b) || (a != a && b != b);
}
inline bool put_wire(byte_buffer& out, pg_type type, double v) {
    if (type.oid == oid_float8) [[likely]] {
        out.put_float8(v);
        return true;
    }
    if (type.oid != oid_float4) {
        return false;
    }
    constexpr double largest = 3.4028234663852886e+38;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if ((v > largest && v < infinity) || (v < -largest && v > -infinity) ||
        !same_number(static_cast<double>(static_cast<float>(v)), v)) {
        throw_out_of_range("the number has more digits than a real holds: use a double precision column, or "
                           "cast the number to float");
    }
    out.put_float4(static_cast<float>(v));
    return true;
}
[[nodiscard]] inline double get_double(pg_type type, bytes_view bytes) {
    if (type.oid == oid_float8 && bytes.size == 8) [[likely]] {
        return std::bit_cast<double>(load_big<std::uint64_t>(bytes.data));
    }
    switch (type.oid) {
    case oid_float4:
        if (bytes.size != 4) {
            break;
        }
        return static_cast<double>(std::bit_cast<float>(load_big<std::uint32_t>(bytes.data)));
    case oid_int2:
    case oid_int4:
    case oid_int8: {
        std::int64_t const v = get_other_integer(type, bytes);
        if (significant_bits(v) > 53) {
            throw_out_of_range("the column holds an integer that no double holds exactly");
        }
        return static_cast<double>(v);
    }
    case oid_numeric:
        throw_column_type(type, "a floating-point number, which would be rounded: make it an "
                                "athanor::decimal<p, s>, or cast in SQL");
    case oid_float8:
        break;
    default:
        throw_column_type(type, "a floating-point number");
    }
    throw_malformed("a floating-point number");
}

} // namespace athanor::detail
