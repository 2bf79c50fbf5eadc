#pragma once
// SPDX-License-Identifier: BSL-1.0
// Decimals to and from NUMERIC and, where they are whole, integers. Never through double: floating point
// columns are refused, both ways.

#include <athanor/driver/postgresql/wire_number.hpp>
#include <athanor/driver/postgresql/wire_numeric.hpp>

namespace athanor::detail {

[[nodiscard]] constexpr bool is_integer_type(pg_type type) noexcept {
    return type.oid == oid_int8 || type.oid == oid_int4 || type.oid == oid_int2;
}
inline void refuse_rounding(pg_type type) {
    if (type.oid == oid_float8 || type.oid == oid_float4) {
        throw_parameter_type(type, "a decimal", "it would be rounded: use a numeric column, or a double");
    }
}
inline void refuse_rounded(pg_type type) {
    if (type.oid == oid_float8 || type.oid == oid_float4) {
        throw_column_type(type, "a decimal, which is never made from a rounded number: make it a double");
    }
}

template <int P, int S>
[[nodiscard]] constexpr bool can_put(pg_type type, std::type_identity<decimal<P, S>>) noexcept {
    return type.oid == oid_numeric || is_integer_type(type);
}
template <int P, int S>
bool put_wire(byte_buffer& out, pg_type type, decimal<P, S> const& v) {
    if (type.oid == oid_numeric) [[likely]] {
        put_numeric(out, v.units(), S);
        return true;
    }
    refuse_rounding(type);
    if (!is_integer_type(type)) {
        return false;
    }
    constexpr int128 unit = power_of_ten(S);
    int128 const whole = v.units() / unit;
    if (whole * unit != v.units()) {
        throw_out_of_range(
            "the decimal has digits behind the point, and the parameter or column is an integer");
    }
    if (whole < INT64_MIN || whole > INT64_MAX) {
        throw_too_large_for(type);
    }
    return put_other_integer(out, type, static_cast<std::int64_t>(whole));
}
template <int P, int S>
bool get_wire(pg_type type, bytes_view bytes, decimal<P, S>& v) {
    if (type.oid == oid_numeric) [[likely]] {
        constexpr int128 limit = power_of_ten(P);
        v = decimal<P, S>::from_units(numeric_units(
            read_numeric(bytes), S, limit,
            {"the column holds a number with more digits than the member's decimal<p, s>",
             "the column holds a number with more digits behind the point than the member's decimal<p, s>"}));
        return true;
    }
    refuse_rounded(type);
    if (!is_integer_type(type)) {
        return false;
    }
    v = decimal<P, S>{get_other_integer(type, bytes)};
    return true;
}

[[nodiscard]] constexpr bool can_put(pg_type type, std::type_identity<big_decimal>) noexcept {
    return type.oid == oid_numeric;
}
inline bool put_wire(byte_buffer& out, pg_type type, big_decimal const& v) {
    if (type.oid == oid_numeric) {
        put_numeric_text(out, v.text());
        return true;
    }
    refuse_rounding(type);
    return false;
}
inline bool get_wire(pg_type type, bytes_view bytes, big_decimal& v) {
    if (type.oid == oid_numeric) [[likely]] {
        v = big_decimal{numeric_text(read_numeric(bytes))};
        return true;
    }
    refuse_rounded(type);
    if (!is_integer_type(type)) {
        return false;
    }
    v = big_decimal{std::to_string(get_other_integer(type, bytes))};
    return true;
}

} // namespace athanor::detail
