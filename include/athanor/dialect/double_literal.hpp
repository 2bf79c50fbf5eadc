#pragma once
// SPDX-License-Identifier: BSL-1.0
// A double as SQL text that means exactly this double, although SQLite's reader of decimals rounds some of
// them wrongly.

#include <cfloat>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>

namespace athanor::detail {

/// The shortest decimal that reads back as `v`, always with a point or an exponent, else it is an integer to
/// SQL.
[[nodiscard]] inline std::string shortest_decimal(double v) {
    char buffer[64];
    std::string out(buffer, std::to_chars(buffer, buffer + sizeof buffer, v).ptr);
    if (out.find_first_of(".e") == std::string::npos) {
        out += ".0";
    }
    return out;
}

/// Is this decimal so far from the middle between two doubles that a reader with 64 bits of precision gets it
/// right? SQLite computes digits * 10^exponent in long double; wrong ones of random doubles: 6 in 1000.
[[nodiscard]] inline bool sqlite_reads_exactly(std::string_view decimal, double v) {
    std::uint64_t digits = 0;
    int exponent = 0;
    bool fraction = false;
    for (std::size_t i = decimal.front() == '-' ? 1 : 0; i < decimal.size(); ++i) {
        char const c = decimal[i];
        if (c == '.') {
            fraction = true;
        } else if (c == 'e') {
            std::size_t const from = decimal[i + 1] == '+' ? i + 2 : i + 1;
            int written = 0;
            std::from_chars(decimal.data() + from, decimal.data() + decimal.size(), written);
            exponent += written;
            break;
        } else {
            if (digits > 99'999'999'999'999'999U) {
                return false;
            }
            digits = digits * 10 + static_cast<std::uint64_t>(c - '0');
            exponent -= fraction ? 1 : 0;
        }
    }
    if (digits == 0) {
        return true;
    }
    constexpr int largest = LDBL_MANT_DIG >= 64 ? 27 : 22; // powers of ten up to here are exact
    if (exponent < -largest || exponent > largest) {
        return false;
    }
    if (LDBL_MANT_DIG < 64) {
        return digits < (std::uint64_t{1} << 53U);
    }
    long double power = 1;
    for (int i = exponent < 0 ? -exponent : exponent; i > 0; --i) {
        power *= 10;
    }
    auto const whole = static_cast<long double>(digits);
    long double const read = exponent < 0 ? whole / power : whole * power;
    double const magnitude = std::fabs(v);
    if (!std::isnormal(v)) {
        return false;
    }
    long double const half = (static_cast<long double>(std::nextafter(magnitude, HUGE_VAL)) -
                              static_cast<long double>(magnitude)) /
                             2;
    long double const off = std::fabs(read - static_cast<long double>(magnitude));
    return off < half - half / 256;
}

/// `v` as an integer times or divided by powers of two: every step is exact.
[[nodiscard]] inline std::string power_product(double v) {
    int exponent = 0;
    double const fraction = std::frexp(std::fabs(v), &exponent);
    auto mantissa = static_cast<std::uint64_t>(std::ldexp(fraction, 53));
    exponent -= 53;
    while ((mantissa & 1U) == 0) {
        mantissa >>= 1U;
        ++exponent;
    }
    std::string out = v < 0 ? "(-" : "(";
    out += std::to_string(mantissa) + ".0";
    char const* const step = exponent < 0 ? " / " : " * ";
    for (int left = exponent < 0 ? -exponent : exponent; left > 0; left -= 60) {
        out += step + std::to_string(std::uint64_t{1} << static_cast<unsigned>(left < 60 ? left : 60)) + ".0";
    }
    return out + ')';
}

[[nodiscard]] inline std::string sqlite_double_literal(double v) {
    std::string decimal = shortest_decimal(v);
    return sqlite_reads_exactly(decimal, v) ? decimal : power_product(v);
}

} // namespace athanor::detail
