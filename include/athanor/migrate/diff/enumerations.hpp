#pragma once
// SPDX-License-Identifier: BSL-1.0
// Columns of one enumeration share a type: where its labels change, those that leave it go first, the others
// change one after the other, and only then a new column uses it.

#include <athanor/migrate/diff/columns.hpp>
#include <athanor/migrate/diff/state.hpp>
#include <athanor/migrate/diff/tables.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace athanor::migrate::detail {

/// Columns that go later, by table.
using dropped_columns = std::map<std::string, std::vector<std::string>>;

/// A type's schema and name.
using enumeration_name = std::pair<std::string, std::string>;

[[nodiscard]] inline std::map<enumeration_name, std::vector<std::string>> enumerations_of(catalog const& c) {
    std::map<enumeration_name, std::vector<std::string>> out;
    for (auto const& t : c.tables) {
        for (auto const& column : t.columns) {
            if (column.type.id == type_id::enumeration) {
                out.try_emplace({t.schema, column.type_name}, column.labels);
            }
        }
    }
    return out;
}

[[nodiscard]] inline bool is_of(enumeration_name const& type, table_def const& t, column_def const& c) {
    return c.type.id == type_id::enumeration && t.schema == type.first && c.type_name == type.second;
}

inline void change_enumeration(diff_state& s, enumeration_name const& type,
                               std::vector<std::string> const& kept, dropped_columns& dropped) {
    for (auto const& name : std::vector<std::string>(s.dropped_tables)) {
        auto const& t = *s.now.find(name);
        if (std::ranges::any_of(t.columns, [&](column_def const& c) { return is_of(type, t, c); })) {
            drop_one_table(s, name);
        }
    }
    for (auto const& table : kept) {
        auto& going = dropped[table];
        for (auto const& name : std::vector<std::string>(going)) {
            auto const& t = *s.now.find(table);
            auto const* c = t.find_column(name);
            if (c != nullptr && is_of(type, t, *c) && t.columns.size() > 1) {
                s.release_column(table, name);
                s.emit(operation::drop_column{table, name});
                std::erase(going, name);
            }
        }
    }
    for (bool const leaves : {true, false}) {
        for (auto const& table : kept) {
            auto const& wanted = *s.wanted.find(table);
            for (auto const& c : wanted.columns) {
                auto const* now = s.now.find(table)->find_column(c.name);
                if (now != nullptr && *now != c && is_of(type, *s.now.find(table), *now) &&
                    is_of(type, wanted, c) != leaves) {
                    alter_one_column(s, table, column_def(*now), c);
                }
            }
        }
    }
}

inline void change_enumerations(diff_state& s, std::vector<std::string> const& kept,
                                dropped_columns& dropped) {
    auto const wanted = enumerations_of(s.wanted);
    for (auto const& [type, labels] : enumerations_of(s.now)) {
        auto const at = wanted.find(type);
        if (at != wanted.end() && at->second != labels) {
            change_enumeration(s, type, kept, dropped);
        }
    }
}

} // namespace athanor::migrate::detail
