#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a statement asks that a database lacks, as a sentence at compile time: an error of the compiler where
// the back end is known, an error of kind unsupported where it isn't.

#include <athanor/base/error.hpp>
#include <athanor/dialect/capabilities.hpp>
#include <athanor/expression/window.hpp>
#include <athanor/statement/diagnose_statement.hpp>
#include <athanor/statement/subquery.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace athanor::detail {

/// SQLite keeps these as text that doesn't sort like the value (decimals too, but they have a collation);
/// enumerators only when they are declared in the order of their names.
template <class V>
[[nodiscard]] consteval bool sorts_wrongly_as_text() {
    if constexpr (mapped_value<V>) {
        constexpr type_id id = value_traits<V>::type.id;
        if constexpr (id == type_id::enumeration && requires { value_traits<V>::labels; }) {
            auto const& labels = value_traits<V>::labels;
            for (std::size_t i = 1; i < labels.size(); ++i) {
                if (labels[i] < labels[i - 1]) {
                    return true;
                }
            }
        }
        return id == type_id::interval;
    } else {
        return false;
    }
}
[[nodiscard]] constexpr bool is_ordering_op(expression::op o) noexcept {
    using expression::op;
    return o == op::less || o == op::less_equal || o == op::greater || o == op::greater_equal;
}

[[nodiscard]] constexpr bool is_arithmetic_op(expression::op o) noexcept {
    return o >= expression::op::add && o <= expression::op::modulo;
}

// ---- of one node

template <class N>
inline constexpr bool orders_texts_on_sqlite = false;
template <expression::op O, class L, class R, class V>
inline constexpr bool orders_texts_on_sqlite<expression::binary_node<O, L, R, V>> =
    is_ordering_op(O) && sorts_wrongly_as_text<typename L::value_type>();
template <class X, class L, class H>
inline constexpr bool orders_texts_on_sqlite<expression::between_node<X, L, H>> =
    sorts_wrongly_as_text<typename X::value_type>();
template <bool Descending, class... K, class V>
inline constexpr bool orders_texts_on_sqlite<row_after_node<Descending, expression::types<K...>, V>> =
    (sorts_wrongly_as_text<typename K::value_type>() || ...);
template <bool Descending, class X>
inline constexpr bool orders_texts_on_sqlite<expression::ordered_node<Descending, X>> =
    sorts_wrongly_as_text<typename X::value_type>();

template <text Name, text Cast, class V, bool Distinct, class Filter, class... A>
inline constexpr bool
    orders_texts_on_sqlite<expression::aggregate_node<Name, Cast, V, Distinct, Filter, A...>> =
        (Name.view() == "min" || Name.view() == "max") &&
        (sorts_wrongly_as_text<typename A::value_type>() || ...);
template <class F, class W>
inline constexpr bool orders_texts_on_sqlite<expression::over_node<F, W>> = orders_texts_on_sqlite<F>;

/// Arithmetic with values that SQLite keeps as text, and for which there are no functions.
template <class N>
inline constexpr bool calculates_with_texts_on_sqlite = false;
template <expression::op O, class L, class R, class V>
inline constexpr bool calculates_with_texts_on_sqlite<expression::binary_node<O, L, R, V>> =
    is_arithmetic_op(O) && !std::is_arithmetic_v<V> && !expression::is_decimal<V>;
template <class X, class V>
inline constexpr bool calculates_with_texts_on_sqlite<expression::unary_node<expression::op::negate, X, V>> =
    !std::is_arithmetic_v<V> && !expression::is_decimal<V>;

template <dialect_id D, class N>
[[nodiscard]] consteval statement_mistake lacks_node() {
    if constexpr (D == dialect_id::sqlite) {
        if (calculates_with_texts_on_sqlite<N>) {
            return mistake("SQLite keeps these values as text and would take them for numbers: select the "
                           "columns and calculate in the program.");
        }
        if (orders_texts_on_sqlite<N>) {
            return mistake(
                "SQLite keeps intervals and enumerations as text, which doesn't sort like the value: "
                "compare with == and != only, and order by another column.");
        }
        return mistake(N::not_on_sqlite);
    } else {
        return mistake(N::not_on_postgresql);
    }
}
/// A model whose table the database can't hold.
template <dialect_id D, class N>
[[nodiscard]] consteval statement_mistake lacks_model() {
    if constexpr (requires { typename N::source_type; }) {
        if constexpr (N::source_type::is_table && is_sound_model<typename N::source_type::row_type>) {
            return mistake(capability_sentence<D, typename N::source_type::row_type>::value);
        }
    }
    return {};
}

// ---- of a statement

/// Asked first: nearly every statement lacks nothing, and a sentence costs more than a bool.
template <dialect_id D, class N, class... P>
[[nodiscard]] consteval bool lacks_something(expression::types<P...>) {
    if constexpr (requires { typename N::source_type; }) {
        if (!lacks_model<D, N>().empty()) {
            return true;
        }
    }
    bool const here =
        D == dialect_id::sqlite
            ? orders_texts_on_sqlite<N> || calculates_with_texts_on_sqlite<N> || !N::not_on_sqlite.empty()
            : !N::not_on_postgresql.empty();
    return here || (lacks_something<D, P>(typename P::parts{}) || ...);
}

template <dialect_id D, class N>
[[nodiscard]] consteval statement_mistake first_lack();
template <dialect_id D, class... P>
[[nodiscard]] consteval statement_mistake first_lack_of(expression::types<P...>) {
    statement_mistake out;
    ((out.empty() ? void(out = first_lack<D, P>()) : void()), ...);
    return out;
}
template <dialect_id D, class N>
[[nodiscard]] consteval statement_mistake first_lack() {
    if (auto const here = lacks_node<D, N>(); !here.empty()) {
        return here;
    }
    if (auto const model = lacks_model<D, N>(); !model.empty()) {
        return model;
    }
    return first_lack_of<D>(typename N::parts{});
}
template <dialect_id D, class Statement>
struct lacks_sentence {
    static constexpr statement_mistake value = [] {
        if constexpr (lacks_something<D, Statement>(typename Statement::parts{})) {
            return first_lack<D, Statement>();
        } else {
            return statement_mistake{};
        }
    }();
};

/// Of a statement that is used: its own mistake, or else what the only database of the program lacks.
template <class Statement, class... Back>
struct use_sentence {
    static constexpr statement_mistake value = [] {
        if constexpr (!is_sound_statement<Statement>) {
            return statement_sentence<Statement>::value;
        } else if constexpr (sizeof...(Back) == 1) {
            return (lacks_sentence<Back::dialect, Statement>::value, ...);
        } else {
            return statement_mistake{};
        }
    }();
};
/// What a statement with a mistake gives: a value of the right type, so that nothing else is an error.
template <class Result>
[[nodiscard]] Result not_compiled() {
    throw error{error_kind::misuse, "this statement doesn't compile"};
}

} // namespace athanor::detail
