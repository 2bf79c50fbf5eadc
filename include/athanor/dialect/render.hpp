#pragma once
// SPDX-License-Identifier: BSL-1.0
// Statements as text. Where the shape is in the type, the text is a constant in read-only memory.

#include <athanor/dialect/back_end.hpp>
#include <athanor/dialect/render_expression.hpp>
#include <athanor/dialect/render_run_time.hpp>
#include <athanor/schema/describe.hpp>
#include <athanor/statement/diagnose_statement.hpp>
#include <athanor/statement/erase.hpp>
#include <athanor/statement/with.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace athanor {
namespace detail {

template <dialect_id D, class Sink>
struct change_renderer;

template <dialect_id D, class Sink>
struct statement_renderer {
    renderer<D, Sink>& expressions;
    Sink& out = expressions.out;
    bool begins_recursion = false; // is the next list the first one of a recursive WITH?
    bool tells_apart = false;      // does the next list say which rows are the same?

    // ---- whole statements

    template <class... C>
    constexpr void statement(node_type<select_statement<C...>>) {
        select<select_statement<C...>, void>();
    }
    template <class S>
    constexpr void statement(node_type<count_of<S>>) {
        if constexpr (counts_rows_of_its_own<S>) {
            out.put("SELECT count(*) FROM ");
            nested<S>();
            out.put(" AS \"counted\"");
        } else {
            clauses<S, void, true>(typename S::parts{});
        }
    }
    template <class S>
    constexpr void statement(node_type<exists_of<S>>) {
        out.put("SELECT EXISTS ");
        nested<S>();
    }
    /// INSERT, UPDATE, DELETE: see render_change.hpp.
    template <class S>
    requires is_about_one_model<S>
    constexpr void statement(node_type<S>) { change_renderer<D, Sink>{*this}.statement(node_type<S>{}); }

    template <class S, class Labels = void>
    constexpr void nested() {
        out.put('(');
        select<S, Labels>();
        out.put(')');
    }

private:
    template <dialect_id, class>
    friend struct change_renderer;

    constexpr void name(std::string_view n) { expressions.name(n); }
    template <class N>
    constexpr void write(node_type<N> n) {
        expressions.write(n);
    }

    /// `Labels`: the struct whose column names the list's items get, or void.
    template <class S, class Labels>
    constexpr void select() {
        scope const* const before = std::exchange(expressions.tables, &scope_of<S>);
        bool const had_tables = std::exchange(expressions.has_tables, true);
        clauses<S, Labels, false>(typename S::parts{});
        expressions.tables = before;
        expressions.has_tables = had_tables;
    }
    template <class S, class Labels, bool Counting, class... C>
    constexpr void clauses(expression::types<C...>) {
        (clause_text<S, Labels, Counting>(node_type<C>{}), ...);
    }

    // ---- clauses, in the order of the text

