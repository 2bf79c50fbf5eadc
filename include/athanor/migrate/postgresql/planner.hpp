#pragma once
// SPDX-License-Identifier: BSL-1.0
// Turns operations into steps for PostgreSQL, one after the other; follows the schema by replay, so that each
// operation knows what it changes.

#include <athanor/base/error.hpp>
#include <athanor/dialect/postgresql/alter.hpp>
#include <athanor/migrate/postgresql/conversion.hpp>
#include <athanor/migrate/postgresql/enumerations.hpp>
#include <athanor/migrate/postgresql/lookahead.hpp>
#include <athanor/migrate/postgresql/step.hpp>
#include <athanor/migrate/replay.hpp>
#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>
#include <athanor/schema/expression_text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace athanor::migrate::detail::pg {

namespace ddl = postgresql_dialect;

class planner {
public:
    planner(catalog before, operation::list const& operations)
        : state_{std::move(before)}
        , operations_{operations}
        , types_{state_} {}

    /// Throws what replay throws, and unsupported for what PostgreSQL lacks.
    [[nodiscard]] std::vector<step> steps() && {
        for (at_ = 0; at_ < operations_.size(); ++at_) {
            if (std::ranges::find(done_before_, at_) == done_before_.end()) {
                std::visit([this](auto const& op) { plan(op); }, operations_[at_]);
            }
            apply_to(state_, operations_[at_]);
            drop_unused_types();
        }
        return std::move(steps_);
    }

private:
    // ---- words

    step& put(step::kind what, std::string sql, std::string table, std::string column = {}) {
        step s;
        s.what = what;
        s.sql = std::move(sql);
        s.table = std::move(table);
        s.column = std::move(column);
        s.op = &operations_[at_];
        s.origin = at_;
        return steps_.emplace_back(std::move(s));
    }
    void sql(std::string text, std::string const& table, std::string const& column = {}) {
        put(step::kind::sql, std::move(text), table, column);
    }
    void must_be_zero(std::string count, std::string const& table, std::string const& column,
                      std::string complaint) {
        put(step::kind::must_be_zero, std::move(count), table, column).complaint = std::move(complaint);
    }
    void alone(std::string text, std::string const& table, std::string probe, std::string cleanup = {}) {
        auto& s = put(step::kind::alone, std::move(text), table);
        s.probe = std::move(probe);
        s.cleanup = std::move(cleanup);
    }
    [[nodiscard]] table_def const& table(std::string const& key) const {
        auto const* t = state_.find(key);
        if (t == nullptr) {
            throw error{error_kind::migration, "the history has no such table"}.with_table(key);
        }
        return *t;
    }
    [[nodiscard]] static std::string schema_of(std::string const& key) {
        return std::string{ddl::split_key(key).first};
    }

    // ---- tables

    void plan(operation::create_table const& o) {
        if (!o.table.schema.empty()) {
            sql("CREATE SCHEMA IF NOT EXISTS " + quote_identifier(o.table.schema), o.table.key());
        }
        for (auto const& c : o.table.columns) {
            ensure_type(o.table.key(), c);
        }
        sql(ddl::create_table_sql(o.table), o.table.key());
        if (!o.table.comment.empty()) {
            sql(ddl::comment_on_table_sql(o.table.key(), o.table.comment), o.table.key());
        }
        for (auto const& c : o.table.columns) {
            comment(o.table.key(), c);
        }
        for (auto const& i : o.table.indexes) {
            sql(ddl::create_index_sql(o.table, i), o.table.key());
        }
    }
    void plan(operation::drop_table const& o) { sql("DROP TABLE " + ddl::qualified(o.table), o.table); }
    void plan(operation::rename_table const& o) {
        auto const [old_schema, old_name] = ddl::split_key(o.from);
        auto const [new_schema, new_name] = ddl::split_key(o.to);
        auto now = o.from;
        if (old_schema != new_schema) {
            if (new_schema.empty()) {
                throw error{error_kind::unsupported,
                            "a table can't be moved into the default schema: its name isn't known "
                            "when the unit is written; name the schema in both places"}
                    .with_table(o.from);
            }
            for (auto const& c : table(o.from).columns) {
                if (c.type.id == type_id::enumeration) {
                    throw error{error_kind::unsupported, "a table with an enumeration can't be moved to "
                                                         "another schema: its type lives in the old "
                                                         "one; make the column TEXT before"}
                        .with_table(o.from)
                        .with_column(c.name);
                }
            }
            sql("CREATE SCHEMA IF NOT EXISTS " + quote_identifier(new_schema), o.from);
            sql(ddl::set_schema_sql(now, new_schema), o.from);
            now = std::string{new_schema} + '.' + std::string{old_name};
        }
        if (old_name != new_name) {
            sql(ddl::rename_table_sql(now, new_name), o.from);
        }
    }
    void plan(operation::comment_table const& o) {
        sql(ddl::comment_on_table_sql(o.table, o.comment), o.table);
    }

