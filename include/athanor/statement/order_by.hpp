#pragma once
// SPDX-License-Identifier: BSL-1.0
// ORDER BY: a column stands for its rising order, asc() and desc() say which way.

#include <athanor/expression/operators.hpp>

namespace athanor::detail {

template <class X>
inline constexpr bool is_ordering = false;
template <bool Descending, class X>
inline constexpr bool is_ordering<expression::ordered_node<Descending, X>> = true;

template <class X>
[[nodiscard]] constexpr auto as_ordering(X const& x) {
    static_assert(expression::any_node<X>,
                  "athanor: order_by() takes columns, such as col<&User::id> or desc(col<&User::id>)");
    if constexpr (is_ordering<X>) {
        return x;
    } else if constexpr (expression::any_node<X>) {
        return asc(x);
    } else {
        return expression::not_comparable{};
    }
}

} // namespace athanor::detail
