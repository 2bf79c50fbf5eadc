#pragma once
// SPDX-License-Identifier: BSL-1.0
// Runs operations against a database, or prints the SQL that would run. The caller holds the transaction.

#include <athanor/base/error.hpp>
#include <athanor/dialect/quote.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/execute_objects.hpp>
#include <athanor/migrate/execute_offline.hpp>
#include <athanor/migrate/execute_rows.hpp>
#include <athanor/migrate/planner.hpp>
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

// Kinds that say more than "a migration failed" keep saying it.
[[nodiscard]] inline error_kind kind_in_migration(error_kind kind) noexcept {
    switch (kind) {
    case error_kind::unique:
    case error_kind::foreign_key:
    case error_kind::not_null:
    case error_kind::check:
    case error_kind::constraint:
    case error_kind::sql:
    case error_kind::misuse:
    case error_kind::type_mismatch:
    case error_kind::out_of_range:
    case error_kind::invalid_text:
    case error_kind::not_found:
        return error_kind::migration;
    default:
        return kind;
    }
}

[[nodiscard]] inline std::string operations_shown(std::vector<std::size_t> const& origins,
                                                  operation::list const& ops) {
    if (origins.empty()) {
        return "an operation";
    }
    if (origins.size() == 1) {
        return "operation " + std::to_string(origins.front() + 1) + " (" +
               operation_name(ops[origins.front()]) + ')';
    }
    std::string out;
    for (auto const i : origins) {
        out += (out.empty() ? "operations " : ", ") + std::to_string(i + 1) + " (" + operation_name(ops[i]) +
               ')';
    }
    return out;
}

[[nodiscard]] inline error explained(error const& e, std::string const& where, std::string const& table) {
    error out{kind_in_migration(e.kind()),
              where + (table.empty() ? "" : " on table \"" + table + '"') + ": " + e.message()};
    out.with_table(e.table().empty() ? table : e.table())
        .with_column(e.column())
        .with_constraint(e.constraint())
        .with_statement(e.statement())
        .with_server_message(e.server_message())
        .with_native_code(e.native_code());
    return out;
}

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
            throw error{error_kind::migration_data, std::to_string(n) +
                                                        (n == 1 ? " row stands" : " rows stand") +
                                                        " in the way: they " + s.complaint}
                .with_table(s.table)
                .with_column(s.column);
        }
    }

    database& db_;
    operation::list const& ops_;
    object_keeper objects_;
};

inline void require_sqlite(dialect_id dialect) {
    if (dialect != dialect_id::sqlite) {
        throw error{error_kind::unsupported, "migrations of this back end are not available in this version"};
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
    detail::require_sqlite(db.dialect());
    require_reversible(operations);
    detail::executor run{db, operations};
    std::size_t position = 0;
    detail::planner plan{before, std::string(revision),
                         [&](std::vector<detail::plan_step>&& steps) { run.run(std::move(steps)); },
                         [&] { return detail::schema_objects(db); }};
    for (auto const& op : operations) {
        try {
            plan.add(op, position);
        } catch (error const& e) {
            if (e.message().starts_with("operation")) {
                throw;
            }
            throw detail::explained(e, detail::operations_shown({position}, operations),
                                    detail::operation_table(op));
        }
        ++position;
    }
    plan.flush();
}

/// The same as text, one statement each, without semicolons. What only a live database can tell stands in
/// guards: statements that fail rather than lose something. Throws unsupported for `run`, which is no SQL.
[[nodiscard]] inline std::vector<std::string> offline_statements(dialect_id dialect, catalog const& before,
                                                                 operation::list const& operations,
                                                                 std::string_view revision) {
    detail::require_sqlite(dialect);
    require_reversible(operations);
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
