#pragma once
// SPDX-License-Identifier: BSL-1.0
// UPDATE of many rows at once. One struct is updated by conn.update(object).

#include <athanor/statement/scope.hpp>
#include <athanor/statement/where.hpp>

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
[[nodiscard]] constexpr auto assigned_node(V const& value) {
    if constexpr (std::is_same_v<V, std::nullopt_t>) {
        static_assert(Column::nullable,
                      "athanor: this column can't be NULL: its member is not a std::optional");
        return null_node{};
    } else {
        static_assert(expression::comparable_with<Column, V>,
                      "athanor: set() takes a value of the column's type (std::nullopt for NULL)");
        return expression::as_node(value);
    }
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

template <class A>
[[nodiscard]] constexpr expression::pack<A> appended(expression::pack<> const&, A a) {
    return {std::move(a), {}};
}
template <class H, class... R, class A>
[[nodiscard]] constexpr expression::pack<H, R..., A> appended(expression::pack<H, R...> const& p, A a) {
    return {p.head, appended(p.tail, std::move(a))};
}

template <class... A, class New>
[[nodiscard]] constexpr auto set_clause_with(set_clause<A...> const& before, New added) {
    return set_clause<A..., New>{{}, appended(before.assigned, std::move(added))};
}
template <class New>
[[nodiscard]] constexpr auto set_clause_with(no_clause const&, New added) {
    return set_clause<New>{{}, {std::move(added), {}}};
}

} // namespace detail

/// `update<User>().set<&User::active>(false).where(...)`; without where() say `.every_row()`.
template <class T, class... Clause>
struct update_statement : expression::node, expression::statement_base {
    using model_type = T;
    expression::pack<Clause...> clauses;

    using parts = expression::types<Clause...>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        clauses.for_each(f);
    }
    template <detail::clause_kind K>
    static constexpr bool has = detail::has_clause<K, Clause...>;
    template <detail::clause_kind K>
    using clause_type = detail::clause_of<K, Clause...>;

    /// A value, std::nullopt, or an expression of the row as it was: `.set<&Item::stock>(col<&Item::stock> -
    /// 1)`.
    template <auto... Path, class V>
    [[nodiscard]] constexpr auto set(V const& value) const {
        using column = expression::column_node<Path...>;
        auto assigned = detail::assigned_node<column>(value);
        using added = detail::assignment<decltype(assigned), Path...>;
        return with(detail::set_clause_with(detail::find_clause<detail::clause_kind::set>(clauses),
                                            added{std::move(assigned)}));
    }
    template <class C>
    [[nodiscard]] constexpr auto where(C const& c) const {
        return of(detail::with_condition<detail::clause_kind::where>(clauses, c));
    }
    /// Yes, all rows of the table.
    [[nodiscard]] constexpr auto every_row() const { return with(detail::every_row_clause{}); }

    /// With one more clause, or another in the place of the one of its kind.
    template <class New>
    [[nodiscard]] constexpr auto with(New added) const {
        return of(detail::with_clause(clauses, std::move(added)));
    }

private:
    template <class... C>
    [[nodiscard]] static constexpr update_statement<T, C...> of(expression::pack<C...> all) {
        return update_statement<T, C...>{{}, {}, std::move(all)};
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

} // namespace detail
} // namespace athanor
