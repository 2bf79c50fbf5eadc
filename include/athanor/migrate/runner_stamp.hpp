#pragma once
// SPDX-License-Identifier: BSL-1.0
// Says that a database is at a revision, without running anything, after a look whether that is true.

#include <athanor/base/error.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/check_live.hpp>
#include <athanor/migrate/runner.hpp>
#include <athanor/schema/catalog_fingerprint.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace athanor::migrate {

struct stamp_options {
    bool purge = false; // forget the whole history first, also what this build doesn't know
    bool force = false; // believe without comparing
};

/// Makes the history say that the database is at `target`. The live schema is compared with that revision
/// first: migration_drift lists what differs, table by table; `force` skips the comparison. A revision in the
/// history that this build doesn't know is migration_ahead unless `purge` is given.
inline void stamp(database& db, revision_graph const& graph, std::string_view target,
                  stamp_options options = {}) {
    detail::require_sqlite(db.dialect());
    if (db.in_transaction()) {
        throw error{error_kind::misuse,
                    "stamp can't run inside the caller's transaction: commit or roll back first"};
    }
    detail::write_transaction transaction{db};
    auto const rows = options.purge && !detail::has_version_table(db) ? history{} : current(db);
    auto const applied = detail::known_only(graph, ids_of(rows));
    if (!options.purge && applied.size() != rows.size()) {
        throw error{error_kind::migration_ahead,
                    "the history has revisions that this build doesn't know: update the "
                    "program, or stamp with --purge"};
    }
    auto const wanted = detail::stamped_set(graph, applied, target);
    if (!options.force) {
        if (auto const lines = compare_with(db, graph, wanted); !lines.empty()) {
            std::string text;
            for (std::size_t i = 0; i < std::min<std::size_t>(lines.size(), 10); ++i) {
                text += "\n  " + lines[i];
            }
            if (lines.size() > 10) {
                text += "\n  and " + std::to_string(lines.size() - 10) + " more";
            }
            throw error{error_kind::migration_drift,
                        "the database is not at " + std::string(target) + ", so it was not stamped:" + text +
                            "\nstamp the revision that it is at, or use --force if you know better"};
        }
    }
    ensure_version_table(db);
    db.execute("DELETE FROM main.athanor_migrations");
    catalog state;
    for (auto const* r : graph.in_order(wanted)) {
        auto const operations = detail::record_unit(*r, direction::up);
        state = replay(std::move(state), operations);
        db.execute(detail::insert_history_sql,
                   detail::history_values(*r, checksum(operations), detail::hex16(fingerprint(state)), 0));
    }
    transaction.commit();
}

} // namespace athanor::migrate
