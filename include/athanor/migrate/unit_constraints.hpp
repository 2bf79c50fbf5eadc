#pragma once
// SPDX-License-Identifier: BSL-1.0
// Words for indexes, constraints, tables and SQL in a unit. No standard header but <initializer_list>.

#include <athanor/migrate/unit_columns.hpp>

namespace athanor::migrate {

using athanor::cascade;
using athanor::no_action;
using athanor::restrict_;
using athanor::set_default;
using athanor::set_null;

/// Where NULLs stand in an index (PostgreSQL).
enum class nulls_place : unsigned char { unsaid, first, last };

/// A part of an index: a column's name, asc("name"), desc("name"), or expression("lower(name)").
struct index_item {
    string_ref text;
    bool is_expression = false;
    bool descending = false;
    nulls_place nulls = nulls_place::unsaid;
    string_ref class_name;

    constexpr index_item(string_ref t, bool e, bool d)
        : text{t}
        , is_expression{e}
        , descending{d} {}
    template <unsigned long N>
    // NOLINTNEXTLINE(google-explicit-constructor): {"a", "b"} are two columns
    constexpr index_item(char const (&literal)[N])
        : text{literal} {}

    [[nodiscard]] constexpr index_item nulls_first() const {
        index_item i = *this;
        i.nulls = nulls_place::first;
        return i;
    }
    [[nodiscard]] constexpr index_item nulls_last() const {
        index_item i = *this;
        i.nulls = nulls_place::last;
        return i;
    }
    /// PostgreSQL: `asc("tags").operator_class("jsonb_path_ops")`.
    [[nodiscard]] constexpr index_item operator_class(string_ref name) const {
        index_item i = *this;
        i.class_name = name;
        return i;
    }
};
[[nodiscard]] constexpr index_item asc(index_item item) {
    item.descending = false;
    return item;
}
[[nodiscard]] constexpr index_item desc(index_item item) {
    item.descending = true;
    return item;
}
[[nodiscard]] constexpr index_item expression(string_ref sql) {
    return {sql, true, false};
}

/// An element of exclude(): `{"room", "="}`, `{expression("tsrange(a, b)"), "&&"}`.
struct exclude_item {
    index_item item;
    string_ref with;

    constexpr exclude_item(index_item i, string_ref w)
        : item{i}
        , with{w} {}
};

/// A table constraint of any kind, made by primary_key(), unique(), check(), foreign_key() and exclude().
struct constraint {
    enum class kind : unsigned char { primary_key, unique, check, foreign_key, exclude };
    kind what = kind::unique;
    string_ref name;
    list_ref<string_ref> columns;
    string_ref expression;
    string_ref referred_table;
    list_ref<string_ref> referred_columns;
    fk_action delete_action = fk_action::no_action;
    fk_action update_action = fk_action::no_action;
    bool is_deferrable = false;
    bool is_initially_deferred = false;
    bool is_nulls_not_distinct = false;
    list_ref<exclude_item> elements;
    string_ref method;
    string_ref predicate;

    [[nodiscard]] constexpr constraint on_delete(fk_action action) const {
        constraint c = *this;
        c.delete_action = action;
        return c;
    }
    [[nodiscard]] constexpr constraint on_update(fk_action action) const {
        constraint c = *this;
        c.update_action = action;
        return c;
    }
    [[nodiscard]] constexpr constraint deferrable() const {
        constraint c = *this;
        c.is_deferrable = true;
        return c;
    }
    [[nodiscard]] constexpr constraint initially_deferred() const {
        constraint c = *this;
        c.is_deferrable = true;
        c.is_initially_deferred = true;
        return c;
    }
    /// Of unique(): two NULLs are equal. PostgreSQL 15.
    [[nodiscard]] constexpr constraint nulls_not_distinct() const {
        constraint c = *this;
        c.is_nulls_not_distinct = true;
        return c;
    }
    /// Of exclude(): the kind of index that finds the other rows; gist unless said.
    [[nodiscard]] constexpr constraint using_(string_ref index_method) const {
        constraint c = *this;
        c.method = index_method;
        return c;
    }
    /// Of exclude(): only these rows.
    [[nodiscard]] constexpr constraint where(string_ref sql) const {
        constraint c = *this;
        c.predicate = sql;
        return c;
    }
};
[[nodiscard]] constexpr constraint primary_key(string_ref name, names const& columns) {
    constraint c;
    c.what = constraint::kind::primary_key;
    c.name = name;
    c.columns = detail::refer(columns);
    return c;
}
[[nodiscard]] constexpr constraint unique(string_ref name, names const& columns) {
    constraint c;
    c.what = constraint::kind::unique;
    c.name = name;
    c.columns = detail::refer(columns);
    return c;
}
[[nodiscard]] constexpr constraint check(string_ref name, string_ref expression) {
    constraint c;
    c.what = constraint::kind::check;
    c.name = name;
    c.expression = expression;
    return c;
}
[[nodiscard]] constexpr constraint foreign_key(string_ref name, names const& columns,
                                               string_ref referred_table, names const& referred_columns) {
    constraint c;
    c.what = constraint::kind::foreign_key;
    c.name = name;
    c.columns = detail::refer(columns);
    c.referred_table = referred_table;
    c.referred_columns = detail::refer(referred_columns);
    return c;
}
/// PostgreSQL: no two rows for which all the operators hold:
/// `exclude("ex_bookings", {{"room", "="}, {"during", "&&"}}).using_("gist")`.
[[nodiscard]] constexpr constraint exclude(string_ref name,
                                           std::initializer_list<exclude_item> const& elements) {
    constraint c;
    c.what = constraint::kind::exclude;
    c.name = name;
    c.elements = detail::refer(elements);
    return c;
}

/// What else is said of an index: `unique_index().where("active")`, `using_("gin")`, `concurrently()`.
struct index_options {
    bool is_unique = false;
    string_ref predicate;
    string_ref method;
    list_ref<string_ref> included;
    bool is_nulls_not_distinct = false;
    bool is_concurrently = false;

