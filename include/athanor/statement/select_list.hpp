#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a SELECT asks for: whole models, columns and expressions.

#include <athanor/schema/columns.hpp>
#include <athanor/schema/names.hpp>
#include <athanor/statement/source.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

namespace athanor {
namespace detail {

/// All columns of a model, read as one struct.
template <row_source Source>
struct entity_node : expression::node {
    using source_type = Source;
    using row_type = typename Source::row_type;
    [[nodiscard]] static consteval expression::source_info const* row_source() { return Source::source(); }
};

template <class X>
inline constexpr bool is_entity = false;
template <class S>
inline constexpr bool is_entity<entity_node<S>> = true;

/// One column of a model that was selected whole.
template <row_source Source, std::size_t I>
struct entity_part_node : expression::node {
    using owner = typename Source::row_type;
    using member_type = column_member_type<owner, I>;
    using value_type = value_of<member_type>;
    static constexpr bool nullable = field_traits<member_type>::nullable;
    static constexpr expression::null_rule nulls =
        nullable ? expression::null_rule::always : expression::null_rule::never;
    static constexpr std::size_t index = I;

    [[nodiscard]] static consteval expression::source_info const* source() { return Source::source(); }
    [[nodiscard]] static consteval std::string_view table() {
        if constexpr (requires { Source::name; }) {
            return Source::name;
        } else {
            return table_name<owner>();
        }
    }
    [[nodiscard]] static consteval std::string_view name() { return column_names<owner>[I]; }
};

template <class... Item>
struct list_clause : clause<clause_kind::list> {
    using items = expression::types<Item...>;
    static constexpr std::size_t size = sizeof...(Item);
    expression::pack<Item...> selected;
    using parts = items;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        selected.for_each(f);
    }
};

/// DISTINCT; with columns, DISTINCT ON.
template <class... On>
struct distinct_clause : clause<clause_kind::distinct> {
    static constexpr std::string_view not_on_sqlite =
        sizeof...(On) == 0 ? std::string_view{}
                           : std::string_view{"SQLite has no DISTINCT ON: number the rows with row_number() "
                                              "and keep those with 1."};
    [[no_unique_address]] expression::pack<On...> on;
    using parts = expression::types<On...>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        on.for_each(f);
    }
};

/// The user's own struct for the rows, filled by name.
template <class Row>
struct into_clause : clause<clause_kind::into> {
    using row_type = Row;
};

template <class X>
[[nodiscard]] constexpr auto as_item(X const& x) {
    if constexpr (row_source<X>) {
        return entity_node<X>{};
    } else {
        constexpr bool takes = expression::any_node<X>;
        constexpr bool needs_window = !takes && requires {
            x.over();
        };
        static_assert(expect<!needs_window, "row_number() and its kin look at a window: say which, "
                                            "row_number().over(window_order_by(col<&User::id>))">());
        constexpr bool known = takes || needs_window;
        static_assert(
            expect<known, "select() takes columns and expressions, such as col<&User::id>, models as "
                          "entity<User>, and values as literal(1)">());
        if constexpr (takes) {
            return x;
        } else {
            return expression::not_comparable{};
        }
    }
}

/// The source of the first column in an expression; void when there is none.
template <class N>
struct first_source {
    template <class... P>
    static auto among(expression::types<P...>) {
        if constexpr (sizeof...(P) == 0) {
            return std::type_identity<void>{};
        } else {
            return among_first(std::type_identity<expression::types<P...>>{});
        }
    }
    template <class H, class... P>
    static auto among_first(std::type_identity<expression::types<H, P...>>) {
        using here = typename first_source<H>::type;
        if constexpr (std::is_void_v<here>) {
            return among(expression::types<P...>{});
        } else {
            return std::type_identity<here>{};
        }
    }
    using type = typename decltype(among(typename N::parts{}))::type;
};
template <auto... Path>
struct first_source<expression::column_node<Path...>> {
    using type = plain_table<typename expression::column_node<Path...>::owner>;
};
template <text Alias, auto... Path>
struct first_source<expression::aliased_column_node<Alias, Path...>> {
    using type = aliased<typename expression::aliased_column_node<Alias, Path...>::owner, Alias>;
};
template <expression::any_statement S>
struct first_source<S> { // a subquery has its own
    using type = void;
};
template <class S>
struct first_source<entity_node<S>> {
    using type = S;
};

} // namespace detail

/// A whole model in a select list: `select(entity<User>, count(col<&Order::id>))`. Of an alias, write the
/// alias.
template <class T>
inline constexpr detail::entity_node<detail::plain_table<T>> entity{};

/// A C++ value where an operand is needed: `select(col<&User::id>, literal(1))`.
template <class V>
[[nodiscard]] constexpr auto literal(V const& v) {
    return expression::as_node(v);
}

} // namespace athanor
