#pragma once
// SPDX-License-Identifier: BSL-1.0
// A schema as owning values: what units are replayed into, what introspection returns, what a diff compares.

#include <athanor/schema/default_kind.hpp>
#include <athanor/value/sql_type.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor {

struct default_def {
    default_kind kind = default_kind::none;
    std::string text;
    friend bool operator==(default_def const&, default_def const&) = default;
};

struct column_def {
    std::string name;
    sql_type type;
    std::string type_name;           // enumeration: its name; custom: the SQL type as written
    std::vector<std::string> labels; // enumeration only, in order
    bool nullable = true;
    bool autoincrement =
        false; // the only column of the primary key; SQLite: INTEGER PRIMARY KEY AUTOINCREMENT
    default_def server_default;
    std::string computed; // GENERATED ALWAYS AS (...); empty = an ordinary column
    bool stored = false;  // of a computed column: STORED rather than VIRTUAL
    std::string collation;
    std::string comment;
    friend bool operator==(column_def const&, column_def const&) = default;
};

struct primary_key_def {
    std::string name;
    std::vector<std::string> columns;
    friend bool operator==(primary_key_def const&, primary_key_def const&) = default;
};

struct unique_def {
    std::string name;
    std::vector<std::string> columns;
    friend bool operator==(unique_def const&, unique_def const&) = default;
};

struct check_def {
    std::string name;
    std::string expression; // common dialect; columns as "quoted" names without a table
    friend bool operator==(check_def const&, check_def const&) = default;
};

struct foreign_key_def {
    std::string name;
    std::vector<std::string> columns;
    std::string referred_schema;
    std::string referred_table;
    std::vector<std::string> referred_columns;
    fk_action on_delete = fk_action::no_action;
    fk_action on_update = fk_action::no_action;
    bool deferrable = false;
    bool initially_deferred = false;
    friend bool operator==(foreign_key_def const&, foreign_key_def const&) = default;
};

struct index_part {
    std::string text; // a column's name, or an SQL expression
    bool is_expression = false;
    bool descending = false;
    friend bool operator==(index_part const&, index_part const&) = default;
};

struct index_def {
    std::string name;
    std::vector<index_part> parts;
    bool unique = false;
    std::string where; // partial index: its predicate
    friend bool operator==(index_def const&, index_def const&) = default;
};

struct table_def {
    std::string schema; // empty = the default one
    std::string name;
    std::string comment;
    std::vector<column_def> columns;
    std::optional<primary_key_def> primary_key;
    std::vector<unique_def> uniques;
    std::vector<check_def> checks;
    std::vector<foreign_key_def> foreign_keys;
    std::vector<index_def> indexes;
    bool strict = false;        // SQLite: STRICT
    bool without_rowid = false; // SQLite: WITHOUT ROWID
    friend bool operator==(table_def const&, table_def const&) = default;

    [[nodiscard]] column_def const* find_column(std::string_view column) const noexcept {
        for (auto const& c : columns) {
            if (c.name == column) {
                return &c;
            }
        }
        return nullptr;
    }
    [[nodiscard]] column_def* find_column(std::string_view column) noexcept {
        return const_cast<column_def*>(std::as_const(*this).find_column(column));
    }
};

/// All tables of one database, in no particular order.
struct catalog {
    std::vector<table_def> tables;
    friend bool operator==(catalog const&, catalog const&) = default;

    [[nodiscard]] table_def const* find(std::string_view table) const noexcept {
        for (auto const& t : tables) {
            if (t.name == table) {
                return &t;
            }
        }
        return nullptr;
    }
    [[nodiscard]] table_def* find(std::string_view table) noexcept {
        return const_cast<table_def*>(std::as_const(*this).find(table));
    }
};

/// What a model says with renamed_from(): evidence for a diff, not part of the schema.
struct rename_hint {
    std::string
        table; // the table's new name; for a table's own rename `from` is its old one and `to` is empty
    std::string from;
    std::string to; // the column's new name
};

/// The schema that the models want: metadata<...> turned into values.
struct model_schema {
    catalog tables;
    std::vector<rename_hint> renames;
};

} // namespace athanor