    [[nodiscard]] constexpr index_options unique() const {
        index_options o = *this;
        o.is_unique = true;
        return o;
    }
    [[nodiscard]] constexpr index_options where(string_ref sql) const {
        index_options o = *this;
        o.predicate = sql;
        return o;
    }
    /// PostgreSQL: gin, gist, brin, hash, ...; btree unless said.
    [[nodiscard]] constexpr index_options using_(string_ref index_method) const {
        index_options o = *this;
        o.method = index_method;
        return o;
    }
    /// PostgreSQL: columns that are kept along, so that a query needs the index only.
    [[nodiscard]] constexpr index_options include(names const& columns) const {
        index_options o = *this;
        o.included = detail::refer(columns);
        return o;
    }
    /// Of a unique one: two NULLs are equal. PostgreSQL 15.
    [[nodiscard]] constexpr index_options nulls_not_distinct() const {
        index_options o = *this;
        o.is_nulls_not_distinct = true;
        return o;
    }
    /// PostgreSQL: nobody waits for the rows meanwhile; a step of its own outside the transaction.
    [[nodiscard]] constexpr index_options concurrently() const {
        index_options o = *this;
        o.is_concurrently = true;
        return o;
    }
};
[[nodiscard]] constexpr index_options unique_index() {
    return index_options{}.unique();
}
[[nodiscard]] constexpr index_options where(string_ref predicate) {
    return index_options{}.where(predicate);
}
[[nodiscard]] constexpr index_options using_(string_ref index_method) {
    return index_options{}.using_(index_method);
}
[[nodiscard]] constexpr index_options include(names const& columns) {
    return index_options{}.include(columns);
}
[[nodiscard]] constexpr index_options concurrently() {
    return index_options{}.concurrently();
}

struct table_options {
    bool is_strict = false;
    bool is_without_rowid = false;
    string_ref comment_text;

    [[nodiscard]] constexpr table_options strict() const {
        table_options o = *this;
        o.is_strict = true;
        return o;
    }
    [[nodiscard]] constexpr table_options without_rowid() const {
        table_options o = *this;
        o.is_without_rowid = true;
        return o;
    }
    [[nodiscard]] constexpr table_options comment(string_ref text) const {
        table_options o = *this;
        o.comment_text = text;
        return o;
    }
};
[[nodiscard]] constexpr table_options options() {
    return {};
}

/// SQL for one dialect only.
struct dialect_sql {
    enum class dialect : unsigned char { sqlite, postgresql };
    dialect which = dialect::sqlite;
    string_ref text;
    bool is_outside_transaction = false;

    /// PostgreSQL: for what can't run in a transaction, such as VACUUM: a step of its own, which the history
    /// remembers. `op.execute(postgresql("VACUUM users").outside_transaction())`
    [[nodiscard]] constexpr dialect_sql outside_transaction() const { return {which, text, true}; }
};
[[nodiscard]] constexpr dialect_sql sqlite(string_ref text) {
    return {dialect_sql::dialect::sqlite, text, false};
}
[[nodiscard]] constexpr dialect_sql postgresql(string_ref text) {
    return {dialect_sql::dialect::postgresql, text, false};
}

} // namespace athanor::migrate
