#pragma once
// SPDX-License-Identifier: BSL-1.0
// One schema change = one plain struct; the variant of all is what replay, executor, unit writer and offline
// printer visit, so that a new operation doesn't compile until all four know it.

#include <athanor/schema/catalog.hpp>
#include <athanor/value/cell.hpp>

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace athanor {
class database;
}

namespace athanor::operation {

struct create_table {
    table_def table; // with constraints; indexes come as create_index
};
struct drop_table {
    std::string table;
};
struct rename_table {
    std::string from;
    std::string to;
};
struct add_column {
    std::string table;
    column_def column;
    std::string fill; // SQL expression for the rows that exist; empty = the default, or NULL
};
struct drop_column {
    std::string table;
    std::string column;
};
struct rename_column {
    std::string table;
    std::string from;
    std::string to;
};
/// Type, nullability, default, generated expression, collation, comment. The name stays.
struct alter_column {
    std::string table;
    column_def to;
    std::optional<column_def> from; // absent in hand-written units: replay knows it
    std::string fill;    // SQL expression that takes the place of NULL when the column becomes NOT NULL
    std::string convert; // SQL expression for the new value; empty = CAST
};
struct create_index {
    std::string table;
    index_def index;
    bool concurrently = false; // PostgreSQL: outside a transaction, without a lock on the rows
};
struct drop_index {
    std::string table;
    std::string name;
    bool concurrently = false;
};
struct add_primary_key {
    std::string table;
    primary_key_def key;
};
struct add_unique {
    std::string table;
    unique_def unique;
};
struct add_check {
    std::string table;
    check_def check;
};
struct add_foreign_key {
    std::string table;
    foreign_key_def key;
};
struct add_exclude {
    std::string table;
    exclude_def exclude;
};
enum class constraint_kind : unsigned char { primary_key, unique, check, foreign_key, exclude };
struct drop_constraint {
    std::string table;
    constraint_kind kind = constraint_kind::unique;
    std::string name;
};
/// The table's comment (kept in the history on SQLite, which has none).
struct comment_table {
    std::string table;
    std::string comment;
};
/// Sequences: PostgreSQL only.
struct create_sequence {
    sequence_def sequence;
};
struct drop_sequence {
    std::string name; // sequence_def::key()
};
struct alter_sequence {
    sequence_def to;
    std::optional<sequence_def> from{}; // absent in hand-written units: replay knows it
};
/// SQL as written by a person; has no effect on the replayed schema.
struct execute {
    std::string sql; // every dialect without a text of its own
    std::string sqlite;
    std::string postgresql;
    bool outside_transaction = false; // PostgreSQL: VACUUM and the like, as a journaled step of its own
};
/// Rows whose columns were type-checked against a struct frozen in the unit.
struct insert_rows {
    std::string table;
    std::vector<std::string> columns;
    std::vector<std::vector<cell>> rows;
};
/// `keys` say which row, the other columns what it becomes.
struct update_rows {
    std::string table;
    std::vector<std::string> columns;
    std::vector<std::string> keys;
    std::vector<std::vector<cell>> rows;
};
struct delete_rows {
    std::string table;
    std::vector<std::string> keys;
    std::vector<std::vector<cell>> rows;
};
/// A function over the connection; can't be printed offline.
struct run {
    void (*function)(database&) = nullptr;
    std::string description;
};
/// A downgrade that can't be done: refused before anything runs.
struct irreversible {
    std::string reason;
};

using any =
    std::variant<create_table, drop_table, rename_table, add_column, drop_column, rename_column, alter_column,
                 create_index, drop_index, add_primary_key, add_unique, add_check, add_foreign_key,
                 drop_constraint, comment_table, execute, insert_rows, update_rows, delete_rows, run,
                 irreversible, add_exclude, create_sequence, drop_sequence, alter_sequence>;

using list = std::vector<any>;

/// For `std::visit` over an operation.
template <class... F>
struct overloaded : F... {
    using F::operator()...;
};
template <class... F>
overloaded(F...) -> overloaded<F...>;

} // namespace athanor::operation
