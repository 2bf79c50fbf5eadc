#pragma once
// SPDX-License-Identifier: BSL-1.0
// Structs in and out of prepared statements, and the name of the column where it fails.

#include <athanor/base/error.hpp>
#include <athanor/dialect/dialect_id.hpp>
#include <athanor/driver/bind.hpp>
#include <athanor/engine/column_check.hpp>
#include <athanor/statement/parameters.hpp>
#include <athanor/statement/row.hpp>
#include <athanor/statement/update.hpp>

#include <bit>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor::detail {

// Kept out of the templates: one copy for all models.
[[noreturn, gnu::cold, gnu::noinline]] inline void rethrow_at(error& e, std::string_view table,
                                                              std::string_view const* columns,
                                                              std::size_t count, std::size_t column) {
    e.with_table(table);
    if (column < count) {
        e.with_column(columns[column]);
    }
    throw; // NOLINT: only called while `e` is handled
}
/// What an error names of a row.
struct row_names {
    std::string_view table;
    std::string_view const* columns;
    std::size_t count;
};
/// Only the names of T: its whole description would be kept in the program for an error's sake.
template <class T>
inline constexpr row_names names_of_row{table_name<T>(), column_names<T>.items, column_count<T>};
template <class T>
[[noreturn, gnu::cold, gnu::noinline]] void rethrow_at(error& e, std::size_t column) {
    rethrow_at(e, table_name<T>(), column_names<T>.items, column_count<T>, column);
}

template <class Statement, class Members, std::size_t... I>
void read_members(Statement const& row, int from, row_names const& names, Members const& members,
                  std::index_sequence<I...>) {
    std::size_t at = 0;
    try {
        ((at = I, read_field(row, from + static_cast<int>(I), tied_member<I>(members))), ...);
    } catch (error& e) {
        rethrow_at(e, names.table, names.columns, names.count, at);
    }
}
/// Reads the members of a struct, tied: models of the same types share it.
template <class Statement, class... M>
void read_members(Statement const& row, int from, row_names const& names, tied_members<M...> const& members) {
    read_members(row, from, names, members, std::index_sequence_for<M...>{});
}

/// Reads all columns of T from the current row, from column `from` on.
template <class T, class Statement>
void read_row(Statement const& row, T& object, int from = 0) {
    if constexpr (is_flat<T>) {
        read_members(row, from, names_of_row<T>, struct_access<T>::tie(object));
    } else {
        std::size_t at = 0;
        try {
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                ((at = I, read_field(row, from + static_cast<int>(I), column_field<I>(object))), ...);
            }
            (std::make_index_sequence<column_count<T>>{});
        } catch (error& e) {
            rethrow_at<T>(e, at);
        }
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
        rethrow_at<T>(e, at);
    }
}

/// The types of a model's columns, as a type that models of the same types share.
template <sql_type... C>
struct sql_types {};
template <class T, std::size_t... I>
[[nodiscard]] consteval sql_types<describe<T>().columns[I].type...>
find_sql_types(std::index_sequence<I...>) {
    return {};
}
template <class T>
using sql_types_of = decltype(find_sql_types<T>(std::make_index_sequence<column_count<T>>{}));

/// Bits that the model alone decides.
template <column_bits Bits>
using fixed_bits = std::integral_constant<column_bits, Bits>;

/// Binds the members that `given` says, tied, from parameter `from` + 1 on, and those of `last` behind them;
/// models of the same types share it.
template <class Statement, class... M, sql_type... C, class Given, class Last>
int bind_members(Statement& statement, tied_members<M...> const& members, sql_types<C...>, Given given,
                 Last last, row_names const& names, bound_memory memory, int from) {
    std::size_t at = 0;
    int behind = last == 0 ? 0 : from + std::popcount(column_bits{given});
    try {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            auto const bind = [&]<sql_type Type, std::size_t Place>(auto const& member) {
                bool const now = ((given >> Place) & 1U) != 0;
                if (now || ((last >> Place) & 1U) != 0) {
                    at = Place;
                    bind_field(statement, now ? ++from : ++behind, member, memory);
                    check_member<Type>(member);
                }
            };
            (bind.template operator()<C, I>(tied_member<I>(members)), ...);
        }
        (std::index_sequence_for<M...>{});
    } catch (error& e) {
        rethrow_at(e, names.table, names.columns, names.count, at);
    }
    return from;
}
/// Can bind_members() say which of T's columns are given?
template <class T>
inline constexpr bool fits_column_bits = is_flat<T>&& column_count<T> <= 64;

