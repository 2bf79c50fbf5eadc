#pragma once
// SPDX-License-Identifier: BSL-1.0
// All that a migration unit sees. No standard header but <initializer_list>: a unit compiles in milliseconds.

#include <athanor/migrate/unit_columns.hpp>
#include <athanor/migrate/unit_constraints.hpp>

#include <initializer_list>

namespace athanor {
class database;
}

namespace athanor::migrate {

/// The two states of alter_column and alter_sequence: `from(column(...)), to(column(...))`.
template <class State>
struct from {
    State state;
    constexpr explicit from(State s)
        : state{s} {}
};
template <class State>
struct to {
    State state;
    constexpr explicit to(State s)
        : state{s} {}
};

// Defined in athanor/migrate/data.hpp, which a unit with typed rows includes.
template <class Row>
struct include_athanor_migrate_data_hpp;
struct row_batch;

/// What a unit may do. Nothing happens while the unit runs: the calls are recorded, and the list is then
/// replayed, executed, written as C++ or printed as SQL. Every string is copied.
///
/// A table in a schema that isn't the default one is called `billing.invoices` (PostgreSQL): the first dot
/// parts the two.
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
    virtual void alter_column(string_ref table, from<column> before, to<column> after) = 0;
    /// The same where replay may say what the column is now.
    virtual void alter_column(string_ref table, to<column> after) = 0;

    virtual void create_index(string_ref name, string_ref table, std::initializer_list<index_item> items,
                              index_options options = {}) = 0;
    /// The only option that a drop has is concurrently().
    virtual void drop_index(string_ref name, string_ref table, index_options options = {}) = 0;

    /// `op.add_constraint("users", unique("uq_users_email", {"email"}))`
    virtual void add_constraint(string_ref table, constraint constraint) = 0;
    virtual void drop_primary_key(string_ref name, string_ref table) = 0;
    virtual void drop_unique(string_ref name, string_ref table) = 0;
    virtual void drop_check(string_ref name, string_ref table) = 0;
    virtual void drop_foreign_key(string_ref name, string_ref table) = 0;
    virtual void drop_exclude(string_ref name, string_ref table) = 0;

    /// PostgreSQL: `op.create_sequence("invoice_number", sequence().start(1000))`
    virtual void create_sequence(string_ref name, sequence_settings settings = {}) = 0;
    /// Destroys how far it has counted.
    virtual void drop_sequence(string_ref name) = 0;
    /// All that the sequence is afterwards, its owner too; how far it has counted stays.
    virtual void alter_sequence(string_ref name, from<sequence_settings> before,
                                to<sequence_settings> after) = 0;
    virtual void alter_sequence(string_ref name, to<sequence_settings> after) = 0;

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
