#pragma once
// SPDX-License-Identifier: BSL-1.0
// The operators and functions that join nodes. Each comparison accepts anything; a second overload says what
// is wrong.

#include <athanor/expression/operand.hpp>
#include <athanor/expression/pattern.hpp>

namespace athanor::expression {

template <class L, class R>
concept with_node = any_node<L> || any_node<R>;

template <op O, class L, class R>
using comparison = binary_node<O, node_of<L>, node_of<R>, bool>;

template <op O, class L, class R>
[[nodiscard]] constexpr comparison<O, L, R> compare(L const& l, R const& r) {
    return {as_node(l), as_node(r)};
}

template <class V>
inline constexpr bool is_null_word = std::is_same_v<V, std::nullopt_t> || std::is_same_v<V, std::nullptr_t>;
/// The type of a node's value; of what has none, its own.
template <class N>
struct value_type_of {
    using type = N;
};
template <class N>
requires requires {
    typename N::value_type;
}
struct value_type_of<N> {
    using type = typename N::value_type;
};
/// Says why two nodes can't be compared.
template <class L, class R>
constexpr not_comparable refuse_comparison() {
    using A = typename value_type_of<L>::type;
    using B = typename value_type_of<R>::type;
    constexpr bool null = is_null_word<A> || is_null_word<B>;
    constexpr bool optional = field_traits<A>::nullable || field_traits<B>::nullable;
    constexpr bool select = any_statement<L> || any_statement<R>;
    constexpr bool member = std::is_member_pointer_v<A> || std::is_member_pointer_v<B>;
    static_assert(detail::expect<!null, "nothing equals NULL in SQL: ask is_null() or is_not_null()">());
    static_assert(
        detail::expect<!optional,
                       "nothing equals NULL in SQL, and a std::optional may be one: compare with its "
                       "value, or ask is_not_distinct_from(), to which NULL is NULL">());
    static_assert(detail::expect<!select, "a select is compared by its one value, scalar(select(...)), or by "
                                          "in(select(...))">());
    static_assert(detail::expect<!member, "a member is compared as a column: col<&User::name>">());
    constexpr bool said = null || optional || select || member;
    static_assert(
        detail::expect<said, "the two sides of this comparison have different types: give both the same "
                             "type, or two numbers, or two texts">());
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
    return refuse_comparison<node_of<L>, node_of<R>>();
}
template <class L, class R>
requires(with_node<L, R> && !comparable_with<L, R>) constexpr not_comparable operator!=(L const&, R const&) {
    return refuse_comparison<node_of<L>, node_of<R>>();
}
template <class L, class R>
requires(with_node<L, R> && !comparable_with<L, R>) constexpr not_comparable operator<(L const&, R const&) {
    return refuse_comparison<node_of<L>, node_of<R>>();
}
template <class L, class R>
requires(with_node<L, R> && !comparable_with<L, R>) constexpr not_comparable operator<=(L const&, R const&) {
    return refuse_comparison<node_of<L>, node_of<R>>();
}
template <class L, class R>
requires(with_node<L, R> && !comparable_with<L, R>) constexpr not_comparable operator>(L const&, R const&) {
    return refuse_comparison<node_of<L>, node_of<R>>();
}
template <class L, class R>
requires(with_node<L, R> && !comparable_with<L, R>) constexpr not_comparable operator>=(L const&, R const&) {
    return refuse_comparison<node_of<L>, node_of<R>>();
}

// ---- logic
// -------------------------------------------------------------------------------------------------

template <class L, class R>
constexpr not_comparable refuse_plain_bool() {
    constexpr bool both = any_node<L> && any_node<R>;
    static_assert(
        detail::expect<both, "&& and || join two conditions of the query: decide what C++ knows before it, "
                             "with if and filter<...>, or write literal(...)">());
    return {};
}
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
// With a bool of C++ on one side.
template <class L, class R>
requires(any_node<L> != any_node<R>) constexpr not_comparable operator&&(L const&, R const&) {
    return refuse_plain_bool<L, R>();
}
template <class L, class R>
requires(any_node<L> != any_node<R>) constexpr not_comparable operator||(L const&, R const&) {
    return refuse_plain_bool<L, R>();
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
    constexpr bool takes =
        (is_number<A> && is_number<B>) || (std::is_same_v<A, B> && !is_text<A>) || calculates_decimals<A, B>;
    static_assert(takes, "athanor: arithmetic takes two numbers");
    // A sum of two has as many decimals as they; all else as many as it needs.
    constexpr bool keeps_type = std::is_same_v<A, B> && (O == op::add || O == op::subtract);
    if constexpr (calculates_decimals<A, B> && !keeps_type) {
        return binary_node<O, node_of<L>, node_of<R>, big_decimal>{as_node(l), as_node(r)};
    } else if constexpr (takes) {
        return binary_node<O, node_of<L>, node_of<R>, arithmetic_result<A, B>>{as_node(l), as_node(r)};
    } else {
        return not_comparable{};
    }
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
    constexpr bool fit = !is_text<typename X::value_type>;
    static_assert(fit, "athanor: - turns the sign of a number round, not a text");
    if constexpr (fit) {
        return unary_node<op::negate, X, typename X::value_type>{x};
    } else {
        return not_comparable{};
    }
}

// ---- several values as one
// --------------------------------------------------------------------------------

struct no_value {};

/// The type that holds values of both: of two numbers the wider, of two texts std::string, of two decimals
/// big_decimal.
template <class A, class B>
using common_value = std::conditional_t<
    std::is_same_v<A, B>, A,
    std::conditional_t<
        is_number<A> && is_number<B>, arithmetic_result<A, B>,
        std::conditional_t<is_text<A> && is_text<B>, std::string,
                           std::conditional_t<is_decimal<A> && is_decimal<B>, big_decimal, no_value>>>>;

template <class First, class... Rest>
struct common_value_of {
    using type = First;
};
template <class A, class B, class... Rest>
struct common_value_of<A, B, Rest...> : common_value_of<common_value<A, B>, Rest...> {};

/// Beside a number of the database a literal doesn't widen: coalesce(col<&T::age>, 0) is as col<&T::age>.
template <class V, class R>
using coalesced_value =
    std::conditional_t<!any_node<R> && std::is_integral_v<V> &&
                           std::is_integral_v<typename node_of<R>::value_type> && !std::is_same_v<V, bool>,
                       V, typename node_of<R>::value_type>;

} // namespace athanor::expression