    void comment(std::string const& key, column_def const& c) {
        if (!c.comment.empty()) {
            sql(ddl::comment_on_column_sql(key, c.name, c.comment), key, c.name);
        }
    }

    // ---- columns

    void plan(operation::add_column const& o) {
        auto const& t = table(o.table);
        auto c = o.column;
        ensure_type(o.table, c);
        auto const given = ddl::default_sql(c.server_default);
        bool const filled = !c.computed.empty() || ddl::is_identity(c);
        if (!o.fill.empty() && !filled) {
            auto plain = c;
            plain.nullable = true;
            plain.server_default = {};
            sql(ddl::add_column_sql(t, plain), o.table, c.name);
            sql("UPDATE " + ddl::qualified(o.table) + " SET " + quote_identifier(c.name) + " = (" + o.fill +
                    ')',
                o.table, c.name);
            if (!given.empty()) {
                sql(ddl::set_default_sql(o.table, c.name, c.server_default), o.table, c.name);
            }
            if (!c.nullable) {
                require_no_null(o.table, c.name);
                sql(ddl::set_not_null_sql(o.table, c.name), o.table, c.name);
            }
        } else {
            if (!c.nullable && !filled && given.empty()) {
                must_be_zero("SELECT count(*) FROM " + ddl::qualified(o.table), o.table, c.name,
                             "have no value for the new column, which can't be NULL: give it fill(...) or a "
                             "server default");
            }
            sql(ddl::add_column_sql(t, c), o.table, c.name);
        }
        comment(o.table, c);
    }
    void plan(operation::drop_column const& o) {
        sql(ddl::drop_column_sql(o.table, o.column), o.table, o.column);
    }
    void plan(operation::rename_column const& o) {
        sql(ddl::rename_column_sql(o.table, o.from, o.to), o.table, o.from);
    }

    void require_no_null(std::string const& key, std::string const& column) {
        must_be_zero("SELECT count(*) FROM " + ddl::qualified(key) + " WHERE " + quote_identifier(column) +
                         " IS NULL",
                     key, column, "hold NULL; give the column fill(...), or change them first");
    }

