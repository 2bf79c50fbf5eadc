#pragma once
// SPDX-License-Identifier: BSL-1.0
// Structs in and out of prepared statements, and the name of the column where it fails.

#include <athanor/base/error.hpp>
#include <athanor/driver/bind.hpp>
#include <athanor/statement/parameters.hpp>
#include <athanor/statement/row.hpp>

#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor::detail {

// Kept out of the templates: one copy for all models.
[[noreturn]] inline void rethrow_at(error& e, table_info const& table, std::size_t column) {
    e.with_table(table.name);
    if (column < table.columns.size()) {
        e.with_column(table.columns[column].name);
    }
    throw; // NOLINT: only called while `e` is handled
}

/// Reads all columns of T from the current row.
template <class T, class Statement>
void read_row(Statement const& row, T& object) {
    std::size_t at = 0;
    try {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            ((at = I, read_field(row, static_cast<int>(I), column_field<I>(object))), ...);
        }
        (std::make_index_sequence<column_count<T>>{});
    } catch (error& e) {
        rethrow_at(e, describe<T>(), at);
    }
}

/// Reads those columns that an INSERT brings back.
template <class T, class Statement>
void read_returned(Statement const& row, T& object, column_mask mask) {
    std::size_t at = 0;
    int column = 0;
    auto const read = [&]<std::size_t C>(std::integral_constant<std::size_t, C>) {
        if constexpr (row_facts<T>::optional_bit[C] != row_facts<T>::none || row_facts<T>::is_computed(C)) {
            if (row_facts<T>::comes_back(C, mask)) {
                at = C;
                read_field(row, column++, column_field<C>(object));
            }
        }
    };
    try {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (read(std::integral_constant<std::size_t, I>{}), ...);
        }
        (std::make_index_sequence<column_count<T>>{});
    } catch (error& e) {
        rethrow_at(e, describe<T>(), at);
    }
}

/// Binds the columns that `Which` picks, from parameter `from` + 1 on; returns the number of the last one.
template <class Which, class T, class Statement>
int bind_row(Statement& statement, T const& object, column_mask mask, bound_memory memory, int from = 0) {
    std::size_t at = 0;
    auto const bind = [&]<std::size_t C>(std::integral_constant<std::size_t, C>) {
        if constexpr (Which::template possible<T>(C)) {
            if (Which::template picks<T>(C, mask)) {
                at = C;
                bind_field(statement, ++from, column_field<C>(object), memory);
            }
        }
    };
    try {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (bind(std::integral_constant<std::size_t, I>{}), ...);
        }
        (std::make_index_sequence<column_count<T>>{});
    } catch (error& e) {
        rethrow_at(e, describe<T>(), at);
    }
    return from;
}

struct inserted_columns {
    template <class T>
    [[nodiscard]] static consteval bool possible(std::size_t i) {
        return !row_facts<T>::is_computed(i);
    }
    template <class T>
    [[nodiscard]] static constexpr bool picks(std::size_t i, column_mask mask) {
        return row_facts<T>::is_given(i, mask);
    }
};
struct assigned_columns {
    template <class T>
    [[nodiscard]] static consteval bool possible(std::size_t i) {
        return !row_facts<T>::is_computed(i) && !row_facts<T>::is_key(i);
    }
    template <class T>
    [[nodiscard]] static constexpr bool picks(std::size_t i, column_mask mask) {
        return row_facts<T>::is_updated(i, mask);
    }
};

/// Binds the primary key of an object.
template <class T, class Statement>
void bind_key_of(Statement& statement, T const& object, int from) {
    [&]<std::size_t... K>(std::index_sequence<K...>) {
        (bind_field(statement, from + 1 + static_cast<int>(K), column_field<row_facts<T>::key[K]>(object),
                    bound_memory::outlives_statement),
         ...);
    }
    (std::make_index_sequence<row_facts<T>::key_count>{});
}

/// A value that the user wrote: text in all its forms, numbers, optionals, or anything with a mapping.
template <class V, class Statement>
void bind_argument(Statement& statement, int at, V const& value, bound_memory memory) {
    if constexpr (std::is_same_v<V, std::nullopt_t> || std::is_same_v<V, std::nullptr_t>) {
        statement.bind_null(at);
    } else if constexpr (std::is_convertible_v<V const&, std::string_view> && !mapped_value<V>) {
        bind_value(statement, at, std::string_view{value}, memory);
    } else {
        bind_field(statement, at, value, memory);
    }
}

/// All parameters of a statement of the query language.
template <class Query, class Statement>
void bind_parameters(Statement& statement, Query const& query, bound_memory memory) {
    int at = 0;
    for_each_parameter(query, [&](auto const& value) { bind_argument(statement, ++at, value, memory); });
}

} // namespace athanor::detail
