#pragma once
// SPDX-License-Identifier: BSL-1.0
// The list of units that a program was built with. The build generates it: no static constructor, so it also
// works from a static library.

#include <athanor/migrate/unit.hpp>

namespace athanor::migrate {

/// All units of a program, in any order: the revision graph sorts them.
struct registry {
    unit const* const* units = nullptr;
    unsigned long count = 0;

    [[nodiscard]] constexpr unit const* const* begin() const { return units; }
    [[nodiscard]] constexpr unit const* const* end() const { return units + count; }
};

} // namespace athanor::migrate
