#pragma once
// SPDX-License-Identifier: BSL-1.0
// What expressions ask of the type of a value: how it is kept, and whether a list of it is one parameter.

#include <athanor/expression/node.hpp>
#include <athanor/value/traits.hpp>

#include <cstddef>
#include <type_traits>

namespace athanor {

template <int Precision, int Scale>
class decimal;
class big_decimal;

} // namespace athanor

namespace athanor::detail {

/// `none` for an array and for what isn't mapped.
template <class V>
[[nodiscard]] constexpr type_id type_id_of() {
    if constexpr (requires { value_traits<V>::type; }) {
        return value_traits<V>::type.array ? type_id::none : value_traits<V>::type.id;
    } else {
        return type_id::none;
    }
}

} // namespace athanor::detail

namespace athanor::expression {

// Decimals of any size may meet: both databases compare them by value.
template <int P, int S, int Q, int T>
inline constexpr bool comparable_types<decimal<P, S>, decimal<Q, T>> = true;
template <int P, int S>
inline constexpr bool comparable_types<decimal<P, S>, big_decimal> = true;
template <int P, int S>
inline constexpr bool comparable_types<big_decimal, decimal<P, S>> = true;

template <class V>
inline constexpr bool is_decimal = detail::type_id_of<V>() == type_id::numeric;
template <class V>
inline constexpr bool is_integer = is_number<V>&& std::is_integral_v<V>;
/// Is a calculation with these two one of decimals? An integer may be one side.
template <class A, class B>
inline constexpr bool calculates_decimals = (is_decimal<A> && (is_decimal<B> || is_integer<B>)) ||
                                            (is_integer<A> && is_decimal<B>);

/// Does the database keep it as a text that patterns can be asked of?
template <class V>
[[nodiscard]] consteval bool is_kept_as_text() {
    if constexpr (is_text<V>) {
        return true;
    } else {
        constexpr type_id id = detail::type_id_of<V>();
        return id == type_id::text || id == type_id::varchar || id == type_id::character ||
               id == type_id::custom;
    }
}

template <class V, std::size_t N>
struct value_array {
    static constexpr std::size_t count = N;
    V items[N];
    [[nodiscard]] constexpr V const* begin() const { return items; }
    [[nodiscard]] constexpr V const* end() const { return items + N; }
};

template <class List>
inline constexpr bool is_value_array = false;
template <class V, std::size_t N>
inline constexpr bool is_value_array<value_array<V, N>> = true;

/// Is a list of these one parameter, an array of PostgreSQL and JSON for SQLite? Not where JSON would round
/// them or has no form for them.
template <class List>
[[nodiscard]] consteval bool is_one_parameter() {
    if constexpr (!is_value_array<List>) {
        using V = kept_t<typename List::value_type>;
        if constexpr (is_text<V>) {
            return true;
        } else if constexpr (mapped_value<V>) {
            using wire = wire_type<V>;
            return !value_traits<V>::type.array && !std::is_same_v<wire, double> &&
                   !std::is_same_v<wire, bytes_view>;
        }
    }
    return false;
}

} // namespace athanor::expression
