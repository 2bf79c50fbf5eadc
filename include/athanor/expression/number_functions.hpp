#pragma once
// SPDX-License-Identifier: BSL-1.0
// Functions of numbers. On SQLite most of them need its math functions, which every usual build has.

#include <athanor/expression/text_functions.hpp>
#include <athanor/value/big_decimal.hpp>

#include <cstdint>

namespace athanor::expression {

template <class X>
concept any_number = any_node<X> && is_number<typename X::value_type>;
template <class X>
concept any_decimal = any_node<X> && is_decimal<typename X::value_type>;

} // namespace athanor::expression

namespace athanor {

/// To the nearest whole number, or to so many decimals; halves go away from zero. The result is a double.
/// Throws out_of_range for a negative number of decimals.
template <expression::any_number X>
[[nodiscard]] constexpr auto round(X const& x) {
    return expression::formula<"round({})", "CAST(round(CAST({} AS numeric)) AS double precision)", double>(
        x);
}
template <expression::any_number X, class N>
[[nodiscard]] constexpr auto round(X const& x, N const& decimals) {
    expression::require_at_least(0, decimals);
    return expression::formula<
        "round({}, {})", "CAST(round(CAST({} AS numeric), CAST({} AS integer)) AS double precision)", double>(
        x, decimals);
}
/// Of a decimal, exactly: a big_decimal with so many digits behind the point.
template <expression::any_decimal X>
[[nodiscard]] constexpr auto round(X const& x) {
    return expression::formula<"athanor_decimal_round({}, 0)", "round({})", big_decimal>(x);
}
template <expression::any_decimal X, class N>
[[nodiscard]] constexpr auto round(X const& x, N const& decimals) {
    expression::require_at_least(0, decimals);
    return expression::formula<"athanor_decimal_round({}, {})", "round({}, CAST({} AS integer))",
                               big_decimal>(x, decimals);
}
/// The next whole number above, below, towards zero; doubles.
template <expression::any_number X>
[[nodiscard]] constexpr auto ceil(X const& x) {
    return expression::formula<"ceil({})", "ceil(CAST({} AS double precision))", double>(x);
}
template <expression::any_number X>
[[nodiscard]] constexpr auto floor(X const& x) {
    return expression::formula<"floor({})", "floor(CAST({} AS double precision))", double>(x);
}
template <expression::any_number X>
[[nodiscard]] constexpr auto trunc(X const& x) {
    return expression::formula<"trunc({})", "trunc(CAST({} AS double precision))", double>(x);
}
/// What is left of a division of integers; it has the sign of x. The same as x % y.
template <expression::any_number X, class Y>
[[nodiscard]] constexpr auto mod(X const& x, Y const& y) {
    static_assert(expression::gives_integer<X> && expression::gives_integer<Y>,
                  "athanor: mod() takes two integers");
    return x % y;
}
template <expression::any_number X, class Y>
[[nodiscard]] constexpr auto power(X const& x, Y const& y) {
    static_assert(expression::is_number<typename expression::node_of<Y>::value_type>,
                  "athanor: power() takes two numbers");
    return expression::formula<"power({}, {})",
                               "power(CAST({} AS double precision), CAST({} AS double precision))", double>(
        x, y);
}
/// Of a negative number SQLite says NULL and PostgreSQL makes an error.
template <expression::any_number X>
[[nodiscard]] constexpr auto sqrt(X const& x) {
    return expression::formula<"sqrt({})", "sqrt(CAST({} AS double precision))", double>(x);
}
template <expression::any_number X>
[[nodiscard]] constexpr auto exp(X const& x) {
    return expression::formula<"exp({})", "exp(CAST({} AS double precision))", double>(x);
}
/// The natural logarithm, and that of base 10. Of a number that isn't positive SQLite says NULL and
/// PostgreSQL makes an error.
template <expression::any_number X>
[[nodiscard]] constexpr auto ln(X const& x) {
    return expression::formula<"ln({})", "ln(CAST({} AS double precision))", double>(x);
}
template <expression::any_number X>
[[nodiscard]] constexpr auto log10(X const& x) {
    return expression::formula<"log10({})", "log(CAST({} AS double precision))", double>(x);
}
/// -1, 0 or 1.
template <expression::any_number X>
[[nodiscard]] constexpr auto sign(X const& x) {
    return expression::formula<"sign({})", "CAST(sign({}) AS bigint)", std::int64_t>(x);
}
/// A number from 0 up to but not 1, another for each row: `order_by(random())`.
[[nodiscard]] constexpr auto random() {
    return expression::formula<"((random() & 9007199254740991) / 9007199254740992.0)", "random()", double,
                               expression::null_rule::never>();
}

} // namespace athanor
