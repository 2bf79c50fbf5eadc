#pragma once
// SPDX-License-Identifier: BSL-1.0
// A row of a query into what its list asks for: structs, values, tuples of them.

#include <athanor/engine/rows.hpp>
#include <athanor/statement/select.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace athanor::detail {

/// How many columns of a row an item takes.
template <class Item>
inline constexpr std::size_t width_of_item = 1;
template <class S>
inline constexpr std::size_t width_of_item<entity_node<S>> = column_count<typename S::row_type>;

/// Names the column of the query where reading failed.
template <class Item>
[[noreturn]] void rethrow_at_item(error& e, std::size_t place) {
    if constexpr (any_column<Item>) {
        e.with_table(Item::table()).with_column(Item::name());
    } else if constexpr (requires { Item::label; }) {
        e.with_column(Item::label);
    } else {
        e.with_column("column " + std::to_string(place + 1) + " of the query");
    }
    throw; // NOLINT: only called while `e` is handled
}

/// Are all columns of the row NULL that T never leaves NULL? Then an outer join found none.
template <class T, class Statement>
[[nodiscard]] bool is_missing(Statement const& row, int from) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        constexpr bool may_all_be_null = (field_traits<column_member_type<T, I>>::nullable && ...);
        return (((!may_all_be_null && field_traits<column_member_type<T, I>>::nullable) ||
                 row.is_null(from + static_cast<int>(I))) &&
                ...);
    }
    (std::make_index_sequence<column_count<T>>{});
}

template <class Item, class Statement, class Out>
void read_item(Statement const& row, int from, Out& out) {
    if constexpr (!is_entity<Item>) {
        try {
            read_field(row, from, out);
        } catch (error& e) {
            rethrow_at_item<Item>(e, static_cast<std::size_t>(from));
        }
    } else {
        using T = typename Item::row_type;
        if constexpr (std::is_same_v<Out, std::optional<T>>) {
            if (is_missing<T>(row, from)) {
                out.reset();
            } else {
                read_row(row, out ? *out : out.emplace(), from);
            }
        } else {
            read_row(row, out, from);
        }
    }
}

template <class Statement, class Out, class Item>
void read_items(Statement const& row, Out& out, expression::types<Item>) {
    read_item<Item>(row, 0, out);
}
template <class Statement, class... Out, class... Item>
requires(sizeof...(Item) > 1) void read_items(Statement const& row, std::tuple<Out...>& out,
                                              expression::types<Item...>) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        int from = 0;
        auto const next = [&from](std::size_t width) {
            return std::exchange(from, from + static_cast<int>(width));
        };
        (read_item<Item>(row, next(width_of_item<Item>), std::get<I>(out)), ...);
    }
    (std::index_sequence_for<Item...>{});
}

/// Reads the current row as the query's result_type.
template <class Query, class Statement>
void read_result(Statement const& row, typename Query::result_type& out) {
    read_items(row, out, typename Query::items{});
}

} // namespace athanor::detail
