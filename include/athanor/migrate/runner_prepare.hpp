#pragma once
// SPDX-License-Identifier: BSL-1.0
// What is found out before anything is touched: is the history known and unedited, can the path be gone at
// all?

#include <athanor/base/error.hpp>
#include <athanor/dialect/dialect_id.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/execute.hpp>
#include <athanor/migrate/introspect/compare.hpp>
#include <athanor/migrate/recorder.hpp>
#include <athanor/migrate/replay.hpp>
#include <athanor/migrate/resolve.hpp>
#include <athanor/migrate/revision_graph.hpp>
#include <athanor/migrate/runner_checksum.hpp>
#include <athanor/migrate/runner_options.hpp>
#include <athanor/migrate/version_table.hpp>

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::migrate::detail {

[[nodiscard]] inline std::string unit_shown(revision const& r) {
    return "unit " + r.id + (r.message.empty() ? "" : " (" + r.message + ')');
}

[[nodiscard]] inline error in_unit(error const& e, revision const& r, std::string_view what) {
    error out{kind_in_migration(e.kind()), unit_shown(r) + std::string(what) + e.message()};
    out.with_table(e.table())
        .with_column(e.column())
        .with_constraint(e.constraint())
        .with_statement(e.statement())
        .with_origin(e)
        .with_revision(r.id);
    return out;
}

/// The unit's operations. What its function throws is told as the unit's failure.
[[nodiscard]] inline operation::list record_unit(revision const& r, direction way) {
    try {
        return record(way == direction::up ? r.source->upgrade : r.source->downgrade);
    } catch (error const& e) {
        throw in_unit(e, r, " can't be read, nothing was run: ");
    } catch (std::exception const& e) {
        error out{error_kind::migration, unit_shown(r) + " threw while it was read; nothing was run"};
        out.with_revision(r.id).with_server_message(e.what());
        throw out;
    }
}

inline void require_known(revision_graph const& graph, history const& rows, bool allow_ahead) {
    std::string unknown;
    for (auto const& r : rows) {
        auto const* known = graph.find(r.id);
        if (known == nullptr) {
            unknown += (unknown.empty() ? "" : ", ") + r.id;
            if (r.half != half_way::none) {
                throw error{
                    error_kind::migration_ahead,
                    "revision " + r.id +
                        ", which this build doesn't know, is half-way: a newer program must finish it"}
                    .with_revision(r.id);
            }
        } else if (auto const now = checksum(record_unit(*known, direction::up)); now != r.checksum) {
            throw error{
                error_kind::migration_drift,
                unit_shown(*known) + " was edited after " +
                    (r.half == half_way::none ? "it was applied on " : "a part of it was applied on ") +
                    r.applied_at +
                    ": undo the edit and put the change into a new revision, or `stamp` if it "
                    "changes nothing"}
                .with_revision(r.id);
        }
    }
    if (!unknown.empty() && !allow_ahead) {
        throw error{error_kind::migration_ahead,
                    "the database has revisions that this build doesn't know (" + unknown +
                        "): a newer program was here. Update this one, or pass allow_ahead"};
    }
}

[[nodiscard]] inline error unmanaged(std::string_view table) {
    return error{error_kind::migration_unmanaged,
                 "the database has tables but no migration history, so nothing was run. If its schema is "
                 "that of a "
                 "revision, say so with `stamp <revision>`, which compares before it believes"}
        .with_table(table);
}

[[nodiscard]] inline revision_set known_only(revision_graph const& graph, revision_set set) {
    std::erase_if(set, [&](std::string const& id) { return graph.find(id) == nullptr; });
    return set;
}

/// All revisions that a database at `target` has applied.
[[nodiscard]] inline revision_set stamped_set(revision_graph const& graph, revision_set const& applied,
                                              std::string_view target) {
    revision_set wanted;
    if (target == "heads") {
        for (auto const& r : graph.revisions()) {
            wanted.insert(r.id);
        }
    } else if (auto const* r = resolve(graph, target, applied)) {
        wanted = graph.ancestors(r->id);
    }
    return wanted;
}

/// A unit on the path, with what it would do.
struct prepared {
    revision const* unit = nullptr;
    direction way = direction::up;
    operation::list operations;
    revision_set before; // what must be applied when it starts
};

/// replay(), with errors that name the operation by its position.
inline void replay_unit(catalog& state, operation::list const& operations) {
    for (std::size_t i = 0; i < operations.size(); ++i) {
        try {
            apply_to(state, operations[i]);
        } catch (error const& e) {
            throw explained(e, operations_shown({i}, operations), operation_table(operations[i]));
        }
    }
}

/// Runs the path on paper: what can't work is found before anything is touched.
[[nodiscard]] inline std::vector<prepared> prepare(revision_graph const& graph,
                                                   std::vector<revision const*> const& path,
                                                   revision_set applied, direction way, dialect_id dialect) {
    std::vector<prepared> out;
    auto state = graph.state_of(applied);
    for (auto const* r : path) {
        prepared p{r, way, record_unit(*r, way), applied};
        try {
            if (way == direction::down) {
                if (r->source->downgrade == nullptr && r->source->upgrade != nullptr) {
                    throw error{error_kind::migration_irreversible, "it has no downgrade"};
                }
                require_reversible(p.operations);
            }
            auto const before = state;
            replay_unit(state, p.operations); // says which operation it is
            require_possible(dialect, before, p.operations, r->id);
            if (way == direction::up) {
                applied.insert(r->id);
            } else {
                applied.erase(r->id);
                auto const expected = graph.state_of(applied);
                if (auto const lines = compare_live(expected, as_introspected(dialect, state), dialect,
                                                    compare_scope::everything);
                    !lines.empty()) {
                    throw error{error_kind::migration,
                                "its downgrade doesn't lead back to the schema before it: " + lines.front() +
                                    "; correct it"};
                }
                state = expected;
            }
        } catch (error const& e) {
            throw in_unit(e, *r, " can't run, nothing was run: ");
        }
        out.push_back(std::move(p));
    }
    return out;
}

} // namespace athanor::migrate::detail
