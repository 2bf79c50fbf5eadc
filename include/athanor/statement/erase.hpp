#pragma once
// SPDX-License-Identifier: BSL-1.0
// DELETE of many rows at once. One struct is erased by conn.erase(object).

#include <athanor/statement/scope.hpp>
#include <athanor/statement/where.hpp>

#include <utility>

namespace athanor {

/// `erase<User>().where(...)`; without where() say `.every_row()`.
template <class T, class... Clause>
struct erase_statement : expression::node, expression::statement_base {
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
    [[nodiscard]] static constexpr erase_statement<T, C...> of(expression::pack<C...> all) {
        return erase_statement<T, C...>{{}, {}, std::move(all)};
    }
};

template <class T>
[[nodiscard]] constexpr erase_statement<T> erase() {
    return {};
}

namespace detail {

template <class X>
inline constexpr bool is_erase = false;
template <class T, class... C>
inline constexpr bool is_erase<erase_statement<T, C...>> = true;

template <class T, class... C>
inline constexpr scope scope_of<erase_statement<T, C...>> = [] {
    scope out;
    out.add({plain_table<T>::source(), false, true});
    (add_sources<C>(out), ...);
    return out;
}();

} // namespace detail
} // namespace athanor
