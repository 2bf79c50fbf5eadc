#pragma once
// SPDX-License-Identifier: BSL-1.0
// The small steps into which operations are taken apart; executed one by one, or printed for offline use.

#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace athanor::migrate::detail {

struct plan_step {
    enum class kind : unsigned char {
        sql,            // run it
        must_be_zero,   // `sql` counts the rows that stand in the way
        match_live,     // `expected` must be what the database has: a rebuild would lose the rest
        look_around,    // views must work, temporary objects must not hide tables; remembers the state of
                        // triggers
        before_drop,    // no foreign table may refer to it
        before_rebuild, // keep foreign indexes and triggers, count the rows
        after_rebuild,  // bring them back, count again
        verify_objects, // every view and trigger must still compile
        operation,      // execute, run, rows: `op` as it is
    };
    kind what = kind::sql;
    std::string sql;
    std::string table;
    std::string column;
    std::string complaint;            // must_be_zero: "hold NULL; ..." after the number of rows
    std::vector<std::size_t> origins; // positions of the operations that it serves
    std::vector<std::string> names;   // before_rebuild: managed indexes; before_drop, look_around: tables
    table_def expected;
    operation::any const* op = nullptr;
};

[[nodiscard]] inline plan_step sql_step(std::string sql, std::string table,
                                        std::vector<std::size_t> origins) {
    plan_step s;
    s.sql = std::move(sql);
    s.table = std::move(table);
    s.origins = std::move(origins);
    return s;
}

/// The name of an operation as units write it: "alter_column".
[[nodiscard]] inline std::string operation_name(operation::any const& op) {
    static constexpr char const* names[] = {
        "create_table",  "drop_table",   "rename_table",    "add_column",      "drop_column",
        "rename_column", "alter_column", "create_index",    "drop_index",      "add_primary_key",
        "add_unique",    "add_check",    "add_foreign_key", "drop_constraint", "comment_table",
        "execute",       "insert",       "update",          "erase",           "run",
        "irreversible",  "add_exclude",  "create_sequence", "drop_sequence",   "alter_sequence"};
    static_assert(std::size(names) == std::variant_size_v<operation::any>);
    return names[op.index()];
}

/// The table that an operation speaks of, or nothing.
[[nodiscard]] inline std::string operation_table(operation::any const& op) {
    return std::visit(operation::overloaded{
                          [](operation::create_table const& o) { return o.table.key(); },
                          [](operation::rename_table const& o) { return o.from; },
                          [](operation::create_sequence const&) { return std::string{}; },
                          [](operation::drop_sequence const&) { return std::string{}; },
                          [](operation::alter_sequence const&) { return std::string{}; },
                          [](operation::execute const&) { return std::string{}; },
                          [](operation::run const&) { return std::string{}; },
                          [](operation::irreversible const&) { return std::string{}; },
                          [](auto const& o) { return o.table; },
                      },
                      op);
}

/// Does it look at the data, so that the schema must be as the operations before it say?
[[nodiscard]] inline bool is_barrier(operation::any const& op) {
    return std::holds_alternative<operation::execute>(op) ||
           std::holds_alternative<operation::insert_rows>(op) ||
           std::holds_alternative<operation::update_rows>(op) ||
           std::holds_alternative<operation::delete_rows>(op) || std::holds_alternative<operation::run>(op) ||
           std::holds_alternative<operation::irreversible>(op);
}

} // namespace athanor::migrate::detail
