#pragma once
// SPDX-License-Identifier: BSL-1.0
// Runs operations against a database, or prints the SQL that would run. The caller holds the transaction.

#include <athanor/base/error.hpp>
#include <athanor/dialect/quote.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/execute_errors.hpp>
#include <athanor/migrate/execute_objects.hpp>
#include <athanor/migrate/execute_offline.hpp>
#include <athanor/migrate/execute_rows.hpp>
#include <athanor/migrate/planner.hpp>
#include <athanor/migrate/postgresql/executor.hpp>
#include <athanor/migrate/postgresql/offline.hpp>
#include <athanor/migrate/postgresql/planner.hpp>
#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::migrate {

namespace detail {

class executor {
public:
    executor(database& db, operation::list const& ops)
        : db_{db}
        , ops_{ops}
        , objects_{db} {}

    void run(std::vector<plan_step>&& steps) {
        for (auto const& s : steps) {
            try {
                run(s);
            } catch (error const& e) {
                leave_legacy_mode();
                throw explained(e, operations_shown(s.origins, ops_), s.table);
            } catch (std::exception const& e) {
                leave_legacy_mode();
                // The text may hold anything, so it doesn't go into what().
                error out{error_kind::migration,
                          operations_shown(s.origins, ops_) + " threw; nothing of the unit remains"};
                out.with_table(s.table).with_server_message(e.what());
                throw out;
            } catch (...) {
                leave_legacy_mode();
                throw error{error_kind::migration,
                            operations_shown(s.origins, ops_) + " threw; nothing of the unit remains"};
            }
        }
    }

private:
    void run(plan_step const& s) {
        switch (s.what) {
        case plan_step::kind::sql:
            db_.execute(s.sql);
            break;
        case plan_step::kind::must_be_zero:
            must_be_zero(s);
            break;
        case plan_step::kind::match_live:
            objects_.match(s);
            break;
        case plan_step::kind::look_around:
            objects_.look_around(s);
            break;
        case plan_step::kind::before_drop:
            objects_.before_drop(s);
            break;
        case plan_step::kind::before_rebuild:
            objects_.before_rebuild(s);
            break;
        case plan_step::kind::after_rebuild:
            objects_.after_rebuild(s);
            break;
        case plan_step::kind::verify_objects:
            objects_.verify();
            break;
        case plan_step::kind::operation:
            run_on_data(db_, *s.op);
            if (!db_.in_transaction()) {
                throw error{error_kind::migration, "it ended the migration's own transaction: leave BEGIN, "
                                                   "COMMIT and ROLLBACK out of a unit"};
            }
            break;
        }
    }
    // A rebuild may have been interrupted between its two PRAGMAs, and a rollback doesn't undo those.
    void leave_legacy_mode() noexcept {
        try {
            db_.execute("PRAGMA legacy_alter_table=OFF");
        } catch (...) { // the first error is the one to tell
        }
    }
    void must_be_zero(plan_step const& s) {
        auto const n = int_of(db_.query(s.sql).rows.at(0).at(0));
        if (n != 0) {
            throw rows_in_the_way(n, s.complaint, s.table, s.column);
        }
    }

    database& db_;
    operation::list const& ops_;
    object_keeper objects_;
};

inline void execute_on_sqlite(database& db, catalog const& before, operation::list const& operations,
                              std::string_view revision) {
    executor run{db, operations};
    std::size_t position = 0;
    planner plan{before, std::string(revision),
                 [&](std::vector<plan_step>&& steps) { run.run(std::move(steps)); },
                 [&] { return schema_objects(db); }};
    for (auto const& op : operations) {
        try {
            plan.add(op, position);
        } catch (error const& e) {
            if (e.message().starts_with("operation")) {
                throw;
            }
            throw explained(e, operations_shown({position}, operations), operation_table(op));
        }
        ++position;
    }
    plan.flush();
}

/// The steps on PostgreSQL. One that can't be in a transaction ends the one before it, and another is begun
/// behind.
inline void execute_on_postgresql(database& db, catalog const& before, operation::list const& operations) {
    pg::executor run{db, operations};
    for (auto const& segment : pg::segments_of(pg::planner{before, operations}.steps())) {
        bool const outside = segment.alone && db.in_transaction();
        if (outside) {
            db.execute("COMMIT");
        }
        for (auto const& step : segment.steps) {
            run.run(step);
        }
        if (outside) {
            db.execute("BEGIN");
        }
    }
}

} // namespace detail

/// Throws migration_irreversible where the list holds an operation that says so. Ask before anything runs.
inline void require_reversible(operation::list const& operations) {
    for (auto const& op : operations) {
        if (auto const* i = std::get_if<operation::irreversible>(&op)) {
            throw error{error_kind::migration_irreversible, "it can't be undone: " + i->reason};
        }
    }
}

/// Changes the database from `before` by the operations. The caller has begun the transaction, with foreign
/// keys off, and rolls it back when this throws. Errors name the operation by its position (from 1), kind and
/// table: migration_data where rows don't fit, migration_drift where a table isn't what the history says.
inline void execute(database& db, catalog const& before, operation::list const& operations,
                    std::string_view revision) {
    require_reversible(operations);
    if (db.dialect() == dialect_id::sqlite) {
        detail::execute_on_sqlite(db, before, operations, revision);
    } else {
        detail::execute_on_postgresql(db, before, operations);
    }
}

/// Finds out on paper what this dialect can't do. Throws unsupported, or what the history contradicts.
inline void require_possible(dialect_id dialect, catalog const& before, operation::list const& operations,
                             std::string_view revision) {
    if (dialect == dialect_id::postgresql) {
        (void)detail::pg::planner{before, operations}.steps();
    } else {
        detail::planner plan{before, std::string(revision), [](std::vector<detail::plan_step>&&) {}};
        std::size_t position = 0;
        for (auto const& op : operations) {
            plan.add(op, position++);
        }
        plan.flush();
    }
}

/// The same as text, one statement each, without semicolons. What only a live database can tell stands in
/// guards: statements that fail rather than lose something. Throws unsupported for `run`, which is no SQL.
[[nodiscard]] inline std::vector<std::string> offline_statements(dialect_id dialect, catalog const& before,
                                                                 operation::list const& operations,
                                                                 std::string_view revision) {
    require_reversible(operations);
    if (dialect == dialect_id::postgresql) {
        return detail::pg::offline_statements(before, operations);
    }
    detail::offline_printer print;
    detail::planner plan{before, std::string(revision),
                         [&](std::vector<detail::plan_step>&& steps) { print.add(steps); }};
    std::size_t position = 0;
    for (auto const& op : operations) {
        plan.add(op, position++);
    }
    plan.flush();
    return std::move(print).statements();
}

} // namespace athanor::migrate