    template <class S, class Labels, bool Counting, class... Rows>
    constexpr void clause_text(node_type<named_rows_clause<Rows...>>) {
        out.put(named_rows_clause<Rows...>::recursive ? "WITH RECURSIVE " : "WITH ");
        bool const apart = std::exchange(tells_apart, false);
        bool first = true;
        ((first ? void() : void(out.put(", ")), first = false, named<Rows>()), ...);
        tells_apart = apart;
        out.put(' ');
    }
    template <class S, class Labels, bool Counting, set_operator O, class L, class R>
    constexpr void clause_text(node_type<set_operation_clause<O, L, R>>) {
        constexpr std::string_view words[] = {" UNION ", " UNION ALL ", " INTERSECT ", " EXCEPT "};
        // INTERSECT binds more strongly on PostgreSQL, as strongly as the others on SQLite.
        constexpr bool left_first =
            D == dialect_id::postgresql && O == set_operator::intersect && is_merged<L>;
        tells_apart |= O != set_operator::union_all; // the list on the left says how all are compared
        operand<L, Labels, !stands_bare<L> || left_first>();
        out.put(words[static_cast<int>(O)]);
        operand<R, void, !stands_bare<R> || is_merged<R>>();
    }
    template <class S, class Labels, bool Counting, class Row>
    constexpr void clause_text(node_type<into_clause<Row>>) {}
    template <class S, class Labels, bool Counting, class... X>
    constexpr void clause_text(node_type<distinct_clause<X...>>) {
        out.put("SELECT DISTINCT ");
        if constexpr (sizeof...(X) > 0) {
            out.put("ON (");
            list(expression::types<X...>{});
            out.put(") ");
        }
    }
    template <class S, class Labels, bool Counting, class... Item>
    constexpr void clause_text(node_type<list_clause<Item...>>) {
        if constexpr (Counting) {
            out.put("SELECT count(*)");
        } else {
            if constexpr (!S::template has<clause_kind::distinct>) {
                out.put("SELECT ");
            } else {
                tells_apart = true;
            }
            std::size_t column = 0;
            ((void(column == 0 ? void() : void(out.put(", "))), item<Labels>(node_type<Item>{}, column)),
             ...);
            begins_recursion = false;
            tells_apart = false;
        }
    }
    template <class S, class Labels, bool Counting, class Source>
    constexpr void clause_text(node_type<from_clause<Source>>) {
        out.put(" FROM ");
        source(node_type<Source>{});
    }
    template <class S, class Labels, bool Counting, join_kind Kind, class Source, class On>
    constexpr void clause_text(node_type<join_clause<Kind, Source, On>>) {
        constexpr std::string_view words[] = {" JOIN ", " LEFT JOIN ", " RIGHT JOIN ", " FULL JOIN ",
                                              " CROSS JOIN "};
        out.put(words[static_cast<int>(Kind)]);
        source(node_type<Source>{});
        if constexpr (std::is_same_v<On, along_foreign_key>) {
            foreign_key<S, join_clause<Kind, Source, On>>();
        } else if constexpr (!std::is_same_v<On, no_condition>) {
            out.put(" ON ");
            write(node_type<On>{});
        }
    }
    template <class S, class Labels, bool Counting, class W>
    constexpr void clause_text(node_type<where_clause<W>>) {
        out.put(" WHERE ");
        write(node_type<W>{});
    }
    template <class S, class Labels, bool Counting, class... X>
    constexpr void clause_text(node_type<group_clause<X...>>) {
        out.put(" GROUP BY ");
        bool first = true;
        ((first ? void() : void(out.put(", ")), first = false, group<S>(node_type<X>{})), ...);
    }
    template <class S, class Labels, bool Counting, class C>
    constexpr void clause_text(node_type<having_clause<C>>) {
        out.put(" HAVING ");
        write(node_type<C>{});
    }
    template <class S, class Labels, bool Counting, class... X>
    constexpr void clause_text(node_type<order_clause<X...>>) {
        if constexpr (!Counting) {
            char const* word = " ORDER BY ";
            ((is_empty(node_type<X>{})
                  ? void()
                  : (out.put(std::exchange(word, ", ")), order<S, Labels>(node_type<X>{}))),
             ...);
        }
    }
    template <class S, class Labels, bool Counting>
    constexpr void clause_text(node_type<limit_clause>) {
        out.put(" LIMIT ");
        expressions.placeholder();
    }
    template <class S, class Labels, bool Counting>
    constexpr void clause_text(node_type<offset_clause>) {
        if (D == dialect_id::sqlite && !S::template has<clause_kind::limit>) {
            out.put(" LIMIT -1"); // OFFSET can't stand alone
        }
        out.put(" OFFSET ");
        expressions.placeholder();
    }
    template <class S, class Labels, bool Counting, lock_strength Strength, lock_wait Wait, class... Of>
    constexpr void clause_text(node_type<lock_clause<Strength, Wait, Of...>>) {
        if constexpr (!Counting) {
            constexpr std::string_view strengths[] = {" FOR UPDATE", " FOR NO KEY UPDATE", " FOR SHARE",
                                                      " FOR KEY SHARE"};
            constexpr std::string_view waits[] = {"", " NOWAIT", " SKIP LOCKED"};
            out.put(strengths[static_cast<int>(Strength)]);
            [[maybe_unused]] bool first = true;
            ((out.put(first ? " OF " : ", "), first = false, qualifier(node_type<Of>{})), ...);
            out.put(waits[static_cast<int>(Wait)]);
        }
    }

    // ---- pieces of clauses

