// SPDX-License-Identifier: BSL-1.0
#include "commands/applied.hpp"

#include <athanor/migrate/version_table.hpp>

namespace athanor::codegen::detail {

migrate::revision_set applied_revisions(context const& c) {
    if (!c.database_exists()) {
        return {};
    }
    auto const db = c.open();
    return migrate::ids_of(migrate::current(*db));
}

} // namespace athanor::codegen::detail
