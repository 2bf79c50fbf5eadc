#pragma once
// SPDX-License-Identifier: BSL-1.0
// Brings a database to a revision: each unit in one transaction with its history row, once, whoever else
// runs.

#include <athanor/base/error.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/check_live.hpp>
#include <athanor/migrate/execute.hpp>
#include <athanor/migrate/introspect/compare.hpp>
#include <athanor/migrate/recorder.hpp>
#include <athanor/migrate/registry.hpp>
#include <athanor/migrate/replay.hpp>
#include <athanor/migrate/resolve.hpp>
#include <athanor/migrate/revision_graph.hpp>
#include <athanor/migrate/runner_checksum.hpp>
#include <athanor/migrate/runner_session.hpp>
#include <athanor/migrate/version_table.hpp>
#include <athanor/schema/catalog_fingerprint.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::migrate {

enum class direction : unsigned char { up, down };
enum class run_mode : unsigned char {
    apply,
    plan, // say what would run, touch nothing
};

/// What on_event is told, before and after each unit.
struct run_event {
    enum class kind : unsigned char { starting, finished, already_done };
    kind what = kind::starting;
    direction way = direction::up;
    revision const* unit = nullptr;
    std::size_t position = 0; // from 0
    std::size_t total = 0;
    std::int64_t duration_us = 0;
};

struct run_options {
    std::string target = "heads";
    run_mode mode = run_mode::apply;
    bool allow_ahead = false;     // run although the database knows revisions that this build doesn't
    bool allow_unmanaged = false; // run although the database has tables and no history
    std::function<void(run_event const&)> on_event{};
};

struct run_report {
    struct step {
        std::string id;
        std::string message;
        direction way = direction::up;
        std::int64_t duration_us = 0;
    };
    std::vector<step> steps; // what was run, or with run_mode::plan would be; empty: nothing to do
};

