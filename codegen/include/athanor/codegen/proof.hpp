#pragma once
// SPDX-License-Identifier: BSL-1.0
// A unit is proven before it is written: on databases of its own, with rows in them, up and down.

#include <athanor/engine/database.hpp>
#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace athanor::codegen {

/// Makes an empty database of its own at each call; gone when the connection is.
using scratch_database = std::function<std::unique_ptr<database>()>;

/// What a proof found out although nothing refutes it.
struct proof {
    std::vector<std::string> notes;     // for the unit's head
    std::vector<std::string> proven_on; // "an embedded SQLite"; empty: nowhere, and `unproven` says why
    std::string unproven;
};

/// Runs `upgrade` on a database that looks like `before`, and `downgrade` after it; compares what the
/// database then says of itself with what the operations promise, and that rows are kept. Runs on an embedded
/// SQLite unless the schema asks what SQLite lacks, and on what `postgresql` makes if that is given. Throws
/// migration with the operation that is to blame.
[[nodiscard]] proof prove(catalog const& before, operation::list const& upgrade,
                          operation::list const& downgrade, scratch_database const& postgresql = {});

} // namespace athanor::codegen