    void plan(operation::alter_column const& o) {
        auto const& t = table(o.table);
        auto const* found = t.find_column(o.to.name);
        if (found == nullptr) {
            throw error{error_kind::migration, "the history has no such column"}
                .with_table(o.table)
                .with_column(o.to.name);
        }
        auto const from = *found;
        auto const& to = o.to;
        if (!to.computed.empty() && (from.computed != to.computed || from.stored != to.stored)) {
            compute_anew(t, from, to);
            return;
        }
        if (!from.computed.empty() && to.computed.empty()) {
            sql(ddl::alter_column_sql(o.table, to.name, "DROP EXPRESSION"), o.table, to.name);
        }
        bool const was_identity =
            ddl::is_identity(from) || std::erase(counts_still_, std::pair{o.table, to.name}) != 0;
        bool const is_identity = ddl::is_identity(to);
        if (was_identity && !is_identity) {
            sql(ddl::drop_identity_sql(o.table, to.name), o.table, to.name);
        }
        auto const dependents = generated_from(t, from, to);
        for (auto const* g : dependents) {
            sql(ddl::drop_column_sql(o.table, g->name), o.table, g->name);
        }
        bool const retyped = change_type(o, t, from, to);
        for (auto const* g : dependents) {
            add_again(t, *g, *g);
        }
        bool const default_changed = from.server_default != to.server_default;
        bool const has_default = to.server_default.kind != default_kind::none;
        if (has_default && (default_changed || retyped) && !is_identity) {
            sql(ddl::set_default_sql(o.table, to.name, to.server_default), o.table, to.name);
        } else if (!has_default && default_changed && !retyped) {
            sql(ddl::drop_default_sql(o.table, to.name), o.table, to.name);
        }
        if (from.nullable && !to.nullable) {
            if (!o.fill.empty()) {
                sql("UPDATE " + ddl::qualified(o.table) + " SET " + quote_identifier(to.name) + " = (" +
                        o.fill + ") WHERE " + quote_identifier(to.name) + " IS NULL",
                    o.table, to.name);
            }
            require_no_null(o.table, to.name);
            sql(ddl::set_not_null_sql(o.table, to.name), o.table, to.name);
        } else if (!from.nullable && to.nullable) {
            sql(ddl::drop_not_null_sql(o.table, to.name), o.table, to.name);
        }
        if (is_identity && !was_identity) {
            sql(ddl::add_identity_sql(o.table, to), o.table, to.name);
            auto const column = quote_identifier(to.name);
            sql("SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence(" +
                    quote_literal(dialect_id::postgresql, ddl::qualified(o.table)) + ", " +
                    quote_literal(dialect_id::postgresql, to.name) + "), m.n) FROM (SELECT max(" + column +
                    ")::pg_catalog.int8 AS n FROM " + ddl::qualified(o.table) + ") m WHERE m.n > 0",
                o.table, to.name);
        } else if (is_identity && from.identity != to.identity) {
            sql(ddl::set_identity_sql(o.table, to), o.table, to.name);
        }
        if (from.comment != to.comment) {
            sql(ddl::comment_on_column_sql(o.table, to.name, to.comment), o.table, to.name);
        }
    }

    /// True: the default, if there was one, is gone.
    bool change_type(operation::alter_column const& o, table_def const& t, column_def const& from,
                     column_def const& to) {
        bool const labels = from.type.id == type_id::enumeration && to.type.id == type_id::enumeration;
        bool const same_type =
            from.type == to.type && from.type_name == to.type_name && from.labels == to.labels;
        if (same_type && from.collation == to.collation && o.convert.empty()) {
            return false;
        }
        if (labels && from.type == to.type && o.convert.empty()) {
            return change_labels(o.table, t, from, to);
        }
        ensure_type(o.table, to);
        auto how = convert(t.schema, from, to);
        if (!o.convert.empty()) {
            how = {o.convert, {}, {}};
        }
        if (!how.misfit.empty()) {
            must_be_zero("SELECT count(*) FROM " + ddl::qualified(o.table) + " WHERE " +
                             quote_identifier(from.name) + " IS NOT NULL AND (" + how.misfit + ')',
                         o.table, to.name,
                         how.complaint + "; change them first, or say using_(...) how they convert");
        }
        if (from.server_default.kind != default_kind::none) {
            sql(ddl::drop_default_sql(o.table, to.name), o.table, to.name);
        }
        auto target = to;
        if (target.collation.empty() && !from.collation.empty()) {
            target.collation = "default"; // otherwise the old one stays
        }
        sql(ddl::set_type_sql(o.table, target, how.value), o.table, to.name);
        return true;
    }

