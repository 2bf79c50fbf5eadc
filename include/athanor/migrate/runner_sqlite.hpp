#pragma once
// SPDX-License-Identifier: BSL-1.0
// Runs prepared units on SQLite: each in one IMMEDIATE transaction with its history row, with foreign keys
// off and checked after.

#include <athanor/base/error.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/execute.hpp>
#include <athanor/migrate/introspect/sqlite.hpp>
#include <athanor/migrate/replay.hpp>
#include <athanor/migrate/revision_graph.hpp>
#include <athanor/migrate/runner_checksum.hpp>
#include <athanor/migrate/runner_options.hpp>
#include <athanor/migrate/runner_prepare.hpp>
#include <athanor/migrate/runner_session.hpp>
#include <athanor/migrate/version_table.hpp>
#include <athanor/schema/catalog_fingerprint.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace athanor::migrate::detail {

inline void require_managed(database& db) {
    auto const objects = schema_objects(db);
    auto const table = std::ranges::find(objects, "table", &schema_object::type);
    // Asked second: tables that another process has just migrated came together with their history.
    if (table != objects.end() && !has_version_table(db)) {
        throw unmanaged(table->name);
    }
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
            options_.on_event({what, way_, path[i].unit, i, path.size(), took, {}});
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
            db_.execute(create_version_table_sql());
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

} // namespace athanor::migrate::detail
