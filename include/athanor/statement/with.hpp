#pragma once
// SPDX-License-Identifier: BSL-1.0
// WITH: rows that are named before the query that reads them.

#include <athanor/statement/derived.hpp>
#include <athanor/statement/select.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace athanor {
namespace detail {

template <class... Rows>
struct named_rows_clause : clause<clause_kind::with> {
    using rows = expression::types<Rows...>;
    expression::pack<Rows...> named;
    using parts = rows;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        named.for_each(f);
    }
    /// Does one of them read from itself?
    static constexpr bool recursive = (mentions<typename Rows::select_type>(Rows::source()) || ...);
};

/// What stands behind with(...).
template <class... Rows>
struct with_start {
    named_rows_clause<Rows...> clause;

    template <class T, class... More>
    [[nodiscard]] constexpr auto select() const {
        return athanor::select<T, More...>().with(clause);
    }
    template <class First, class... X>
    [[nodiscard]] constexpr auto select(First const& first, X const&... x) const {
        return athanor::select(first, x...).with(clause);
    }
};

} // namespace detail

/// Names rows for a query, each may read from those before it; one that reads from itself is recursive:
///
///     struct Node { std::int64_t id{}; std::int64_t depth{}; };
///     constexpr auto tree = cte<Node, "tree">;
///     auto under = with(tree.as(
///         select(col<&Employee::id>, literal(0)).where(col<&Employee::boss_id>.is_null())
///             .union_all(select(col<&Employee::id>, tree.col<&Node::depth> + 1)
///                            .join(tree, tree.col<&Node::id> == col<&Employee::boss_id>))))
///         .select(tree.col<&Node::id>, tree.col<&Node::depth>);
template <class... Rows>
requires(expression::any_node<Rows>&&...) [[nodiscard]] constexpr auto with(Rows const&... rows) {
    constexpr bool takes = sizeof...(Rows) > 0 && (detail::is_derived_source<Rows> && ...);
    static_assert(
        detail::expect<takes, "with() takes named rows with their select, such as tree.as(select(...))">());
    if constexpr (takes) {
        return detail::with_start<Rows...>{{{}, expression::make_pack(rows...)}};
    } else {
        return detail::with_start<>{};
    }
}

} // namespace athanor
