#pragma once
// SPDX-License-Identifier: BSL-1.0
// Runs prepared units on PostgreSQL: under a lock, each in one transaction with its history row, or, where a
// step can't be in one, in journaled steps that the next run takes up where they stopped.

#include <athanor/base/error.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/introspect/postgresql.hpp>
#include <athanor/migrate/postgresql/executor.hpp>
#include <athanor/migrate/postgresql/journal.hpp>
#include <athanor/migrate/postgresql/lock.hpp>
#include <athanor/migrate/postgresql/place.hpp>
#include <athanor/migrate/postgresql/planner.hpp>
#include <athanor/migrate/postgresql/session.hpp>
#include <athanor/migrate/revision_graph.hpp>
#include <athanor/migrate/runner_checksum.hpp>
#include <athanor/migrate/runner_options.hpp>
#include <athanor/migrate/runner_prepare.hpp>
#include <athanor/migrate/version_table.hpp>
#include <athanor/schema/catalog_fingerprint.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace athanor::migrate::detail::pg {

inline void require_managed(database& db, place const& where) {
    auto const tables = catalog_reader{db, {where.schema}}.read().tables;
    // Asked second: tables that another process has just migrated came together with their history.
    if (!tables.empty() && !find_place(db).has_history) {
        throw unmanaged(tables.front().name);
    }
}

class unit_runner {
public:
    unit_runner(database& db, revision_graph const& graph, run_options const& options)
        : db_{db}
        , graph_{graph}
        , options_{options}
        , schema_{find_place(db).schema} {}

