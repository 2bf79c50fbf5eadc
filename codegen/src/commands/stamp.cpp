// SPDX-License-Identifier: BSL-1.0
// stamp: writes into the history where the database is, after a look whether that is true.
#include "commands.hpp"

#include <athanor/migrate/runner_stamp.hpp>

namespace athanor::codegen::detail {

exit_code run_stamp(context const& c, stamp_options const& o) {
    auto const graph = c.graph();
    auto const db = c.open();
    for (auto const& revision : o.revisions) {
        migrate::stamp(*db, graph, revision, {.purge = o.purge, .force = o.force});
        say("The history now says: " + revision + ".");
    }
    return exit_code::ok;
}

} // namespace athanor::codegen::detail
