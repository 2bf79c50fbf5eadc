#pragma once
// SPDX-License-Identifier: BSL-1.0
// The questions that introspection asks PostgreSQL's catalog: eight, however large the schema. Every name is
// qualified, so that nothing in the search_path can stand in for it.

#include <athanor/dialect/quote.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace athanor::migrate::detail::pg {

/// The schemas to look into, as a condition on pg_namespace `n`.
[[nodiscard]] inline std::string in_schemas(std::vector<std::string> const& schemas) {
    std::string out;
    for (auto const& s : schemas) {
        out += (out.empty() ? "n.nspname IN (" : ", ") + quote_literal(dialect_id::postgresql, s);
    }
    return out.empty() ? "false" : out + ')';
}
/// Tables that are athanor's to look at: not of an extension, not the history's own.
[[nodiscard]] inline std::string tables_from(std::vector<std::string> const& schemas) {
    return " pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND " +
           in_schemas(schemas) +
           " AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT IN "
           "('athanor_migrations', "
           "'athanor_journal') AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend x WHERE x.classid = "
           "'pg_catalog.pg_class'::pg_catalog.regclass AND x.objid = c.oid AND x.deptype = 'e')";
}

/// oid, schema, name, comment
[[nodiscard]] inline std::string tables_sql(std::vector<std::string> const& schemas) {
    return "SELECT c.oid::pg_catalog.int8, n.nspname::pg_catalog.text, c.relname::pg_catalog.text, "
           "coalesce(pg_catalog.obj_description(c.oid, 'pg_class'), '') FROM" +
           tables_from(schemas) + " ORDER BY c.oid";
}

/// table oid, name, type, kind of (element) type, its name, its schema, is array, not null, default,
/// identity, generated, collation, comment, identity's sequence: start, increment, min, max, cache, cycle; is
/// serial, element oid
[[nodiscard]] inline std::string columns_sql(std::vector<std::string> const& schemas) {
    return "SELECT c.oid::pg_catalog.int8, a.attname::pg_catalog.text, pg_catalog.format_type(a.atttypid, "
           "a.atttypmod), "
           "e.typtype::pg_catalog.text, e.typname::pg_catalog.text, en.nspname::pg_catalog.text, "
           "(t.typcategory = "
           "'A'), a.attnotnull, coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), ''), "
           "a.attidentity::pg_catalog.text, "
           "a.attgenerated::pg_catalog.text, CASE WHEN a.attcollation <> t.typcollation THEN "
           "co.collname::pg_catalog.text ELSE '' END, coalesce(pg_catalog.col_description(c.oid, a.attnum), "
           "''), "
           "s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, coalesce(sd.deptype = "
           "'a' AND "
           "pg_catalog.pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%' AND sd.relname = "
           "pg_catalog.concat(c.relname, '_', a.attname, '_seq'), false), e.oid::pg_catalog.int8, "
           "coalesce(cn.nspname::pg_catalog.text, '') FROM" +
           tables_from(schemas) +
           " JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
           " JOIN pg_catalog.pg_type t ON t.oid = a.atttypid"
           " JOIN pg_catalog.pg_type e ON e.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN "
           "t.typelem ELSE "
           "t.oid END JOIN pg_catalog.pg_namespace en ON en.oid = e.typnamespace"
           " LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum"
           " LEFT JOIN pg_catalog.pg_collation co ON co.oid = a.attcollation"
           " LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace AND (cn.nspname <> "
           "'pg_catalog' OR "
           "pg_catalog.strpos(co.collname, '.') > 0)"
           " LEFT JOIN LATERAL (SELECT x.objid, x.deptype, sc.relname FROM pg_catalog.pg_depend x JOIN "
           "pg_catalog.pg_class sc ON "
           "sc.oid = x.objid AND sc.relkind = 'S' WHERE x.classid = "
           "'pg_catalog.pg_class'::pg_catalog.regclass AND "
           "x.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND x.refobjid = c.oid AND "
           "x.refobjsubid = "
           "a.attnum AND x.deptype IN ('i', 'a') ORDER BY x.deptype DESC LIMIT 1) sd ON true"
           " LEFT JOIN pg_catalog.pg_sequence s ON s.seqrelid = sd.objid ORDER BY c.oid, a.attnum";
}

