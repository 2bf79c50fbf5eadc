#pragma once
// SPDX-License-Identifier: BSL-1.0
// A dropped NOT NULL column comes back to rows that have no value for it: this says what they get.

#include <athanor/dialect/quote.hpp>
#include <athanor/schema/catalog.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::migrate::detail {

[[nodiscard]] inline bool is_text_like(type_id id) {
    return id == type_id::text || id == type_id::varchar || id == type_id::character || id == type_id::custom;
}
[[nodiscard]] inline bool is_whole_number(type_id id) {
    return id == type_id::smallint || id == type_id::integer || id == type_id::bigint;
}

/// The plainest value of a type, as an SQL expression.
[[nodiscard]] inline std::string zero_value(column_def const& c) {
    if (c.type.array) {
        return "'{}'";
    }
    switch (c.type.id) {
    case type_id::boolean:
        return "FALSE";
    case type_id::smallint:
    case type_id::integer:
    case type_id::bigint:
    case type_id::real:
    case type_id::double_precision:
        return "0";
    case type_id::numeric:
        return c.type.scale > 0 ? "'0." + std::string(static_cast<std::size_t>(c.type.scale), '0') + "'"
                                : "'0'";
    case type_id::timestamp:
    case type_id::timestamp_tz:
        return "'1970-01-01 00:00:00'";
    case type_id::date:
        return "'1970-01-01'";
    case type_id::time_of_day:
        return "'00:00:00'";
    case type_id::uuid:
        return "'00000000-0000-0000-0000-000000000000'";
    case type_id::json:
    case type_id::jsonb:
        return "'null'";
    case type_id::enumeration:
        return quote_literal(dialect_id::sqlite, c.labels.empty() ? std::string{} : c.labels.front());
    default:
        return "''";
    }
}

[[nodiscard]] inline bool is_only(std::vector<std::string> const& columns, std::string_view name) {
    return columns.size() == 1 && columns.front() == name;
}

/// What rows get when the NOT NULL column `c` of `t` is added to them and has no default; else empty. A key
/// must be unique and a reference must be met: those take theirs from the table's own key, or the table
/// referred to.
[[nodiscard]] inline std::string restoring_fill(table_def const& t, column_def const& c) {
    if (c.nullable || c.autoincrement || c.server_default.kind != default_kind::none || !c.computed.empty()) {
        return {};
    }
    for (auto const& f : t.foreign_keys) {
        if (is_only(f.columns, c.name) && f.referred_columns.size() == 1) {
            if (t.is(f.referred_key())) {
                return quote_identifier(f.referred_columns.front()); // each row refers to itself
            }
            return "(SELECT min(" + quote_identifier(f.referred_columns.front()) + ") FROM " +
                   (f.referred_schema.empty() ? "" : quote_identifier(f.referred_schema) + ".") +
                   quote_identifier(f.referred_table) + ")";
        }
    }
    bool const unique =
        std::ranges::any_of(t.uniques, [&](unique_def const& u) { return is_only(u.columns, c.name); }) ||
        std::ranges::any_of(t.indexes, [&](index_def const& i) {
            return i.unique && i.parts.size() == 1 && !i.parts.front().is_expression &&
                   i.parts.front().text == c.name;
        });
    if (unique && t.primary_key && t.primary_key->columns.size() == 1 &&
        t.primary_key->columns.front() != c.name) {
        auto const& key = t.primary_key->columns.front();
        auto const* key_column = t.find_column(key);
        auto const as_text = "CAST(" + quote_identifier(key) + " AS TEXT)";
        if (c.type.array) {
            return is_text_like(c.type.id) ? "ARRAY[" + as_text + "]" : zero_value(c);
        }
        if (key_column != nullptr && is_whole_number(key_column->type.id) && is_whole_number(c.type.id)) {
            return quote_identifier(key);
        }
        if (is_text_like(c.type.id)) {
            return as_text;
        }
    }
    return zero_value(c);
}

} // namespace athanor::migrate::detail
