#pragma once
// SPDX-License-Identifier: BSL-1.0
// A database for migrations, and a witness beside it.

#include <athanor/migrate/check_live.hpp>
#include <athanor/migrate/runner.hpp>

#include "unit/driver_postgresql/live.hpp"
#include "unit/support/watched.hpp"

#include <doctest/doctest.h>

#include <string>

namespace m = athanor::migrate;

struct bench {
    live::database database;
    live::plain witness{database.name()};

    [[nodiscard]] std::string url(std::string const& more = {}) const { return database.url(more); }
    [[nodiscard]] std::string ask(std::string const& sql) const { return live::ask(witness, sql); }
    [[nodiscard]] auto open() const { return connect(url()); }
    /// Schema, rows and history as one text.
    [[nodiscard]] std::string dump() const {
        return ask("SELECT coalesce(string_agg(x, E'\\n' ORDER BY x), '') FROM ("
                   "SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' "
                   "' || a.attnotnull "
                   "|| ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '') AS x FROM pg_class c JOIN "
                   "pg_attribute a ON "
                   "a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN pg_attrdef d ON "
                   "d.adrelid = c.oid "
                   "AND d.adnum = a.attnum WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace "
                   "AND c.relname "
                   "NOT LIKE 'athanor%' "
                   "UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || "
                   "pg_get_constraintdef(oid) FROM "
                   "pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text "
                   "NOT LIKE 'athanor%' "
                   "UNION ALL SELECT pg_get_indexdef(indexrelid) || indisvalid FROM pg_index i JOIN pg_class "
                   "c ON c.oid = "
                   "i.indrelid WHERE c.relnamespace = 'public'::regnamespace AND c.relname NOT LIKE "
                   "'athanor%' "
                   "UNION ALL SELECT t.typname || ' ' || string_agg(e.enumlabel, ',' ORDER BY "
                   "e.enumsortorder) FROM pg_type t "
                   "JOIN pg_enum e ON e.enumtypid = t.oid GROUP BY t.typname) s") +
               '\n' + rows();
    }
    [[nodiscard]] std::string rows() const {
        return ask("SELECT coalesce(md5(string_agg(query_to_xml('SELECT * FROM ' || quote_ident(relname) || "
                   "' ORDER BY "
                   "1', true, "
                   "true, '')::text, '' ORDER BY relname)), '') FROM pg_class WHERE relkind = 'r' AND "
                   "relnamespace = "
                   "'public'::regnamespace AND relname NOT LIKE 'athanor%'");
    }
    [[nodiscard]] std::string history() const {
        return ask(
            "SELECT coalesce(string_agg(id || ':' || state, ' ' ORDER BY seq), '') FROM athanor_migrations");
    }
    [[nodiscard]] std::string journal() const { return ask("SELECT count(*) FROM athanor_journal"); }
};
