#pragma once
// SPDX-License-Identifier: BSL-1.0
// Runs a unit's upgrade or downgrade and keeps what it said as data.

#include <athanor/base/error.hpp>
#include <athanor/migrate/row_batch.hpp>
#include <athanor/migrate/unit.hpp>
#include <athanor/operation/operations.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
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

[[nodiscard]] inline std::optional<std::int64_t> number_of(maybe_number n) {
    return n.is_given ? std::optional<std::int64_t>{n.value} : std::nullopt;
}
[[nodiscard]] inline sequence_options options_of(sequence_settings const& s) {
    return {number_of(s.start_),    number_of(s.increment_), number_of(s.minvalue_),
            number_of(s.maxvalue_), number_of(s.cache_),     s.is_cycle};
}
[[nodiscard]] inline sequence_def sequence_of(string_ref name, sequence_settings const& s) {
    auto [schema, plain] = split_key(str(name));
    return {std::move(schema), std::move(plain),   s.type,
            options_of(s),     str(s.owner_table), str(s.owner_column)};
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
    d.enforced = c.is_enforced;
    if (c.identity_ != identity_kind::none) {
        d.identity = identity_def{c.identity_ == identity_kind::always, options_of(c.identity_settings)};
        d.autoincrement = true;
        if (c.identity_settings.owner_table.size != 0 ||
            c.identity_settings.type != sql_type{type_id::bigint}) {
            throw error{error_kind::migration,
                        "an identity has its column's type and owner: leave as(...) and "
                        "owned_by(...) out of its sequence()"}
                .with_column(d.name);
        }
    }
    return d;
}

[[nodiscard]] inline unique_def unique_of(constraint const& c) {
    return {str(c.name), strs(c.columns), c.is_nulls_not_distinct, c.is_deferrable, c.is_initially_deferred};
}
[[nodiscard]] inline foreign_key_def foreign_key_of(constraint const& c) {
    auto const [schema, table] = split_key(str(c.referred_table));
    return {str(c.name),     strs(c.columns),          schema,
            table,           strs(c.referred_columns), c.delete_action,
            c.update_action, c.is_deferrable,          c.is_initially_deferred};
}
[[nodiscard]] inline exclude_def exclude_of(constraint const& c) {
    exclude_def e{str(c.name), str(c.method), {}, str(c.predicate), c.is_deferrable, c.is_initially_deferred};
    for (auto const& one : c.elements) {
        if (one.item.descending || one.item.nulls != nulls_place::unsaid) {
            throw error{error_kind::migration,
                        "exclude \"" + e.name + "\": its elements have no order: leave desc and nulls out"};
        }
        e.elements.push_back(
            {str(one.item.text), one.item.is_expression, str(one.with), str(one.item.class_name)});
    }
    return e;
}

/// What only some kinds of constraint have, said of another, would be lost without a word.
inline void require_fitting(constraint const& c, std::string const& table) {
    using kind = constraint::kind;
    auto const refuse = [&](bool wrong, char const* what) {
        if (wrong) {
            throw error{error_kind::migration, "constraint \"" + str(c.name) + "\": " + what +
                                                   " means nothing for this kind of constraint"}
                .with_table(table);
        }
    };
    bool const is_key = c.what == kind::foreign_key;
    refuse(c.is_nulls_not_distinct && c.what != kind::unique, "nulls_not_distinct()");
    refuse((c.method.size != 0) && c.what != kind::exclude, "using_()");
    refuse((c.predicate.size != 0) && c.what != kind::exclude, "where()");
    refuse(c.is_deferrable && (c.what == kind::primary_key || c.what == kind::check), "deferrable()");
    refuse(!is_key && (c.delete_action != fk_action::no_action || c.update_action != fk_action::no_action),
           "on_delete() or on_update()");
}

class recorder final : public operations {
public:
    operation::list recorded;