/// oid, table oid, name (with a remark where a model can't say what it is), kind, deferrable, deferred, on
/// update, on delete, referred schema, referred table, check, nulls not distinct, method, predicate, referred
/// table's own schema is the default one
[[nodiscard]] inline std::string constraints_sql(std::vector<std::string> const& schemas) {
    return "SELECT k.oid::pg_catalog.int8, c.oid::pg_catalog.int8, pg_catalog.concat(k.conname, CASE WHEN "
           "NOT "
           "k.convalidated THEN ' (not valid)' WHEN k.contype = 'p' AND k.condeferrable THEN ' (deferrable)' "
           "WHEN k.confmatchtype = 'f' AND "
           "pg_catalog.array_length(k.conkey, 1) > 1 THEN ' (match full)' WHEN pg_catalog.to_jsonb(k.*) ->> "
           "'confdelsetcols' IS NOT NULL THEN ' (of some columns)' END), "
           "k.contype::pg_catalog.text, k.condeferrable, k.condeferred, k.confupdtype::pg_catalog.text, "
           "k.confdeltype::pg_catalog.text, coalesce(fn.nspname::pg_catalog.text, ''), "
           "coalesce(f.relname::pg_catalog.text, "
           "''), CASE WHEN k.contype = 'c' THEN pg_catalog.pg_get_expr(k.conbin, k.conrelid) ELSE '' END, "
           "coalesce((pg_catalog.to_jsonb(i.*) ->> 'indnullsnotdistinct')::pg_catalog.bool, false), "
           "coalesce(am.amname::pg_catalog.text, ''), coalesce(pg_catalog.pg_get_expr(i.indpred, "
           "i.indrelid), '') FROM" +
           tables_from(schemas) +
           // One with a parent came with it: a reference to a table in parts has one for each part.
           " JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.conparentid = 0 AND k.contype IN "
           "('p', "
           "'u', 'c', 'f', 'x')"
           " LEFT JOIN pg_catalog.pg_class f ON f.oid = k.confrelid"
           " LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace"
           " LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid AND k.contype IN ('p', 'u', 'x')"
           " LEFT JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid"
           " LEFT JOIN pg_catalog.pg_am am ON am.oid = ic.relam ORDER BY k.oid";
}
/// constraint oid, column (empty: an expression), referred column, text of an excluding element, its
/// operator, its operator class where it isn't the type's own
[[nodiscard]] inline std::string constraint_columns_sql(std::vector<std::string> const& schemas) {
    return "SELECT k.oid::pg_catalog.int8, coalesce(a.attname::pg_catalog.text, ''), "
           "coalesce(fa.attname::pg_catalog.text, "
           "''), CASE WHEN k.contype = 'x' THEN pg_catalog.pg_get_indexdef(k.conindid, p.n::pg_catalog.int4, "
           "true) ELSE '' "
           "END, coalesce(o.oprname::pg_catalog.text, ''), CASE WHEN oc.opcdefault THEN '' ELSE "
           "coalesce(oc.opcname::pg_catalog.text, '') END FROM" +
           tables_from(schemas) +
           " JOIN pg_catalog.pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'u', 'f', 'x')"
           " CROSS JOIN LATERAL pg_catalog.unnest(k.conkey) WITH ORDINALITY p (attnum, n)"
           " LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.attnum AND p.attnum "
           "> 0"
           " LEFT JOIN pg_catalog.pg_attribute fa ON fa.attrelid = k.confrelid AND fa.attnum = k.confkey[p.n]"
           " LEFT JOIN pg_catalog.pg_operator o ON o.oid = k.conexclop[p.n]"
           " LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid AND k.contype = 'x'"
           " LEFT JOIN pg_catalog.pg_opclass oc ON oc.oid = i.indclass[p.n - 1] ORDER BY k.oid, p.n";
}

