#pragma once
// SPDX-License-Identifier: BSL-1.0
// What stands in OVER (...): partitions, order and frame.

#include <athanor/dialect/dialect_id.hpp>
#include <athanor/expression/window.hpp>

#include <string_view>
#include <utility>

namespace athanor::detail {

/// `Node` says what is written: nothing is read from a value.
template <class Node>
struct node_type {};

template <dialect_id D, class Sink>
struct renderer;

template <dialect_id D, class Sink>
struct window_renderer {
    renderer<D, Sink>& expressions;
    Sink& out = expressions.out;

    template <class... P, class... O, expression::frame Frame>
    constexpr void
    write(node_type<expression::window<expression::types<P...>, expression::types<O...>, Frame>>) {
        [[maybe_unused]] char const* word = "PARTITION BY ";
        ((out.put(std::exchange(word, ", ")), expressions.template by_value<P>()), ...);
        word = sizeof...(P) > 0 ? " ORDER BY " : "ORDER BY ";
        ((out.put(std::exchange(word, ", ")), expressions.write(node_type<O>{})), ...);
        if constexpr (Frame.unit != expression::frame_unit::none) {
            constexpr std::string_view units[] = {"", " ROWS BETWEEN ", " RANGE BETWEEN ",
                                                  " GROUPS BETWEEN "};
            auto const unit = units[static_cast<int>(Frame.unit)];
            out.put(sizeof...(P) + sizeof...(O) > 0 ? unit : unit.substr(1));
            edge(Frame.from);
            out.put(" AND ");
            edge(Frame.to);
        }
    }

private:
    constexpr void edge(expression::frame_bound bound) {
        constexpr std::string_view words[] = {"UNBOUNDED PRECEDING", " PRECEDING", "CURRENT ROW",
                                              " FOLLOWING", "UNBOUNDED FOLLOWING"};
        using expression::frame_edge;
        if (bound.edge == frame_edge::preceding || bound.edge == frame_edge::following) {
            out.number(bound.rows);
        }
        out.put(words[static_cast<int>(bound.edge)]);
    }
};

} // namespace athanor::detail
