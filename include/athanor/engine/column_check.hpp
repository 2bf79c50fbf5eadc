#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a column holds, asked of a value before it is sent, so that SQLite refuses what PostgreSQL refuses,
// and neither rounds, cuts or pads. Where the type of the value can't be wrong there is no code.

#include <athanor/base/error.hpp>
#include <athanor/engine/json_syntax.hpp>
#include <athanor/schema/describe.hpp>
#include <athanor/value/decimal.hpp>
#include <athanor/value/field.hpp>
#include <athanor/value/interval.hpp>
#include <athanor/value/traits.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor::detail {

[[noreturn]] inline void refuse_value(std::string sentence) {
    throw error{error_kind::out_of_range, std::move(sentence)};
}

// ---- text

/// Of valid UTF-8: all bytes but those that go on.
[[nodiscard]] constexpr std::size_t code_points(std::string_view text) noexcept {
    std::size_t n = 0;
    for (char const c : text) {
        n += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1U : 0U;
    }
    return n;
}
// PostgreSQL would cut spaces at the end off in silence.
inline void check_varchar(std::string_view text, int length) {
    auto const most = static_cast<std::size_t>(length);
    if (text.size() > most && code_points(text) > most) [[unlikely]] {
        refuse_value("the text is longer than the " + std::to_string(length) +
                     " characters of its column: cut it, or make the column longer");
    }
}
// PostgreSQL would fill a shorter one up with spaces, and leaves spaces at the end out when it compares.
inline void check_character(std::string_view text, int length) {
    if (code_points(text) != static_cast<std::size_t>(length) || text.ends_with(' ')) [[unlikely]] {
        refuse_value("a CHAR(" + std::to_string(length) + ") column takes texts of exactly " +
                     std::to_string(length) +
                     " characters that don't end in a space: make it a varchar for others");
    }
}

// ---- numbers

struct integer_range {
    std::int64_t low;
    std::int64_t high;
};
[[nodiscard]] consteval integer_range range_of(type_id id) {
    return id == type_id::smallint  ? integer_range{INT16_MIN, INT16_MAX}
           : id == type_id::integer ? integer_range{INT32_MIN, INT32_MAX}
                                    : integer_range{INT64_MIN, INT64_MAX};
}
[[nodiscard]] constexpr bool is_counting_type(type_id id) noexcept {
    return id == type_id::smallint || id == type_id::integer || id == type_id::bigint;
}

template <integer_range R, class I>
void check_integer([[maybe_unused]] I value) {
    if constexpr (std::cmp_less(std::numeric_limits<I>::min(), R.low) ||
                  std::cmp_greater(std::numeric_limits<I>::max(), R.high)) {
        if (std::cmp_less(value, R.low) || std::cmp_greater(value, R.high)) [[unlikely]] {
            refuse_value("the number doesn't fit its column, which takes " + std::to_string(R.low) + " to " +
                         std::to_string(R.high) + ": make the column a wider integer");
        }
    }
}

[[nodiscard]] constexpr bool is_float_exactly(double v) noexcept {
    constexpr double largest = 3.4028234663852886e+38;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    bool const finite = v >= -largest && v <= largest;
    return finite ? static_cast<double>(static_cast<float>(v)) >= v &&
                        static_cast<double>(static_cast<float>(v)) <= v
                  : v != v || v >= infinity || v <= -infinity;
}
inline void check_real(double value) {
    if (!is_float_exactly(value)) [[unlikely]] {
        refuse_value("the number has more digits than a real holds: make the column double precision, or "
                     "cast the number to float");
    }
}
/// An integer for a column of floating-point numbers.
inline void check_whole_double(std::int64_t value) {
    auto const near = static_cast<double>(value);
    if (!(near < 9223372036854775808.0) || static_cast<std::int64_t>(near) != value) [[unlikely]] {
        refuse_value("the number has more digits than double precision holds: make the column a bigint");
    }
}

/// A floating-point number for a column of integers.
[[nodiscard]] inline std::int64_t whole_number(double value) {
    constexpr double end = 9223372036854775808.0;
    if (!(value >= -end && value < end)) [[unlikely]] {
        refuse_value("the number is outside the range of its column, which is an integer");
    }
    auto const whole = static_cast<std::int64_t>(value);
    if (static_cast<double>(whole) < value || static_cast<double>(whole) > value) [[unlikely]] {
        throw error{error_kind::type_mismatch,
                    "the number isn't whole, and its column is an integer: round it yourself"};
    }
    return whole;
}

[[noreturn]] inline void refuse_numeric(int precision, int scale) {
    refuse_value("the number has more digits than its column, NUMERIC(" + std::to_string(precision) + ", " +
                 std::to_string(scale) + "), which would round it: round it yourself, or widen the column");
}
template <sql_type C, int P, int S>
void check_decimal([[maybe_unused]] decimal<P, S> value) {
    constexpr int dropped = S - C.scale;          // digits that the column doesn't have at the end
    constexpr int limit = C.length - C.scale + S; // powers of ten that the column has, in units
    if constexpr (dropped > 0 || limit < P) {
        bool const coarse = dropped <= 0 || value.units() % power_of_ten(dropped > 0 ? dropped : 0) == 0;
        bool small = true;
        if constexpr (limit < P) {
            small = value.units() < power_of_ten(limit) && value.units() > -power_of_ten(limit);
        }
        if (!coarse || !small) [[unlikely]] {
            refuse_numeric(C.length, C.scale);
        }
    }
}
/// [-]digits[.digits] without zeros in front. Exactly the column's scale, because PostgreSQL would add zeros,
/// and 1.5 and 1.50 are two values of big_decimal.
inline void check_decimal_text(std::string_view text, int precision, int scale) {
    text.remove_prefix(text.starts_with('-') ? 1 : 0);
    std::size_t const point = text.find('.');
    std::size_t const decimals = point == std::string_view::npos ? 0 : text.size() - point - 1;
    std::size_t const whole = text.starts_with('0') ? 0 : text.size() - (decimals == 0 ? 0 : decimals + 1);
    if (whole > static_cast<std::size_t>(precision - scale)) [[unlikely]] {
        refuse_numeric(precision, scale);
    }
    if (decimals != static_cast<std::size_t>(scale)) [[unlikely]] {
        refuse_value("the column is NUMERIC(" + std::to_string(precision) + ", " + std::to_string(scale) +
                     ") and takes numbers with exactly " + std::to_string(scale) +
                     " digits behind the point: write it so, or declare numeric()");
    }
}

