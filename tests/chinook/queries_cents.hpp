#pragma once
// SPDX-License-Identifier: BSL-1.0
// Money that can be added on both databases.

#include <athanor/query.hpp>

#include <cstdint>

namespace chinook {

/// A decimal as a whole number of cents, by SQL of the program's own.
template <class X>
constexpr auto cents(X const& amount) {
    return athanor::sql_expression<"CAST(round({} * 100) AS bigint)", std::int64_t>(amount);
}

} // namespace chinook
