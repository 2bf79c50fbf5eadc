#pragma once
// SPDX-License-Identifier: BSL-1.0
// The values of a statement, in the order in which its text asks for them; lists whose size only run time
// knows.

#include <athanor/statement/erase.hpp>
#include <athanor/statement/select.hpp>
#include <athanor/statement/update.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace athanor::detail {

/// The size of a list in IN (...), if it is part of the type.
inline constexpr std::size_t unknown_size = static_cast<std::size_t>(-1);
template <class List>
inline constexpr std::size_t fixed_size = unknown_size;
template <class V, std::size_t N>
inline constexpr std::size_t fixed_size<expression::value_array<V, N>> = N;

// ---- expressions: one overload per node
// ----------------------------------------------------------------------

// Calls on_value(value) for each parameter and on_list(size) for each list of unknown size.
template <class Value, class List>
struct parameter_walk {
    Value& on_value;
    List& on_list;

    constexpr void operator()(no_where const&) const {}
    constexpr void operator()(every_row const&) const {}
    constexpr void operator()(null_node const&) const {}
    constexpr void operator()(expression::not_comparable const&) const {} // refused already
    template <class V>
    constexpr void operator()(expression::value_node<V> const& n) const {
        on_value(n.value);
    }
    template <auto... Path>
    constexpr void operator()(expression::column_node<Path...> const&) const {}
    template <expression::op O, class L, class R, class V>
    constexpr void operator()(expression::binary_node<O, L, R, V> const& n) const {
        (*this)(n.left);
        (*this)(n.right);
    }
    template <expression::op O, class X, class V>
    constexpr void operator()(expression::unary_node<O, X, V> const& n) const {
        (*this)(n.subject);
    }
    template <bool Negated, class X, class Values>
    constexpr void operator()(expression::in_node<Negated, X, Values> const& n) const {
        (*this)(n.subject);
        if constexpr (fixed_size<Values> == unknown_size) {
            on_list(n.values.size());
        }
        for (auto const& v : n.values) {
            on_value(v);
        }
    }
    template <class X, class L, class H>
    constexpr void operator()(expression::between_node<X, L, H> const& n) const {
        (*this)(n.subject);
        (*this)(n.low);
        (*this)(n.high);
    }
    template <text Name, class V, bool Nullable, class... A>
    constexpr void operator()(expression::call_node<Name, V, Nullable, A...> const& n) const {
        n.arguments.for_each(*this);
    }
    template <bool Descending, class N>
    constexpr void operator()(expression::ordered_node<Descending, N> const& o) const {
        (*this)(o.subject);
    }
    template <class N, auto... Path>
    constexpr void operator()(assignment<N, Path...> const& a) const {
        (*this)(a.value);
    }
    // ---- statements ----
    template <class T, class W, class O, class L, class F>
    constexpr void operator()(select_statement<T, W, O, L, F> const& s) const {
        (*this)(s.condition);
        s.order.for_each(*this);
        if constexpr (select_statement<T, W, O, L, F>::has_limit) {
            on_value(s.limit_rows);
        }
        if constexpr (select_statement<T, W, O, L, F>::has_offset) {
            on_value(s.offset_rows);
        }
    }
    template <class Select>
    constexpr void operator()(count_of<Select> const& s) const {
        rows_only(s.inner);
    }
    template <class Select>
    constexpr void operator()(exists_of<Select> const& s) const {
        rows_only(s.inner);
    }
    template <class T, class W, class... A>
    constexpr void operator()(update_statement<T, W, A...> const& s) const {
        s.assignments.for_each(*this);
        (*this)(s.condition);
    }
    template <class T, class W>
    constexpr void operator()(erase_statement<T, W> const& s) const {
        (*this)(s.condition);
    }

private:
    // Without the order, which changes no count.
    template <class Select>
    constexpr void rows_only(Select const& s) const {
        (*this)(s.condition);
        if constexpr (Select::has_limit) {
            on_value(s.limit_rows);
        }
        if constexpr (Select::has_offset) {
            on_value(s.offset_rows);
        }
    }
};

template <class Statement, class Value>
constexpr void for_each_parameter(Statement const& statement, Value&& on_value) {
    auto ignore = [](std::size_t) {};
    parameter_walk<std::remove_reference_t<Value>, decltype(ignore)>{on_value, ignore}(statement);
}
template <class Statement>
[[nodiscard]] inline std::vector<std::size_t> list_sizes_of(Statement const& statement) {
    std::vector<std::size_t> sizes;
    auto ignore = [](auto const&) {};
    auto note = [&sizes](std::size_t n) { sizes.push_back(n); };
    parameter_walk<decltype(ignore), decltype(note)>{ignore, note}(statement);
    return sizes;
}

// ---- is the text known from the type alone?
// ------------------------------------------------------------------

template <class N>
inline constexpr bool fixed_text = true;
template <class L, class R, expression::op O, class V>
inline constexpr bool fixed_text<expression::binary_node<O, L, R, V>> = fixed_text<L>&& fixed_text<R>;
template <expression::op O, class X, class V>
inline constexpr bool fixed_text<expression::unary_node<O, X, V>> = fixed_text<X>;
template <bool Negated, class X, class Values>
inline constexpr bool fixed_text<expression::in_node<Negated, X, Values>> =
    fixed_text<X>&& fixed_size<Values> != unknown_size;
template <class X, class L, class H>
inline constexpr bool fixed_text<expression::between_node<X, L, H>> =
    fixed_text<X>&& fixed_text<L>&& fixed_text<H>;
template <text Name, class V, bool Nullable, class... A>
inline constexpr bool fixed_text<expression::call_node<Name, V, Nullable, A...>> = (fixed_text<A> && ...);
template <bool Descending, class N>
inline constexpr bool fixed_text<expression::ordered_node<Descending, N>> = fixed_text<N>;
template <class N, auto... Path>
inline constexpr bool fixed_text<assignment<N, Path...>> = fixed_text<N>;
template <class... N>
inline constexpr bool fixed_text<expression::pack<N...>> = (fixed_text<N> && ...);
template <class T, class W, class O, class L, class F>
inline constexpr bool fixed_text<select_statement<T, W, O, L, F>> = fixed_text<W>&& fixed_text<O>;
template <class S>
inline constexpr bool fixed_text<count_of<S>> = fixed_text<typename S::where_type>;
template <class S>
inline constexpr bool fixed_text<exists_of<S>> = fixed_text<typename S::where_type>;
template <class T, class W, class... A>
inline constexpr bool fixed_text<update_statement<T, W, A...>> = fixed_text<W> && (fixed_text<A> && ...);
template <class T, class W>
inline constexpr bool fixed_text<erase_statement<T, W>> = fixed_text<W>;

} // namespace athanor::detail
