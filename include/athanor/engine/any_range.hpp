#pragma once
// SPDX-License-Identifier: BSL-1.0
// What can be gone through: <ranges> would cost every includer a tenth of a second.

#include <iterator>
#include <type_traits>
#include <utility>

namespace athanor::detail {

template <class R>
concept any_range = requires(std::remove_reference_t<R>& r) {
    std::begin(r) != std::end(r);
};

template <any_range R>
using range_value = std::remove_cvref_t<decltype(*std::begin(std::declval<std::remove_reference_t<R>&>()))>;

} // namespace athanor::detail
