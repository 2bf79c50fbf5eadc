#pragma once
// SPDX-License-Identifier: BSL-1.0
// The WHERE clause of every statement.

#include <athanor/statement/clause.hpp>

#include <type_traits>
#include <utility>

namespace athanor::detail {

template <class C>
concept condition = expression::any_node<C> && !std::is_same_v<C, expression::sql_text> &&
                    std::is_same_v<typename std::remove_cvref_t<C>::value_type, bool>;

template <clause_kind Kind, class C>
struct condition_clause : clause<Kind> {
    using condition_type = C;
    C condition;
    using parts = expression::types<C>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(condition);
    }
};
template <class C>
using where_clause = condition_clause<clause_kind::where, C>;
template <class C>
using having_clause = condition_clause<clause_kind::having, C>;

/// UPDATE or DELETE of every row, said so.
struct every_row_clause : clause<clause_kind::where> {};

/// The clauses with this condition; said twice, both must hold.
template <clause_kind Kind, class... C, class New>
[[nodiscard]] constexpr auto with_condition(expression::pack<C...> const& clauses, New const& now) {
    static_assert(expect<condition<New>,
                         "where(), having() and join() take a condition, such as col<&User::id> == 1">());
    if constexpr (!condition<New>) {
        return with_clause(clauses, condition_clause<Kind, expression::not_comparable>{});
    } else if constexpr (requires { typename clause_of<Kind, C...>::condition_type; }) {
        auto both = find_clause<Kind>(clauses).condition && now;
        return with_clause(clauses, condition_clause<Kind, decltype(both)>{{}, std::move(both)});
    } else {
        return with_clause(clauses, condition_clause<Kind, New>{{}, now});
    }
}

} // namespace athanor::detail
