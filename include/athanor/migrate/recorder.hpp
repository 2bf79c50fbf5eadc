#pragma once
// SPDX-License-Identifier: BSL-1.0
// Runs a unit's upgrade or downgrade and keeps what it said as data.

#include <athanor/base/error.hpp>
#include <athanor/migrate/row_batch.hpp>
#include <athanor/migrate/unit.hpp>
#include <athanor/operation/operations.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::migrate {

namespace detail {

[[nodiscard]] inline std::string str(string_ref s) {
    return std::string(s.data, s.size);
}

[[nodiscard]] inline std::vector<std::string> strs(list_ref<string_ref> items) {
    std::vector<std::string> out;
    out.reserve(items.size);
    for (auto const& s : items) {
        out.push_back(str(s));
    }
    return out;
}

[[nodiscard]] inline default_def default_of(default_value const& v) {
    switch (v.what) {
    case default_value::kind::none:
        return {};
    case default_value::kind::text:
        return {default_kind::text, str(v.text)};
    case default_value::kind::number:
        return {default_kind::expression, std::to_string(v.number)};
    case default_value::kind::boolean:
        return {default_kind::expression, v.number != 0 ? "TRUE" : "FALSE"};
    case default_value::kind::expression:
        return {default_kind::expression, str(v.text)};
    }
    return {};
}

[[nodiscard]] inline column_def column_of(column const& c) {
    column_def d;
    d.name = str(c.name);
    d.type = c.type.type;
    d.type_name = str(c.type.name);
    d.labels = strs(c.type.labels);
    d.nullable = c.nullable;
    d.autoincrement = c.is_autoincrement;
    d.server_default = default_of(c.default_);
    d.computed = str(c.computed_expression);
    d.stored = c.is_stored;
    d.collation = str(c.collation_name);
    d.comment = str(c.comment_text);
    return d;
}

[[nodiscard]] inline foreign_key_def foreign_key_of(constraint const& c) {
    return {str(c.name),           strs(c.columns),          str(c.referred_schema),
            str(c.referred_table), strs(c.referred_columns), c.delete_action,
            c.update_action,       c.is_deferrable,          c.is_initially_deferred};
}

class recorder final : public operations {
public:
    operation::list recorded;

    void create_table(string_ref name, std::initializer_list<column> columns,
                      std::initializer_list<constraint> constraints, table_options options) override {
        table_def t;
        t.schema = str(options.schema_name);
        t.name = str(name);
        t.comment = str(options.comment_text);
        t.strict = options.is_strict;
        t.without_rowid = options.is_without_rowid;
        for (auto const& c : columns) {
            t.columns.push_back(column_of(c));
        }
        for (auto const& c : constraints) {
            switch (c.what) {
            case constraint::kind::primary_key:
                if (t.primary_key) {
                    throw error{error_kind::migration, "create_table has two primary keys"}.with_table(
                        t.name);
                }
                t.primary_key = primary_key_def{str(c.name), strs(c.columns)};
                break;
            case constraint::kind::unique:
                t.uniques.push_back({str(c.name), strs(c.columns)});
                break;
            case constraint::kind::check:
                t.checks.push_back({str(c.name), str(c.expression)});
                break;
            case constraint::kind::foreign_key:
                t.foreign_keys.push_back(foreign_key_of(c));
                break;
            }
        }
        recorded.emplace_back(operation::create_table{std::move(t)});
    }
    void drop_table(string_ref name) override { recorded.emplace_back(operation::drop_table{str(name)}); }
    void rename_table(string_ref from, string_ref to) override {
        recorded.emplace_back(operation::rename_table{str(from), str(to)});
    }
    void add_column(string_ref table, column column) override {
        recorded.emplace_back(
            operation::add_column{str(table), column_of(column), str(column.fill_expression)});
    }
    void drop_column(string_ref table, string_ref column) override {
        recorded.emplace_back(operation::drop_column{str(table), str(column)});
    }
    void rename_column(string_ref table, string_ref from, string_ref to) override {
        recorded.emplace_back(operation::rename_column{str(table), str(from), str(to)});
    }
    void alter_column(string_ref table, from before, to after) override {
        auto op = altered(table, after.state);
        op.from = column_of(before.state);
        recorded.emplace_back(std::move(op));
    }
    void alter_column(string_ref table, to after) override {
        recorded.emplace_back(altered(table, after.state));
    }