    // A generated column's expression can't be changed: the column is made anew, with all that stands on it.
    void compute_anew(table_def const& t, column_def const& from, column_def const& to) {
        sql(ddl::drop_column_sql(t.key(), from.name), t.key(), from.name);
        add_again(t, from, to);
    }
    /// The generated columns of the table that PostgreSQL wouldn't let a column change its type under.
    [[nodiscard]] static std::vector<column_def const*>
    generated_from(table_def const& t, column_def const& from, column_def const& to) {
        std::vector<column_def const*> out;
        if (from.type == to.type && from.type_name == to.type_name && from.collation == to.collation) {
            return out;
        }
        for (auto const& c : t.columns) {
            if (c.name != from.name && !c.computed.empty() &&
                athanor::detail::mentions(c.computed, from.name)) {
                out.push_back(&c);
            }
        }
        return out;
    }
    // A column that was dropped to come back, with the constraints and indexes that went with it.
    void add_again(table_def const& t, column_def const& from, column_def const& to) {
        ensure_type(t.key(), to);
        sql(ddl::add_column_sql(t, to), t.key(), to.name);
        comment(t.key(), to);
        auto const names = [&](std::vector<std::string> const& columns) {
            return std::ranges::find(columns, from.name) != columns.end();
        };
        auto const again = [&](std::string const& constraint) {
            sql(ddl::add_constraint_sql(t.key(), constraint), t.key(), to.name);
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
            bool const here = names(i.include) || athanor::detail::mentions(i.where, from.name) ||
                              std::ranges::any_of(i.parts, [&](index_part const& p) {
                                  return p.is_expression ? athanor::detail::mentions(p.text, from.name)
                                                         : p.text == from.name;
                              });
            if (here) {
                sql(ddl::create_index_sql(t, i), t.key(), to.name);
            }
        }
    }

    // ---- enumerations

    void ensure_type(std::string const& key, column_def const& c) {
        if (c.type.id == type_id::enumeration && types_.add(schema_of(key), c)) {
            sql(ddl::create_enum_sql(schema_of(key), c.type_name, c.labels), key, c.name);
        }
    }
    void drop_unused_types() {
        for (auto const& [schema, name] : types_.take_unused(state_)) {
            sql(ddl::drop_enum_sql(schema, name), steps_.empty() ? std::string{} : steps_.back().table);
        }
    }
    /// Another set of labels, or another name. The type changes once, for all its columns.
    bool change_labels(std::string const& key, table_def const& t, column_def const& from,
                       column_def const& to) {
        auto const& schema = t.schema;
        if (from.type_name != to.type_name) {
            if (!types_.has(schema, from.type_name) && types_.is(schema, to)) {
                return false; // renamed for another column
            }
            if (!types_.has(schema, to.type_name) && from.labels == to.labels &&
                nobody_keeps(schema, from.type_name)) {
                sql(ddl::rename_type_sql(schema, from.type_name, to.type_name), key, to.name);
                types_.rename(schema, from.type_name, to.type_name);
                return false;
            }
            ensure_type(key, to);
            retype(key, from, to, to.server_default);
            return true;
        }
        if (types_.is(schema, to)) {
            return false; // done for another column
        }
        auto const& now = types_.labels(schema, from.type_name);
        if (is_subsequence(now, to.labels)) {
            add_labels(key, schema, now, to);
            types_.set(schema, to);
            return false;
        }
        replace_type(schema, from, to);
        types_.set(schema, to);
        return true;
    }
    // Does another column still say the old name when the unit is through?
    [[nodiscard]] bool nobody_keeps(std::string const& schema, std::string const& name) const {
        auto after = state_;
        for (auto i = at_; i < operations_.size(); ++i) {
            apply_to(after, operations_[i]);
        }
        return !is_used(after, schema, name);
    }
    void add_labels(std::string const& key, std::string const& schema, std::vector<std::string> const& now,
                    column_def const& to) {
        // A new label can't be used in the transaction that added it (PostgreSQL's manual, ALTER TYPE).
        bool const used_later = may_be_used_later(operations_, at_, now, to.labels);
        std::size_t old = 0;
        for (auto const& label : to.labels) {
            if (old < now.size() && now[old] == label) {
                ++old;
                continue;
            }
            auto text =
                ddl::add_enum_value_sql(schema, to.type_name, label,
                                        old < now.size() ? std::string_view{now[old]} : std::string_view{});
            if (used_later) {
                alone(std::move(text), key, label_probe(schema, to.type_name, label));
            } else {
                sql(std::move(text), key, to.name);
            }
        }
    }
    // Labels went, or changed places: a new type takes the old one's place under all its columns.
    void replace_type(std::string const& schema, column_def const& from, column_def const& to) {
        auto fresh = to;
        fresh.type_name = "__athanor_" + to.type_name.substr(0, 50);
        for (auto const& [key, column] : columns_of(state_, schema, from.type_name)) {
            if (!column.type.array) {
                must_be_zero("SELECT count(*) FROM " + ddl::qualified(key) + " WHERE " +
                                 cast(quote_identifier(column.name), "TEXT") + " NOT IN (" + label_list(to) +
                                 ')',
                             key, column.name, "hold a label that is to go; change them first");
            }
        }
        sql(ddl::create_enum_sql(schema, fresh.type_name, to.labels), {}, to.name);
        for (auto const& [key, column] : columns_of(state_, schema, from.type_name)) {
            auto target = column;
            target.type_name = fresh.type_name;
            target.labels = to.labels;
            retype(key, column, target,
                   column.name == to.name && key == operation_key() ? to.server_default
                                                                    : column.server_default);
        }
        sql(ddl::drop_enum_sql(schema, from.type_name), {}, to.name);
        sql(ddl::rename_type_sql(schema, fresh.type_name, to.type_name), {}, to.name);
    }
    [[nodiscard]] std::string operation_key() const {
        return std::get<operation::alter_column>(operations_[at_]).table;
    }
    void retype(std::string const& key, column_def const& from, column_def const& to,
                default_def const& value) {
        if (from.server_default.kind != default_kind::none) {
            sql(ddl::drop_default_sql(key, from.name), key, from.name);
        }
        sql(ddl::set_type_sql(key, to, convert(schema_of(key), from, to).value), key, from.name);
        if (value.kind != default_kind::none) {
            sql(ddl::set_default_sql(key, from.name, value), key, from.name);
        }
    }

