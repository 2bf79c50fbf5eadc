#pragma once
// SPDX-License-Identifier: BSL-1.0
// All that a migration unit sees. No standard header but <initializer_list>: a unit compiles in milliseconds.

#include <athanor/value/sql_type.hpp>

#include <initializer_list>

namespace athanor {
class database;
}

namespace athanor::migrate {

using athanor::cascade;
using athanor::no_action;
using athanor::restrict_;
using athanor::set_default;
using athanor::set_null;

/// Characters and their number; lives as long as what it was made from (in a unit: string literals).
struct string_ref {
    char const* data = "";
    unsigned long size = 0;

    constexpr string_ref() = default;
    constexpr string_ref(char const* d, unsigned long n)
        : data{d}
        , size{n} {}
    template <unsigned long N>
    // NOLINTNEXTLINE(google-explicit-constructor): literals are what units are made of
    constexpr string_ref(char const (&literal)[N])
        : data{literal}
        , size{N - 1} {}
};

/// A run of `T` that somebody else keeps: arguments of one call, alive until its semicolon.
template <class T>
struct list_ref {
    T const* data = nullptr;
    unsigned long size = 0;

    constexpr list_ref() = default;
    constexpr list_ref(T const* d, unsigned long n)
        : data{d}
        , size{n} {}
    [[nodiscard]] constexpr T const* begin() const { return data; }
    [[nodiscard]] constexpr T const* end() const { return data + size; }
};
using names = std::initializer_list<string_ref>;

namespace detail {
template <class T>
[[nodiscard]] constexpr list_ref<T> refer(std::initializer_list<T> const& items) {
    return {items.begin(), items.size()};
}
} // namespace detail

// ---- types
// -------------------------------------------------------------------------------------------------

/// A column's type: `varchar(50)`, `enumeration("mood", {"sad", "happy"})`, `custom_type("GEOMETRY")`.
struct column_type {
    sql_type type;
    string_ref name;
    list_ref<string_ref> labels;

    constexpr column_type() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): column("x", integer())
    constexpr column_type(sql_type t)
        : type{t} {}
    constexpr column_type(sql_type t, string_ref n, list_ref<string_ref> l)
        : type{t}
        , name{n}
        , labels{l} {}
};

using namespace athanor::types;
[[nodiscard]] constexpr sql_type timestamp() {
    return {type_id::timestamp};
}
[[nodiscard]] constexpr sql_type timestamp_tz() {
    return {type_id::timestamp_tz};
}
[[nodiscard]] constexpr sql_type date() {
    return {type_id::date};
}
[[nodiscard]] constexpr sql_type time_of_day() {
    return {type_id::time_of_day};
}
[[nodiscard]] constexpr sql_type interval() {
    return {type_id::interval};
}
[[nodiscard]] constexpr sql_type uuid() {
    return {type_id::uuid};
}
[[nodiscard]] constexpr sql_type json() {
    return {type_id::json};
}
[[nodiscard]] constexpr column_type enumeration(string_ref name, names const& labels) {
    return {{type_id::enumeration}, name, detail::refer(labels)};
}
/// A type that athanor has no word for, as the database spells it.
[[nodiscard]] constexpr column_type custom_type(string_ref sql) {
    return {{type_id::custom}, sql, {}};
}

// ---- defaults
// ----------------------------------------------------------------------------------------------

struct sql_text {
    string_ref text;
};
/// An SQL expression, taken as it is: `server_default(sql("lower('X')"))`.
[[nodiscard]] constexpr sql_text sql(string_ref text) {
    return {text};
}
/// The moment of the statement, on every back end.
[[nodiscard]] constexpr sql_text now() {
    return {"CURRENT_TIMESTAMP"};
}

struct default_value {
    enum class kind : unsigned char { none, text, number, boolean, expression };
    kind what = kind::none;
    string_ref text;
    long long number = 0;
};

// ---- columns and constraints
// -------------------------------------------------------------------------------

/// One column as a unit states it. Nullable unless not_null() is said.
struct column {
    string_ref name;
    column_type type;
    bool nullable = true;
    bool is_autoincrement = false;
    default_value default_;
    string_ref computed_expression;
    bool is_stored = false;
    string_ref collation_name;
    string_ref comment_text;
    string_ref fill_expression;
    string_ref convert_expression;

    constexpr column(string_ref n, column_type t)
        : name{n}
        , type{t} {}

