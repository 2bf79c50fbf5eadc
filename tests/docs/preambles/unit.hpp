#pragma once
// SPDX-License-Identifier: BSL-1.0
// What blocks of the documentation take for granted inside upgrade() and downgrade().

#include <athanor/migrate/unit.hpp>

namespace preamble_unit {
using namespace athanor::migrate;
extern operations& op;
} // namespace preamble_unit
