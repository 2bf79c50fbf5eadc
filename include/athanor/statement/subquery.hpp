#pragma once
// SPDX-License-Identifier: BSL-1.0
// A SELECT inside an expression: as one value, as a list, as the question whether it has rows.

#include <athanor/statement/select.hpp>

#include <type_traits>
#include <utility>

namespace athanor {
namespace detail {

/// A select that gives one column; the value of its first row, NULL when it has none.
template <class Select>
struct scalar_node : expression::operand<scalar_node<Select>> {
    using value_type = typename Select::scalar_type;
    static constexpr bool nullable = true;
    static constexpr expression::null_rule nulls = expression::null_rule::always;
    Select inner;
    constexpr explicit scalar_node(Select s)
        : inner{std::move(s)} {}
    using parts = expression::types<Select>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(inner);
    }
};

template <class Select>
struct exists_node : expression::operand<exists_node<Select>> {
    using value_type = bool;
    static constexpr bool nullable = false;
    static constexpr expression::null_rule nulls = expression::null_rule::never;
    Select inner;
    constexpr explicit exists_node(Select s)
        : inner{std::move(s)} {}
    using parts = expression::types<Select>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(inner);
    }
};

} // namespace detail

/// The one value of a select with one column, as an operand; a std::optional when it is selected itself:
/// `col<&Item::price> > scalar(select(avg(col<&Item::price>)))`. Columns of the outer query may stand inside.
template <expression::any_statement S>
[[nodiscard]] constexpr auto scalar(S const& select) {
    constexpr bool one = !std::is_void_v<typename S::scalar_type>;
    static_assert(
        detail::expect<one, "scalar() takes a select of one column: name one column or expression in it">());
    if constexpr (one) {
        return detail::scalar_node<S>{select};
    } else {
        return expression::not_comparable{};
    }
}
/// Has the subquery any row? `exists(select<Order>().where(col<&Order::user_id> == col<&User::id>))`.
template <class S>
[[nodiscard]] constexpr auto exists(S const& select) {
    static_assert(detail::expect<expression::any_statement<S>, "exists() takes a select">());
    if constexpr (expression::any_statement<S>) {
        return detail::exists_node<S>{select};
    } else {
        return expression::not_comparable{};
    }
}

} // namespace athanor