/// oid, table oid, name, unique, method, predicate, nulls not distinct, is valid
[[nodiscard]] inline std::string indexes_sql(std::vector<std::string> const& schemas) {
    return "SELECT i.indexrelid::pg_catalog.int8, c.oid::pg_catalog.int8, ic.relname::pg_catalog.text, "
           "i.indisunique, "
           "am.amname::pg_catalog.text, coalesce(pg_catalog.pg_get_expr(i.indpred, i.indrelid), ''), "
           "coalesce((pg_catalog.to_jsonb(i.*) ->> 'indnullsnotdistinct')::pg_catalog.bool, false), "
           "i.indisvalid FROM" +
           tables_from(schemas) +
           " JOIN pg_catalog.pg_index i ON i.indrelid = c.oid"
           " JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid JOIN pg_catalog.pg_am am ON am.oid = "
           "ic.relam"
           " WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid AND "
           "k.contype IN "
           "('p', 'u', 'x')) ORDER BY i.indexrelid";
}
/// index oid, text, is expression (a column with another collation than its own is one), is a key part,
/// descending, nulls first, operator class where it isn't the type's own
[[nodiscard]] inline std::string index_parts_sql(std::vector<std::string> const& schemas) {
    return "SELECT i.indexrelid::pg_catalog.int8, CASE WHEN a.attname IS NULL THEN "
           "pg_catalog.pg_get_indexdef(i.indexrelid, p.n::pg_catalog.int4, true) WHEN co.collname IS NULL "
           "THEN "
           "a.attname::pg_catalog.text ELSE pg_catalog.concat(pg_catalog.quote_ident(a.attname), ' COLLATE "
           "', "
           "pg_catalog.quote_ident(cn.nspname) || '.', pg_catalog.quote_ident(co.collname)) END, (a.attname "
           "IS "
           "NULL OR co.collname IS NOT NULL), (p.n <= i.indnkeyatts), coalesce((i.indoption[p.n - 1] & 1) <> "
           "0, false), coalesce((i.indoption[p.n - 1] "
           "& 2) <> 0, "
           "false), CASE WHEN oc.opcdefault THEN '' ELSE coalesce(oc.opcname::pg_catalog.text, '') END FROM" +
           tables_from(schemas) +
           " JOIN pg_catalog.pg_index i ON i.indrelid = c.oid"
           " CROSS JOIN LATERAL pg_catalog.unnest(i.indkey::pg_catalog.int2[]) WITH ORDINALITY p (attnum, n)"
           " LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.attnum AND p.attnum "
           "> 0"
           " LEFT JOIN pg_catalog.pg_collation co ON co.oid = i.indcollation[p.n - 1] AND co.oid <> "
           "a.attcollation"
           " LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace AND cn.nspname <> 'pg_catalog'"
           " LEFT JOIN pg_catalog.pg_opclass oc ON oc.oid = i.indclass[p.n - 1] ORDER BY i.indexrelid, p.n";
}

/// type oid, label
[[nodiscard]] inline std::string labels_sql(std::vector<std::string> const& schemas) {
    return "SELECT t.oid::pg_catalog.int8, l.enumlabel::pg_catalog.text FROM pg_catalog.pg_enum l JOIN "
           "pg_catalog.pg_type t ON t.oid = l.enumtypid JOIN pg_catalog.pg_namespace n ON n.oid = "
           "t.typnamespace AND " +
           in_schemas(schemas) + " ORDER BY t.oid, l.enumsortorder";
}

/// schema, name, type, start, increment, min, max, cache, cycle, owner's schema, table and column; not those
/// of identities and serials
[[nodiscard]] inline std::string sequences_sql(std::vector<std::string> const& schemas) {
    return "SELECT n.nspname::pg_catalog.text, c.relname::pg_catalog.text, "
           "pg_catalog.format_type(s.seqtypid, NULL), "
           "s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, "
           "coalesce(tn.nspname::pg_catalog.text, "
           "''), coalesce(t.relname::pg_catalog.text, ''), coalesce(a.attname::pg_catalog.text, '') FROM "
           "pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND " +
           in_schemas(schemas) +
           " JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid"
           " LEFT JOIN pg_catalog.pg_depend x ON x.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND "
           "x.objid = "
           "c.oid AND x.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND x.deptype IN ('a', 'i')"
           " LEFT JOIN pg_catalog.pg_class t ON t.oid = x.refobjid"
           " LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace"
           " LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = x.refobjid AND a.attnum = x.refobjsubid"
           " WHERE coalesce(x.deptype, 'n') <> 'i' AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend e "
           "WHERE e.classid = "
           "'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid AND e.deptype = 'e') ORDER BY "
           "c.oid";
}

} // namespace athanor::migrate::detail::pg
