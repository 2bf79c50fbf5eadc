#pragma once
// SPDX-License-Identifier: BSL-1.0
// The CHECK that holds a column's type where SQLite itself wouldn't: always for an enumeration, and for what
// `enforced` was said of.

#include <athanor/dialect/quote.hpp>
#include <athanor/schema/catalog.hpp>
#include <athanor/schema/naming.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace athanor::sqlite_dialect {

namespace detail {

[[nodiscard]] inline std::string is_stored_as(std::string const& value, std::string_view storage) {
    return "typeof(" + value + ") IN ('" + std::string(storage) + "', 'null')";
}
[[nodiscard]] inline std::string whole_between(std::string const& value, std::string_view range) {
    return is_stored_as(value, "integer") + " AND " + value + " BETWEEN " + std::string(range);
}
[[nodiscard]] inline std::string one_of_labels(std::string const& value, column_def const& c) {
    std::string out = value + " IN (";
    for (std::size_t i = 0; i < c.labels.size(); ++i) {
        out += (i == 0 ? "" : ", ") + quote_literal(dialect_id::sqlite, c.labels[i]);
    }
    return out + ')';
}
inline constexpr std::string_view day_pattern = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]";
inline constexpr std::string_view time_pattern = "[0-9][0-9]:[0-9][0-9]:[0-9][0-9]";

/// NULL, or of the shape that values are kept in, and of SQLite's own calendar: its function gives the same
/// text back. (CASE, because SQLite refuses even to look at 'now'.)
[[nodiscard]] inline std::string has_form(std::string const& value, std::string const& pattern,
                                          std::string_view function, int length) {
    return "CASE WHEN " + value + " GLOB '" + pattern + "' THEN coalesce(" + std::string(function) + '(' +
           value + ", '+0 days') = substr(" + value + ", 1, " + std::to_string(length) + "), FALSE) ELSE " +
           value + " IS NULL END";
}
[[nodiscard]] inline std::string is_instant_text(std::string const& value) {
    return has_form(value, std::string(day_pattern) + ' ' + std::string(time_pattern) + '*', "datetime", 19);
}
[[nodiscard]] inline std::string is_date_text(std::string const& value) {
    return has_form(value, std::string(day_pattern), "date", 10);
}
[[nodiscard]] inline std::string is_time_text(std::string const& value) {
    return has_form(value, std::string(time_pattern) + '*', "time", 8);
}

[[nodiscard]] inline std::string uuid_pattern() {
    std::string out;
    for (int const n : {8, 4, 4, 4, 12}) {
        out += out.empty() ? "" : "-";
        for (int i = 0; i < n; ++i) {
            out += "[0-9a-f]";
        }
    }
    return out;
}

/// True or NULL of an SQL expression that the type holds. Empty where there is nothing to say: numeric,
/// interval and custom types, which SQLite keeps as text of any form.
[[nodiscard]] inline std::string type_limits(std::string const& value, column_def const& c) {
    auto const text = is_stored_as(value, "text");
    switch (c.type.id) {
    case type_id::boolean:
        return value + " IN (0, 1)";
    case type_id::smallint:
        return whole_between(value, "-32768 AND 32767");
    case type_id::integer:
        return whole_between(value, "-2147483648 AND 2147483647");
    case type_id::bigint:
        return is_stored_as(value, "integer");
    case type_id::real:
    case type_id::double_precision:
        return is_stored_as(value, "real");
    case type_id::text:
    case type_id::json: // json_valid() may not stand in the schema of a connection that trusts none
    case type_id::jsonb:
        return text;
    case type_id::varchar:
    case type_id::character:
        return c.type.length == 0 ? text
                                  : text + " AND length(" + value + ") <= " + std::to_string(c.type.length);
    case type_id::blob:
        return is_stored_as(value, "blob");
    case type_id::timestamp:
    case type_id::timestamp_tz:
        return is_instant_text(value);
    case type_id::date:
        return is_date_text(value);
    case type_id::time_of_day:
        return is_time_text(value);
    case type_id::uuid:
        return value + " GLOB '" + uuid_pattern() + '\'';
    case type_id::enumeration:
        return one_of_labels(value, c);
    case type_id::none:
    case type_id::numeric:
    case type_id::interval:
    case type_id::custom:
        break;
    }
    return {};
}

/// Named like any other constraint: `ck_users_mood_enum`, `ck_users_name_type`.
[[nodiscard]] inline std::string type_check_name(std::string_view table, column_def const& c) {
    std::string_view const end = c.type.id == type_id::enumeration ? "enum" : "type";
    return name_of("ck", table, std::array{std::string_view(c.name), end});
}

} // namespace detail

/// The CHECK that belongs to the column's type, if it has one.
[[nodiscard]] inline std::optional<check_def> check_of_type(std::string_view table, column_def const& c) {
    if (c.type.id != type_id::enumeration && !c.enforced) {
        return std::nullopt;
    }
    auto limits = detail::type_limits(quote_identifier(c.name), c);
    if (limits.empty()) {
        return std::nullopt;
    }
    return check_def{detail::type_check_name(table, c), std::move(limits)};
}

} // namespace athanor::sqlite_dialect
