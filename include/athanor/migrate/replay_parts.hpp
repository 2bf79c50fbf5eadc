#pragma once
// SPDX-License-Identifier: BSL-1.0
// What replay asks of a schema again and again: is it there, is the name free, who depends on the column.

#include <athanor/base/error.hpp>
#include <athanor/schema/catalog.hpp>
#include <athanor/schema/expression_text.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::migrate::detail {

using athanor::detail::mentions;
using athanor::detail::with_identifier_renamed;

[[noreturn]] inline void refuse(std::string message, std::string_view table, std::string_view column = {}) {
    throw error{error_kind::migration, std::move(message)}.with_table(table).with_column(column);
}

[[nodiscard]] inline table_def& table_in(catalog& c, std::string_view name) {
    if (auto* t = c.find(name)) {
        return *t;
    }
    refuse(
        "the history has no such table at this point; check the name, or create it in an earlier operation",
        name);
}

[[nodiscard]] inline column_def& column_in(table_def& t, std::string_view name) {
    if (auto* c = t.find_column(name)) {
        return *c;
    }
    refuse("the history has no such column at this point", t.key(), name);
}

template <class Item>
[[nodiscard]] bool erase_named(std::vector<Item>& items, std::string_view name) {
    return std::erase_if(items, [&](Item const& i) { return i.name == name; }) != 0;
}
template <class Item>
void require_free(std::vector<Item> const& items, std::string_view name, table_def const& t) {
    if (std::ranges::any_of(items, [&](Item const& i) { return i.name == name; })) {
        refuse("there is a constraint or index named \"" + std::string(name) + "\" already", t.key());
    }
}
[[nodiscard]] inline bool contains(std::vector<std::string> const& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}
inline void require_columns(table_def const& t, std::vector<std::string> const& columns) {
    for (auto const& c : columns) {
        if (t.find_column(c) == nullptr) {
            refuse("a constraint or index names a column that the table doesn't have", t.key(), c);
        }
    }
}

// Primary key columns are never NULL, whatever a unit forgot to say.
inline void settle_primary_key(table_def& t) {
    if (t.primary_key) {
        require_columns(t, t.primary_key->columns);
        for (auto const& c : t.primary_key->columns) {
            t.find_column(c)->nullable = false;
        }
    }
}

// An identity counts, said or not.
inline void settle_identity(column_def& c) {
    c.autoincrement = c.autoincrement || c.identity.has_value();
}

/// Says in full what a table leaves unsaid.
inline void settle(table_def& t) {
    settle_primary_key(t);
    for (auto& c : t.columns) {
        settle_identity(c);
    }
}

inline void rename_in(std::vector<std::string>& names, std::string_view from, std::string_view to) {
    std::ranges::replace(names, std::string(from), std::string(to));
}

// What a key column loses with its key: SQLite counts by the key alone, an identity counts without.
inline void stop_counting(column_def& c) {
    c.autoincrement = c.identity.has_value();
}

// A dot parts schema and name, so neither may hold one that would be read so.
inline void require_plain(std::string_view schema, std::string_view name, std::string_view key) {
    if (schema.empty() && name.find('.') != std::string_view::npos) {
        refuse("a name in the default schema can't hold a dot: what is before it is read as the schema", key);
    }
    if (schema.find('.') != std::string_view::npos) {
        refuse("the name of a schema can't hold a dot", key);
    }
}

/// Does the index break when the column goes?
[[nodiscard]] inline bool uses(index_def const& index, std::string_view column) {
    return mentions(index.where, column) || contains(index.include, column) ||
           std::ranges::any_of(index.parts, [&](index_part const& p) {
               return p.is_expression ? mentions(p.text, column) : p.text == column;
           });
}
[[nodiscard]] inline bool uses(exclude_def const& exclude, std::string_view column) {
    return mentions(exclude.where, column) ||
           std::ranges::any_of(exclude.elements, [&](exclude_def::element const& e) {
               return e.is_expression ? mentions(e.text, column) : e.text == column;
           });
}

} // namespace athanor::migrate::detail
