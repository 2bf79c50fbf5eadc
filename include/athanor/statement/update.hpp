#pragma once
// SPDX-License-Identifier: BSL-1.0
// UPDATE of many rows at once. One struct is updated by conn.update(object).

#include <athanor/statement/returning.hpp>
#include <athanor/statement/run_time_part.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace athanor {
namespace detail {

struct null_node : expression::node {
    static constexpr expression::null_rule nulls = expression::null_rule::always;
};

template <class N, auto... Path>
struct assignment : expression::node {
    using column = expression::column_node<Path...>;
    using value_node = N;
    N value;
    constexpr explicit assignment(N v)
        : value{std::move(v)} {}
    using parts = expression::types<N>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(value);
    }
};

template <class Column, class V>
[[nodiscard]] consteval bool takes_value() {
    if constexpr (std::is_same_v<V, std::nullopt_t>) {
        return Column::nullable;
    } else if constexpr (is_optional_value<V>) {
        return Column::nullable && expression::comparable_with<Column, typename V::value_type>;
    } else {
        return expression::comparable_with<Column, V>;
    }
}
template <class Column, class V>
[[nodiscard]] constexpr auto assigned_node(V const& value) {
    if constexpr (std::is_same_v<V, std::nullopt_t>) {
        static_assert(
            expect<Column::nullable, "this column can't be NULL: its member is not a std::optional">());
        return null_node{};
    } else if constexpr (std::is_same_v<V, null_node>) {
        return null_node{};
    } else {
        constexpr bool fits = takes_value<Column, V>();
        static_assert(expect<fits, "set() takes a value of the column's type (std::nullopt for NULL)">());
        if constexpr (fits && is_optional_value<V>) {
            using kept = std::optional<expression::kept_t<typename V::value_type>>;
            return expression::value_node<kept>{value ? kept{*value} : kept{}};
        } else if constexpr (fits) {
            return expression::as_node(value);
        } else {
            return null_node{};
        }
    }
}
template <class N, auto... Path>
[[nodiscard]] constexpr assignment<N, Path...> assignment_to(expression::column_node<Path...>, N value) {
    return assignment<N, Path...>{std::move(value)};
}
/// A value for a column.
template <class Column, class V>
[[nodiscard]] constexpr auto assigned(V const& value) {
    return assignment_to(Column{}, assigned_node<Column>(value));
}

template <class... Assignment>
struct set_clause : clause<clause_kind::set> {
    using assignments = expression::types<Assignment...>;
    expression::pack<Assignment...> assigned;
    using parts = assignments;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        assigned.for_each(f);
    }
};

template <class... A, class New>
[[nodiscard]] constexpr auto set_clause_with(set_clause<A...> const& before, New const& added) {
    return set_clause<A..., New>{{}, expression::appended(before.assigned, added)};
}
template <class Other, class New>
[[nodiscard]] constexpr auto set_clause_with(Other const&, New const& added) {
    return set_clause<New>{{}, expression::pack_of_copies(added)};
}

} // namespace detail

/// `update<User>().set<&User::active>(false).where(...)`; without where() say `.every_row()`. With from() the
/// columns of another table can be read: `update<User>().set<&User::total>(col<&Sum::total>).from<Sum>()
/// .where(col<&Sum::user_id> == col<&User::id>)`.
template <class T, class... Clause>
struct update_statement : detail::change_statement<update_statement<T, Clause...>, Clause...> {
    using model_type = T;
    using base = detail::change_statement<update_statement, Clause...>;
    using base::with;
    template <class... C>
    using rebound = update_statement<T, C...>;

    /// A value, a std::optional of one, std::nullopt, or an expression of the row as it was:
    /// `.set<&Item::stock>(col<&Item::stock> - 1)`.
    template <auto... Path, class V>
    [[nodiscard]] constexpr auto set(V const& value) const {
        return with(detail::set_clause_with(detail::find_clause<detail::clause_kind::set>(this->clauses),
                                            detail::assigned<expression::column_node<Path...>>(value)));
    }
    /// Another table whose columns the statement reads; where() says how its rows belong to those of T.
    template <class Other>
    [[nodiscard]] constexpr auto from() const {
        return with(detail::from_clause<detail::plain_table<Other>>{});
    }
    template <detail::row_source Source>
    [[nodiscard]] constexpr auto from(Source const& source) const {
        return with(detail::from_clause<Source>{{}, source});
    }
};

template <class T>
[[nodiscard]] constexpr update_statement<T> update() {
    return {};
}

namespace detail {

template <class X>
inline constexpr bool is_update = false;
template <class T, class... C>
inline constexpr bool is_update<update_statement<T, C...>> = true;

template <class T, class... C>
inline constexpr scope scope_of<update_statement<T, C...>> = [] {
    scope out;
    out.add({plain_table<T>::source(), false, true});
    (add_sources<C>(out), ...);
    return out;
}();
template <class T, class... C>
inline constexpr source_list
    outer_sources<update_statement<T, C...>> = sources_outside<update_statement<T, C...>, C...>();

} // namespace detail
} // namespace athanor
