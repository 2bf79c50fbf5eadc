#pragma once
// SPDX-License-Identifier: BSL-1.0
// A table as constexpr values: what a model is turned into. Everything but binding and reading a row works on
// these.

#include <athanor/schema/default_kind.hpp>
#include <athanor/value/sql_type.hpp>

#include <cstddef>
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
    bool autoincrement = false;
    int primary_key_position = 0;   // 1 for the first column of the primary key; 0 = none
    bool is_defaulted = false;      // the member is a defaulted<>
    bool has_default_value = false; // a default on the C++ side
    default_info server_default;
    std::string_view computed;
    bool stored = false;
    std::string_view collation;
    std::string_view comment;
    std::string_view renamed_from;

    /// May an INSERT leave it out, because the database knows a value?
    [[nodiscard]] constexpr bool filled_by_database() const noexcept {
        return autoincrement || server_default.kind != default_kind::none || !computed.empty();
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
};

struct index_info {
    std::string_view name;
    view<index_part_info> parts;
    bool unique = false;
    std::string_view where;
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
    view<index_info> indexes;
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
