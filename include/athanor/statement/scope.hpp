#pragma once
// SPDX-License-Identifier: BSL-1.0
// Which tables a query reads from, which of them an outer join may leave out, and which columns it names: all
// as values at compile time.

#include <athanor/statement/select_list.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>

namespace athanor {

template <class... Clause>
struct select_statement;

namespace detail {

struct scope_entry {
    expression::source_info const* source = nullptr;
    bool nullable = false; // an outer join may fill it with NULLs
    bool is_table = false;
};

/// The tables of one FROM, in order.
struct scope {
    static constexpr std::size_t most = 24;
    scope_entry items[most]{};
    std::size_t size = 0;

    constexpr void add(scope_entry e) {
        if (size < most) {
            items[size++] = e;
        }
    }
    /// By value: g++ with sanitizers takes no address of an element for a constant. One without a source is
    /// none.
    [[nodiscard]] constexpr scope_entry find(expression::source_info const* s) const {
        for (std::size_t i = 0; i < size; ++i) {
            if (expression::same_source(items[i].source, s)) {
                return items[i];
            }
        }
        return {};
    }
    [[nodiscard]] constexpr bool has(expression::source_info const* s) const {
        for (std::size_t i = 0; i < size; ++i) {
            if (expression::same_source(items[i].source, s)) {
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] constexpr bool nullable(expression::source_info const* s) const { return find(s).nullable; }
    [[nodiscard]] constexpr bool any_nullable() const {
        for (std::size_t i = 0; i < size; ++i) {
            if (items[i].nullable) {
                return true;
            }
        }
        return false;
    }
};

template <class C>
constexpr void add_sources(scope& out) {
    if constexpr (C::kind == clause_kind::from) {
        out.add({C::source_type::source(), false, C::source_type::is_table});
    } else if constexpr (C::kind == clause_kind::join) {
        if constexpr (C::how == join_kind::right || C::how == join_kind::full) {
            for (std::size_t i = 0; i < out.size; ++i) {
                out.items[i].nullable = true;
            }
        }
        out.add({C::source_type::source(), C::how == join_kind::left || C::how == join_kind::full,
                 C::source_type::is_table});
    } else if constexpr (requires { C::operation; }) { // a union: see set_operation.hpp
        add_merged(out, std::type_identity<C>{});
    }
}

template <class Statement>
inline constexpr scope scope_of{};
template <class... C>
inline constexpr scope scope_of<select_statement<C...>> = [] {
    scope out;
    (add_sources<C>(out), ...);
    return out;
}();

// ---- the columns that an expression names
// ----------------------------------------------------------------------

struct source_list {
    static constexpr std::size_t most = 48;
    expression::source_info const* items[most]{};
    std::size_t size = 0;
    constexpr void add(expression::source_info const* s) {
        for (std::size_t i = 0; i < size; ++i) {
            if (expression::same_source(items[i], s)) {
                return;
            }
        }
        if (size < most) {
            items[size++] = s;
        }
    }
};

/// A column of whichever table?
template <class N>
concept any_column = requires {
    N::source();
    N::name();
};

/// The tables that a statement names and doesn't read from; in a subquery they are the outer query's.
template <class Statement>
inline constexpr source_list outer_sources{};

/// The tables whose columns N names.
template <class N, class... P>
constexpr void collect_sources(source_list& out, expression::types<P...>) {
    if constexpr (any_column<N>) {
        out.add(N::source());
    } else if constexpr (requires { N::row_source(); }) {
        out.add(N::row_source());
    } else if constexpr (expression::any_statement<N>) {
        for (std::size_t i = 0; i < outer_sources<N>.size; ++i) {
            out.add(outer_sources<N>.items[i]);
        }
    } else {
        (collect_sources<P>(out, typename P::parts{}), ...);
    }
}

// ORDER BY of a union names columns of its selects, which have looked for them.
template <bool Merged, class C>
constexpr void collect_sources_of_clause(source_list& out) {
    if constexpr (!Merged || C::kind != clause_kind::order_by) {
        collect_sources<C>(out, typename C::parts{});
    }
}
template <class... C>
inline constexpr source_list outer_sources<select_statement<C...>> = [] {
    constexpr bool merged = (requires { C::operation; } || ...);
    source_list used;
    (collect_sources_of_clause<merged, C>(used), ...);
    source_list out;
    for (std::size_t i = 0; i < used.size; ++i) {
        if (merged || !scope_of<select_statement<C...>>.has(used.items[i])) {
            out.add(used.items[i]);
        }
    }
    return out;
}();

// ---- NULL
// --------------------------------------------------------------------------------------------------------

/// Can N be NULL in a row of this scope?
template <class N>
[[nodiscard]] constexpr bool may_be_null(scope const& in);
template <class... P>
[[nodiscard]] constexpr bool any_part_null(expression::types<P...>, scope const& in) {
    return (may_be_null<P>(in) || ...);
}
template <class... P>
[[nodiscard]] constexpr bool all_parts_null(expression::types<P...>, scope const& in) {
    return (may_be_null<P>(in) && ...);
}
template <class N>
[[nodiscard]] constexpr bool may_be_null(scope const& in) {
    using expression::null_rule;
    if constexpr (any_column<N>) {
        return N::nullable || in.nullable(N::source());
    } else if constexpr (requires { typename N::null_parts; }) { // those of its parts that matter
        return N::nulls == null_rule::always || any_part_null(typename N::null_parts{}, in);
    } else if constexpr (N::nulls == null_rule::any_part) {
        return any_part_null(typename N::parts{}, in);
    } else if constexpr (N::nulls == null_rule::all_parts) {
        return all_parts_null(typename N::parts{}, in);
    } else {
        return N::nulls == null_rule::always;
    }
}

} // namespace detail
} // namespace athanor
