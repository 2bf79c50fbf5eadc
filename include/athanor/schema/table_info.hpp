#pragma once
// SPDX-License-Identifier: BSL-1.0
// A table as constexpr values: what a model is turned into. Everything but binding and reading a row works on
// these.

#include <athanor/schema/default_kind.hpp>
#include <athanor/schema/sequence_options.hpp>
#include <athanor/value/sql_type.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace athanor {

/// A run of `T` with static storage.
template <class T>
struct view {
    T const* first = nullptr;
    std::size_t count = 0;

    [[nodiscard]] constexpr T const* begin() const noexcept { return first; }
    [[nodiscard]] constexpr T const* end() const noexcept { return first + count; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return count; }
    [[nodiscard]] constexpr bool empty() const noexcept { return count == 0; }
    [[nodiscard]] constexpr T const& operator[](std::size_t i) const noexcept { return first[i]; }
};
using name_view = view<std::string_view>;

struct default_info {
    default_kind kind = default_kind::none;
    std::string_view text;
};

struct column_info {
    std::string_view name;
    std::string_view member; // in C++; the same as `name` unless .name() was said
    std::size_t index = 0;   // among the flattened members, as for_each_column() counts
    sql_type type;
    std::string_view type_name;
    name_view labels;
    bool nullable = true;
    bool autoincrement = false;           // the database counts; so does an identity
    std::optional<identity_def> identity; // PostgreSQL: more than autoincrement says
    int primary_key_position = 0;         // 1 for the first column of the primary key; 0 = none
    bool is_defaulted = false;            // the member is a defaulted<>
    bool has_default_value = false;       // a default on the C++ side
    default_info server_default;
    std::string_view computed;
    bool stored = false;
    std::string_view collation;
    std::string_view comment;
    std::string_view renamed_from;
    bool enforced = false; // SQLite: a CHECK that holds the type's limits

    /// May an INSERT leave it out, because the database knows a value?
    [[nodiscard]] constexpr bool filled_by_database() const noexcept {
        return autoincrement || server_default.kind != default_kind::none || !computed.empty();
    }
    /// Is it never part of an INSERT or an UPDATE, because the database alone may write it?
    [[nodiscard]] constexpr bool written_by_database() const noexcept {
        return !computed.empty() || (identity && identity->always);
    }
};

struct primary_key_info {
    std::string_view name;
    name_view columns; // empty = the table has none
    [[nodiscard]] constexpr explicit operator bool() const noexcept { return !columns.empty(); }
    [[nodiscard]] constexpr primary_key_info const* operator->() const noexcept { return this; }
};

struct unique_info {
    std::string_view name;
    name_view columns;
    bool nulls_not_distinct = false;
    bool deferrable = false;
    bool initially_deferred = false;
};

struct check_info {
    std::string_view name;
    std::string_view expression;
};

struct foreign_key_info {
    std::string_view name;
    name_view columns;
    std::string_view referred_schema;
    std::string_view referred_table;
    name_view referred_columns;
    fk_action on_delete = fk_action::no_action;
    fk_action on_update = fk_action::no_action;
    bool deferrable = false;
    bool initially_deferred = false;
};

struct index_part_info {
    std::string_view text;
    bool is_expression = false;
    bool descending = false;
    nulls_order nulls = nulls_order::by_default;
    std::string_view operator_class;
};

struct index_info {
    std::string_view name;
    view<index_part_info> parts;
    bool unique = false;
    std::string_view where;
    std::string_view method; // PostgreSQL; empty = btree
    name_view include;
    bool nulls_not_distinct = false;
};

struct exclude_element_info {
    std::string_view text;
    bool is_expression = false;
    std::string_view with; // the operator
    std::string_view operator_class;
};

struct exclude_info {
    std::string_view name;
    std::string_view method; // empty = gist
    view<exclude_element_info> elements;
    std::string_view where;
    bool deferrable = false;
    bool initially_deferred = false;
};

struct sequence_info {
    std::string_view schema;
    std::string_view name;
    sql_type type{type_id::bigint};
    sequence_options options;
    std::string_view owner_table; // with its schema, as table_def::key() says it; empty = owned by none
    std::string_view owner_column;
};

struct table_info {
    std::string_view schema;
    std::string_view name;
    std::string_view struct_name; // in C++, for messages
    std::string_view comment;
    std::string_view renamed_from;
    view<column_info> columns;
    primary_key_info primary_key;
    view<unique_info> uniques;
    view<check_info> checks;
    view<foreign_key_info> foreign_keys;
    view<exclude_info> excludes;
    view<index_info> indexes;
    view<sequence_info> sequences; // said with the table; they belong to the whole database
    bool strict = false;
    bool without_rowid = false;

    [[nodiscard]] constexpr column_info const* find_column(std::string_view column) const noexcept {
        for (auto const& c : columns) {
            if (c.name == column) {
                return &c;
            }
        }
        return nullptr;
    }
};

} // namespace athanor
