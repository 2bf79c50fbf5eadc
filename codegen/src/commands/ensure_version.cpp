// SPDX-License-Identifier: BSL-1.0
// ensure_version: makes the version table.
#include "commands.hpp"

#include <athanor/migrate/version_table.hpp>

namespace athanor::codegen::detail {

exit_code run_ensure_version(context const& c) {
    auto const db = c.open();
    migrate::ensure_version_table(*db);
    return exit_code::ok;
}

} // namespace athanor::codegen::detail
