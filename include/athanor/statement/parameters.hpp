#pragma once
// SPDX-License-Identifier: BSL-1.0
// The values of a statement, in the order in which its text asks for them; lists whose size only run time
// knows.

#include <athanor/expression/operators.hpp>
#include <athanor/statement/bound_list.hpp>
#include <athanor/statement/node_facts.hpp>

#include <cstddef>
#include <vector>

namespace athanor::detail {

/// The size of a list in IN (...), if it is part of the type.
inline constexpr std::size_t unknown_size = static_cast<std::size_t>(-1);
template <class List>
inline constexpr std::size_t fixed_size = unknown_size;
template <class V, std::size_t N>
inline constexpr std::size_t fixed_size<expression::value_array<V, N>> = N;

// Calls on_value(value) for each parameter and on_list(size) for each list of unknown size. What each
// database gets in a form of its own comes as adapted_value or bound_list.
template <class Value, class List>
struct parameter_walk {
    Value& on_value;
    List& on_list;

    template <class N>
    constexpr void operator()(N const& n) const {
        if constexpr (facts_of_node<N>.has_values) {
            n.for_each_part(*this);
        }
    }
    template <class V>
    constexpr void operator()(expression::value_node<V> const& n) const {
        on_value(n.value);
    }
    template <class Form, class V>
    constexpr void operator()(expression::adapted_value<Form, V> const& n) const {
        on_value(n);
    }
    template <bool Negated, class X, class Values>
    constexpr void operator()(expression::in_node<Negated, X, Values> const& n) const {
        (*this)(n.subject);
        if constexpr (expression::is_one_parameter<Values>()) {
            on_value(bound_list<Values>{n.values});
        } else {
            if constexpr (fixed_size<Values> == unknown_size) {
                on_list(n.values.size());
            }
            for (auto const& v : n.values) {
                on_value(v);
            }
        }
    }
    template <known_at_run_time N>
    void operator()(N const& n) const {
        for (auto const& piece : n.chosen.pieces) {
            for (cell const& v : piece.values) {
                on_value(v);
            }
        }
    }
};

template <class Statement, class Value>
constexpr void for_each_parameter(Statement const& statement, Value&& on_value) {
    auto ignore = [](std::size_t) {};
    parameter_walk<std::remove_reference_t<Value>, decltype(ignore)>{on_value, ignore}(statement);
}
template <class Statement>
[[nodiscard]] inline std::vector<std::size_t> list_sizes_of(Statement const& statement) {
    std::vector<std::size_t> sizes;
    auto ignore = [](auto const&) {};
    auto note = [&sizes](std::size_t n) { sizes.push_back(n); };
    parameter_walk<decltype(ignore), decltype(note)>{ignore, note}(statement);
    return sizes;
}

template <class F>
struct run_time_walk {
    F& on_part;
    template <class N>
    void operator()(N const& n) const {
        n.for_each_part(*this);
    }
    template <known_at_run_time N>
    void operator()(N const& n) const {
        on_part(n.chosen);
    }
};
/// Calls on_part(run_time_list) for each filter and ordering, in the order of the text.
template <class Statement, class F>
void for_each_run_time_list(Statement const& statement, F&& on_part) {
    run_time_walk<std::remove_reference_t<F>>{on_part}(statement);
}

/// Is the text known from the type alone?
template <class N>
inline constexpr bool fixed_text = facts_of_node<N>.text_is_fixed;

} // namespace athanor::detail
