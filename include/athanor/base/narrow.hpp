#pragma once
// SPDX-License-Identifier: BSL-1.0
// The one checked cast between integers: a value that doesn't fit is an error, never another value.

#include <athanor/base/error.hpp>

#include <utility>

namespace athanor::detail {

/// `value` as a `To`; throws error_kind::out_of_range when it doesn't fit.
template <class To, class From>
[[nodiscard]] constexpr To narrow(From value) {
    if (!std::in_range<To>(value)) {
        throw error{error_kind::out_of_range, "the number doesn't fit: use a wider integer for this member"};
    }
    return static_cast<To>(value);
}

} // namespace athanor::detail
