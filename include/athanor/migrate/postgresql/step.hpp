#pragma once
// SPDX-License-Identifier: BSL-1.0
// What one unit is on PostgreSQL: a list of steps, run one by one or printed for offline use.

#include <athanor/operation/operations.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace athanor::migrate::detail::pg {

struct step {
    enum class kind : unsigned char {
        sql,          // run it
        must_be_zero, // `sql` counts the rows that stand in the way
        data,         // execute, run, rows: `op` as it is
        alone,        // run it outside of any transaction
    };
    kind what = kind::sql;
    std::string sql;
    std::string table;
    std::string column;
    std::string complaint; // must_be_zero: "hold NULL; ..." after the number of rows
    operation::any const* op = nullptr;
    std::size_t origin = 0; // position of the operation that it serves
    // alone:
    std::string probe;   // a query: 0 = not done, 1 = done, 2 = broken off half-way; empty: can't be asked
    std::string cleanup; // removes what is half there
};

/// Steps that are done together: in one transaction, or a single one alone.
struct segment {
    bool alone = false;
    std::vector<step> steps;
};

[[nodiscard]] inline std::vector<segment> segments_of(std::vector<step>&& steps) {
    std::vector<segment> out;
    for (auto& s : steps) {
        bool const alone = s.what == step::kind::alone;
        if (out.empty() || alone || out.back().alone) {
            out.push_back({alone, {}});
        }
        out.back().steps.push_back(std::move(s));
    }
    return out;
}

} // namespace athanor::migrate::detail::pg
