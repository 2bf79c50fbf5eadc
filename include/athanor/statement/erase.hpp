#pragma once
// SPDX-License-Identifier: BSL-1.0
// DELETE of many rows at once. One struct is erased by conn.erase(object).

#include <athanor/statement/update.hpp>
#include <athanor/statement/where.hpp>

#include <utility>

namespace athanor {

/// `erase<User>().where(...)`; without where() say `.every_row()`.
template <class T, class Where>
struct erase_statement {
    using model_type = T;
    using where_type = Where;

    [[no_unique_address]] Where condition;

    template <class C>
    [[nodiscard]] constexpr auto where(C const& c) const {
        auto joined = [&] {
            if constexpr (std::is_same_v<Where, detail::every_row>) {
                return detail::joined_where<T>(detail::no_where{}, c);
            } else {
                return detail::joined_where<T>(condition, c);
            }
        }();
        return erase_statement<T, decltype(joined)>{std::move(joined)};
    }
    /// Yes, all rows of the table.
    [[nodiscard]] constexpr auto every_row() const { return erase_statement<T, detail::every_row>{}; }
};

template <class T>
[[nodiscard]] constexpr erase_statement<T, detail::no_where> erase() {
    return {};
}

namespace detail {

template <class X>
inline constexpr bool is_erase = false;
template <class T, class W>
inline constexpr bool is_erase<erase_statement<T, W>> = true;

} // namespace detail
} // namespace athanor
