#pragma once
// SPDX-License-Identifier: BSL-1.0
// UPDATE of many rows at once. One struct is updated by conn.update(object).

#include <athanor/statement/where.hpp>

#include <optional>
#include <type_traits>
#include <utility>

namespace athanor {
namespace detail {

/// Every row is meant.
struct every_row {};

struct null_node : expression::node {};

template <class N, auto... Path>
struct assignment {
    using column = expression::column_node<Path...>;
    using node = N;
    N value;
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

} // namespace detail

/// `update<User>().set<&User::active>(false).where(...)`; without where() say `.every_row()`.
template <class T, class Where, class... Assignment>
struct update_statement {
    using model_type = T;
    using where_type = Where;

    [[no_unique_address]] expression::pack<Assignment...> assignments;
    [[no_unique_address]] Where condition;

    /// A value, std::nullopt, or an expression of the row as it was: `.set<&Item::stock>(col<&Item::stock> -
    /// 1)`.
    template <auto... Path, class V>
    [[nodiscard]] constexpr auto set(V const& value) const {
        using column = expression::column_node<Path...>;
        static_assert(detail::speaks_of<T, column>());
        auto node = detail::assigned_node<column>(value);
        static_assert(detail::speaks_of<T, decltype(node)>());
        using added = detail::assignment<decltype(node), Path...>;
        return update_statement<T, Where, Assignment..., added>{appended(assignments, added{std::move(node)}),
                                                                condition};
    }
    template <class C>
    [[nodiscard]] constexpr auto where(C const& c) const {
        auto joined = [&] {
            if constexpr (std::is_same_v<Where, detail::every_row>) {
                return detail::joined_where<T>(detail::no_where{}, c);
            } else {
                return detail::joined_where<T>(condition, c);
            }
        }();
        return update_statement<T, decltype(joined), Assignment...>{assignments, std::move(joined)};
    }
    /// Yes, all rows of the table.
    [[nodiscard]] constexpr auto every_row() const {
        return update_statement<T, detail::every_row, Assignment...>{assignments, {}};
    }

private:
    template <class A>
    [[nodiscard]] static constexpr expression::pack<A> appended(expression::pack<> const&, A a) {
        return {std::move(a), {}};
    }
    template <class H, class... R, class A>
    [[nodiscard]] static constexpr expression::pack<H, R..., A> appended(expression::pack<H, R...> const& p,
                                                                         A a) {
        return {p.head, appended(p.tail, std::move(a))};
    }
};

template <class T>
[[nodiscard]] constexpr update_statement<T, detail::no_where> update() {
    return {};
}

namespace detail {

template <class X>
inline constexpr bool is_update = false;
template <class T, class W, class... A>
inline constexpr bool is_update<update_statement<T, W, A...>> = true;

} // namespace detail
} // namespace athanor
