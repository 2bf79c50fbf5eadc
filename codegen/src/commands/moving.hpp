#pragma once
// SPDX-License-Identifier: BSL-1.0
// What upgrade and downgrade share: the offline script, the lines of progress, the report.

#include "context.hpp"

#include <athanor/migrate/runner.hpp>

#include <string>
#include <vector>

namespace athanor::codegen::detail {

/// Prints the SQL of `range` ("from:to"; without a colon from base).
[[nodiscard]] exit_code print_script(context const& c, std::string const& range, migrate::direction way);
/// "Running upgrade 804682fdc9c4 -> 1975ea83b712, add phone number", to stderr with --json.
void tell(context const& c, migrate::run_event const& event);
void report(context const& c, migrate::run_report const& done);
/// Throws stop(several_heads) where the target "head" could be several.
void require_single_head(context const& c, migrate::revision_graph const& graph, std::string const& target);

} // namespace athanor::codegen::detail
