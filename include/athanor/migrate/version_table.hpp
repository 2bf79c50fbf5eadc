#pragma once
// SPDX-License-Identifier: BSL-1.0
// The history in the database: one row for each applied revision, so that heads are derived and nothing is
// guessed.

#include <athanor/base/error.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/introspect/sqlite.hpp>
#include <athanor/migrate/postgresql/place.hpp>
#include <athanor/migrate/revision_graph.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::migrate {

/// Written into every history row.
inline constexpr std::string_view tool_version = "athanor 0.1.0";

/// PostgreSQL: a unit that can't be one transaction may have been interrupted between its steps.
enum class half_way : unsigned char { none, up, down };

/// A row of athanor_migrations.
struct applied_revision {
    std::string id;
    std::int64_t seq = 0; // the order of application
    std::string parents;  // ids, separated by commas
    std::string message;
    std::string checksum;     // of the operations that were run
    std::string schema_after; // fingerprint of the replayed schema
    std::string applied_at;   // UTC
    std::int64_t duration_us = 0;
    std::string tool;
    half_way half = half_way::none;
};
using history = std::vector<applied_revision>;

/// What is applied as a whole.
[[nodiscard]] inline revision_set ids_of(history const& rows) {
    revision_set out;
    for (auto const& r : rows) {
        if (r.half == half_way::none) {
            out.insert(r.id);
        }
    }
    return out;
}

namespace detail {

[[nodiscard]] inline bool has_version_table(database& db) {
    cell const name{std::string(version_table)};
    return !db.query("SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = ?", {&name, 1})
                .rows.empty();
}

[[nodiscard]] inline std::string create_version_table_sql() {
    return "CREATE TABLE IF NOT EXISTS main.athanor_migrations (\n"
           "    id TEXT NOT NULL CONSTRAINT pk_athanor_migrations PRIMARY KEY,\n"
           "    seq INTEGER NOT NULL,\n"
           "    parents TEXT NOT NULL,\n"
           "    message TEXT NOT NULL,\n"
           "    checksum TEXT NOT NULL,\n"
           "    schema_after TEXT NOT NULL,\n"
           "    applied_at TEXT NOT NULL,\n"
           "    duration_us INTEGER NOT NULL,\n"
           "    tool TEXT NOT NULL\n"
           ")";
}

inline constexpr std::string_view insert_history_sql =
    "INSERT INTO main.athanor_migrations (id, seq, parents, message, checksum, schema_after, applied_at, "
    "duration_us, tool) "
    "SELECT ?, coalesce(max(seq), 0) + 1, ?, ?, ?, ?, CURRENT_TIMESTAMP, ?, ? FROM main.athanor_migrations";

/// The parameters of insert_history_sql.
[[nodiscard]] inline std::vector<cell> history_values(revision const& r, std::string checksum,
                                                      std::string schema_after, std::int64_t duration_us) {
    std::string parents;
    for (auto const& p : r.parents) {
        parents += (parents.empty() ? "" : ",") + p;
    }
    return {cell{r.id},
            cell{std::move(parents)},
            cell{r.message},
            cell{std::move(checksum)},
            cell{std::move(schema_after)},
            cell{duration_us},
            cell{std::string(tool_version)}};
}

inline void forget_revision(database& db, std::string const& id) {
    cell const value{id};
    db.execute("DELETE FROM main.athanor_migrations WHERE id = ?", {&value, 1});
}

[[nodiscard]] inline error not_our_history(error const& e) {
    return error{error_kind::migration, "there is a table of this name, but it isn't athanor's "
                                        "history: rename it, then run again"}
        .with_table(version_table)
        .with_server_message(e.server_message());
}

namespace pg {

/// The rows of a history that is there. The caller has asked whether it may be read.
[[nodiscard]] inline history read_rows(database& db, place const& where) {
    history out;
    row_set rows;
    try {
        rows = db.query(select_history_sql(where.history()));
    } catch (error const& e) {
        if (e.sqlstate() == "42703") { // a column is missing
            throw not_our_history(e);
        }
        throw;
    }
    for (auto const& r : rows.rows) {
        auto const state = text_of(r[9]);
        out.push_back({text_of(r[0]), int_of(r[1]), text_of(r[2]), text_of(r[3]), text_of(r[4]),
                       text_of(r[5]), text_of(r[6]), int_of(r[7]), text_of(r[8]),
                       state == "running"   ? half_way::up
                       : state == "undoing" ? half_way::down
                                            : half_way::none});
    }
    return out;
}

} // namespace pg

} // namespace detail

/// The applied revisions in the order of their application; nullopt where there never was a history. One
/// SELECT, if there is one; on PostgreSQL another before it asks whose table it is. Throws migration where a
/// table of that name is not athanor's, and permission where it belongs to a role that can't be trusted.
[[nodiscard]] inline std::optional<history> read_history(database& db) {
    if (db.dialect() == dialect_id::postgresql) {
        auto const where = detail::pg::find_place(db);
        detail::pg::require_readable(where);
        return where.has_history ? std::optional{detail::pg::read_rows(db, where)} : std::nullopt;
    }
    row_set rows;
    for (bool again = false;; again = true) {
        try {
            rows = db.query(
                "SELECT id, seq, parents, message, checksum, schema_after, applied_at, duration_us, tool "
                "FROM main.athanor_migrations ORDER BY seq");
            break;
        } catch (error const& e) {
            if (e.kind() != error_kind::sql) {
                throw;
            }
            if (!detail::has_version_table(db)) {
                return std::nullopt;
            }
            // Another process may have made the table between our two looks: then the second time works.
            if (again) {
                throw detail::not_our_history(e);
            }
        }
    }
    history out;
    for (auto const& r : rows.rows) {
        out.push_back({detail::text_of(r[0]), detail::int_of(r[1]), detail::text_of(r[2]),
                       detail::text_of(r[3]), detail::text_of(r[4]), detail::text_of(r[5]),
                       detail::text_of(r[6]), detail::int_of(r[7]), detail::text_of(r[8]), half_way::none});
    }
    return out;
}

/// Makes the version table, so that tools that look for it find it. A database with it counts as managed.
inline void ensure_version_table(database& db) {
    if (db.dialect() == dialect_id::sqlite) {
        db.execute(detail::create_version_table_sql());
        return;
    }
    auto const where = detail::pg::find_place(db);
    detail::pg::require_writable(where);
    if (!where.has_history) {
        db.execute(detail::pg::create_history_sql(where.history()));
        db.execute(detail::pg::create_journal_sql(where.journal()));
    }
}

/// The same, empty where there never was a history.
[[nodiscard]] inline history current(database& db) {
    return read_history(db).value_or(history{});
}

} // namespace athanor::migrate
