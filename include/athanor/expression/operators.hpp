#pragma once
// SPDX-License-Identifier: BSL-1.0
// The operators and functions that join nodes. Each comparison accepts anything; a second overload says what
// is wrong.

#include <athanor/expression/operand.hpp>

namespace athanor::expression {

template <class L, class R>
concept with_node = any_node<L> || any_node<R>;

template <op O, class L, class R>
using comparison = binary_node<O, node_of<L>, node_of<R>, bool>;

template <op O, class L, class R>
[[nodiscard]] constexpr comparison<O, L, R> compare(L const& l, R const& r) {
    return {as_node(l), as_node(r)};
}

/// What a wrong comparison answers: nothing that could be used further.
struct not_comparable : node {
    using value_type = bool;
    static constexpr bool nullable = false;
};
template <class L, class R>
constexpr not_comparable refuse_comparison() {
    static_assert(comparable_types<L, R>,
                  "athanor: the two sides of this comparison have different types: give both "
                  "the same type, or two numbers, or two texts");
    return {};
}

template <class L, class R>
requires(with_node<L, R>&& comparable_with<L, R>) [[nodiscard]] constexpr comparison<op::equal, L, R>
operator==(L const& l, R const& r) {
    return compare<op::equal>(l, r);
}
template <class L, class R>
requires(with_node<L, R>&& comparable_with<L, R>) [[nodiscard]] constexpr comparison<op::not_equal, L, R>
operator!=(L const& l, R const& r) {
    return compare<op::not_equal>(l, r);
}
template <class L, class R>
requires(with_node<L, R>&& comparable_with<L, R>) [[nodiscard]] constexpr comparison<op::less, L, R>
operator<(L const& l, R const& r) {
    return compare<op::less>(l, r);
}
template <class L, class R>
requires(with_node<L, R>&& comparable_with<L, R>) [[nodiscard]] constexpr comparison<op::less_equal, L, R>
operator<=(L const& l, R const& r) {
    return compare<op::less_equal>(l, r);
}
template <class L, class R>
requires(with_node<L, R>&& comparable_with<L, R>) [[nodiscard]] constexpr comparison<op::greater, L, R>
operator>(L const& l, R const& r) {
    return compare<op::greater>(l, r);
}
template <class L, class R>
requires(with_node<L, R>&& comparable_with<L, R>) [[nodiscard]] constexpr comparison<op::greater_equal, L, R>
operator>=(L const& l, R const& r) {
    return compare<op::greater_equal>(l, r);
}

// The same six for what can't be compared: one sentence instead of every operator that the compiler knows.
template <class L, class R>
requires(with_node<L, R> && !comparable_with<L, R>) constexpr not_comparable operator==(L const&, R const&) {
    return refuse_comparison<typename node_of<L>::value_type, typename node_of<R>::value_type>();
}
template <class L, class R>
requires(with_node<L, R> && !comparable_with<L, R>) constexpr not_comparable operator!=(L const&, R const&) {
    return refuse_comparison<typename node_of<L>::value_type, typename node_of<R>::value_type>();
}
template <class L, class R>
requires(with_node<L, R> && !comparable_with<L, R>) constexpr not_comparable operator<(L const&, R const&) {
    return refuse_comparison<typename node_of<L>::value_type, typename node_of<R>::value_type>();
}
template <class L, class R>
requires(with_node<L, R> && !comparable_with<L, R>) constexpr not_comparable operator<=(L const&, R const&) {
    return refuse_comparison<typename node_of<L>::value_type, typename node_of<R>::value_type>();
}
template <class L, class R>
requires(with_node<L, R> && !comparable_with<L, R>) constexpr not_comparable operator>(L const&, R const&) {
    return refuse_comparison<typename node_of<L>::value_type, typename node_of<R>::value_type>();
}
template <class L, class R>
requires(with_node<L, R> && !comparable_with<L, R>) constexpr not_comparable operator>=(L const&, R const&) {
    return refuse_comparison<typename node_of<L>::value_type, typename node_of<R>::value_type>();
}

// ---- logic
// -------------------------------------------------------------------------------------------------

template <any_node L, any_node R>
[[nodiscard]] constexpr binary_node<op::and_, L, R, bool> operator&&(L const& l, R const& r) {
    static_assert(std::is_same_v<typename L::value_type, bool> &&
                      std::is_same_v<typename R::value_type, bool>,
                  "athanor: && joins two conditions, not values: compare them first");
    return {l, r};
}
template <any_node L, any_node R>
[[nodiscard]] constexpr binary_node<op::or_, L, R, bool> operator||(L const& l, R const& r) {
    static_assert(std::is_same_v<typename L::value_type, bool> &&
                      std::is_same_v<typename R::value_type, bool>,
                  "athanor: || joins two conditions, not values: compare them first (texts are joined by +)");
    return {l, r};
}
template <any_node X>
[[nodiscard]] constexpr unary_node<op::not_, X, bool> operator!(X const& x) {
    static_assert(std::is_same_v<typename X::value_type, bool>,
                  "athanor: ! turns a condition round, not a value");
    return unary_node<op::not_, X, bool>{x};
}

// ---- arithmetic; + joins texts
// -----------------------------------------------------------------------------

template <op O, class L, class R>
[[nodiscard]] constexpr auto calculate(L const& l, R const& r) {
    using A = typename node_of<L>::value_type;
    using B = typename node_of<R>::value_type;
    static_assert((is_number<A> && is_number<B>) || (std::is_same_v<A, B> && !is_text<A>),
                  "athanor: arithmetic takes two numbers");
    return binary_node<O, node_of<L>, node_of<R>, arithmetic_result<A, B>>{as_node(l), as_node(r)};
}

template <class L, class R>
requires with_node<L, R>
[[nodiscard]] constexpr auto operator+(L const& l, R const& r) {
    if constexpr (is_text<typename node_of<L>::value_type> && is_text<typename node_of<R>::value_type>) {
        return binary_node<op::concatenate, node_of<L>, node_of<R>, std::string>{as_node(l), as_node(r)};
    } else {
        return calculate<op::add>(l, r);
    }
}
template <class L, class R>
requires with_node<L, R>
[[nodiscard]] constexpr auto operator-(L const& l, R const& r) {
    return calculate<op::subtract>(l, r);
}
template <class L, class R>
requires with_node<L, R>
[[nodiscard]] constexpr auto operator*(L const& l, R const& r) {
    return calculate<op::multiply>(l, r);
}
template <class L, class R>
requires with_node<L, R>
[[nodiscard]] constexpr auto operator/(L const& l, R const& r) {
    return calculate<op::divide>(l, r);
}
template <class L, class R>
requires with_node<L, R>
[[nodiscard]] constexpr auto operator%(L const& l, R const& r) {
    return calculate<op::modulo>(l, r);
}
template <any_node X>
[[nodiscard]] constexpr auto operator-(X const& x) {
    return unary_node<op::negate, X, typename X::value_type>{x};
}

} // namespace athanor::expression

namespace athanor {

/// Functions of the common dialect.
template <expression::any_node X>
[[nodiscard]] constexpr auto lower(X const& x) {
    return expression::call_node<"lower", std::string, X::nullable, X>{x};
}
template <expression::any_node X>
[[nodiscard]] constexpr auto upper(X const& x) {
    return expression::call_node<"upper", std::string, X::nullable, X>{x};
}
/// The number of characters of a text.
template <expression::any_node X>
[[nodiscard]] constexpr auto length(X const& x) {
    return expression::call_node<"length", std::int64_t, X::nullable, X>{x};
}
template <expression::any_node X>
[[nodiscard]] constexpr auto abs(X const& x) {
    return expression::call_node<"abs", typename X::value_type, X::nullable, X>{x};
}
/// The first that is not NULL.
template <expression::any_node X, class R>
[[nodiscard]] constexpr auto coalesce(X const& x, R const& other) {
    using second = expression::node_of<R>;
    return expression::call_node<"coalesce", typename X::value_type, second::nullable, X, second>{
        x, expression::as_node(other)};
}

} // namespace athanor
