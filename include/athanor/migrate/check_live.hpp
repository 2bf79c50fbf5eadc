#pragma once
// SPDX-License-Identifier: BSL-1.0
// Is the database what its own history says it is?

#include <athanor/engine/database.hpp>
#include <athanor/migrate/introspect/compare_database.hpp>
#include <athanor/migrate/revision_graph.hpp>
#include <athanor/migrate/version_table.hpp>

#include <string>
#include <vector>

namespace athanor::migrate {

/// The differences between the live schema and that of a set of revisions, one line each; see
/// compare_database().
[[nodiscard]] inline std::vector<std::string> compare_with(database& db, revision_graph const& graph,
                                                           revision_set const& revisions) {
    return compare_database(db, graph.state_of(revisions));
}

/// The same for the revisions that the history says were applied. Revisions that this build doesn't know are
/// left out.
[[nodiscard]] inline std::vector<std::string> check_live(database& db, revision_graph const& graph) {
    auto applied = ids_of(current(db));
    std::erase_if(applied, [&](std::string const& id) { return graph.find(id) == nullptr; });
    return compare_with(db, graph, applied);
}

} // namespace athanor::migrate