namespace detail {

[[nodiscard]] inline std::string unit_shown(revision const& r) {
    return "unit " + r.id + (r.message.empty() ? "" : " (" + r.message + ')');
}

[[nodiscard]] inline error in_unit(error const& e, revision const& r, std::string_view what) {
    error out{kind_in_migration(e.kind()), unit_shown(r) + std::string(what) + e.message()};
    out.with_table(e.table())
        .with_column(e.column())
        .with_constraint(e.constraint())
        .with_statement(e.statement())
        .with_server_message(e.server_message())
        .with_native_code(e.native_code())
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
        } else if (auto const now = checksum(record_unit(*known, direction::up)); now != r.checksum) {
            throw error{error_kind::migration_drift,
                        unit_shown(*known) + " was edited after it was applied on " + r.applied_at +
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

inline void require_managed(database& db) {
    auto const objects = schema_objects(db);
    auto const table = std::ranges::find(objects, "table", &schema_object::type);
    // Asked second: tables that another process has just migrated came together with their history.
    if (table != objects.end() && !has_version_table(db)) {
        throw error{error_kind::migration_unmanaged,
                    "the database has tables but no migration history, so nothing was run. If its schema is "
                    "that of a "
                    "revision, say so with `stamp <revision>`, which compares before it believes"}
            .with_table(table->name);
    }
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

struct prepared {
    revision const* unit = nullptr;
    operation::list operations;
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
                                                   revision_set applied, direction way) {
    std::vector<prepared> out;
    auto state = graph.state_of(applied);
    for (auto const* r : path) {
        prepared p{r, record_unit(*r, way)};
        try {
            if (way == direction::up) {
                replay_unit(state, p.operations);
                applied.insert(r->id);
            } else {
                if (r->source->downgrade == nullptr && r->source->upgrade != nullptr) {
                    throw error{error_kind::migration_irreversible, "it has no downgrade"};
                }
                require_reversible(p.operations);
                replay_unit(state, p.operations);
                applied.erase(r->id);
                auto const expected = graph.state_of(applied);
                if (auto const lines = compare_live(expected, as_introspected(dialect_id::sqlite, state),
                                                    dialect_id::sqlite, compare_scope::everything);
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

class unit_runner {
public:
    unit_runner(database& db, revision_graph const& graph, run_options const& options, direction way)
        : db_{db}
        , graph_{graph}
        , options_{options}
        , way_{way} {}

    [[nodiscard]] run_report run(std::vector<prepared> const& path, bool had_history) {
        run_report report;
        session_settings settings{db_};
        for (std::size_t i = 0; i < path.size(); ++i) {
            tell(run_event::kind::starting, path, i, 0);
            auto const start = std::chrono::steady_clock::now();
            bool done = false;
            try {
                done = run_one(path[i], had_history || i != 0, start);
            } catch (error const& e) {
                throw in_unit(e, *path[i].unit, " failed, nothing of it remains: ");
            }
            auto const took = since(start);
            if (done) {
                report.steps.push_back({path[i].unit->id, path[i].unit->message, way_, took});
            }
            tell(done ? run_event::kind::finished : run_event::kind::already_done, path, i, took);
        }
        settings.restore();
        return report;
    }

private:
    [[nodiscard]] static std::int64_t since(std::chrono::steady_clock::time_point start) {
        return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start)
            .count();
    }
    void tell(run_event::kind what, std::vector<prepared> const& path, std::size_t i,
              std::int64_t took) const {
        if (options_.on_event) {
            options_.on_event({what, way_, path[i].unit, i, path.size(), took});
        }
    }

    /// False: somebody else did it while we waited for the lock.
    [[nodiscard]] bool run_one(prepared const& p, bool had_history,
                               std::chrono::steady_clock::time_point start) {
        write_transaction transaction{db_};
        auto rows = read_history(db_);
        if (!rows) {
            if (!had_history && !options_.allow_unmanaged) {
                require_managed(db_); // looked at before, but without the lock
            }
            ensure_version_table(db_);
            rows.emplace();
        }
        auto applied = known_only(graph_, ids_of(*rows));
        bool const is_applied = applied.contains(p.unit->id);
        if (is_applied == (way_ == direction::up)) {
            return false;
        }
        require_order(*p.unit, applied);
        if (applied != reached_) {
            state_ = graph_.state_of(applied); // the first unit, or somebody else ran some
            reached_ = applied;
        }
        auto const broken = broken_references(db_);
        execute(db_, state_, p.operations, p.unit->id);
        require_no_new_violations(broken, broken_references(db_));
        if (way_ == direction::up) {
            auto after = replay(state_, p.operations);
            db_.execute(insert_history_sql, history_values(*p.unit, checksum(p.operations),
                                                           hex16(fingerprint(after)), since(start)));
            transaction.commit();
            state_ = std::move(after);
            reached_.insert(p.unit->id);
        } else {
            forget_revision(db_, p.unit->id);
            transaction.commit();
            reached_.clear();
            state_ = {};
        }
        return true;
    }

    // Another process may have gone another way since we made our plan.
    void require_order(revision const& r, revision_set const& applied) const {
        bool right = true;
        if (way_ == direction::up) {
            for (auto const* needed : {&r.parents, &r.dependencies}) {
                right = right && std::ranges::all_of(
                                     *needed, [&](std::string const& p) { return applied.contains(p); });
            }
        } else {
            auto const after = graph_.descendants(r.id);
            right = std::ranges::none_of(
                after, [&](std::string const& d) { return d != r.id && applied.contains(d); });
        }
        if (!right) {
            throw error{error_kind::migration, "another process changed the history meanwhile: run again"};
        }
    }

    database& db_;
    revision_graph const& graph_;
    run_options const& options_;
    direction way_;
    revision_set reached_; // state_ is the replay of these
    catalog state_;
};

[[nodiscard]] inline run_report move_to(database& db, revision_graph const& graph, run_options const& options,
                                        direction way) {
    require_sqlite(db.dialect());
    if (db.in_transaction()) {
        throw error{error_kind::misuse,
                    "a migration can't run inside the caller's transaction: commit or roll back first "
                    "(SQLite can't switch foreign keys off in there)"};
    }
    auto const found = read_history(db);
    auto const rows = found.value_or(history{});
    require_known(graph, rows, options.allow_ahead);
    auto const applied = known_only(graph, ids_of(rows));
    auto const path = way == direction::up ? upgrade_path(graph, applied, options.target)
                                           : downgrade_path(graph, applied, options.target);
    if (path.empty()) {
        return {};
    }
    if (!found && !options.allow_unmanaged) {
        require_managed(db);
    }
    auto const ready = prepare(graph, path, applied, way);
    if (options.mode == run_mode::plan) {
        run_report report;
        for (auto const& p : ready) {
            report.steps.push_back({p.unit->id, p.unit->message, way, 0});
        }
        return report;
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
