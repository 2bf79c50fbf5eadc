#pragma once
// SPDX-License-Identifier: BSL-1.0
// The whole of an upgrade or downgrade as one SQL script, history included, for those who run SQL themselves.

#include <athanor/base/error.hpp>
#include <athanor/dialect/quote.hpp>
#include <athanor/migrate/execute.hpp>
#include <athanor/migrate/runner.hpp>
#include <athanor/migrate/runner_stamp.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::migrate {

namespace detail {

[[nodiscard]] inline std::string with_literals(std::string_view sql, std::vector<cell> const& values) {
    std::string out;
    std::size_t next = 0;
    for (char const c : sql) {
        if (c == '?') {
            out += literal(dialect_id::sqlite, values.at(next++));
        } else {
            out += c;
        }
    }
    return out;
}

[[nodiscard]] inline std::string comment_line(std::string_view text) {
    std::string out = "-- ";
    for (char const c : text) {
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return out + '\n';
}

/// History and journal are named without a schema: the script runs with the search_path that it sets itself.
[[nodiscard]] inline std::string with_pg_literals(std::string sql, std::vector<cell> const& values) {
    for (std::size_t n = values.size(); n > 0; --n) { // $1 must not be found in $12
        auto const placeholder = '$' + std::to_string(n) + "::";
        for (auto at = sql.find(placeholder); at != std::string::npos; at = sql.find(placeholder)) {
            sql = sql.substr(0, at) + literal(dialect_id::postgresql, values[n - 1]) +
                  "::" + sql.substr(at + placeholder.size());
        }
    }
    return sql;
}

[[nodiscard]] inline std::string offline_script_postgresql(revision_graph const& graph, std::string_view from,
                                                           std::string_view to, direction way,
                                                           std::vector<prepared> const& ready) {
    std::string out = comment_line("Made by " + std::string(tool_version) + ": " +
                                   (way == direction::up ? "upgrade " : "downgrade ") + std::string(from) +
                                   ':' + std::string(to)) +
                      "-- Run it with: psql -X -v ON_ERROR_STOP=1 -f <file> <database> (without it a failed "
                      "unit would go on "
                      "half-way).\n\n"
                      "SET standard_conforming_strings = on;\n"
                      "SET client_encoding = 'UTF8';\n"
                      "SET TimeZone = 'UTC';\n";
    std::string const history = "\"athanor_migrations\"";
    std::string const journal = "\"athanor_journal\"";
    for (auto const& p : ready) {
        auto const before = graph.state_of(p.before);
        out += '\n' + comment_line("revision " + p.unit->id + ": " + p.unit->message) +
               "BEGIN;\nSELECT pg_catalog.pg_advisory_xact_lock(" + pg::lock_key_sql() + ");\n";
        if (way == direction::up) {
            if (p.before.empty()) {
                out += pg::create_history_sql(history) + ";\n" + pg::create_journal_sql(journal) + ";\n";
            }
            auto const after = replay(before, p.operations);
            auto values = history_values(*p.unit, checksum(p.operations), hex16(fingerprint(after)), 0);
            values.emplace_back(std::string("done"));
            // First, so that a unit which is applied already stops the script before it does harm.
            out += with_pg_literals(pg::insert_history_sql(history), values) + ";\n";
        } else {
            out += pg::guard_sql("SELECT 1 - count(*) FROM " + history +
                                     " WHERE id = " + quote_literal(dialect_id::postgresql, p.unit->id),
                                 "revision " + p.unit->id + " isn't applied") +
                   ";\nDELETE FROM " + history +
                   " WHERE id = " + quote_literal(dialect_id::postgresql, p.unit->id) + ";\n";
        }
        for (auto const& s : offline_statements(dialect_id::postgresql, before, p.operations, p.unit->id)) {
            out += s + ";\n";
        }
        out += "COMMIT;\n";
    }
    return out;
}

} // namespace detail

/// SQL that leads from `from` ("base", or a revision that must be the state of the database) to `to`: down
/// where `way` says so. Run it with `sqlite3 -bail` or `psql -v ON_ERROR_STOP=1`, so that a
/// failure leaves the last whole unit. Throws
/// unsupported for op.run, migration_irreversible, and error_kind::revision for names that don't resolve.
[[nodiscard]] inline std::string offline_script(revision_graph const& graph, std::string_view from,
                                                std::string_view to, direction way, dialect_id dialect) {
    auto applied = detail::stamped_set(graph, {}, from.empty() ? "base" : from);
    auto const path =
        way == direction::up ? upgrade_path(graph, applied, to) : downgrade_path(graph, applied, to);
    auto const ready = detail::prepare(graph, path, applied, way, dialect);
    if (dialect == dialect_id::postgresql) {
        return detail::offline_script_postgresql(graph, from, to, way, ready);
    }
    std::string out =
        detail::comment_line("Made by " + std::string(tool_version) + ": " +
                             (way == direction::up ? "upgrade " : "downgrade ") + std::string(from) + ':' +
                             std::string(to)) +
        "-- Run it with: sqlite3 -bail <database> (without -bail a failed unit would go on half-way).\n\n"
        "PRAGMA foreign_keys=OFF;\n";
    for (auto const& p : ready) {
        auto const before = graph.state_of(applied);
        out += '\n' + detail::comment_line("revision " + p.unit->id + ": " + p.unit->message) +
               "BEGIN IMMEDIATE;\n";
        if (way == direction::up) {
            auto const after = replay(before, p.operations);
            if (applied.empty()) {
                out += detail::create_version_table_sql() + ";\n";
            }
            // First, so that a unit which is applied already stops the script before it does harm.
            out += detail::with_literals(detail::insert_history_sql,
                                         detail::history_values(*p.unit, checksum(p.operations),
                                                                detail::hex16(fingerprint(after)), 0)) +
                   ";\n";
            applied.insert(p.unit->id);
        } else {
            out += "DELETE FROM main.athanor_migrations WHERE id = " + quote_literal(dialect, p.unit->id) +
                   ";\n";
            applied.erase(p.unit->id);
        }
        out += "CREATE TEMP TABLE \"__athanor_violations\" AS SELECT count(*) AS n FROM "
               "pragma_foreign_key_check;\n";
        for (auto const& s : offline_statements(dialect, before, p.operations, p.unit->id)) {
            out += s + ";\n";
        }
        out += "CREATE TEMP TABLE \"__athanor_guard\" (\"rows\" INTEGER, CONSTRAINT \"rows refer to rows "
               "that don't "
               "exist\" CHECK (\"rows\" <= 0));\n"
               "INSERT INTO temp.\"__athanor_guard\" SELECT count(*) - (SELECT n FROM "
               "temp.\"__athanor_violations\") FROM "
               "pragma_foreign_key_check;\n"
               "DROP TABLE temp.\"__athanor_guard\";\n"
               "DROP TABLE temp.\"__athanor_violations\";\n"
               "COMMIT;\n";
    }
    return out + "\nPRAGMA foreign_keys=ON;\n";
}

/// The same for the whole range that a program knows; the direction follows from the two names.
[[nodiscard]] inline std::string offline_script(registry const& units, std::string_view from,
                                                std::string_view to, dialect_id dialect) {
    revision_graph const graph{units};
    auto const start = detail::stamped_set(graph, {}, from.empty() ? "base" : from);
    auto const end = detail::stamped_set(graph, start, to);
    bool const down = start.size() > end.size() && std::ranges::includes(start, end);
    return offline_script(graph, from, to, down ? direction::down : direction::up, dialect);
}

} // namespace athanor::migrate
