#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a failed operation says: its position, its name, its table, and the kind of the failure.

#include <athanor/base/error.hpp>
#include <athanor/migrate/planner_step.hpp>
#include <athanor/operation/operations.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace athanor::migrate::detail {

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
        .with_origin(e);
    return out;
}

/// Rows that an operation would destroy or can't take.
[[nodiscard]] inline error rows_in_the_way(std::int64_t n, std::string const& complaint,
                                           std::string const& table, std::string const& column) {
    error out{error_kind::migration_data, std::to_string(n) + (n == 1 ? " row stands" : " rows stand") +
                                              " in the way: they " + complaint};
    out.with_table(table).with_column(column);
    return out;
}

} // namespace athanor::migrate::detail
