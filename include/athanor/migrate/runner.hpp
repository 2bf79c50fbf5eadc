#pragma once
// SPDX-License-Identifier: BSL-1.0
// Brings a database to a revision: each unit whole with its history row, once, whoever else runs.

#include <athanor/base/error.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/check_live.hpp>
#include <athanor/migrate/postgresql/runner.hpp>
#include <athanor/migrate/registry.hpp>
#include <athanor/migrate/resolve.hpp>
#include <athanor/migrate/revision_graph.hpp>
#include <athanor/migrate/runner_options.hpp>
#include <athanor/migrate/runner_prepare.hpp>
#include <athanor/migrate/runner_sqlite.hpp>
#include <athanor/migrate/version_table.hpp>

#include <iterator>
#include <utility>
#include <vector>

namespace athanor::migrate {

namespace detail {

// A unit that was broken off half-way comes first, in its own direction: only it knows what is there.
[[nodiscard]] inline std::vector<prepared> unfinished(revision_graph const& graph, history const& rows,
                                                      revision_set& applied, dialect_id dialect) {
    for (auto const& r : rows) {
        auto const* unit = graph.find(r.id);
        if (r.half == half_way::none || unit == nullptr) {
            continue;
        }
        if (r.half == half_way::up) {
            auto out = prepare(graph, {unit}, applied, direction::up, dialect);
            applied.insert(r.id);
            return out;
        }
        applied.insert(r.id);
        auto out = prepare(graph, {unit}, applied, direction::down, dialect);
        applied.erase(r.id);
        return out;
    }
    return {};
}

inline void require_no_foreign_tables(database& db) {
    if (db.dialect() == dialect_id::sqlite) {
        require_managed(db);
    } else {
        pg::require_managed(db, pg::find_place(db));
    }
}

[[nodiscard]] inline run_report move_to(database& db, revision_graph const& graph, run_options const& options,
                                        direction way) {
    if (db.in_transaction()) {
        throw error{error_kind::misuse,
                    "a migration can't run inside the caller's transaction: commit or roll back first"};
    }
    auto const found = read_history(db);
    auto const rows = found.value_or(history{});
    require_known(graph, rows, options.allow_ahead);
    auto applied = known_only(graph, ids_of(rows));
    auto ready = unfinished(graph, rows, applied, db.dialect());
    auto const path = way == direction::up ? upgrade_path(graph, applied, options.target)
                                           : downgrade_path(graph, applied, options.target);
    if (path.empty() && ready.empty()) {
        return {};
    }
    if (!found && !options.allow_unmanaged) {
        require_no_foreign_tables(db);
    }
    auto rest = prepare(graph, path, applied, way, db.dialect());
    ready.insert(ready.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
    if (options.mode == run_mode::plan) {
        run_report report;
        for (auto const& p : ready) {
            report.steps.push_back({p.unit->id, p.unit->message, p.way, 0});
        }
        return report;
    }
    if (db.dialect() == dialect_id::postgresql) {
        return pg::unit_runner{db, graph, options}.run(ready);
    }
    return unit_runner{db, graph, options, way}.run(ready, found.has_value());
}

} // namespace detail

/// Applies what is missing up to `options.target` ("heads", "head", a revision, "+1", "label@head"). At the
/// target it costs one SELECT. Throws migration (a unit failed, nothing of it remains), migration_data (rows
/// don't fit), migration_unmanaged, migration_ahead, migration_drift, busy, and misuse inside a transaction.
inline run_report upgrade(database& db, revision_graph const& graph, run_options const& options = {}) {
    return detail::move_to(db, graph, options, direction::up);
}

/// Undoes what lies above `options.target` ("base", "-1", a revision), last first. What can't be undone is
/// refused before anything runs (migration_irreversible).
inline run_report downgrade(database& db, revision_graph const& graph, run_options const& options) {
    return detail::move_to(db, graph, options, direction::down);
}

/// upgrade() for the units that a program was built with.
inline run_report run_migrations(database& db, registry const& units, run_options const& options = {}) {
    return upgrade(db, revision_graph{units}, options);
}

} // namespace athanor::migrate