    template <class S>
    static constexpr bool is_merged = is_set_operation<typename S::list_type>;
    /// Can it be a part of a union without parentheses?
    template <class S>
    static constexpr bool stands_bare =
        !(S::template has<clause_kind::with> || S::template has<clause_kind::order_by> ||
          S::template has<clause_kind::limit> || S::template has<clause_kind::offset> ||
          S::template has<clause_kind::lock>);
    // SQLite takes no parentheses there.
    template <class S, class Labels, bool Wrapped>
    constexpr void operand() {
        if constexpr (Wrapped) {
            out.put(D == dialect_id::sqlite ? "SELECT * FROM " : "");
            nested<S, Labels>();
        } else {
            select<S, Labels>();
        }
    }
    /// "tree" ("id", "depth") AS (SELECT ...)
    template <class Rows>
    constexpr void named() {
        using Row = typename Rows::row_type;
        name(Rows::name);
        out.put(" (");
        for (std::size_t i = 0; i < column_count<Row>; ++i) {
            out.put(i > 0 ? ", " : "");
            name(column_names<Row>[i]);
        }
        out.put(Rows::how == materialization::materialized       ? ") AS MATERIALIZED "
                : Rows::how == materialization::not_materialized ? ") AS NOT MATERIALIZED "
                                                                 : ") AS ");
        begins_recursion = mentions<typename Rows::select_type>(Rows::source());
        nested<typename Rows::select_type, void>();
    }
    template <class X>
    [[nodiscard]] constexpr bool is_empty(node_type<X>) const {
        return false;
    }
    template <class... T>
    [[nodiscard]] constexpr bool is_empty(node_type<ordering<T...>>) const {
        if (!(*expressions.run_time)->pieces.empty()) {
            return false;
        }
        ++expressions.run_time;
        return true;
    }
    // The result of a union has no tables, and a struct's names replace those of the list: by place.
    template <class S, class Labels, class X>
    constexpr void order(node_type<X>) {
        using subject = typename ordered_subject<X>::type;
        constexpr bool by_place = is_merged<S> || (!std::is_void_v<Labels> && requires { subject::label; });
        if constexpr (by_place) {
            constexpr std::size_t place = place_among<subject>(typename S::items{});
            out.number(static_cast<long long>(place));
            collation_of<subject>();
            out.put(ordered_subject<X>::descending ? " DESC" : "");
            constexpr nulls_place nulls = ordered_subject<X>::nulls;
            if (nulls != nulls_place::unsaid) {
                out.put(nulls == nulls_place::first ? " NULLS FIRST" : " NULLS LAST");
            } else if (D == dialect_id::postgresql &&
                       (is_merged<S> ? outputs_of<S>.items[place == 0 ? 0 : place - 1].nullable
                                     : may_be_null<subject>(scope_of<S>))) {
                out.put(ordered_subject<X>::descending ? " NULLS LAST" : " NULLS FIRST");
            }
        } else {
            write(node_type<X>{});
        }
    }
    template <class... N>
    constexpr void list(expression::types<N...>) {
        bool first = true;
        ((first ? void() : void(out.put(", ")), first = false, write(node_type<N>{})), ...);
    }
    template <class Labels>
    constexpr void label(std::size_t column) {
        if constexpr (!std::is_void_v<Labels>) {
            out.put(" AS ");
            name(column_names<Labels>[column]);
        }
    }
    // PostgreSQL takes the types of a recursive WITH from its first select, VARCHAR(20) and INTEGER as well,
    // and refuses what the others widen.
    template <class N>
    constexpr void listed() {
        using V = typename N::value_type;
        constexpr bool may_widen = D == dialect_id::postgresql && !is_value<N> &&
                                   (expression::is_text<V> || type_id_of<V>() == type_id::numeric ||
                                    (expression::is_number<V> && sizeof(V) < 8));
        if constexpr (may_widen) {
            if (begins_recursion) {
                out.put("CAST(");
                expressions.template typed<N>();
                out.put(" AS ");
                out.put(parameter_type<V>());
                out.put(')');
                return;
            }
        }
        expressions.template typed<N>();
        if constexpr (requires { typename N::value_type; }) {
            if (tells_apart) {
                collation_of<N>();
            }
        }
    }
    template <class Labels, class N>
    constexpr void item(node_type<N>, std::size_t& column) {
        listed<N>();
        label<Labels>(column++);
    }
    template <class Labels, text Name, class X>
    constexpr void item(node_type<expression::label_node<Name, X>>, std::size_t& column) {
        listed<X>();
        if constexpr (std::is_void_v<Labels>) {
            out.put(" AS ");
            name(Name.view());
        }
        label<Labels>(column++);
    }
    template <class Labels, class Source>
    constexpr void item(node_type<entity_node<Source>>, std::size_t& column) {
        auto const& names = column_names_of<typename Source::row_type>();
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (i > 0) {
                out.put(", ");
            }
            qualifier(node_type<Source>{});
            out.put('.');
            name(names[i]);
            label<Labels>(column++);
        }
    }
    template <class T>
    [[nodiscard]] static constexpr auto const& column_names_of() {
        return column_names<T>;
    }

