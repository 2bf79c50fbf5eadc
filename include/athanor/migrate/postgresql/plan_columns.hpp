#pragma once
// SPDX-License-Identifier: BSL-1.0
// Steps that add, change and drop columns: rows that stand in the way are counted first.

#include <athanor/base/error.hpp>
#include <athanor/dialect/postgresql/alter.hpp>
#include <athanor/migrate/postgresql/conversion.hpp>
#include <athanor/migrate/postgresql/plan_enumerations.hpp>
#include <athanor/migrate/postgresql/planning.hpp>
#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>
#include <athanor/schema/expression_text.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace athanor::migrate::detail::pg {

inline void plan_comment(planning& work, std::string const& key, column_def const& c) {
    if (!c.comment.empty()) {
        work.sql(ddl::comment_on_column_sql(key, c.name, c.comment), key, c.name);
    }
}

inline void require_no_null(planning& work, std::string const& key, std::string const& column) {
    work.must_be_zero("SELECT count(*) FROM " + quote_key(key) + " WHERE " + quote_identifier(column) +
                          " IS NULL",
                      key, column, "hold NULL; give the column fill(...), or change them first");
}

inline void plan(planning& work, operation::add_column const& o) {
    auto const& t = work.table(o.table);
    auto c = o.column;
    ensure_type(work, o.table, c);
    auto const given = ddl::default_sql(c.server_default);
    bool const filled = !c.computed.empty() || ddl::is_identity(c);
    if (!o.fill.empty() && !filled) {
        auto plain = c;
        plain.nullable = true;
        plain.server_default = {};
        work.sql(ddl::add_column_sql(t, plain), o.table, c.name);
        work.sql("UPDATE " + quote_key(o.table) + " SET " + quote_identifier(c.name) + " = (" + o.fill + ')',
                 o.table, c.name);
        if (!given.empty()) {
            work.sql(ddl::set_default_sql(o.table, c.name, c.server_default), o.table, c.name);
        }
        if (!c.nullable) {
            require_no_null(work, o.table, c.name);
            work.sql(ddl::set_not_null_sql(o.table, c.name), o.table, c.name);
        }
    } else {
        if (!c.nullable && !filled && given.empty()) {
            work.must_be_zero("SELECT count(*) FROM " + quote_key(o.table), o.table, c.name,
                              "have no value for the new column, which can't be NULL: give it fill(...) or a "
                              "server default");
        }
        work.sql(ddl::add_column_sql(t, c), o.table, c.name);
    }
    plan_comment(work, o.table, c);
}

inline void plan(planning& work, operation::drop_column const& o) {
    work.sql(ddl::drop_column_sql(o.table, o.column), o.table, o.column);
}

inline void plan(planning& work, operation::rename_column const& o) {
    work.sql(ddl::rename_column_sql(o.table, o.from, o.to), o.table, o.from);
}

/// The generated columns of the table that PostgreSQL wouldn't let a column change its type under.
[[nodiscard]] inline std::vector<column_def const*> generated_from(table_def const& t, column_def const& from,
                                                                   column_def const& to) {
    std::vector<column_def const*> out;
    if (from.type == to.type && from.type_name == to.type_name && from.collation == to.collation) {
        return out;
    }
    for (auto const& c : t.columns) {
        if (c.name != from.name && !c.computed.empty() && athanor::detail::mentions(c.computed, from.name)) {
            out.push_back(&c);
        }
    }
    return out;
}

// A column that was dropped to come back, with the constraints and indexes that went with it.
inline void add_again(planning& work, table_def const& t, column_def const& from, column_def const& to) {
    ensure_type(work, t.key(), to);
    work.sql(ddl::add_column_sql(t, to), t.key(), to.name);
    plan_comment(work, t.key(), to);
    auto const names = [&](std::vector<std::string> const& columns) {
        return std::ranges::find(columns, from.name) != columns.end();
    };
    auto const again = [&](std::string const& constraint) {
        work.sql(ddl::add_constraint_sql(t.key(), constraint), t.key(), to.name);
    };
    for (auto const& u : t.uniques) {
        if (names(u.columns)) {
            again(ddl::unique_sql(u));
        }
    }
    for (auto const& c : t.checks) {
        if (athanor::detail::mentions(c.expression, from.name)) {
            again(ddl::check_sql(c));
        }
    }
    for (auto const& f : t.foreign_keys) {
        if (names(f.columns)) {
            again(ddl::foreign_key_sql(f));
        }
    }
    for (auto const& i : t.indexes) {
        bool const here =
            names(i.include) || athanor::detail::mentions(i.where, from.name) ||
            std::ranges::any_of(i.parts, [&](index_part const& p) {
                return p.is_expression ? athanor::detail::mentions(p.text, from.name) : p.text == from.name;
            });
        if (here) {
            work.sql(ddl::create_index_sql(t, i), t.key(), to.name);
        }
    }
}

