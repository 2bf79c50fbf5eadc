#pragma once
// SPDX-License-Identifier: BSL-1.0
// Expressions of queries as text: columns quoted and with their table, values as placeholders. Everything is
// read off the types, so the same code writes constants at compile time and strings at run time.

#include <athanor/base/sink.hpp>
#include <athanor/dialect/dialect_id.hpp>
#include <athanor/dialect/quote.hpp>
#include <athanor/expression/flatten.hpp>
#include <athanor/schema/names.hpp>
#include <athanor/statement/parameters.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace athanor::detail {

/// SQLite keeps these as text that doesn't sort like the value.
template <class V>
[[nodiscard]] consteval bool sorts_wrongly_as_text() {
    if constexpr (mapped_value<V>) {
        return value_traits<V>::type.id == type_id::numeric || value_traits<V>::type.id == type_id::interval;
    } else {
        return false;
    }
}

[[nodiscard]] constexpr bool is_ordering_op(expression::op o) noexcept {
    using expression::op;
    return o == op::less || o == op::less_equal || o == op::greater || o == op::greater_equal;
}

/// `Node` says what is written: nothing is read from a value.
template <class Node>
struct node_type {};

template <dialect_id D, class Sink>
struct renderer {
    Sink& out;
    std::size_t const* list_sizes = nullptr; // of lists whose size isn't in the type, in order
    int parameters = 0;

    constexpr void placeholder() {
        ++parameters;
        if constexpr (D == dialect_id::sqlite) {
            out.put('?');
        } else {
            out.put('$');
            out.number(parameters);
        }
    }
    constexpr void name(std::string_view n) { put_identifier(out, n); }
    constexpr void table(std::string_view schema, std::string_view n) {
        if (!schema.empty()) {
            name(schema);
            out.put('.');
        }
        name(n);
    }
    template <class T>
    constexpr void table_of_model() {
        table(table_schema<T>(), table_name<T>());
    }

    template <class N>
    constexpr void inside(int weakest) {
        bool const wrap = binding_of<N> < weakest;
        if (wrap) {
            out.put('(');
        }
        write(node_type<N>{});
        if (wrap) {
            out.put(')');
        }
    }

    template <class V>
    constexpr void write(node_type<expression::value_node<V>>) {
        placeholder();
    }
    constexpr void write(node_type<null_node>) { out.put("NULL"); }
    constexpr void write(node_type<expression::not_comparable>) {} // refused already
    // With its table: alone, SQLite reads an unknown "name" as a string.
    template <auto... Path>
    constexpr void write(node_type<expression::column_node<Path...>>) {
        using column = expression::column_node<Path...>;
        name(column::table());
        out.put('.');
        name(column::name());
    }
    template <expression::op O, class L, class R, class V>
    constexpr void write(node_type<expression::binary_node<O, L, R, V>>) {
        static_assert(
            D != dialect_id::sqlite || !is_ordering_op(O) || !sorts_wrongly_as_text<typename L::value_type>(),
            "athanor: SQLite keeps this type as text, which doesn't sort like the value: compare with == or "
            "!= only");
        constexpr int mine = precedence(O);
        constexpr bool chains = O == expression::op::and_ || O == expression::op::or_;
        inside<L>(mine == 4 ? 5 : mine);
        out.put(expression::words_of(O));
        inside<R>(chains ? mine : mine + 1);
    }
    template <expression::op O, class X, class V>
    constexpr void write(node_type<expression::unary_node<O, X, V>>) {
        if constexpr (O == expression::op::is_null || O == expression::op::is_not_null) {
            inside<X>(5);
            out.put(expression::words_of(O));
        } else {
            out.put(expression::words_of(O)); // in parentheses: "--" would begin a comment
            out.put('(');
            write(node_type<X>{});
            out.put(')');
        }
    }
    template <bool Negated, class X, class Values>
    constexpr void write(node_type<expression::in_node<Negated, X, Values>>) {
        std::size_t size = fixed_size<Values>;
        if constexpr (fixed_size<Values> == unknown_size) {
            size = *list_sizes++;
        }
        inside<X>(5);
        out.put(Negated ? " NOT IN (" : " IN (");
        if (size == 0) {
            out.put("SELECT NULL WHERE 1 = 0"); // an empty list isn't SQL everywhere
        }
        for (std::size_t i = 0; i < size; ++i) {
            if (i > 0) {
                out.put(", ");
            }
            placeholder();
        }
        out.put(')');
    }
    template <class X, class L, class H>
    constexpr void write(node_type<expression::between_node<X, L, H>>) {
        static_assert(
            D != dialect_id::sqlite || !sorts_wrongly_as_text<typename X::value_type>(),
            "athanor: SQLite keeps this type as text, which doesn't sort like the value: between() can't be "
            "asked");
        inside<X>(5);
        out.put(" BETWEEN ");
        inside<L>(5);
        out.put(" AND ");
        inside<H>(5);
    }
    template <text Name, class V, bool Nullable, class... A>
    constexpr void write(node_type<expression::call_node<Name, V, Nullable, A...>>) {
        out.put(Name.view());
        out.put('(');
        [[maybe_unused]] bool first = true;
        ((first ? void() : void(out.put(", ")), first = false, write(node_type<A>{})), ...);
        out.put(')');
    }
    template <bool Descending, class N>
    constexpr void write(node_type<expression::ordered_node<Descending, N>>) {
        static_assert(
            D != dialect_id::sqlite || !sorts_wrongly_as_text<typename N::value_type>(),
            "athanor: SQLite keeps this type as text, which doesn't sort like the value: order_by() can't "
            "use it");
        write(node_type<N>{});
        if constexpr (Descending) {
            out.put(" DESC");
        }
    }
    template <class N, auto... Path>
    constexpr void write(node_type<assignment<N, Path...>>) {
        name(expression::column_node<Path...>::name());
        out.put(" = ");
        write(node_type<N>{});
    }
};

} // namespace athanor::detail
