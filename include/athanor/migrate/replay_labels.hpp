#pragma once
// SPDX-License-Identifier: BSL-1.0
// What holds between tables: columns of one enumeration share its labels.

#include <athanor/migrate/replay_parts.hpp>
#include <athanor/schema/catalog.hpp>

#include <algorithm>
#include <vector>

namespace athanor::migrate {

/// All columns of one enumeration must have the same labels: they share one type on PostgreSQL, in the schema
/// of their tables. Throws migration with both columns.
inline void require_same_labels(catalog const& state) {
    struct seen {
        table_def const* table;
        column_def const* column;
    };
    std::vector<seen> first;
    for (auto const& t : state.tables) {
        for (auto const& c : t.columns) {
            if (c.type.id != type_id::enumeration) {
                continue;
            }
            auto const same = std::ranges::find_if(first, [&](seen const& s) {
                return s.column->type_name == c.type_name && s.table->schema == t.schema;
            });
            if (same == first.end()) {
                first.push_back({&t, &c});
            } else if (same->column->labels != c.labels) {
                detail::refuse("the enumeration \"" + c.type_name + "\" has other labels here than in \"" +
                                   same->table->key() + "." + same->column->name +
                                   "\": all its columns share one type, so change them in one unit, or give "
                                   "one another name",
                               t.key(), c.name);
            }
        }
    }
}

} // namespace athanor::migrate
