#pragma once
// SPDX-License-Identifier: BSL-1.0
// bool, integers and floating point numbers. Unsigned ones take the next wider signed type, range-checked.

#include <athanor/base/narrow.hpp>
#include <athanor/value/traits.hpp>

namespace athanor {
namespace detail {

template <class T, sql_type Type>
struct integer_traits {
    static constexpr sql_type type = Type;
    [[nodiscard]] static constexpr std::int64_t encode(T value) noexcept {
        return static_cast<std::int64_t>(value);
    }
    [[nodiscard]] static constexpr T decode(std::int64_t stored) { return narrow<T>(stored); }
};

template <std::size_t Size, bool Signed>
[[nodiscard]] consteval sql_type integer_type() {
    constexpr std::size_t wide = Signed ? Size : 2 * Size;
    return wide <= 2 ? smallint() : wide == 4 ? integer() : bigint();
}

} // namespace detail

template <>
struct value_traits<bool> {
    static constexpr sql_type type = boolean();
    [[nodiscard]] static constexpr bool encode(bool value) noexcept { return value; }
    [[nodiscard]] static constexpr bool decode(bool stored) noexcept { return stored; }
};

// Every integer but char types (which are text elsewhere) and unsigned 64-bit (which no SQL type holds).
template <class T>
requires(std::is_integral_v<T> && !std::is_same_v<T, bool> && !std::is_same_v<T, char> &&
         !std::is_same_v<T, wchar_t> && !std::is_same_v<T, char8_t> && !std::is_same_v<T, char16_t> &&
         !std::is_same_v<T, char32_t> && (std::is_signed_v<T> || sizeof(T) < 8)) struct value_traits<T>
    : detail::integer_traits<T, detail::integer_type<sizeof(T), std::is_signed_v<T>>()> {
};

template <>
struct value_traits<double> {
    static constexpr sql_type type = double_precision();
    [[nodiscard]] static constexpr double encode(double value) noexcept { return value; }
    [[nodiscard]] static constexpr double decode(double stored) noexcept { return stored; }
};

template <>
struct value_traits<float> {
    static constexpr sql_type type = real();
    [[nodiscard]] static constexpr double encode(float value) noexcept { return static_cast<double>(value); }
    /// A double that no float equals is out of range, so that nothing is rounded in silence; NaN stays NaN.
    [[nodiscard]] static constexpr float decode(double stored) {
        if (stored != stored) {
            return static_cast<float>(stored);
        }
        constexpr double largest = 3.4028234663852886e+38;
        auto const infinite = stored - stored != 0.0;
        if (!infinite && (stored > largest || stored < -largest)) {
            throw error{error_kind::out_of_range, "the number doesn't fit a float: make the member a double"};
        }
        auto const value = static_cast<float>(stored);
        if (!(static_cast<double>(value) <= stored && static_cast<double>(value) >= stored)) {
            throw error{error_kind::out_of_range,
                        "the number has more digits than a float: make the member a double"};
        }
        return value;
    }
};

} // namespace athanor
