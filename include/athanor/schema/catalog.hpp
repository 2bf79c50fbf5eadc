#pragma once
// SPDX-License-Identifier: BSL-1.0
// A schema as owning values: what units are replayed into, what introspection returns, what a diff compares.

#include <athanor/schema/default_kind.hpp>
#include <athanor/schema/sequence_options.hpp>
#include <athanor/value/sql_type.hpp>

#include <cstdint>
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
    // The database counts. SQLite: INTEGER PRIMARY KEY AUTOINCREMENT; PostgreSQL: an identity BY DEFAULT.
    bool autoincrement = false;
    std::optional<identity_def> identity; // PostgreSQL: more than autoincrement says; implies it
    default_def server_default;
    std::string computed; // GENERATED ALWAYS AS (...); empty = an ordinary column
    bool stored = false;  // of a computed column: STORED rather than VIRTUAL
    std::string collation;
    std::string comment;
    bool enforced = false; // SQLite: a CHECK that holds the type's limits, as PostgreSQL does by itself
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
    bool nulls_not_distinct = false; // PostgreSQL 15
    bool deferrable = false;
    bool initially_deferred = false;
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

    /// The referred table as table_def::key() says it.
    [[nodiscard]] std::string referred_key() const {
        return referred_schema.empty() ? referred_table : referred_schema + '.' + referred_table;
    }
};

struct index_part {
    std::string text; // a column's name, or an SQL expression
    bool is_expression = false;
    bool descending = false;
    nulls_order nulls = nulls_order::by_default;
    std::string operator_class{}; // PostgreSQL; empty = the type's own
    friend bool operator==(index_part const&, index_part const&) = default;
};

struct index_def {
    std::string name;
    std::vector<index_part> parts;
    bool unique = false;
    std::string where;                  // partial index: its predicate
    std::string method{};               // PostgreSQL: USING gin, ...; empty = btree
    std::vector<std::string> include{}; // PostgreSQL: columns that are kept along
    bool nulls_not_distinct = false;    // PostgreSQL 15
    friend bool operator==(index_def const&, index_def const&) = default;
};

/// PostgreSQL: no two rows for which all the operators hold.
struct exclude_def {
    struct element {
        std::string text; // a column's name, or an SQL expression
        bool is_expression = false;
        std::string with; // the operator: =, &&, ...
        std::string operator_class{};
        friend bool operator==(element const&, element const&) = default;
    };
    std::string name;
    std::string method; // gist, ...; empty = gist
    std::vector<element> elements;
    std::string where;
    bool deferrable = false;
    bool initially_deferred = false;
    friend bool operator==(exclude_def const&, exclude_def const&) = default;
};

/// PostgreSQL: a sequence that stands by itself, or is owned by a column and goes with it.
struct sequence_def {
    std::string schema;
    std::string name;
    sql_type type{type_id::bigint};
    sequence_options options;
    std::string owner_table; // as table_def::key() says it; empty = owned by none
    std::string owner_column;
    friend bool operator==(sequence_def const&, sequence_def const&) = default;

    [[nodiscard]] std::string key() const { return schema.empty() ? name : schema + '.' + name; }
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
    std::vector<exclude_def> excludes;
    std::vector<index_def> indexes;
    bool strict = false;        // SQLite: STRICT
    bool without_rowid = false; // SQLite: WITHOUT ROWID
    friend bool operator==(table_def const&, table_def const&) = default;

    /// What operations call the table: `users`, or `billing.invoices` in a schema that is not the default
    /// one.
    [[nodiscard]] std::string key() const { return schema.empty() ? name : schema + '.' + name; }
    [[nodiscard]] bool is(std::string_view table) const noexcept {
        return schema.empty()
                   ? name == table
                   : table.size() == schema.size() + 1 + name.size() && table.starts_with(schema) &&
                         table[schema.size()] == '.' && table.ends_with(name);
    }
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

/// Schema and name of a table_def::key() or sequence_def::key(). The first dot parts them.
[[nodiscard]] inline std::pair<std::string, std::string> split_key(std::string_view key) {
    auto const dot = key.find('.');
    if (dot == std::string_view::npos) {
        return {std::string{}, std::string(key)};
    }
    return {std::string(key.substr(0, dot)), std::string(key.substr(dot + 1))};
}

/// All tables and sequences of one database, in no particular order.
struct catalog {
    std::vector<table_def> tables;
    std::vector<sequence_def> sequences{};
    friend bool operator==(catalog const&, catalog const&) = default;

    /// By table_def::key().
    [[nodiscard]] table_def const* find(std::string_view table) const noexcept {
        for (auto const& t : tables) {
            if (t.is(table)) {
                return &t;
            }
        }
        return nullptr;
    }
    [[nodiscard]] table_def* find(std::string_view table) noexcept {
        return const_cast<table_def*>(std::as_const(*this).find(table));
    }
    [[nodiscard]] sequence_def const* find_sequence(std::string_view sequence) const noexcept {
        for (auto const& s : sequences) {
            if (s.key() == sequence) {
                return &s;
            }
        }
        return nullptr;
    }
    [[nodiscard]] sequence_def* find_sequence(std::string_view sequence) noexcept {
        return const_cast<sequence_def*>(std::as_const(*this).find_sequence(sequence));
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