namespace athanor {

/// Functions of the common dialect.
template <expression::any_node X>
[[nodiscard]] constexpr auto lower(X const& x) {
    static_assert(expression::is_kept_as_text<typename X::value_type>(), "athanor: lower() takes a text");
    return expression::call_node<"lower", std::string, X::nullable, X>{x};
}
template <expression::any_node X>
[[nodiscard]] constexpr auto upper(X const& x) {
    static_assert(expression::is_kept_as_text<typename X::value_type>(), "athanor: upper() takes a text");
    return expression::call_node<"upper", std::string, X::nullable, X>{x};
}
/// The number of characters of a text.
template <expression::any_node X>
[[nodiscard]] constexpr auto length(X const& x) {
    return expression::call_node<"length", std::int64_t, X::nullable, X>{x};
}
template <expression::any_node X>
[[nodiscard]] constexpr auto abs(X const& x) {
    static_assert(!expression::is_text<typename X::value_type>, "athanor: abs() takes a number");
    return expression::call_node<"abs", typename X::value_type, X::nullable, X>{x};
}
/// The first that is not NULL.
template <expression::any_node X, class R, class... More>
[[nodiscard]] constexpr auto coalesce(X const& x, R const& other, More const&... more) {
    using first = typename X::value_type;
    using V = typename expression::common_value_of<first, expression::coalesced_value<first, R>,
                                                   expression::coalesced_value<first, More>...>::type;
    constexpr bool fit = !std::is_same_v<V, expression::no_value>;
    static_assert(fit, "athanor: coalesce() takes values of one type");
    constexpr bool nullable =
        X::nullable && expression::node_of<R>::nullable && (expression::node_of<More>::nullable && ...);
    if constexpr (fit) {
        return expression::call_node<"coalesce", V, nullable, X, expression::node_of<R>,
                                     expression::node_of<More>...>{x, expression::as_node(other),
                                                                   expression::as_node(more)...};
    } else {
        return expression::not_comparable{};
    }
}

} // namespace athanor