    void create_table(string_ref name, std::initializer_list<column> columns,
                      std::initializer_list<constraint> constraints, table_options options) override {
        table_def t;
        std::tie(t.schema, t.name) = split_key(str(name));
        t.comment = str(options.comment_text);
        t.strict = options.is_strict;
        t.without_rowid = options.is_without_rowid;
        for (auto const& c : columns) {
            t.columns.push_back(column_of(c));
        }
        for (auto const& c : constraints) {
            require_fitting(c, t.key());
            switch (c.what) {
            case constraint::kind::primary_key:
                if (t.primary_key) {
                    throw error{error_kind::migration, "create_table has two primary keys"}.with_table(
                        t.key());
                }
                t.primary_key = primary_key_def{str(c.name), strs(c.columns)};
                break;
            case constraint::kind::unique:
                t.uniques.push_back(unique_of(c));
                break;
            case constraint::kind::check:
                t.checks.push_back({str(c.name), str(c.expression)});
                break;
            case constraint::kind::foreign_key:
                t.foreign_keys.push_back(foreign_key_of(c));
                break;
            case constraint::kind::exclude:
                t.excludes.push_back(exclude_of(c));
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
    void alter_column(string_ref table, from<column> before, to<column> after) override {
        auto op = altered(table, after.state);
        op.from = column_of(before.state);
        recorded.emplace_back(std::move(op));
    }
    void alter_column(string_ref table, to<column> after) override {
        recorded.emplace_back(altered(table, after.state));
    }

    void create_index(string_ref name, string_ref table, std::initializer_list<index_item> items,
                      index_options options) override {
        index_def index;
        index.name = str(name);
        index.unique = options.is_unique;
        index.where = str(options.predicate);
        for (auto const& item : items) {
            index.parts.push_back({str(item.text), item.is_expression, item.descending,
                                   static_cast<nulls_order>(item.nulls), str(item.class_name)});
        }
        index.method = str(options.method);
        index.include = strs(options.included);
        index.nulls_not_distinct = options.is_nulls_not_distinct;
        recorded.emplace_back(operation::create_index{str(table), std::move(index), options.is_concurrently});
    }
    void drop_index(string_ref name, string_ref table, index_options options) override {
        if (options.is_unique || options.is_nulls_not_distinct || options.predicate.size != 0 ||
            options.method.size != 0 || options.included.size != 0) {
            throw error{error_kind::migration,
                        "drop_index of \"" + str(name) + "\" takes concurrently() and nothing else"}
                .with_table(str(table));
        }
        recorded.emplace_back(operation::drop_index{str(table), str(name), options.is_concurrently});
    }
    void add_constraint(string_ref table, constraint c) override {
        require_fitting(c, str(table));
        switch (c.what) {
        case constraint::kind::primary_key:
            recorded.emplace_back(operation::add_primary_key{str(table), {str(c.name), strs(c.columns)}});
            break;
        case constraint::kind::unique:
            recorded.emplace_back(operation::add_unique{str(table), unique_of(c)});
            break;
        case constraint::kind::check:
            recorded.emplace_back(operation::add_check{str(table), {str(c.name), str(c.expression)}});
            break;
        case constraint::kind::foreign_key:
            recorded.emplace_back(operation::add_foreign_key{str(table), foreign_key_of(c)});
            break;
        case constraint::kind::exclude:
            recorded.emplace_back(operation::add_exclude{str(table), exclude_of(c)});
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
    void drop_exclude(string_ref name, string_ref table) override {
        drop(operation::constraint_kind::exclude, name, table);
    }
    void create_sequence(string_ref name, sequence_settings settings) override {
        recorded.emplace_back(operation::create_sequence{sequence_of(name, settings)});
    }
    void drop_sequence(string_ref name) override {
        recorded.emplace_back(operation::drop_sequence{str(name)});
    }
    void alter_sequence(string_ref name, from<sequence_settings> before,
                        to<sequence_settings> after) override {
        recorded.emplace_back(
            operation::alter_sequence{sequence_of(name, after.state), sequence_of(name, before.state)});
    }
    void alter_sequence(string_ref name, to<sequence_settings> after) override {
        recorded.emplace_back(operation::alter_sequence{sequence_of(name, after.state), {}});
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
        if (text.is_outside_transaction) {
            if (text.which == dialect_sql::dialect::sqlite) {
                throw error{error_kind::migration,
                            "SQLite runs a unit in one transaction: outside_transaction() is for "
                            "postgresql(...) only"};
            }
            op.outside_transaction = true;
        }
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
