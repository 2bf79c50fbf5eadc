#pragma once
// SPDX-License-Identifier: BSL-1.0
// All pairs of schemas of the matrix.

#include "pairs_columns.hpp"
#include "pairs_constraints.hpp"
#include "pairs_tables.hpp"

#include <iterator>

namespace athanor::test {

[[nodiscard]] inline std::vector<schema_pair> all_pairs() {
    std::vector<schema_pair> out;
    for (auto&& group :
         {table_pairs(), column_pairs(), unique_and_index_pairs(), check_pairs(), foreign_key_pairs()}) {
        out.insert(out.end(), group.begin(), group.end());
    }
    return out;
}

/// The same decisions for the way back: renames the other way round.
[[nodiscard]] inline migrate::decisions reversed(migrate::decisions d) {
    for (auto& r : d.renames) {
        std::swap(r.from, r.to);
    }
    d.fills.clear();
    return d;
}

} // namespace athanor::test