    [[nodiscard]] constexpr column not_null() const {
        column c = *this;
        c.nullable = false;
        return c;
    }
    /// SQLite: INTEGER PRIMARY KEY AUTOINCREMENT. Implies the column is the whole primary key.
    [[nodiscard]] constexpr column autoincrement() const {
        column c = *this;
        c.is_autoincrement = true;
        return c;
    }
    [[nodiscard]] constexpr column server_default(string_ref value) const {
        column c = *this;
        c.default_ = {default_value::kind::text, value, 0};
        return c;
    }
    // Its own overload: a literal would rather become bool than string_ref.
    template <unsigned long N>
    [[nodiscard]] constexpr column server_default(char const (&literal)[N]) const {
        return server_default(string_ref{literal});
    }
    [[nodiscard]] constexpr column server_default(sql_text expression) const {
        column c = *this;
        c.default_ = {default_value::kind::expression, expression.text, 0};
        return c;
    }
    [[nodiscard]] constexpr column server_default(bool value) const {
        column c = *this;
        c.default_ = {default_value::kind::boolean, {}, value ? 1 : 0};
        return c;
    }
    [[nodiscard]] constexpr column server_default(long long value) const {
        column c = *this;
        c.default_ = {default_value::kind::number, {}, value};
        return c;
    }
    [[nodiscard]] constexpr column server_default(int value) const {
        return server_default(static_cast<long long>(value));
    }
    /// GENERATED ALWAYS AS (expression) VIRTUAL; `.stored()` writes it into the row.
    [[nodiscard]] constexpr column computed(string_ref expression) const {
        column c = *this;
        c.computed_expression = expression;
        return c;
    }
    [[nodiscard]] constexpr column stored() const {
        column c = *this;
        c.is_stored = true;
        return c;
    }
    [[nodiscard]] constexpr column collate(string_ref collation) const {
        column c = *this;
        c.collation_name = collation;
        return c;
    }
    [[nodiscard]] constexpr column comment(string_ref text) const {
        column c = *this;
        c.comment_text = text;
        return c;
    }
    /// The value of the rows that exist, where they would hold NULL: an SQL expression, `fill("0")`.
    [[nodiscard]] constexpr column fill(string_ref expression) const {
        column c = *this;
        c.fill_expression = expression;
        return c;
    }
    /// How an altered column's new value is computed, where CAST is not what is wanted: `using_("age / 10")`.
    [[nodiscard]] constexpr column using_(string_ref expression) const {
        column c = *this;
        c.convert_expression = expression;
        return c;
    }
};

/// The two states of alter_column: `from(column(...)), to(column(...))`.
struct from {
    column state;
    constexpr explicit from(column c)
        : state{c} {}
};
struct to {
    column state;
    constexpr explicit to(column c)
        : state{c} {}
};

/// A table constraint of any kind, made by primary_key(), unique(), check() and foreign_key().
struct constraint {
    enum class kind : unsigned char { primary_key, unique, check, foreign_key };
    kind what = kind::unique;
    string_ref name;
    list_ref<string_ref> columns;
    string_ref expression;
    string_ref referred_schema;
    string_ref referred_table;
    list_ref<string_ref> referred_columns;
    fk_action delete_action = fk_action::no_action;
    fk_action update_action = fk_action::no_action;
    bool is_deferrable = false;
    bool is_initially_deferred = false;

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

/// A part of an index: a column's name, desc("name"), or expression("lower(name)").
struct index_item {
    string_ref text;
    bool is_expression = false;
    bool descending = false;

    constexpr index_item(string_ref t, bool e, bool d)
        : text{t}
        , is_expression{e}
        , descending{d} {}
    template <unsigned long N>
    // NOLINTNEXTLINE(google-explicit-constructor): {"a", "b"} are two columns
    constexpr index_item(char const (&literal)[N])
        : text{literal} {}
};
[[nodiscard]] constexpr index_item desc(index_item item) {
    return {item.text, item.is_expression, true};
}
[[nodiscard]] constexpr index_item expression(string_ref sql) {
    return {sql, true, false};
}

struct index_options {
    bool is_unique = false;
    string_ref predicate;

    [[nodiscard]] constexpr index_options unique() const { return {true, predicate}; }
    [[nodiscard]] constexpr index_options where(string_ref p) const { return {is_unique, p}; }
};
[[nodiscard]] constexpr index_options unique_index() {
    return {true, {}};
}
[[nodiscard]] constexpr index_options where(string_ref predicate) {
    return {false, predicate};
}

struct table_options {
    bool is_strict = false;
    bool is_without_rowid = false;
    string_ref comment_text;
    string_ref schema_name;

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
};
[[nodiscard]] constexpr dialect_sql sqlite(string_ref text) {
    return {dialect_sql::dialect::sqlite, text};
}
[[nodiscard]] constexpr dialect_sql postgresql(string_ref text) {
    return {dialect_sql::dialect::postgresql, text};
}

// Defined in athanor/migrate/data.hpp, which a unit with typed rows includes.
template <class Row>
struct include_athanor_migrate_data_hpp;
struct row_batch;

// ---- operations
// --------------------------------------------------------------------------------------------

/// What a unit may do. Nothing happens while the unit runs: the calls are recorded, and the list is then
/// replayed, executed, written as C++ or printed as SQL. Every string is copied.
class operations {
public:
    virtual void create_table(string_ref name, std::initializer_list<column> columns,
                              std::initializer_list<constraint> constraints = {},
                              table_options options = {}) = 0;
    /// Destroys the table's rows.
    virtual void drop_table(string_ref name) = 0;
    virtual void rename_table(string_ref from, string_ref to) = 0;