    // ---- constraints and indexes

    void no_duplicates(std::string const& key, index_def const& index) {
        if (!index.unique) {
            return;
        }
        std::string list;
        std::string where = index.where.empty() ? "true" : ddl::detail::enclosed(index.where);
        for (auto const& p : index.parts) {
            auto const part = p.is_expression ? ddl::detail::enclosed(p.text) : quote_identifier(p.text);
            list += (list.empty() ? "" : ", ") + part;
            where += index.nulls_not_distinct ? std::string{} : " AND (" + part + ") IS NOT NULL";
        }
        must_be_zero("SELECT coalesce(sum(n), 0)::pg_catalog.int8 FROM (SELECT count(*) AS n FROM " +
                         ddl::qualified(key) + " WHERE " + where + " GROUP BY " + list +
                         " HAVING count(*) > 1) d",
                     key, index.parts.front().is_expression ? std::string{} : index.parts.front().text,
                     "hold the same values under \"" + index.name + "\"; make them differ first");
    }
    void no_duplicates(std::string const& key, std::string const& name,
                       std::vector<std::string> const& columns, bool nulls_not_distinct = false) {
        index_def i;
        i.name = name;
        i.unique = true;
        i.nulls_not_distinct = nulls_not_distinct;
        for (auto const& c : columns) {
            i.parts.push_back({c, false, false, nulls_order::by_default, {}});
        }
        no_duplicates(key, i);
    }