// A generated column's expression can't be changed: the column is made anew, with all that stands on it.
inline void compute_anew(planning& work, table_def const& t, column_def const& from, column_def const& to) {
    work.sql(ddl::drop_column_sql(t.key(), from.name), t.key(), from.name);
    add_again(work, t, from, to);
}

/// True: the default, if there was one, is gone.
inline bool change_type(planning& work, operation::alter_column const& o, table_def const& t,
                        column_def const& from, column_def const& to) {
    bool const labels = from.type.id == type_id::enumeration && to.type.id == type_id::enumeration;
    bool const same_type = from.type == to.type && from.type_name == to.type_name && from.labels == to.labels;
    if (same_type && from.collation == to.collation && o.convert.empty()) {
        return false;
    }
    if (labels && from.type == to.type && o.convert.empty()) {
        return change_labels(work, o.table, t, from, to);
    }
    ensure_type(work, o.table, to);
    auto how = convert(t.schema, from, to);
    if (!o.convert.empty()) {
        how = {o.convert, {}, {}};
    }
    if (!how.misfit.empty()) {
        work.must_be_zero("SELECT count(*) FROM " + quote_key(o.table) + " WHERE " +
                              quote_identifier(from.name) + " IS NOT NULL AND (" + how.misfit + ')',
                          o.table, to.name,
                          how.complaint + "; change them first, or say using_(...) how they convert");
    }
    if (from.server_default.kind != default_kind::none) {
        work.sql(ddl::drop_default_sql(o.table, to.name), o.table, to.name);
    }
    auto target = to;
    if (target.collation.empty() && !from.collation.empty()) {
        target.collation = "default"; // otherwise the old one stays
    }
    work.sql(ddl::set_type_sql(o.table, target, how.value), o.table, to.name);
    return true;
}

inline void plan(planning& work, operation::alter_column const& o) {
    auto const& t = work.table(o.table);
    auto const* found = t.find_column(o.to.name);
    if (found == nullptr) {
        throw error{error_kind::migration, "the history has no such column"}.with_table(o.table).with_column(
            o.to.name);
    }
    auto const from = *found;
    auto const& to = o.to;
    if (!to.computed.empty() && (from.computed != to.computed || from.stored != to.stored)) {
        compute_anew(work, t, from, to);
        return;
    }
    if (!from.computed.empty() && to.computed.empty()) {
        work.sql(ddl::alter_column_sql(o.table, to.name, "DROP EXPRESSION"), o.table, to.name);
    }
    bool const was_identity =
        ddl::is_identity(from) || std::erase(work.counts_still, std::pair{o.table, to.name}) != 0;
    bool const is_identity = ddl::is_identity(to);
    if (was_identity && !is_identity) {
        work.sql(ddl::drop_identity_sql(o.table, to.name), o.table, to.name);
    }
    auto const dependents = generated_from(t, from, to);
    for (auto const* g : dependents) {
        work.sql(ddl::drop_column_sql(o.table, g->name), o.table, g->name);
    }
    bool const retyped = change_type(work, o, t, from, to);
    for (auto const* g : dependents) {
        add_again(work, t, *g, *g);
    }
    bool const default_changed = from.server_default != to.server_default;
    bool const has_default = to.server_default.kind != default_kind::none;
    if (has_default && (default_changed || retyped) && !is_identity) {
        work.sql(ddl::set_default_sql(o.table, to.name, to.server_default), o.table, to.name);
    } else if (!has_default && default_changed && !retyped) {
        work.sql(ddl::drop_default_sql(o.table, to.name), o.table, to.name);
    }
    if (from.nullable && !to.nullable) {
        if (!o.fill.empty()) {
            work.sql("UPDATE " + quote_key(o.table) + " SET " + quote_identifier(to.name) + " = (" + o.fill +
                         ") WHERE " + quote_identifier(to.name) + " IS NULL",
                     o.table, to.name);
        }
        require_no_null(work, o.table, to.name);
        work.sql(ddl::set_not_null_sql(o.table, to.name), o.table, to.name);
    } else if (!from.nullable && to.nullable) {
        work.sql(ddl::drop_not_null_sql(o.table, to.name), o.table, to.name);
    }
    if (is_identity && !was_identity) {
        work.sql(ddl::add_identity_sql(o.table, to), o.table, to.name);
        auto const column = quote_identifier(to.name);
        work.sql("SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence(" +
                     quote_literal(dialect_id::postgresql, quote_key(o.table)) + ", " +
                     quote_literal(dialect_id::postgresql, to.name) + "), m.n) FROM (SELECT max(" + column +
                     ")::pg_catalog.int8 AS n FROM " + quote_key(o.table) + ") m WHERE m.n > 0",
                 o.table, to.name);
    } else if (is_identity && from.identity != to.identity) {
        work.sql(ddl::set_identity_sql(o.table, to), o.table, to.name);
    }
    if (from.comment != to.comment) {
        work.sql(ddl::comment_on_column_sql(o.table, to.name, to.comment), o.table, to.name);
    }
}

} // namespace athanor::migrate::detail::pg
