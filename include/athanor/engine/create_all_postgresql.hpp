#pragma once
// SPDX-License-Identifier: BSL-1.0
// create_all and drop_all on PostgreSQL: schemas, enumerations and sequences come along with the tables.

#include <athanor/dialect/postgresql/alter.hpp>
#include <athanor/engine/backend.hpp>
#include <athanor/engine/transaction.hpp>
#include <athanor/schema/catalog.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace athanor::detail {

/// Is there a table, sequence ('r', 'S', ...) or type of this name where an unqualified one would be made?
[[nodiscard]] inline bool pg_has(backend& where, std::string_view schema, std::string_view name, bool type) {
    std::string const in = schema.empty() ? "current_schema" : quote_literal(dialect_id::postgresql, schema);
    std::string const is = quote_literal(dialect_id::postgresql, name);
    return !where
                .query(type ? "SELECT 1 FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = "
                              "t.typnamespace WHERE n.nspname = " +
                                  in + " AND t.typname = " + is
                            : "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
                              "c.relnamespace WHERE n.nspname = " +
                                  in + " AND c.relname = " + is)
                .rows.empty();
}

inline void create_all_postgresql(backend& where, catalog const& wanted) {
    namespace pg = postgresql_dialect;
    transaction tx{where};
    for (auto const& s : wanted.sequences) {
        if (!pg_has(where, s.schema, s.name, false)) {
            auto free = s;
            free.owner_table.clear(); // the table isn't there yet
            where.execute(pg::create_sequence_sql(free));
        }
    }
    std::vector<table_def const*> made;
    for (auto const& t : wanted.tables) {
        if (!t.schema.empty()) {
            where.execute("CREATE SCHEMA IF NOT EXISTS " + quote_identifier(t.schema));
        }
        if (pg_has(where, t.schema, t.name, false)) {
            continue;
        }
        for (auto const& c : t.columns) {
            if (c.type.id == type_id::enumeration && !pg_has(where, t.schema, c.type_name, true)) {
                where.execute(pg::create_enum_sql(t.schema, c.type_name, c.labels));
            }
        }
        auto alone = t;
        alone.foreign_keys.clear(); // the other table may come later
        where.execute(pg::create_table_sql(alone));
        made.push_back(&t);
    }
    for (auto const* t : made) {
        for (auto const& index : t->indexes) {
            where.execute(pg::create_index_sql(*t, index));
        }
        for (auto const& key : t->foreign_keys) {
            where.execute(pg::add_constraint_sql(t->key(), pg::foreign_key_sql(key)));
        }
        if (!t->comment.empty()) {
            where.execute(pg::comment_on_table_sql(t->key(), t->comment));
        }
        for (auto const& c : t->columns) {
            if (!c.comment.empty()) {
                where.execute(pg::comment_on_column_sql(t->key(), c.name, c.comment));
            }
        }
    }
    for (auto const& s : wanted.sequences) {
        if (!s.owner_table.empty()) {
            where.execute("ALTER SEQUENCE " + quote_key(s.schema, s.name) + " OWNED BY " +
                          pg::owned_by_sql(s));
        }
    }
    tx.commit();
}

inline void drop_all_postgresql(backend& where, catalog const& wanted) {
    namespace pg = postgresql_dialect;
    transaction tx{where};
    std::string tables;
    for (auto const& t : wanted.tables) {
        tables += (tables.empty() ? "" : ", ") + quote_key(t.schema, t.name);
    }
    if (!tables.empty()) { // in one statement, so that they may refer to each other in a circle
        where.execute("DROP TABLE IF EXISTS " + tables);
    }
    for (auto const& t : wanted.tables) {
        for (auto const& c : t.columns) {
            if (c.type.id == type_id::enumeration) {
                where.execute("DROP TYPE IF EXISTS " + quote_key(t.schema, c.type_name));
            }
        }
    }
    for (auto const& s : wanted.sequences) {
        where.execute("DROP SEQUENCE IF EXISTS " + quote_key(s.schema, s.name));
    }
    tx.commit();
}

} // namespace athanor::detail