    [[nodiscard]] run_report run(std::vector<prepared> const& path) {
        run_report report;
        lock_ = migration_lock::take(db_, find_place(db_), options_);
        for (std::size_t i = 0; i < path.size(); ++i) {
            auto const& p = path[i];
            tell(run_event::kind::starting, path, i, 0);
            auto const start = std::chrono::steady_clock::now();
            half_done_ = false;
            bool done = false;
            try {
                done = run_one(p, path, i);
            } catch (error const& e) {
                throw in_unit(
                    e, *p.unit,
                    half_done_
                        ? " failed half-way; what came before this step remains, and the next run goes on "
                          "from there: "
                    : e.kind() == error_kind::outcome_unknown ? " may or may not be applied: "
                                                              : " failed, nothing of it remains: ");
            }
            auto const took = since(start);
            if (done) {
                report.steps.push_back({p.unit->id, p.unit->message, p.way, took});
            }
            tell(done ? run_event::kind::finished : run_event::kind::already_done, path, i, took);
        }
        return report;
    }

private:
    using clock = std::chrono::steady_clock;
    [[nodiscard]] static std::int64_t since(clock::time_point start) {
        return std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - start).count();
    }
    void tell(run_event::kind what, std::vector<prepared> const& path, std::size_t i, std::int64_t took,
              std::string detail = {}) const {
        if (options_.on_event) {
            options_.on_event({what, path[i].way, path[i].unit, i, path.size(), took, std::move(detail)});
        }
    }

    [[nodiscard]] std::vector<setting> settings() const {
        auto out = unit_settings(schema_, options_.search_path);
        out.push_back({"lock_timeout", std::to_string(options_.lock_timeout.count())});
        return out;
    }
    // Somebody uses a table that the unit has to lock: better to step back and come again than to make all
    // others wait behind us.
    [[nodiscard]] bool may_try_again(error const& e, int attempt) const {
        return e.retryable() && attempt < options_.lock_tries && !db_.in_transaction();
    }

    [[nodiscard]] bool run_one(prepared const& p, std::vector<prepared> const& path, std::size_t i) {
        if (lock_ != nullptr) {
            lock_->name(p.unit->id);
        }
        auto const segments = segments_of(planner{graph_.state_of(p.before), p.operations}.steps());
        bool const whole = segments.size() == 1 ? !segments.front().alone : segments.empty();
        if (!whole && lock_ == nullptr) {
            throw error{error_kind::unsupported, "it has a step that can't run in a transaction (" +
                                                     first_alone(segments) +
                                                     "), and through a pooler such as pgbouncer no lock can "
                                                     "be held meanwhile: give migrations the "
                                                     "URL of the server itself"};
        }
        if (whole) {
            auto const steps = segments.empty() ? std::vector<step>{} : segments.front().steps;
            return with_retries(path, i, [&] { return run_whole(p, steps); });
        }
        return run_in_steps(p, segments, path, i);
    }
    [[nodiscard]] static std::string first_alone(std::vector<segment> const& segments) {
        for (auto const& s : segments) {
            if (s.alone) {
                return s.steps.front().sql;
            }
        }
        return {};
    }
    template <class F>
    bool with_retries(std::vector<prepared> const& path, std::size_t i, F&& once) {
        for (int attempt = 1;; ++attempt) {
            try {
                return once();
            } catch (error const& e) {
                if (!may_try_again(e, attempt)) {
                    throw;
                }
                tell(run_event::kind::retrying, path, i, 0,
                     "try " + std::to_string(attempt + 1) + " of " + std::to_string(options_.lock_tries));
            }
            std::this_thread::sleep_for(std::chrono::milliseconds{50 * attempt});
        }
    }

    // ---- what every transaction begins with

    void begin_guarded() {
        if (lock_ != nullptr) {
            lock_->require_held(db_);
        } else {
            auto const key = find_place(db_).lock_key;
            wait_for_lock(options_, db_, key, [&] { return try_transaction_lock(db_, key); });
        }
    }
    /// The history as it is now, under the lock; made where it isn't there.
    [[nodiscard]] history ready_history() {
        auto where = find_place(db_);
        require_writable(where);
        if (!where.has_history) {
            if (!options_.allow_unmanaged) {
                require_managed(db_, where);
            }
            db_.execute(create_history_sql(where.history()));
            db_.execute(create_journal_sql(where.journal()));
        }
        return read_rows(db_, where);
    }
    [[nodiscard]] place here() const {
        place p;
        p.schema = schema_;
        return p;
    }
    [[nodiscard]] static applied_revision const* row_of(history const& rows, std::string const& id) {
        auto const it = std::ranges::find(rows, id, &applied_revision::id);
        return it == rows.end() ? nullptr : &*it;
    }
    // Another process may have gone another way since we made our plan.
    void require_order(prepared const& p, history const& rows) const {
        auto const applied = known_only(graph_, ids_of(rows));
        bool right = true;
        if (p.way == direction::up) {
            for (auto const* needed : {&p.unit->parents, &p.unit->dependencies}) {
                right = right && std::ranges::all_of(
                                     *needed, [&](std::string const& n) { return applied.contains(n); });
            }
        } else {
            auto const after = graph_.descendants(p.unit->id);
            right = std::ranges::none_of(
                after, [&](std::string const& d) { return d != p.unit->id && applied.contains(d); });
        }
        right = right && std::ranges::none_of(rows, [&](applied_revision const& r) {
                    return r.half != half_way::none && r.id != p.unit->id;
                });
        if (!right) {
            throw error{error_kind::migration, "another process changed the history meanwhile: run again"};
        }
    }
    [[nodiscard]] std::vector<cell> row_values(prepared const& p, std::string_view state) const {
        auto values = history_values(
            *p.unit, checksum(p.way == direction::up ? p.operations : record_unit(*p.unit, direction::up)),
            {}, 0);
        auto after = graph_.state_of(p.before);
        if (p.way == direction::up) {
            after = replay(std::move(after), p.operations);
        }
        values[4] = hex16(fingerprint(after));
        values.emplace_back(std::string{state});
        return values;
    }
    void set_duration(prepared const& p, std::int64_t us) {
        cell const values[] = {us, p.unit->id};
        db_.execute("UPDATE " + here().history() +
                        " SET duration_us = $1::bigint, state = 'done' WHERE id = $2::text",
                    values);
    }
    void forget(prepared const& p) {
        cell const id{p.unit->id};
        db_.execute("DELETE FROM " + here().history() + " WHERE id = $1::text", {&id, 1});
    }

    // ---- one transaction

    /// False: somebody else did it while we waited for the lock.
    [[nodiscard]] bool run_whole(prepared const& p, std::vector<step> const& steps) {
        auto const start = clock::now();
        transaction tx{db_, settings()};
        begin_guarded();
        auto const rows = ready_history();
        auto const* row = row_of(rows, p.unit->id);
        if ((row != nullptr) == (p.way == direction::up)) {
            return false;
        }
        require_order(p, rows);
        // First: whoever else believes to be alone gets stuck on the key, and fails.
        if (p.way == direction::up) {
            db_.execute(insert_history_sql(here().history()), row_values(p, "done"));
        } else {
            forget(p);
        }
        executor run{db_, p.operations};
        for (auto const& s : steps) {
            run.run(s);
        }
        if (p.way == direction::up) {
            set_duration(p, since(start));
        }
        commit(tx, p);
        return true;
    }
    // The answer to COMMIT may be lost, but what it did can be looked up.
    void commit(transaction& tx, prepared const& p) {
        try {
            tx.commit();
        } catch (error const& e) {
            if (e.kind() != error_kind::outcome_unknown) {
                throw;
            }
            bool applied = false;
            try {
                auto const other = db_.open_another();
                auto const where = find_place(*other);
                applied = where.has_history && row_of(read_rows(*other, where), p.unit->id) != nullptr;
            } catch (error const&) {
                throw e;
            }
            if (applied != (p.way == direction::up)) {
                throw error{error_kind::connection_lost, "the connection broke before COMMIT took effect"}
                    .with_origin(e);
            }
            throw error{error_kind::connection_lost,
                        "the connection broke just after it was done, and it was done whole: run "
                        "again to go on with what follows"}
                .with_origin(e);
        }
    }

    // ---- journaled steps

    [[nodiscard]] bool run_in_steps(prepared const& p, std::vector<segment> const& segments,
                                    std::vector<prepared> const& path, std::size_t i) {
        auto const start = clock::now();
        bool mine = true;
        with_retries(path, i, [&] {
            transaction tx{db_, settings()};
            begin_guarded();
            auto const rows = ready_history();
            auto const* row = row_of(rows, p.unit->id);
            bool const up = p.way == direction::up;
            auto const half = up ? half_way::up : half_way::down;
            if (row != nullptr && row->half == half) {
                half_done_ = true; // broken off earlier: go on
            } else if ((row != nullptr) == up) {
                mine = false;
                return true;
            } else {
                require_order(p, rows);
                if (up) {
                    db_.execute(insert_history_sql(here().history()), row_values(p, "running"));
                } else {
                    cell const id{p.unit->id};
                    db_.execute("UPDATE " + here().history() + " SET state = 'undoing' WHERE id = $1::text",
                                {&id, 1});
                }
            }
            tx.commit();
            return true;
        });
        if (!mine) {
            return false;
        }
        journal log{db_, here().journal(), *p.unit, p.way, checksum(p.operations)};
        executor run{db_, p.operations};
        for (std::size_t k = 0; k < segments.size(); ++k) {
            bool const last = k + 1 == segments.size();
            if (log.is_done(k)) {
                half_done_ = true;
                continue;
            }
            if (segments[k].alone) {
                run_alone(log, run, k, segments[k].steps.front(), path, i);
                half_done_ = true;
                continue;
            }
            with_retries(path, i, [&] {
                transaction tx{db_, settings()};
                begin_guarded();
                for (auto const& s : segments[k].steps) {
                    run.run(s);
                }
                if (last) {
                    finish(p, log, since(start));
                } else {
                    log.done(k,
                             "a transaction of " + std::to_string(segments[k].steps.size()) + " statements");
                }
                tx.commit();
                return true;
            });
            half_done_ = true;
        }
        if (segments.back().alone) {
            transaction tx{db_, settings()};
            begin_guarded();
            finish(p, log, since(start));
            tx.commit();
        }
        return true;
    }
    void finish(prepared const& p, journal& log, std::int64_t us) {
        log.forget();
        if (p.way == direction::up) {
            set_duration(p, us);
        } else {
            forget(p);
        }
    }
    void run_alone(journal& log, executor& run, std::size_t k, step const& s,
                   std::vector<prepared> const& path, std::size_t i) {
        with_retries(path, i, [&] {
            lock_->require_held(db_);
            session_settings const around{db_, settings()};
            auto const now = run.probe(s);
            if (now != 1) {
                log.running(k, s.sql);
                if (now == 2) {
                    db_.execute(s.cleanup);
                }
                try {
                    run.run(s);
                } catch (error const&) {
                    half_done_ = true;
                    throw;
                }
            }
            log.done(k, s.sql);
            return true;
        });
    }

    database& db_;
    revision_graph const& graph_;
    run_options const& options_;
    std::string schema_;
    std::unique_ptr<migration_lock> lock_;
    bool half_done_ = false;
};

} // namespace athanor::migrate::detail::pg
