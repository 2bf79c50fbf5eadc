#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a node and everything in it has, found in one walk: each question of its own would be another walk
// through templates for each statement of a program.

#include <athanor/expression/operators.hpp>
#include <athanor/statement/run_time_part.hpp>

namespace athanor::detail {

struct node_facts {
    bool text_is_fixed = true; // known from the type alone
    bool has_values = false;   // parameters, or parts that run time chooses
    bool has_statement = false;
    bool has_aggregate = false; // of this query, none of a subquery
    bool has_window = false;
    bool has_label = false; // .as<"name">(), or a reference to one

    [[nodiscard]] friend constexpr node_facts operator|(node_facts a, node_facts b) noexcept {
        return {a.text_is_fixed && b.text_is_fixed, a.has_values || b.has_values,
                a.has_statement || b.has_statement, a.has_aggregate || b.has_aggregate,
                a.has_window || b.has_window,       a.has_label || b.has_label};
    }
};
[[nodiscard]] constexpr node_facts as_statement(node_facts inside) noexcept {
    return {inside.text_is_fixed, inside.has_values, true, false, false, false};
}

template <class N>
inline constexpr bool is_value = known_at_run_time<N>;
template <class V>
inline constexpr bool is_value<expression::value_node<V>> = true;
template <class Form, class V>
inline constexpr bool is_value<expression::adapted_value<Form, V>> = true;
template <bool Negated, class X, class List>
inline constexpr bool is_value<expression::in_node<Negated, X, List>> = true;

template <class N>
concept labelled = requires {
    N::label;
};

template <class N, class Parts = typename N::parts>
inline constexpr node_facts facts_of_node{};
template <class N, class... P>
inline constexpr node_facts facts_of_node<N, expression::types<P...>> =
    (node_facts{N::is_fixed, is_value<N>, false, N::is_aggregate, N::is_window, labelled<N>} | ... |
     facts_of_node<P>);
template <expression::any_statement S, class... P>
inline constexpr node_facts facts_of_node<S, expression::types<P...>> =
    as_statement((node_facts{S::is_fixed} | ... | facts_of_node<P>));

/// Of several.
template <class List>
inline constexpr node_facts facts_of_nodes{};
template <class... P>
inline constexpr node_facts facts_of_nodes<expression::types<P...>> = (node_facts{} | ... | facts_of_node<P>);

} // namespace athanor::detail
