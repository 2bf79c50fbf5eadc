#pragma once
// SPDX-License-Identifier: BSL-1.0
// How the database would run a statement.

#include <athanor/engine/query_statements.hpp>

#include <string>
#include <vector>

namespace athanor {

/// What explain() does. `analyze` runs the statement (in a transaction that is rolled back) and shows what it
/// took; PostgreSQL only.
enum class explain_mode : bool { plan, analyze };

/// The plan in the database's own words: a line for each step, its children indented below it.
struct query_plan {
    std::vector<std::string> lines;
    [[nodiscard]] std::string text() const {
        std::string out;
        for (auto const& line : lines) {
            out += line + '\n';
        }
        return out;
    }
};

namespace detail {

template <class Native, class Query>
[[nodiscard]] query_plan explain(Native& native, Query const& query, [[maybe_unused]] bool analyze) {
    constexpr bool on_sqlite = Native::dialect_of == dialect_id::sqlite;
    std::string sql = on_sqlite ? "EXPLAIN QUERY PLAN " : analyze ? "EXPLAIN (ANALYZE) " : "EXPLAIN ";
    if constexpr (fixed_text<Query>) {
        sql += rendered<statement_text<Native::dialect_of, Query>>.view();
    } else {
        sql += render_at_run_time<Native::dialect_of>(query);
    }
    query_plan out;
    auto const guard = native.enter();
    auto statement = native.prepared(no_slot, sql);
    bind_parameters(*statement, query, bound_memory::outlives_statement);
    statement_watch const watch{native.log(), *statement};
    std::vector<std::int64_t> open; // the steps above this one
    while (statement->step()) {
        std::string line;
        if constexpr (on_sqlite) {
            std::int64_t id = 0;
            std::int64_t parent = 0;
            read_field(*statement, 0, id);
            read_field(*statement, 1, parent);
            read_field(*statement, 3, line);
            while (!open.empty() && open.back() != parent) {
                open.pop_back();
            }
            line.insert(0, 2 * open.size(), ' ');
            open.push_back(id);
        } else {
            read_field(*statement, 0, line);
        }
        out.lines.push_back(std::move(line));
    }
    return out;
}

} // namespace detail
} // namespace athanor
