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

/// Where clauses stand, from their kinds alone: statements of the same clauses share it.
template <clause_kind... Kind>
struct clause_order {
    static constexpr std::size_t size = sizeof...(Kind);
    /// The first one that isn't before this kind.
    [[nodiscard]] static consteval std::size_t place_of(clause_kind kind) {
        return (std::size_t{0} + ... + (Kind < kind ? 1U : 0U));
    }
    [[nodiscard]] static consteval std::size_t count_of(clause_kind kind) {
        return (std::size_t{0} + ... + (Kind == kind ? 1U : 0U));
    }
};

/// The clauses with one more in its place; it replaces an earlier one of its kind, unless the kind repeats.
template <class New, class... C>
[[nodiscard]] constexpr auto with_clause(expression::pack<C...> const& clauses, New const& added) {
    using order = clause_order<C::kind...>;
    constexpr std::size_t same = order::count_of(New::kind);
    constexpr std::size_t before = order::place_of(New::kind) + (New::repeats ? same : 0);
    constexpr std::size_t behind = before + (New::repeats ? 0 : same);
    return [&]<std::size_t... B, std::size_t... A>(std::index_sequence<B...>, std::index_sequence<A...>) {
        return expression::pack_of_copies(expression::element<B>(clauses)..., added,
                                          expression::element<behind + A>(clauses)...);
    }
    (std::make_index_sequence<before>{}, std::make_index_sequence<order::size - behind>{});
}

struct no_clause {};

template <clause_kind K, class... C>
inline constexpr bool has_clause = ((C::kind == K) || ...);

template <std::size_t Place>
[[nodiscard]] no_clause clause_at(void const*);
template <std::size_t Place, class C>
[[nodiscard]] C clause_at(expression::packed<Place, C> const*);

/// The type of the clause of a kind, or no_clause.
template <clause_kind K, class... C>
using clause_of = decltype(clause_at < has_clause<K, C...>
                               ? clause_order<C::kind...>::place_of(K)
                               : sizeof...(C) > (static_cast<expression::pack<C...> const*>(nullptr)));

/// The clause of a kind, or no_clause.
template <clause_kind K, class... C>
[[nodiscard]] constexpr decltype(auto) find_clause(expression::pack<C...> const& clauses) {
    if constexpr (has_clause<K, C...>) {
        return expression::element<clause_order<C::kind...>::place_of(K)>(clauses);
    } else {
        return no_clause{};
    }
}

} // namespace athanor::detail