// ---- spans

// PostgreSQL 17 and later take these for infinity.
inline void check_interval(interval v) {
    bool const last = v.months == INT32_MAX && v.days == INT32_MAX && v.microseconds == INT64_MAX;
    bool const first = v.months == INT32_MIN && v.days == INT32_MIN && v.microseconds == INT64_MIN;
    if (last || first) [[unlikely]] {
        refuse_value("this interval means infinity to PostgreSQL 17 and later");
    }
}

// ---- one value

template <class V>
inline constexpr bool is_decimal = false;
template <int P, int S>
inline constexpr bool is_decimal<decimal<P, S>> = true;

/// What goes to the driver, of literals too, which are kept as views.
template <class V>
[[nodiscard]] decltype(auto) encoded_form(V const& value) {
    if constexpr (std::is_same_v<V, std::string_view>) {
        return std::string_view{value};
    } else {
        return value_traits<V>::encode(value);
    }
}
template <class V>
[[nodiscard]] consteval bool is_kept_as_text() {
    if constexpr (std::is_same_v<V, std::string_view>) {
        return true;
    } else {
        return std::is_same_v<wire_type<V>, std::string_view>;
    }
}

/// Throws out_of_range, type_mismatch or invalid_text when a column of type C doesn't hold the value as it
/// is. The value has been bound already, so its text is UTF-8.
template <sql_type C, class V>
void check_value([[maybe_unused]] V const& value) {
    if constexpr (C.array) {
        if constexpr (array_value<V>) {
            using traits = value_traits<V>;
            constexpr bool inner_array = array_value<typename traits::element_type>;
            constexpr sql_type element{C.id, C.length, C.scale, inner_array};
            for (typename traits::element_field const& field : value) {
                auto const* const one = field_traits<typename traits::element_field>::get(field);
                if (one != nullptr) {
                    check_value<element>(*one);
                }
            }
        }
    } else if constexpr (is_counting_type(C.id)) {
        if constexpr (std::is_integral_v<V>) {
            check_integer<range_of(C.id)>(value);
        } else if constexpr (std::is_same_v<wire_type<V>, std::int64_t>) {
            check_integer<range_of(C.id)>(static_cast<std::int64_t>(value_traits<V>::encode(value)));
        }
    } else if constexpr (C.id == type_id::real || C.id == type_id::double_precision) {
        if constexpr (std::is_integral_v<V>) {
            check_whole_double(value);
        }
        if constexpr (C.id == type_id::real && !std::is_same_v<V, float>) {
            check_real(static_cast<double>(encoded_form(value)));
        }
    } else if constexpr (C.id == type_id::numeric && C.length > 0) {
        if constexpr (is_decimal<V>) {
            check_decimal<C>(value);
        } else if constexpr (is_kept_as_text<V>()) {
            decltype(auto) text = encoded_form(value);
            check_decimal_text(text, C.length, C.scale);
        }
    } else if constexpr (std::is_same_v<V, interval>) {
        check_interval(value);
    } else if constexpr (is_kept_as_text<V>()) {
        if constexpr (C.id == type_id::varchar || C.id == type_id::character) {
            decltype(auto) text = encoded_form(value);
            C.id == type_id::varchar ? check_varchar(text, C.length) : check_character(text, C.length);
        } else if constexpr (C.id == type_id::json || C.id == type_id::jsonb) {
            decltype(auto) text = encoded_form(value);
            json_syntax{text, C.id == type_id::jsonb ? json_escapes::taken_apart : json_escapes::kept}
                .require();
        }
    }
}

// ---- one column

/// A member's value for its own column; NULL is for the database to judge.
template <sql_type C, class Field>
void check_member(Field const& field) {
    if (auto const* const value = field_traits<Field>::get(field); value != nullptr) {
        check_value<C>(*value);
    }
}
template <class T, std::size_t I, class Field>
void check_field(Field const& field) {
    check_member<describe<T>().columns[I].type>(field);
}

/// A value of another type than the member's, such as a number that is kept as 64 bits: it must fit the
/// member too, or the row could never be read again.
template <class Member, sql_type C, class V>
void check_given([[maybe_unused]] V const& value) {
    using M = value_of<Member>;
    if constexpr (std::is_integral_v<M> && std::is_integral_v<V> && !std::is_same_v<M, bool>) {
        check_integer<integer_range{
            std::numeric_limits<M>::min(),
            sizeof(M) == 8 ? INT64_MAX : static_cast<std::int64_t>(std::numeric_limits<M>::max())}>(value);
    } else if constexpr (std::is_same_v<M, float> && !std::is_same_v<V, float>) {
        check_value<real()>(value);
    }
    check_value<C>(value);
}

} // namespace athanor::detail
