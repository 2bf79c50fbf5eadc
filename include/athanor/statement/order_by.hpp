#pragma once
// SPDX-License-Identifier: BSL-1.0
// ORDER BY: a column stands for its rising order, asc() and desc() say which way; and GROUP BY.

#include <athanor/statement/clause.hpp>

namespace athanor::detail {

template <class X>
inline constexpr bool is_ordering = false;
template <bool Descending, class X>
inline constexpr bool is_ordering<expression::ordered_node<Descending, X>> = true;
template <bool First, class X>
inline constexpr bool is_ordering<expression::nulls_placed_node<First, X>> = true;

enum class nulls_place : unsigned char { unsaid, first, last };

/// What an ORDER BY's part is about, and which way.
template <class X>
struct ordered_subject {
    using type = X;
    static constexpr bool descending = false;
    static constexpr nulls_place nulls = nulls_place::unsaid;
};
template <bool Descending, class X>
struct ordered_subject<expression::ordered_node<Descending, X>> {
    using type = X;
    static constexpr bool descending = Descending;
    static constexpr nulls_place nulls = nulls_place::unsaid;
};
template <bool First, bool Descending, class X>
struct ordered_subject<expression::nulls_placed_node<First, expression::ordered_node<Descending, X>>> {
    using type = X;
    static constexpr bool descending = Descending;
    static constexpr nulls_place nulls = First ? nulls_place::first : nulls_place::last;
};

/// The order of a named expression is that of its column in the result; a window, which sees no names, keeps
/// the expression.
template <class X>
[[nodiscard]] constexpr auto by_name(X const& ordering) {
    return ordering;
}
template <bool Descending, text Name, class X>
[[nodiscard]] constexpr auto
by_name(expression::ordered_node<Descending, expression::label_node<Name, X>> const&) {
    return expression::ordered_node<Descending, expression::label_reference<Name, X>>{{}, {}};
}
template <bool First, class X>
[[nodiscard]] constexpr auto by_name(expression::nulls_placed_node<First, X> const& placed) {
    using named = decltype(by_name(placed.subject));
    return expression::nulls_placed_node<First, named>{{}, by_name(placed.subject)};
}

template <class X>
[[nodiscard]] constexpr auto as_ordering(X const& x) {
    static_assert(expect<expression::any_node<X>,
                         "order_by() takes columns, such as col<&User::id> or desc(col<&User::id>)">());
    if constexpr (is_ordering<X>) {
        return by_name(x);
    } else if constexpr (expression::any_node<X>) {
        return by_name(asc(x));
    } else {
        return expression::not_comparable{};
    }
}

template <class... X>
struct order_clause : clause<clause_kind::order_by> {
    expression::pack<X...> orders;
    using parts = expression::types<X...>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        orders.for_each(f);
    }
};

/// A labelled expression stands by its name.
template <class X>
[[nodiscard]] constexpr auto as_group(X const& x) {
    static_assert(
        expect<expression::any_node<X>,
               "group_by() takes columns, such as col<&User::id>, and named expressions of the list">());
    if constexpr (requires { typename X::reference; }) {
        return typename X::reference{};
    } else if constexpr (expression::any_node<X>) {
        return x;
    } else {
        return expression::not_comparable{};
    }
}

template <class... X>
struct group_clause : clause<clause_kind::group_by> {
    using groups = expression::types<X...>;
    expression::pack<X...> grouped;
    using parts = groups;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        grouped.for_each(f);
    }
};

} // namespace athanor::detail
