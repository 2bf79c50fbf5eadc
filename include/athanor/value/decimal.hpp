#pragma once
// SPDX-License-Identifier: BSL-1.0
// Exact decimals of up to 38 digits: an integer with a fixed scale, from and to text, never through double.

#include <athanor/base/error.hpp>
#include <athanor/base/sink.hpp>
#include <athanor/value/traits.hpp>

#include <compare>

namespace athanor {
namespace detail {

__extension__ using int128 = __int128;
__extension__ using uint128 = unsigned __int128;

[[nodiscard]] constexpr int128 power_of_ten(int n) noexcept {
    int128 result = 1;
    for (int i = 0; i < n; ++i) {
        result *= 10;
    }
    return result;
}

/// Writes `units` with `scale` digits behind the point: -5 with scale 2 is "-0.05".
constexpr void write_decimal(bounded_text<42>& out, int128 units, int scale) {
    char digits[40]{};
    int n = 0;
    auto rest = units < 0 ? ~static_cast<uint128>(units) + 1U : static_cast<uint128>(units);
    while (rest != 0 || n <= scale) {
        digits[n++] = static_cast<char>('0' + static_cast<int>(rest % 10));
        rest /= 10;
    }
    if (units < 0) {
        out += "-";
    }
    while (n > 0) {
        if (n == scale) {
            out += ".";
        }
        out += std::string_view{&digits[--n], 1};
    }
}

/// One more digit at the end; at most `precision` digits. Looks before it multiplies: 39 digits overflow 128
/// bits.
constexpr void append_digit(int128& units, int digit, int128 limit) {
    if (units > (limit - 1 - digit) / 10) {
        throw error{error_kind::out_of_range, "the number has more digits than decimal<p, s> holds"};
    }
    units = units * 10 + digit;
}

/// [-+]digits[.digits]; more digits behind the point than `scale` only if they are zeros.
[[nodiscard]] constexpr int128 read_decimal(std::string_view text, int precision, int scale) {
    std::size_t i = 0;
    bool const negative = !text.empty() && text[0] == '-';
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        ++i;
    }
    int128 units = 0;
    int decimals = -1; // -1: before the point
    bool any = false;
    int128 const limit = power_of_ten(precision);
    for (; i < text.size(); ++i) {
        char const c = text[i];
        if (c == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (c < '0' || c > '9') {
            throw error{error_kind::type_mismatch,
                        "the text is not a decimal number (digits, a point, digits)"};
        }
        any = true;
        if (decimals >= scale) {
            if (c != '0') {
                throw error{error_kind::out_of_range,
                            "the number has more digits behind the point than decimal<p, s>"};
            }
            continue;
        }
        append_digit(units, c - '0', limit);
        decimals += decimals >= 0 ? 1 : 0;
    }
    if (!any) {
        throw error{error_kind::type_mismatch, "the text is not a decimal number (digits, a point, digits)"};
    }
    for (int d = decimals < 0 ? 0 : decimals; d < scale; ++d) {
        append_digit(units, 0, limit);
    }
    return negative ? -units : units;
}

} // namespace detail

/// A number with exactly `Scale` digits behind the point and at most `Precision` in all: NUMERIC(Precision,
/// Scale). Sums that don't fit throw error_kind::out_of_range.
///
///     orm::decimal<10, 2> price{"12.50"};
template <int Precision, int Scale>
class decimal {
    static_assert(Precision >= 1 && Precision <= 38, "athanor: decimal<p, s> takes 1 to 38 digits");
    static_assert(Scale >= 0 && Scale <= Precision, "athanor: decimal<p, s> takes a scale of 0 to p");

public:
    static constexpr int precision = Precision;
    static constexpr int scale = Scale;

    constexpr decimal() = default;
    /// A whole number.
    template <class I>
    requires(std::is_integral_v<I> && !std::is_same_v<I, bool>)
        // NOLINTNEXTLINE(google-explicit-constructor): exact
        constexpr decimal(I whole) {
        auto const limit = detail::power_of_ten(Precision - Scale);
        if (detail::int128{whole} >= limit || detail::int128{whole} <= -limit) {
            throw error{error_kind::out_of_range, "the number has more digits than decimal<p, s> holds"};
        }
        units_ = detail::int128{whole} * detail::power_of_ten(Scale);
    }
    /// From text such as "-12.5"; throws type_mismatch or out_of_range, and never rounds.
    constexpr explicit decimal(std::string_view text)
        : units_{detail::read_decimal(text, Precision, Scale)} {}
    /// From a number of the smallest unit: 1250 is 12.50 with scale 2.
    [[nodiscard]] static constexpr decimal from_units(detail::int128 units) {
        auto const limit = detail::power_of_ten(Precision);
        if (units >= limit || units <= -limit) {
            throw error{error_kind::out_of_range, "the number has more digits than decimal<p, s> holds"};
        }
        decimal d;
        d.units_ = units;
        return d;
    }
    [[nodiscard]] constexpr detail::int128 units() const noexcept { return units_; }

    [[nodiscard]] std::string to_string() const { return std::string{text().view()}; }
    [[nodiscard]] constexpr detail::bounded_text<42> text() const {
        detail::bounded_text<42> out;
        detail::write_decimal(out, units_, Scale);
        return out;
    }

    [[nodiscard]] friend constexpr decimal operator+(decimal a, decimal b) {
        detail::int128 sum = 0;
        if (__builtin_add_overflow(a.units_, b.units_, &sum)) { // two of 38 digits
            throw error{error_kind::out_of_range, "the sum has more digits than decimal<p, s> holds"};
        }
        return from_units(sum);
    }
    [[nodiscard]] friend constexpr decimal operator-(decimal a) { return from_units(-a.units_); }
    [[nodiscard]] friend constexpr decimal operator-(decimal a, decimal b) { return a + -b; }
    friend constexpr bool operator==(decimal a, decimal b) noexcept { return a.units_ == b.units_; }
    friend constexpr std::strong_ordering operator<=>(decimal a, decimal b) noexcept {
        return a.units_ < b.units_   ? std::strong_ordering::less
               : a.units_ > b.units_ ? std::strong_ordering::greater
                                     : std::strong_ordering::equal;
    }

private:
    detail::int128 units_ = 0;
};

template <int P, int S>
struct value_traits<decimal<P, S>> {
    static constexpr sql_type type = numeric(P, S);
    [[nodiscard]] static constexpr auto encode(decimal<P, S> value) { return value.text(); }
    [[nodiscard]] static constexpr decimal<P, S> decode(std::string_view stored) {
        return decimal<P, S>{stored};
    }
    /// In a CHECK a decimal stands as a number, not as text.
    static constexpr void write_literal(detail::sink& out, decimal<P, S> value) {
        out.put(value.text().view());
    }
};

} // namespace athanor