/// Binds the columns that `Which` picks, from parameter `from` + 1 on; returns the number of the last one.
template <class Which, class T, class Statement>
int bind_row(Statement& statement, T const& object, column_mask mask, bound_memory memory, int from = 0) {
    if constexpr (fits_column_bits<T>) {
        return bind_members(statement, struct_access<T>::tie(object), sql_types_of<T>{},
                            Which::template bits<T>(mask), fixed_bits<0>{}, names_of_row<T>, memory, from);
    } else {
        std::size_t at = 0;
        auto const bind = [&]<std::size_t C>(std::integral_constant<std::size_t, C>) {
            if constexpr (Which::template possible<T>(C)) {
                if (Which::template picks<T>(C, mask)) {
                    at = C;
                    bind_field(statement, ++from, column_field<C>(object), memory);
                    check_field<T, C>(column_field<C>(object));
                }
            }
        };
        try {
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                (bind(std::integral_constant<std::size_t, I>{}), ...);
            }
            (std::make_index_sequence<column_count<T>>{});
        } catch (error& e) {
            rethrow_at<T>(e, at);
        }
        return from;
    }
}

/// Is nothing but the key left to the database, or nothing at all?
template <class T>
inline constexpr bool is_only_key_optional = [] {
    for (std::size_t k = 0; k < row_facts<T>::optional_count; ++k) {
        if (!row_facts<T>::is_key(row_facts<T>::optional_columns[k])) {
            return false;
        }
    }
    return true;
}();

struct inserted_columns {
    template <class T>
    [[nodiscard]] static consteval bool possible(std::size_t i) {
        return !row_facts<T>::is_computed(i);
    }
    template <class T>
    [[nodiscard]] static constexpr bool picks(std::size_t i, column_mask mask) {
        return row_facts<T>::is_given(i, mask);
    }
    template <class T>
    [[nodiscard]] static constexpr auto bits([[maybe_unused]] column_mask mask) {
        if constexpr (row_facts<T>::optional_count == 0) {
            return fixed_bits<row_facts<T>::given_bits(0)>{};
        } else {
            return row_facts<T>::given_bits(mask);
        }
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
    template <class T>
    [[nodiscard]] static constexpr auto bits([[maybe_unused]] column_mask mask) {
        constexpr column_bits key = row_facts<T>::key_bits;
        if constexpr (is_only_key_optional<T>) {
            return fixed_bits<row_facts<T>::given_bits(~column_mask{0}) & ~key>{};
        } else {
            return row_facts<T>::given_bits(mask) & ~key;
        }
    }
};

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

/// Binds the primary key of an object.
template <class T, class Statement>
void bind_key_of(Statement& statement, T const& object, int from) {
    constexpr auto memory = bound_memory::outlives_statement;
    if constexpr (fits_column_bits<T> && row_facts<T>::has_key_in_order) {
        (void)bind_members(statement, struct_access<T>::tie(object), sql_types_of<T>{},
                           fixed_bits<row_facts<T>::key_bits>{}, fixed_bits<0>{}, names_of_row<T>, memory,
                           from);
    } else {
        std::size_t at = 0;
        auto const bind = [&]<std::size_t C>(std::integral_constant<std::size_t, C>) {
            at = C;
            bind_field(statement, ++from, column_field<C>(object), memory);
            check_field<T, C>(column_field<C>(object));
        };
        try {
            [&]<std::size_t... K>(std::index_sequence<K...>) {
                (bind(std::integral_constant<std::size_t, row_facts<T>::key[K]>{}), ...);
            }
            (std::make_index_sequence<row_facts<T>::key_count>{});
        } catch (error& e) {
            rethrow_at<T>(e, at);
        }
    }
}

/// A value that the user gave for a column of this member and type, as a key or to be assigned. A whole
/// floating-point number for an integer column goes as an integer: PostgreSQL reads no other form of it.
template <class Member, sql_type C, class V, class Statement>
void bind_given(Statement& statement, int at, V const& value, bound_memory memory) {
    if constexpr (is_optional_value<V>) {
        if (value) {
            bind_given<Member, C>(statement, at, *value, memory);
        } else {
            statement.bind_null(at);
        }
    } else if constexpr (std::is_floating_point_v<V> && is_counting_type(C.id)) {
        std::int64_t const whole = whole_number(static_cast<double>(value));
        bind_argument(statement, at, whole, memory);
        check_given<Member, C>(whole);
    } else {
        bind_argument(statement, at, value, memory);
        if constexpr (mapped_value<V>) {
            check_given<Member, C>(value);
        } else {
            check_given<Member, C>(std::string_view{value});
        }
    }
}
template <class T, std::size_t C, class V, class Statement>
void bind_for_column(Statement& statement, int at, V const& value, bound_memory memory) {
    try {
        bind_given<column_member_type<T, C>, describe<T>().columns[C].type>(statement, at, value, memory);
    } catch (error& e) {
        rethrow_at<T>(e, C);
    }
}

/// The columns of a primary key by their members and types, which many models share.
template <class Members, class Types>
struct key_binder;
template <class... M, sql_type... C>
struct key_binder<expression::types<M...>, sql_types<C...>> {
    /// The key as its values, in the key's order; `places` are its columns.
    template <class Statement, class... K>
    static void bind(Statement& statement, row_names const& names, std::size_t const* places,
                     K const&... key) {
        std::size_t at = 0;
        try {
            (bind_given<M, C>(statement, static_cast<int>(++at), key, bound_memory::outlives_statement), ...);
        } catch (error& e) {
            rethrow_at(e, names.table, names.columns, names.count, places[at - 1]);
        }
    }
};
template <class T, std::size_t... K>
[[nodiscard]] consteval auto find_key_binder(std::index_sequence<K...>)
    -> key_binder<expression::types<column_member_type<T, row_facts<T>::key[K]>...>,
                  sql_types<describe<T>().columns[row_facts<T>::key[K]].type...>> {
    return {};
}
template <class T>
using key_binder_of = decltype(find_key_binder<T>(std::make_index_sequence<row_facts<T>::key_count>{}));

template <class T, class Statement, class... K>
void bind_key(Statement& statement, K const&... key) {
    key_binder_of<T>::bind(statement, names_of_row<T>, row_facts<T>::key.items, key...);
}

template <class N>
inline constexpr bool is_plain_value = false;
template <class V>
inline constexpr bool is_plain_value<expression::value_node<V>> = true;

/// Binds the values of a statement in the order of its text: a value that is assigned to a column is checked
/// for it.
template <class Statement>
struct parameter_binder {
    Statement& statement;
    bound_memory memory;
    int at = 0;
    static constexpr bool is_postgresql = Statement::dialect == dialect_id::postgresql;