    virtual void add_column(string_ref table, column column) = 0;
    /// Destroys the column's values.
    virtual void drop_column(string_ref table, string_ref column) = 0;
    virtual void rename_column(string_ref table, string_ref from, string_ref to) = 0;
    /// Type, nullability, default and the like; `from` is what the column is now.
    virtual void alter_column(string_ref table, from before, to after) = 0;
    /// The same where replay may say what the column is now.
    virtual void alter_column(string_ref table, to after) = 0;

    virtual void create_index(string_ref name, string_ref table, std::initializer_list<index_item> items,
                              index_options options = {}) = 0;
    virtual void drop_index(string_ref name, string_ref table) = 0;

    /// `op.add_constraint("users", unique("uq_users_email", {"email"}))`
    virtual void add_constraint(string_ref table, constraint constraint) = 0;
    virtual void drop_primary_key(string_ref name, string_ref table) = 0;
    virtual void drop_unique(string_ref name, string_ref table) = 0;
    virtual void drop_check(string_ref name, string_ref table) = 0;
    virtual void drop_foreign_key(string_ref name, string_ref table) = 0;

    virtual void comment_table(string_ref table, string_ref comment) = 0;

    /// SQL as it is, on every back end; statements may be separated by semicolons.
    virtual void execute(string_ref sql) = 0;
    /// A text per dialect: `op.execute(sqlite("..."), postgresql("..."))`. A dialect without one does
    /// nothing.
    virtual void execute(dialect_sql first, dialect_sql second) = 0;
    virtual void execute(dialect_sql only) = 0;

    /// A function over the connection, for what SQL can't say. Can't be printed offline.
    virtual void run(void (*function)(database&), string_ref description) = 0;

    /// In a downgrade: it can't be done. Refused before anything runs.
    virtual void irreversible(string_ref reason) = 0;

    /// What insert(), update() and erase() come down to.
    virtual void rows(row_batch const& batch) = 0;

    /// Rows of a struct frozen in this unit: its member names are the columns.
    template <class Row>
    void insert(string_ref table, std::initializer_list<Row> items) {
        include_athanor_migrate_data_hpp<Row>::insert(*this, table, items);
    }
    /// Updates the rows that `keys` name, sets the other members.
    template <class Row>
    void update(string_ref table, names keys, std::initializer_list<Row> items) {
        include_athanor_migrate_data_hpp<Row>::update(*this, table, keys, items);
    }
    /// Deletes the rows that `keys` name.
    template <class Row>
    void erase(string_ref table, names keys, std::initializer_list<Row> items) {
        include_athanor_migrate_data_hpp<Row>::erase(*this, table, keys, items);
    }

protected:
    operations() = default;
    ~operations() = default;
};

// ---- the unit
// ----------------------------------------------------------------------------------------------

using step = void (*)(operations&);

/// The revisions that a unit continues; several make it a merge.
struct revises {
    static constexpr int most = 8;
    string_ref ids[most];
    int count = 0;

    constexpr revises() = default;
    template <class... Ids>
    requires(sizeof...(Ids) > 0 && sizeof...(Ids) <= most) constexpr explicit revises(Ids const&... id)
        : ids{string_ref{id}...}
        , count{static_cast<int>(sizeof...(Ids))} {}
};
/// Revisions that must have run before, without being continued.
struct depends_on : revises {
    using revises::revises;
};
struct branch_label {
    string_ref text;
    constexpr explicit branch_label(string_ref t)
        : text{t} {}
};

struct unit {
    string_ref id;
    string_ref message;
    revises parents;
    depends_on dependencies;
    string_ref label;
    step upgrade = nullptr;
    step downgrade = nullptr;
};

namespace detail {
constexpr void put(unit& u, revises const& v) {
    u.parents = v;
}
constexpr void put(unit& u, depends_on const& v) {
    u.dependencies = v;
}
constexpr void put(unit& u, branch_label const& v) {
    u.label = v.text;
}

template <class... Facts>
[[nodiscard]] constexpr unit make_unit(string_ref id, step upgrade, step downgrade, string_ref message,
                                       Facts const&... facts) {
    unit u;
    u.id = id;
    u.message = message;
    u.upgrade = upgrade;
    u.downgrade = downgrade;
    (put(u, facts), ...);
    return u;
}
} // namespace detail

} // namespace athanor::migrate

/// Makes the two functions a revision: ATHANOR_REVISION(1975ea83b712, upgrade, downgrade, "add phone number",
/// athanor::migrate::revises("804682fdc9c4")). The registry that the build generates refers to it by name.
#define ATHANOR_REVISION(id, upgrade, downgrade, ...)                                                        \
    extern const athanor::migrate::unit athanor_revision_##id;                                               \
    constinit const athanor::migrate::unit athanor_revision_##id =                                           \
        athanor::migrate::detail::make_unit(#id, upgrade, downgrade, __VA_ARGS__);
