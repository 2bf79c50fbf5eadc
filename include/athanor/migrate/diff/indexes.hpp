#pragma once
// SPDX-License-Identifier: BSL-1.0
// Indexes of a diff: any property that differs makes it another index, dropped and created.

#include <athanor/migrate/diff/constraints.hpp>

#include <string>

namespace athanor::migrate::detail {

inline void drop_indexes(diff_state& s, std::string const& table) {
    auto const now = s.now.find(table)->indexes;
    for (auto const& i : now) {
        if (!has_equal(s.wanted.find(table)->indexes, i)) {
            s.emit(operation::drop_index{table, i.name});
        }
    }
}

inline void create_indexes(diff_state& s, std::string const& table) {
    auto const now = s.now.find(table)->indexes;
    for (auto const& i : s.wanted.find(table)->indexes) {
        if (!has_equal(now, i)) {
            s.emit(operation::create_index{table, i});
        }
    }
}

} // namespace athanor::migrate::detail
