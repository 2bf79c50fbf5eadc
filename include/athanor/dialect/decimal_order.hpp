#pragma once
// SPDX-License-Identifier: BSL-1.0
// Decimals are text on SQLite; in a query a collation that athanor's connections know compares them by value.
// No schema names it: other programs read the file.

#include <athanor/expression/operand.hpp>
#include <athanor/schema/describe.hpp>
#include <athanor/statement/insert.hpp>
#include <athanor/value/field.hpp>

#include <cstddef>
#include <string_view>

namespace athanor::detail {

inline constexpr std::string_view decimal_collation = " COLLATE athanor_decimal";

/// A decimal, or one that may be NULL.
template <class V>
inline constexpr bool is_decimal_value = type_id_of<value_of<V>>() == type_id::numeric;
/// Has every value one text? Then = needs no collation, and an index serves it.
template <class V>
[[nodiscard]] consteval bool is_whole_decimal() {
    if constexpr (is_decimal_value<V>) {
        constexpr sql_type type = value_traits<value_of<V>>::type;
        return type.length > 0 && type.scale == 0;
    } else {
        return false;
    }
}
template <class A, class B>
inline constexpr bool are_equal_by_value =
    is_decimal_value<A> && !(is_whole_decimal<A>() && is_whole_decimal<B>());

/// SQLite calculates with decimals by functions of athanor's connections.
[[nodiscard]] constexpr std::string_view decimal_function(expression::op o) noexcept {
    using expression::op;
    switch (o) {
    case op::add:
        return "athanor_decimal_add(";
    case op::subtract:
        return "athanor_decimal_sub(";
    case op::multiply:
        return "athanor_decimal_mul(";
    case op::divide:
        return "athanor_decimal_div(";
    default:
        return "athanor_decimal_mod(";
    }
}
template <expression::op O, class L, class R>
inline constexpr bool is_decimal_arithmetic = O >= expression::op::add&& O <= expression::op::modulo &&
                                              (is_decimal_value<typename L::value_type> ||
                                               is_decimal_value<typename R::value_type>);

/// The type of a decimal column that a calculated value must be brought to, as PostgreSQL does by itself;
/// else none. (Values have been checked when they are bound.)
template <class N>
inline constexpr bool needs_no_fitting = false;
template <class V>
inline constexpr bool needs_no_fitting<expression::value_node<V>> = true;
template <auto... Path>
inline constexpr bool needs_no_fitting<excluded_node<Path...>> = true;
template <class N, auto... Path>
[[nodiscard]] consteval sql_type fitted_type() {
    using column = expression::column_node<Path...>;
    if constexpr (is_decimal_value<typename column::value_type> && !needs_no_fitting<N> &&
                  requires { typename N::value_type; }) {
        constexpr std::size_t i = column_index<typename column::owner, Path...>();
        constexpr sql_type type = describe<typename column::owner>().columns[i].type;
        return type.id == type_id::numeric ? type : sql_type{};
    } else {
        return {};
    }
}

/// Is O, between these two, a comparison that texts would answer wrongly?
template <expression::op O, class L, class R>
[[nodiscard]] consteval bool compares_decimals() {
    using expression::op;
    if constexpr (O == op::equal || O == op::not_equal) {
        return are_equal_by_value<typename L::value_type, typename R::value_type>;
    } else if constexpr (O == op::less || O == op::less_equal || O == op::greater || O == op::greater_equal) {
        return is_decimal_value<typename L::value_type>;
    } else {
        return false;
    }
}

} // namespace athanor::detail
