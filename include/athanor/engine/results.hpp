#pragma once
// SPDX-License-Identifier: BSL-1.0
// A row of a query into what its list asks for: structs, values, tuples of them.

#include <athanor/engine/rows.hpp>
#include <athanor/statement/grouping.hpp>
#include <athanor/statement/into.hpp>
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

/// Reads a struct of the user's own, each member from the column of its name.
template <class Query, class Row, class Statement>
void read_by_name(Statement const& row, Row& out) {
    std::size_t at = 0;
    try {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            ((at = I,
              read_field(row, static_cast<int>(places_of<Query, Row>.items[I]), column_field<I>(out))),
             ...);
        }
        (std::make_index_sequence<column_count<Row>>{});
    } catch (error& e) {
        e.with_column(member_names<Row>[at]);
        throw;
    }
}

/// Reads the current row as the query's result_type.
template <class Query, class Statement>
void read_result(Statement const& row, typename Query::result_type& out) {
    if constexpr (Query::template has<clause_kind::into>) {
        read_by_name<Query>(row, out);
    } else {
        read_items(row, out, typename Query::items{});
    }
}

/// Does a row only lend some of its text and bytes?
template <class Row>
[[nodiscard]] consteval bool any_view() {
    return []<std::size_t... I>(std::index_sequence<I...>) {
        return (is_view<value_of<column_member_type<Row, I>>> || ...);
    }
    (std::make_index_sequence<column_count<Row>>{});
}
template <class Query>
inline constexpr bool lends_rows = [] {
    if constexpr (Query::template has<clause_kind::into>) {
        return any_view<typename Query::result_type>();
    } else {
        return false;
    }
}();
/// Said where rows outlive the statement.
template <class Query>
[[nodiscard]] consteval bool keeps_rows() {
    return expect<
        !lends_rows<Query>,
        "a std::string_view or std::span is valid until the next row is read: use stream(), or give "
        "the struct std::string and std::vector<std::byte>">();
}
/// Said where rows are asked of what gives none.
template <class Query>
[[nodiscard]] auto refuse_rows() {
    static_assert(
        expect<std::is_void_v<Query>, "all(), first() and one() read rows: ask a select, or a change "
                                      "with returning(...)">());
    return std::vector<int>{};
}

// ---- single values

template <class Items>
inline constexpr bool is_one_item = false;
template <class Item>
inline constexpr bool is_one_item<expression::types<Item>> = !is_entity<Item>;
template <class Query>
inline constexpr bool is_one_column =
    is_one_item<typename Query::items> && !Query::template has<clause_kind::into>;

/// An aggregate without groups, of whatever rows there are.
template <class Query>
inline constexpr bool always_one_row =
    is_select<Query>&& facts_of_nodes<typename Query::items>.has_aggregate &&
    !Query::template has<clause_kind::group_by> && !Query::template has<clause_kind::having> &&
    !Query::template has<clause_kind::limit> && !Query::template has<clause_kind::offset>;

template <class V>
[[nodiscard]] std::optional<V> flattened(std::optional<V>&& value) {
    return std::move(value);
}
template <class V>
[[nodiscard]] std::optional<V> flattened(std::optional<std::optional<V>>&& value) {
    return value ? std::move(*value) : std::nullopt;
}

} // namespace athanor::detail
