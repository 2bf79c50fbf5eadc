#pragma once
// SPDX-License-Identifier: BSL-1.0
// An expression as text of the common dialect, at compile time: columns as "quoted" names without a table,
// values as literals. For CHECKs, computed columns and partial indexes; queries are rendered by their
// dialect.

#include <athanor/base/sink.hpp>
#include <athanor/expression/operators.hpp>
#include <athanor/value/traits.hpp>

namespace athanor::detail {

/// 'text' with its quotes doubled. NUL has no form that every database reads.
constexpr void write_text_literal(sink& out, std::string_view text) {
    out.put('\'');
    for (char const c : text) {
        if (c == '\0') {
            out.refuse();
        }
        if (c == '\'') {
            out.put('\'');
        }
        out.put(c);
    }
    out.put('\'');
}
constexpr void write_quoted_name(sink& out, std::string_view name) {
    out.put('"');
    for (char const c : name) {
        if (c == '"') {
            out.put('"');
        }
        out.put(c);
    }
    out.put('"');
}

/// Writes a double that has at most 15 significant digits and a plain form; false for any other.
[[nodiscard]] constexpr bool write_double(sink& out, double value) {
    constexpr double largest = 1e15;
    if (!(value < largest && value > -largest)) {
        return false;
    }
    double scale = 1;
    for (int decimals = 0; decimals <= 15; ++decimals, scale *= 10) {
        double const scaled = value * scale;
        if (!(scaled < largest && scaled > -largest)) {
            return false;
        }
        auto const rounded = static_cast<long long>(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        double const back = static_cast<double>(rounded) / scale;
        if (!(back <= value && back >= value)) {
            continue;
        }
        auto const whole = static_cast<long long>(scale);
        auto const absolute = rounded < 0 ? -rounded : rounded;
        if (rounded < 0) {
            out.put('-');
        }
        out.number(absolute / whole).put('.');
        auto rest = absolute % whole;
        for (auto digit = whole / 10; digit > 0; digit /= 10) {
            out.number(rest / digit);
            rest %= digit;
        }
        if (decimals == 0) {
            out.put('0');
        }
        return true;
    }
    return false;
}

template <class V>
constexpr void flatten_value(sink& out, V const& value) {
    if constexpr (std::is_same_v<V, bool>) {
        out.put(value ? "TRUE" : "FALSE");
    } else if constexpr (std::is_integral_v<V>) {
        out.number(value);
    } else if constexpr (std::is_floating_point_v<V>) {
        if (!write_double(out, value)) {
            out.refuse();
        }
    } else if constexpr (expression::is_text<V>) {
        write_text_literal(out, value);
    } else if constexpr (requires { value_traits<V>::write_literal(out, value); }) {
        value_traits<V>::write_literal(out, value);
    } else if constexpr (requires { std::string_view{value_traits<V>::encode(value)}; }) {
        write_text_literal(out, value_traits<V>::encode(value));
    } else {
        out.refuse();
    }
}

[[nodiscard]] constexpr int precedence(expression::op o) noexcept {
    using expression::op;
    switch (o) {
    case op::or_:
        return 1;
    case op::and_:
        return 2;
    case op::not_:
        return 3;
    case op::add:
    case op::subtract:
        return 5;
    case op::multiply:
    case op::divide:
    case op::modulo:
        return 6;
    case op::concatenate:
        return 7;
    case op::negate:
        return 8;
    default:
        return 4;
    }
}

/// How strongly the outermost operator of a node binds; 9 = an atom.
template <class N>
inline constexpr int binding_of = 9;
template <expression::op O, class L, class R, class V>
inline constexpr int binding_of<expression::binary_node<O, L, R, V>> = precedence(O);
template <expression::op O, class X, class V>
inline constexpr int binding_of<expression::unary_node<O, X, V>> = precedence(O);
template <bool Negated, class X, class List>
inline constexpr int binding_of<expression::in_node<Negated, X, List>> = 4;
template <class X, class L, class H>
inline constexpr int binding_of<expression::between_node<X, L, H>> = 4;
template <bool Negated, class X, class S>
inline constexpr int binding_of<expression::in_subquery_node<Negated, X, S>> = 4;
template <bool Distinct, class L, class R>
inline constexpr int binding_of<expression::distinct_node<Distinct, L, R>> = 4;
template <text Name, class X>
inline constexpr int binding_of<expression::label_node<Name, X>> = binding_of<X>;
template <>
inline constexpr int binding_of<expression::sql_text> = 0;

// One overload per node.
template <class V>
constexpr void flatten(sink& out, expression::value_node<V> const& n) {
    flatten_value(out, n.value);
}
template <class Form, class V>
constexpr void flatten(sink& out, expression::adapted_value<Form, V> const& n) {
    flatten_value(out, n.value);
}
constexpr void flatten(sink& out, expression::sql_text const& n) {
    out.put(n.text);
}
constexpr void flatten(sink& out, expression::now_node const&) {
    out.put(expression::now_node::text);
}
constexpr void flatten(sink&, expression::not_comparable const&) {} // the sentence was said; no second error
// SQLite keeps decimals as text, which would be compared as text: '9.00' > '10.00'. Elsewhere the cast
// changes nothing.
template <auto... Path>
constexpr void flatten(sink& out, expression::column_node<Path...> const&) {
    constexpr sql_type type = value_traits<typename expression::column_node<Path...>::value_type>::type;
    constexpr bool is_decimal = type.id == type_id::numeric && !type.array;
    out.put(is_decimal ? "CAST(" : "");
    write_quoted_name(out, column_name<Path...>());
    out.put(is_decimal ? " AS NUMERIC)" : "");
}
template <expression::op O, class L, class R, class V>
constexpr void flatten(sink& out, expression::binary_node<O, L, R, V> const& n);
template <expression::op O, class X, class V>
constexpr void flatten(sink& out, expression::unary_node<O, X, V> const& n);
template <bool Negated, class X, class List>
constexpr void flatten(sink& out, expression::in_node<Negated, X, List> const& n);
template <class X, class Low, class High>
constexpr void flatten(sink& out, expression::between_node<X, Low, High> const& n);
template <text Sqlite, text Postgresql, class V, expression::null_rule Nulls, class... A>
constexpr void flatten(sink& out, expression::formula_node<Sqlite, Postgresql, V, Nulls, A...> const& n);
/// What has no one text for every database.
template <expression::any_node N>
constexpr void flatten(sink& out, N const&) {
    out.refuse();
}

template <class N>
constexpr void flatten_inside(sink& out, N const& n, int weakest) {
    if constexpr (binding_of<N> == 9) {
        flatten(out, n);
    } else {
        bool const wrap = binding_of<N> < weakest;
        if (wrap) {
            out.put('(');
        }
        flatten(out, n);
        if (wrap) {
            out.put(')');
        }
    }
}

/// May the pattern hold a backslash? Of one that is not written here nobody knows.
template <class N>
[[nodiscard]] constexpr bool may_hold_backslash(N const& n) {
    if constexpr (requires { std::string_view{n.value}; }) {
        return std::string_view{n.value}.find('\\') != std::string_view::npos;
    } else {
        return true;
    }
}

/// SQLite calculates with decimals as doubles and divides them as integers: 10.00 / 4.00 is 2 there, and
/// 0.10 + 0.20 is not 0.30. It orders intervals as texts: 'P10D' < 'P2D'.
template <expression::op O, class Operand, class Result>
[[nodiscard]] constexpr bool differs_on_sqlite() {
    using expression::op;
    constexpr bool calculates =
        O == op::add || O == op::subtract || O == op::multiply || O == op::divide || O == op::modulo;
    constexpr bool orders =
        O == op::less || O == op::less_equal || O == op::greater || O == op::greater_equal;
    return (calculates && type_id_of<Result>() == type_id::numeric) ||
           (O == op::modulo && std::is_floating_point_v<Result>) || // SQLite cuts it, PostgreSQL has none
           (orders && type_id_of<Operand>() == type_id::interval);
}
template <expression::op O, class L, class R, class V>
constexpr void flatten(sink& out, expression::binary_node<O, L, R, V> const& n) {
    constexpr int mine = precedence(O);
    constexpr bool chains = O == expression::op::and_ || O == expression::op::or_;
    flatten_inside(out, n.left, mine == 4 ? 5 : mine);
    out.put(expression::words_of(O));
    flatten_inside(out, n.right, chains ? mine : mine + 1);
    // To PostgreSQL a backslash escapes without a word, to SQLite only when told.
    if constexpr (O == expression::op::like || O == expression::op::not_like) {
        out.put(may_hold_backslash(n.right) ? " ESCAPE '\\'" : "");
    }
    if constexpr (differs_on_sqlite<O, typename L::value_type, V>()) {
        out.refuse();
    }
}
template <expression::op O, class X, class V>
constexpr void flatten(sink& out, expression::unary_node<O, X, V> const& n) {
    if constexpr (O == expression::op::is_null || O == expression::op::is_not_null) {
        flatten_inside(out, n.subject, 5);
        out.put(expression::words_of(O));
    } else {
        out.put(expression::words_of(O));
        // A second sign would begin a comment: "--1".
        if constexpr (O == expression::op::negate) {
            out.put('(');
            flatten(out, n.subject);
            out.put(')');
        } else {
            flatten_inside(out, n.subject, 9);
        }
    }
}
template <bool Negated, class X, class List>
constexpr void flatten(sink& out, expression::in_node<Negated, X, List> const& n) {
    flatten_inside(out, n.subject, 5);
    out.put(Negated ? " NOT IN (" : " IN (");
    bool first = true;
    for (auto const& value : n.values) {
        if (!first) {
            out.put(", ");
        }
        first = false;
        flatten_value(out, value);
    }
    out.put(')');
    if (first) { // PostgreSQL has no empty list
        out.refuse();
    }
}
template <class X, class Low, class High>
constexpr void flatten(sink& out, expression::between_node<X, Low, High> const& n) {
    if constexpr (differs_on_sqlite<expression::op::less, typename X::value_type, bool>()) {
        out.refuse();
    }
    flatten_inside(out, n.subject, 5);
    out.put(" BETWEEN ");
    flatten_inside(out, n.low, 5);
    out.put(" AND ");
    flatten_inside(out, n.high, 5);
}
template <text Name, class V, bool Nullable, class... A>
constexpr void flatten(sink& out, expression::call_node<Name, V, Nullable, A...> const& n) {
    out.put(n.name).put('(');
    bool first = true;
    n.arguments.for_each([&](auto const& argument) {
        if (!first) {
            out.put(", ");
        }
        first = false;
        flatten(out, argument);
    });
    out.put(')');
}
template <text Sqlite, text Postgresql, class V, expression::null_rule Nulls, class... A>
constexpr void flatten(sink& out, expression::formula_node<Sqlite, Postgresql, V, Nulls, A...> const& n) {
    if constexpr (Sqlite.view() != Postgresql.view()) {
        out.refuse();
    } else {
        std::string_view rest = Sqlite.view();
        n.arguments.for_each([&](auto const& argument) {
            auto const at = expression::next_place(rest);
            out.put(rest.substr(0, at));
            rest.remove_prefix(at + 2);
            flatten_inside(out, argument, 9);
        });
        out.put(rest);
    }
}

} // namespace athanor::detail
