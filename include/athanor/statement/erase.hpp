#pragma once
// SPDX-License-Identifier: BSL-1.0
// DELETE of many rows at once. One struct is erased by conn.erase(object).

#include <athanor/statement/returning.hpp>

namespace athanor {

/// `erase<User>().where(...)`; without where() say `.every_row()`. With using_() the columns of another table
/// can be asked: `erase<User>().using_<Ban>().where(col<&Ban::user_id> == col<&User::id>)`.
template <class T, class... Clause>
struct erase_statement : detail::change_statement<erase_statement<T, Clause...>, Clause...> {
    using model_type = T;
    using base = detail::change_statement<erase_statement, Clause...>;
    using base::with;
    template <class... C>
    using rebound = erase_statement<T, C...>;

    /// Another table whose columns where() asks (USING on PostgreSQL, EXISTS on SQLite, which has no USING).
    template <class Other>
    [[nodiscard]] constexpr auto using_() const {
        return with(detail::from_clause<detail::plain_table<Other>>{});
    }
    template <detail::row_source Source>
    [[nodiscard]] constexpr auto using_(Source const& source) const {
        return with(detail::from_clause<Source>{{}, source});
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
template <class T, class... C>
inline constexpr source_list
    outer_sources<erase_statement<T, C...>> = sources_outside<erase_statement<T, C...>, C...>();

} // namespace detail
} // namespace athanor
