#pragma once
// SPDX-License-Identifier: BSL-1.0
// All tables of a metadata made or dropped at once, without history: for tests and programs without
// migrations.

#include <athanor/base/error.hpp>
#include <athanor/dialect/sqlite/ddl.hpp>
#include <athanor/engine/create_all_postgresql.hpp>
#include <athanor/engine/transaction.hpp>
#include <athanor/schema/to_catalog.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::detail {

// Tables that are referred to before those that refer; tables in a cycle in the order given.
[[nodiscard]] inline std::vector<table_info const*> by_foreign_keys(table_info const* const* tables,
                                                                    std::size_t count) {
    std::vector<table_info const*> left{tables, tables + count};
    std::vector<table_info const*> out;
    auto const waits_for = [&left](table_info const& t) {
        for (auto const& key : t.foreign_keys) {
            for (table_info const* other : left) {
                if (other != &t && other->name == key.referred_table &&
                    other->schema == key.referred_schema) {
                    return true;
                }
            }
        }
        return false;
    };
    while (!left.empty()) {
        std::size_t next = 0;
        while (next < left.size() && waits_for(*left[next])) {
            ++next;
        }
        next = next == left.size() ? 0 : next;
        out.push_back(left[next]);
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(next));
    }
    return out;
}

[[nodiscard]] inline bool sqlite_has_table(backend& where, std::string_view name) {
    cell const parameter{std::string{name}};
    return !where
                .query(
                    "SELECT 1 FROM sqlite_schema AS s WHERE s.type = 'table' AND s.name = ? COLLATE NOCASE",
                    {&parameter, 1})
                .rows.empty();
}

inline void create_all(backend& where, table_info const* const* tables, std::size_t count) {
    if (where.dialect() == dialect_id::postgresql) {
        create_all_postgresql(where, to_model_schema(tables, count).tables);
        return;
    }
    transaction tx{where};
    for (table_info const* info : by_foreign_keys(tables, count)) {
        if (sqlite_has_table(where, info->name)) {
            continue;
        }
        table_def const table = to_table_def(*info);
        where.execute(sqlite_dialect::create_table_sql(table));
        for (auto const& index : table.indexes) {
            where.execute(sqlite_dialect::create_index_sql(table, index));
        }
    }
    tx.commit();
}

inline void drop_all(backend& where, table_info const* const* tables, std::size_t count) {
    if (where.dialect() == dialect_id::postgresql) {
        drop_all_postgresql(where, to_model_schema(tables, count).tables);
        return;
    }
    transaction tx{where};
    where.execute("PRAGMA defer_foreign_keys = ON"); // a cycle is whole again when all its tables are gone
    auto const order = by_foreign_keys(tables, count);
    for (auto i = order.rbegin(); i != order.rend(); ++i) {
        where.execute("DROP TABLE IF EXISTS " + quote_identifier((*i)->name));
    }
    tx.commit();
}

/// Behind conn.create_all<Metadata>() and drop_all.
template <class Metadata>
struct schema_maker {
    static void create(backend& where) { create_all(where, Metadata::tables, Metadata::count); }
    static void drop(backend& where) { drop_all(where, Metadata::tables, Metadata::count); }
};

} // namespace athanor::detail
