#pragma once
// SPDX-License-Identifier: BSL-1.0
// INSERT, UPDATE and DELETE as text. Included by render.hpp.

#include <athanor/dialect/render_expression.hpp>
#include <athanor/statement/erase.hpp>
#include <athanor/statement/insert.hpp>
#include <athanor/statement/update.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

namespace athanor::detail {

template <dialect_id D, class Sink>
struct change_renderer {
    statement_renderer<D, Sink>& whole;
    Sink& out = whole.out;

    template <class T, class... C>
    constexpr void statement(node_type<insert_statement<T, C...>>) {
        out.put("INSERT INTO ");
        whole.expressions.template table_of_model<T>();
        (text<insert_statement<T, C...>>(node_type<C>{}), ...);
    }
    template <class T, class... C>
    constexpr void statement(node_type<update_statement<T, C...>>) {
        out.put("UPDATE ");
        whole.expressions.template table_of_model<T>();
        (text<update_statement<T, C...>>(node_type<C>{}), ...);
    }
    template <class T, class... C>
    constexpr void statement(node_type<erase_statement<T, C...>>) {
        out.put("DELETE FROM ");
        whole.expressions.template table_of_model<T>();
        (text<erase_statement<T, C...>>(node_type<C>{}), ...);
    }

private:
    // FROM, JOIN, WHERE are those of a select.
    template <class S, class C>
    constexpr void text(node_type<C>) {
        if constexpr (C::kind == clause_kind::where && exists_instead<S>) {
            whole.template clause_text<S, void, false>(node_type<C>{});
            out.put(')');
        } else {
            whole.template clause_text<S, void, false>(node_type<C>{});
        }
    }
    template <class S>
    constexpr void text(node_type<every_row_clause>) {
        if constexpr (exists_instead<S>) {
            out.put(')');
        }
    }
    template <class S, class Row>
    constexpr void text(node_type<into_clause<Row>>) {}

    // SQLite has no USING: the row goes when there is one of the others that belongs to it.
    template <class S>
    static constexpr bool exists_instead =
        D == dialect_id::sqlite&& is_erase<S>&& S::template has<clause_kind::from>;
    template <class S, class Source>
    constexpr void text(node_type<from_clause<Source>>) {
        if constexpr (exists_instead<S>) {
            out.put(" WHERE EXISTS (SELECT 1");
            whole.template clause_text<S, void, false>(node_type<from_clause<Source>>{});
        } else if constexpr (is_erase<S>) {
            out.put(" USING ");
            whole.source(node_type<Source>{});
        } else {
            whole.template clause_text<S, void, false>(node_type<from_clause<Source>>{});
        }
    }

    // ---- what is written

    template <auto... Path>
    constexpr void column(node_type<expression::column_node<Path...>>) {
        whole.name(expression::column_node<Path...>::name());
    }
    template <class N, auto... Path>
    constexpr void column(node_type<assignment<N, Path...>>) {
        column(node_type<expression::column_node<Path...>>{});
    }
    template <class... X>
    constexpr void columns(expression::types<X...>) {
        char const* word = " (";
        ((out.put(std::exchange(word, ", ")), column(node_type<X>{})), ...);
        out.put(')');
    }
    template <class N, auto... Path>
    constexpr void value(node_type<assignment<N, Path...>>) {
        whole.expressions.template assigned<N, Path...>();
    }
    template <class... A>
    constexpr void row(expression::types<A...>) {
        char const* word = "(";
        ((out.put(std::exchange(word, ", ")), value(node_type<A>{})), ...);
        out.put(')');
    }
    template <class... A>
    constexpr void assignments(expression::types<A...>) {
        char const* word = " SET ";
        ((out.put(std::exchange(word, ", ")), whole.write(node_type<A>{})), ...);
    }
    template <class... R>
    constexpr void rows(expression::types<R...>) {
        char const* word = " VALUES ";
        ((out.put(std::exchange(word, ", ")), row(typename R::parts{})), ...);
    }

    template <class S, class... A>
    constexpr void text(node_type<set_clause<A...>>) {
        if constexpr (is_insert<S>) {
            columns(expression::types<A...>{});
            out.put(" VALUES ");
            row(expression::types<A...>{});
        } else {
            assignments(expression::types<A...>{});
        }
    }
    template <class S, class... Column>
    constexpr void text(node_type<target_clause<Column...>>) {
        columns(expression::types<Column...>{});
    }
    template <class S, class... R>
    constexpr void text(node_type<values_clause<R...>>) {
        rows(expression::types<R...>{});
    }
    // Is a table, or a subquery in its place, what a select ends in?
    template <class C>
    [[nodiscard]] static consteval bool is_table_at_end(std::type_identity<C>) {
        return C::kind == clause_kind::from || C::kind == clause_kind::join;
    }
    template <set_operator O, class L, class R>
    [[nodiscard]] static consteval bool is_table_at_end(std::type_identity<set_operation_clause<O, L, R>>) {
        using whole_type = statement_renderer<D, Sink>;
        return !whole_type::template stands_bare<R> || whole_type::template is_merged<R> ||
               ends_in_a_table(typename R::parts{});
    }
    template <class... C>
    [[nodiscard]] static consteval bool ends_in_a_table(expression::types<C...>) {
        bool last = false;
        ((last = is_table_at_end(std::type_identity<C>{})), ...);
        return last;
    }
    template <class S, class Select>
    constexpr void text(node_type<rows_of_clause<Select>>) {
        out.put(' ');
        whole.template select<Select, void>();
        // SQLite would read ON for a join's.
        if constexpr (D == dialect_id::sqlite && S::template has<clause_kind::conflict> &&
                      ends_in_a_table(typename Select::parts{})) {
            out.put(" WHERE true");
        }
    }
    template <class S>
    constexpr void text(node_type<default_values_clause>) {
        out.put(" DEFAULT VALUES");
    }
    template <class S, class... Column, class... A>
    constexpr void text(node_type<conflict_clause<conflict_target<Column...>, A...>>) {
        out.put(" ON CONFLICT");
        if constexpr (sizeof...(Column) > 0) {
            columns(expression::types<Column...>{});
        }
        if constexpr (sizeof...(A) == 0) {
            out.put(" DO NOTHING");
        } else {
            out.put(" DO UPDATE");
            assignments(expression::types<A...>{});
        }
    }
    template <class S, class... Item>
    constexpr void text(node_type<returning_clause<Item...>>) {
        out.put(" RETURNING ");
        std::size_t column = 0;
        ((column == 0 ? void() : void(out.put(", ")), whole.template item<void>(node_type<Item>{}, column)),
         ...);
    }
};

} // namespace athanor::detail
