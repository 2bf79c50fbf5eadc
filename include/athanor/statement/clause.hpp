#pragma once
// SPDX-License-Identifier: BSL-1.0
// A statement is a row of clauses in the order of its text. Each kind stands once, joins as often as they are
// said.

#include <athanor/expression/operators.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace athanor::detail {

enum class clause_kind : unsigned char {
    with,
    into, // the struct that rows are read into: no text
    distinct,
    list,
    set,
    from,
    join,
    conflict,
    where,
    group_by,
    having,
    order_by,
    limit,
    offset,
    lock,
    returning,
};

/// Base of every clause: a node, so that its parameters, columns and aggregates are found by walking it.
template <clause_kind Kind>
struct clause : expression::node {
    static constexpr clause_kind kind = Kind;
    static constexpr bool repeats = Kind == clause_kind::join;
};

template <class H, class... T>
[[nodiscard]] constexpr expression::pack<H, T...> prepended(H head, expression::pack<T...> tail) {
    return {std::move(head), std::move(tail)};
}

/// The clauses with one more in its place; it replaces an earlier one of its kind, unless the kind repeats.
template <class New>
[[nodiscard]] constexpr auto with_clause(expression::pack<> const&, New added) {
    return expression::pack<New>{std::move(added), {}};
}
template <class New, class H, class... T>
[[nodiscard]] constexpr auto with_clause(expression::pack<H, T...> const& clauses, New added) {
    if constexpr (New::kind < H::kind) {
        return prepended(std::move(added), clauses);
    } else if constexpr (New::kind == H::kind && !New::repeats) {
        return prepended(std::move(added), clauses.tail);
    } else {
        return prepended(clauses.head, with_clause(clauses.tail, std::move(added)));
    }
}

struct no_clause {};

/// The clause of a kind, or no_clause.
template <clause_kind K>
[[nodiscard]] constexpr no_clause find_clause(expression::pack<> const&) {
    return {};
}
template <clause_kind K, class H, class... T>
[[nodiscard]] constexpr decltype(auto) find_clause(expression::pack<H, T...> const& clauses) {
    if constexpr (H::kind == K) {
        return (clauses.head);
    } else {
        return find_clause<K>(clauses.tail);
    }
}
template <clause_kind K, class... C>
using clause_of =
    std::remove_cvref_t<decltype(find_clause<K>(std::declval<expression::pack<C...> const&>()))>;
template <clause_kind K, class... C>
inline constexpr bool has_clause = ((C::kind == K) || ...);

} // namespace athanor::detail