    void plan(operation::create_index const& o) {
        no_duplicates(o.table, o.index);
        auto text = ddl::create_index_sql(o.table, o.index, o.concurrently);
        if (o.concurrently) {
            alone(std::move(text), o.table, index_probe(o.table, o.index.name),
                  ddl::drop_index_sql(o.table, o.index.name, true));
        } else {
            sql(std::move(text), o.table);
        }
    }
    void plan(operation::drop_index const& o) {
        auto text = ddl::drop_index_sql(o.table, o.name, o.concurrently);
        if (o.concurrently) {
            alone(std::move(text), o.table, "SELECT 1 - least(1, (" + index_probe(o.table, o.name) + "))");
        } else {
            sql(std::move(text), o.table);
        }
    }
    void plan(operation::add_primary_key const& o) {
        for (auto const& c : o.key.columns) {
            require_no_null(o.table, c);
        }
        no_duplicates(o.table, o.key.name, o.key.columns);
        sql(ddl::add_constraint_sql(o.table, ddl::primary_key_sql(o.key)), o.table);
    }
    void plan(operation::add_unique const& o) {
        no_duplicates(o.table, o.unique.name, o.unique.columns, o.unique.nulls_not_distinct);
        sql(ddl::add_constraint_sql(o.table, ddl::unique_sql(o.unique)), o.table);
    }
    void plan(operation::add_check const& o) {
        must_be_zero("SELECT count(*) FROM " + ddl::qualified(o.table) + " WHERE NOT " +
                         ddl::detail::enclosed(o.check.expression),
                     o.table, {}, "break the check \"" + o.check.name + "\"; change them first");
        sql(ddl::add_constraint_sql(o.table, ddl::check_sql(o.check)), o.table);
    }
    void plan(operation::add_foreign_key const& o) {
        sql(ddl::add_constraint_sql(o.table, ddl::foreign_key_sql(o.key)), o.table,
            o.key.columns.empty() ? std::string{} : o.key.columns.front());
    }
    void plan(operation::add_exclude const& o) {
        sql(ddl::add_constraint_sql(o.table, ddl::exclude_sql(o.exclude)), o.table);
    }
    void plan(operation::drop_constraint const& o) {
        auto const counting = counting_by_key(o);
        if (auto const later = same_under_another_name(table(o.table), operations_, at_, o);
            later != operations_.size()) {
            // Foreign keys that stand on it stay where they are.
            sql(ddl::rename_constraint_sql(o.table, o.name, name_added(operations_[later])), o.table);
            done_before_.push_back(later);
            for (auto const& c : counting) {
                counts_still_.emplace_back(o.table, c);
            }
        } else {
            for (auto const& c : counting) {
                sql(ddl::drop_identity_sql(o.table, c), o.table, c);
            }
            sql(ddl::drop_constraint_sql(o.table, o.name), o.table);
        }
    }
    /// Replay ends an autoincrement with its key; an identity that was asked for by name stays.
    [[nodiscard]] std::vector<std::string> counting_by_key(operation::drop_constraint const& o) const {
        std::vector<std::string> out;
        auto const& t = table(o.table);
        if (o.kind == operation::constraint_kind::primary_key && t.primary_key) {
            for (auto const& name : t.primary_key->columns) {
                if (auto const* c = t.find_column(name); c != nullptr && c->autoincrement && !c->identity) {
                    out.push_back(name);
                }
            }
        }
        return out;
    }
    // ---- sequences, data

    void plan(operation::create_sequence const& o) {
        if (!o.sequence.schema.empty()) {
            sql("CREATE SCHEMA IF NOT EXISTS " + quote_identifier(o.sequence.schema), o.sequence.key());
        }
        sql(ddl::create_sequence_sql(o.sequence), o.sequence.key());
    }
    void plan(operation::drop_sequence const& o) { sql(ddl::drop_sequence_sql(o.name), o.name); }
    void plan(operation::alter_sequence const& o) { sql(ddl::alter_sequence_sql(o.to), o.to.key()); }
    void plan(operation::execute const& o) {
        auto const& text = o.postgresql.empty() ? o.sql : o.postgresql;
        if (text.empty()) {
            return; // nothing for this back end
        }
        if (o.outside_transaction) {
            alone(text, {}, {});
        } else {
            put(step::kind::data, text, {});
        }
    }
    void plan(operation::insert_rows const& o) { put(step::kind::data, {}, o.table); }
    void plan(operation::update_rows const& o) { put(step::kind::data, {}, o.table); }
    void plan(operation::delete_rows const& o) { put(step::kind::data, {}, o.table); }
    void plan(operation::run const&) { put(step::kind::data, {}, {}); }
    void plan(operation::irreversible const&) {} // refused before

    catalog state_;
    operation::list const& operations_;
    enumerations types_;
    std::size_t at_ = 0;
    std::vector<std::pair<std::string, std::string>> counts_still_; // its key only got another name
    std::vector<std::size_t> done_before_; // operations that an earlier one has done along
    std::vector<step> steps_;
};

} // namespace athanor::migrate::detail::pg
