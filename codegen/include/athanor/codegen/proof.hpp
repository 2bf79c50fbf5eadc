#pragma once
// SPDX-License-Identifier: BSL-1.0
// A unit is proven before it is written: on a database in memory, with rows in it, up and down.

#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>

#include <string>
#include <vector>

namespace athanor::codegen {

/// Runs `upgrade` on an embedded database that looks like `before`, and `downgrade` after it; compares what
/// the database then says of itself with what the operations promise, and that rows are kept. Throws
/// migration with the operation that is to blame. Returns what a person should know although it holds (lines
/// for the unit's head).
std::vector<std::string> prove(catalog const& before, operation::list const& upgrade,
                               operation::list const& downgrade);

} // namespace athanor::codegen