    template <class T>
    constexpr void source(node_type<plain_table<T>>) {
        expressions.template table_of_model<T>();
    }
    template <class T, text Name>
    constexpr void source(node_type<aliased<T, Name>>) {
        expressions.template table_of_model<T>();
        out.put(" AS ");
        name(Name.view());
    }
    template <class Row, text Name, class Select, materialization How, bool Lateral>
    constexpr void source(node_type<derived_source<Row, Name, Select, How, Lateral>>) {
        out.put(Lateral ? "LATERAL " : "");
        nested<Select, Row>();
        out.put(" AS ");
        name(Name.view());
    }
    template <class Row, text Name, text Alias>
    constexpr void source(node_type<named_rows<Row, Name, Alias>>) {
        name(Name.view());
        if (Name.view() != Alias.view()) {
            out.put(" AS ");
            name(Alias.view());
        }
    }
    template <class T>
    constexpr void qualifier(node_type<plain_table<T>>) {
        name(table_name<T>());
    }
    template <class Source>
    constexpr void qualifier(node_type<Source>) {
        name(Source::name);
    }
    template <class S, class Join>
    constexpr void foreign_key() {
        constexpr auto match = foreign_key_of_join<S, Join>();
        if constexpr (match.count == 1) { // else the statement's diagnosis has said so
            for (std::size_t i = 0; i < match.columns.size(); ++i) {
                out.put(i == 0 ? " ON " : " AND ");
                name(match.from);
                out.put('.');
                name(match.columns[i]);
                out.put(" = ");
                name(match.to);
                out.put('.');
                name(match.referred[i]);
            }
        }
    }
    // An expression of the list is named by its place: its parameters would be others the second time.
    template <class S, text Name, class X>
    constexpr void group(node_type<expression::label_reference<Name, X>>) {
        out.number(static_cast<long long>(place_of_label(Name.view(), typename S::items{})));
        collation_of<X>();
    }
    template <class S, class N>
    constexpr void group(node_type<N>) {
        expressions.template by_value<N>();
    }
    template <class N>
    constexpr void collation_of() {
        if constexpr (D == dialect_id::sqlite && is_decimal_value<typename N::value_type>) {
            out.put(decimal_collation);
        }
    }
    template <class... Item>
    [[nodiscard]] static constexpr std::size_t place_of_label(std::string_view label,
                                                              expression::types<Item...>) {
        std::size_t place = 0;
        std::size_t found = 0;
        auto const look = [&]<class I>(std::type_identity<I>) {
            ++place;
            if constexpr (requires { I::label; }) {
                found = found == 0 && I::label == label ? place : found;
            } else if constexpr (is_entity<I>) {
                place += column_count<typename I::row_type> - 1;
            }
        };
        (look(std::type_identity<Item>{}), ...);
        return found;
    }
};

} // namespace detail
} // namespace athanor

#include <athanor/dialect/render_change.hpp>

namespace athanor {
namespace detail {

template <dialect_id D, class Statement>
struct statement_text {
    static constexpr void write(sink& out) {
        renderer<D, sink> r{out};
        statement_renderer<D, sink>{r}.statement(node_type<Statement>{});
    }
};

template <dialect_id D, class Statement>
[[nodiscard]] std::string render_at_run_time(Statement const& statement,
                                             std::string const* literals = nullptr) {
    auto const sizes = list_sizes_of(statement);
    std::vector<run_time_list const*> lists;
    for_each_run_time_list(statement, [&lists](run_time_list const& list) { lists.push_back(&list); });
    text_sink out;
    renderer<D, text_sink> r{out, sizes.data(), lists.data(), literals};
    statement_renderer<D, text_sink>{r}.statement(node_type<Statement>{});
    return std::move(out.text);
}

} // namespace detail

/// The text of a statement type whose shape is fixed: a constant, so `static_assert(sql_of<sqlite, S> ==
/// "...")`.
template <class Back, class Statement>
requires detail::fixed_text<Statement>
inline constexpr std::string_view sql_of =
    detail::rendered<detail::statement_text<Back::dialect, Statement>>.view();

/// The text of a statement with placeholders for its values: `to_sql<postgresql>(select<User>().limit(10))`.
template <class Back, class Statement>
[[nodiscard]] constexpr auto to_sql([[maybe_unused]] Statement const& statement) {
    using sentence = detail::use_sentence<Statement, Back>;
    static_assert(detail::say<sentence>());
    if constexpr (!sentence::value.empty()) { // said already
        return std::string_view{};
    } else if constexpr (detail::fixed_text<Statement>) {
        return sql_of<Back, Statement>;
    } else {
        return detail::render_at_run_time<Back::dialect>(statement);
    }
}

} // namespace athanor