    void create_index(string_ref name, string_ref table, std::initializer_list<index_item> items,
                      index_options options) override {
        index_def index;
        index.name = str(name);
        index.unique = options.is_unique;
        index.where = str(options.predicate);
        for (auto const& item : items) {
            index.parts.push_back({str(item.text), item.is_expression, item.descending});
        }
        recorded.emplace_back(operation::create_index{str(table), std::move(index)});
    }
    void drop_index(string_ref name, string_ref table) override {
        recorded.emplace_back(operation::drop_index{str(table), str(name)});
    }
    void add_constraint(string_ref table, constraint c) override {
        switch (c.what) {
        case constraint::kind::primary_key:
            recorded.emplace_back(operation::add_primary_key{str(table), {str(c.name), strs(c.columns)}});
            break;
        case constraint::kind::unique:
            recorded.emplace_back(operation::add_unique{str(table), {str(c.name), strs(c.columns)}});
            break;
        case constraint::kind::check:
            recorded.emplace_back(operation::add_check{str(table), {str(c.name), str(c.expression)}});
            break;
        case constraint::kind::foreign_key:
            recorded.emplace_back(operation::add_foreign_key{str(table), foreign_key_of(c)});
            break;
        }
    }
    void drop_primary_key(string_ref name, string_ref table) override {
        drop(operation::constraint_kind::primary_key, name, table);
    }
    void drop_unique(string_ref name, string_ref table) override {
        drop(operation::constraint_kind::unique, name, table);
    }
    void drop_check(string_ref name, string_ref table) override {
        drop(operation::constraint_kind::check, name, table);
    }
    void drop_foreign_key(string_ref name, string_ref table) override {
        drop(operation::constraint_kind::foreign_key, name, table);
    }
    void comment_table(string_ref table, string_ref comment) override {
        recorded.emplace_back(operation::comment_table{str(table), str(comment)});
    }
    void execute(string_ref sql) override { recorded.emplace_back(operation::execute{str(sql), {}, {}}); }
    void execute(dialect_sql first, dialect_sql second) override {
        operation::execute op;
        put(op, first);
        put(op, second);
        recorded.emplace_back(std::move(op));
    }
    void execute(dialect_sql only) override {
        operation::execute op;
        put(op, only);
        recorded.emplace_back(std::move(op));
    }
    void run(void (*function)(database&), string_ref description) override {
        recorded.emplace_back(operation::run{function, str(description)});
    }
    void irreversible(string_ref reason) override {
        recorded.emplace_back(operation::irreversible{str(reason)});
    }
    void rows(row_batch const& batch) override {
        switch (batch.what) {
        case row_batch::verb::insert:
            recorded.emplace_back(operation::insert_rows{batch.table, batch.columns, batch.rows});
            break;
        case row_batch::verb::update:
            recorded.emplace_back(operation::update_rows{batch.table, batch.columns, batch.keys, batch.rows});
            break;
        case row_batch::verb::erase:
            recorded.emplace_back(operation::delete_rows{batch.table, batch.keys, batch.rows});
            break;
        }
    }

private:
    [[nodiscard]] static operation::alter_column altered(string_ref table, column const& after) {
        operation::alter_column op;
        op.table = str(table);
        op.to = column_of(after);
        op.fill = str(after.fill_expression);
        op.convert = str(after.convert_expression);
        return op;
    }
    static void put(operation::execute& op, dialect_sql const& text) {
        (text.which == dialect_sql::dialect::sqlite ? op.sqlite : op.postgresql) = str(text.text);
    }
    void drop(operation::constraint_kind kind, string_ref name, string_ref table) {
        recorded.emplace_back(operation::drop_constraint{str(table), kind, str(name)});
    }
};

} // namespace detail

/// What `upgrade` or `downgrade` of a unit says, as data. Nothing is run.
[[nodiscard]] inline operation::list record(step what) {
    detail::recorder r;
    if (what != nullptr) {
        what(r);
    }
    return std::move(r.recorded);
}

} // namespace athanor::migrate
