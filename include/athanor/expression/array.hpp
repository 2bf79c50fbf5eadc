#pragma once
// SPDX-License-Identifier: BSL-1.0
// Arrays of PostgreSQL in expressions.

#include <athanor/expression/text_functions.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor::expression {

inline constexpr detail::text no_arrays{
    "!SQLite has no arrays: keep the values in a table of their own, or as JSON."};

template <class N>
concept gives_array = detail::array_value<typename node_of<N>::value_type>;

template <detail::text Operator, class X, class Y>
[[nodiscard]] constexpr auto array_test(X const& x, Y const& y) {
    if constexpr (gives_array<X> && gives_array<Y>) {
        using A = typename value_traits<typename X::value_type>::element_type;
        using B = typename value_traits<typename node_of<Y>::value_type>::element_type;
        static_assert(std::is_same_v<A, B>, "athanor: the elements of the two arrays have different types");
        return formula<no_arrays, Operator, bool>(x, y);
    } else {
        static_assert(gives_array<X> && gives_array<Y>,
                      "athanor: contains(), contained_by() and overlaps() of an array take an array, such as "
                      "std::vector{1, 2}");
        return not_comparable{};
    }
}

/// One of an array's elements, or all: only beside a comparison.
template <bool All, class X>
struct any_element_node : node {
    using value_type = typename value_traits<typename X::value_type>::element_type;
    static constexpr bool nullable = true;
    static constexpr null_rule nulls = null_rule::always;
    static constexpr std::string_view not_on_sqlite = no_arrays.view().substr(1);
    X array;
    constexpr explicit any_element_node(X x)
        : array{std::move(x)} {}

    using parts = types<X>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(array);
    }
};

} // namespace athanor::expression

namespace athanor {

/// On the right of a comparison: true when it holds for one of the elements.
///
///     literal("red") == any_of(col<&Post::tags>)
template <expression::gives_array X>
[[nodiscard]] constexpr auto any_of(X const& array) {
    return expression::any_element_node<false, expression::node_of<X>>{expression::as_node(array)};
}
/// On the right of a comparison: true when it holds for each of the elements.
template <expression::gives_array X>
[[nodiscard]] constexpr auto all_of(X const& array) {
    return expression::any_element_node<true, expression::node_of<X>>{expression::as_node(array)};
}
/// The number of elements.
template <expression::gives_array X>
[[nodiscard]] constexpr auto cardinality(X const& array) {
    return expression::formula<expression::no_arrays, "CAST(cardinality({}) AS bigint)", std::int64_t>(array);
}
/// The element at a place counted from 1; NULL where there is none.
template <expression::gives_array X, class N>
[[nodiscard]] constexpr auto array_element(X const& array, N const& place) {
    static_assert(expression::gives_integer<N>, "athanor: array_element() takes an integer as place");
    return expression::formula<expression::no_arrays, "({})[CAST({} AS integer)]",
                               typename value_traits<typename X::value_type>::element_type,
                               expression::null_rule::always>(array, place);
}

} // namespace athanor