    /// A text that lives no longer than this call.
    void bind_made(std::string const& text) {
        bind_value(statement, ++at, std::string_view{text}, bound_memory::copied);
    }
    template <class N>
    void operator()(N const& n) {
        if constexpr (facts_of_node<N>.has_values) {
            n.for_each_part(*this);
        }
    }
    template <class V>
    void operator()(expression::value_node<V> const& n) {
        bind_argument(statement, ++at, n.value, memory);
    }
    template <class Form, class V>
    void operator()(expression::adapted_value<Form, V> const& n) {
        bind_made(n.for_database(is_postgresql));
    }
    template <bool Negated, class X, class Values>
    void operator()(expression::in_node<Negated, X, Values> const& n) {
        (*this)(n.subject);
        if constexpr (!expression::is_one_parameter<Values>()) {
            for (auto const& v : n.values) {
                bind_argument(statement, ++at, v, memory);
            }
        } else if constexpr (!is_postgresql) {
            bind_made(bound_list<Values>{n.values}.json());
        } else if constexpr (array_container<Values>) {
            bind_value(statement, ++at, n.values, memory);
        } else {
            bind_value(statement, ++at, bound_list<Values>{n.values}.array(), bound_memory::copied);
        }
    }
    template <known_at_run_time N>
    void operator()(N const& n) {
        for (auto const& piece : n.chosen.pieces) {
            auto differs = piece.for_postgresql.begin();
            for (std::size_t i = 0; i < piece.values.size(); ++i) {
                bool const other = is_postgresql && differs != piece.for_postgresql.end() && differs->at == i;
                bind_cell(statement, ++at, other ? (differs++)->value : piece.values[i], memory);
            }
        }
    }
    template <class V, auto... Path>
    void operator()(assignment<V, Path...> const& a) {
        if constexpr (is_plain_value<V>) {
            using T = path_owner<Path...>;
            bind_for_column<T, column_index<T, Path...>()>(statement, ++at, a.value.value, memory);
        } else {
            (*this)(a.value);
        }
    }
};

/// All parameters of a statement of the query language.
template <class Query, class Statement>
void bind_parameters(Statement& statement, Query const& query, bound_memory memory) {
    parameter_binder<Statement>{statement, memory}(query);
}

} // namespace athanor::detail
