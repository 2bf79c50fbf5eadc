#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a column's type is called in SQLite, and what a name found in a SQLite schema means to athanor.

#include <athanor/base/error.hpp>
#include <athanor/schema/catalog.hpp>
#include <athanor/schema/expression_text.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace athanor::sqlite_dialect {

/// SQLite's rule of affinities (datatype3.html, 3.1): what a declared type makes of a value that is stored.
enum class affinity : unsigned char { integer, text, blob, real, numeric };

namespace detail {

struct plain_name {
    type_id id;
    std::string_view name;
};

// In the order in which a name is looked up: the first that matches wins.
inline constexpr std::array plain_names{
    plain_name{type_id::boolean, "BOOLEAN"},
    plain_name{type_id::smallint, "SMALLINT"},
    plain_name{type_id::integer, "INTEGER"},
    plain_name{type_id::bigint, "BIGINT"},
    plain_name{type_id::real, "REAL"},
    plain_name{type_id::double_precision, "DOUBLE PRECISION"},
    plain_name{type_id::text, "TEXT"},
    plain_name{type_id::blob, "BLOB"},
    plain_name{type_id::timestamp, "TIMESTAMP"},
    plain_name{type_id::timestamp_tz, "TIMESTAMPTZ"},
    plain_name{type_id::date, "DATE"},
    plain_name{type_id::time_of_day, "TIME"},
    plain_name{type_id::interval, "DURATION_TEXT"},
    plain_name{type_id::uuid, "UUID_TEXT"},
    plain_name{type_id::json, "JSON_TEXT"},
    plain_name{type_id::jsonb, "JSONB_TEXT"}, // text too: SQLite's own binary JSON is a blob
};

[[nodiscard]] inline std::string upper(std::string_view s) {
    std::string out(s);
    for (char& c : out) {
        if (c >= 'a' && c <= 'z') {
            c = static_cast<char>(c - 'a' + 'A');
        }
    }
    return out;
}

[[nodiscard]] inline std::string with_arguments(std::string_view name, int first, int second, bool both) {
    std::string out(name);
    out += '(' + std::to_string(first);
    if (both) {
        out += ',' + std::to_string(second);
    }
    return out + ')';
}

// A STRICT table knows six names. INT, unlike INTEGER, never makes the primary key an alias of the rowid.
[[nodiscard]] inline std::string strict_name(column_def const& c) {
    switch (c.type.id) {
    case type_id::integer:
        return "INTEGER";
    case type_id::boolean:
    case type_id::smallint:
    case type_id::bigint:
        return "INT";
    case type_id::real:
    case type_id::double_precision:
        return "REAL";
    case type_id::blob:
        return "BLOB";
    case type_id::custom:
        return c.type_name;
    default:
        return "TEXT";
    }
}

} // namespace detail

/// `VARCHAR(255)`, `DECIMAL_TEXT(10,2)`, ... ; in a STRICT table one of the names that it allows.
/// Throws misuse for a column without a type.
[[nodiscard]] inline std::string type_name(column_def const& c, bool strict = false) {
    if (c.type.id == type_id::none) {
        throw error{error_kind::misuse, "the column has no type"}.with_column(c.name);
    }
    if (c.autoincrement) {
        return "INTEGER";
    }
    if (strict) {
        return detail::strict_name(c);
    }
    switch (c.type.id) {
    case type_id::numeric:
        return c.type.length == 0 ? "DECIMAL_TEXT"
                                  : detail::with_arguments("DECIMAL_TEXT", c.type.length, c.type.scale, true);
    case type_id::varchar:
        return detail::with_arguments("VARCHAR", c.type.length, 0, false);
    case type_id::character:
        return detail::with_arguments("CHAR", c.type.length, 0, false);
    case type_id::enumeration:
        return "TEXT";
    case type_id::custom:
        return c.type_name;
    default:
        break;
    }
    for (auto const& p : detail::plain_names) {
        if (p.id == c.type.id) {
            return std::string(p.name);
        }
    }
    return c.type_name;
}

/// The type that a declared name means; what athanor has no word for is custom, with the name as it was
/// written.
[[nodiscard]] inline std::pair<sql_type, std::string> type_from_name(std::string_view written) {
    auto const name = detail::upper(written);
    for (auto const& p : detail::plain_names) {
        if (name == p.name) {
            return {sql_type{p.id}, {}};
        }
    }
    auto const open = name.find('(');
    auto const base = name.substr(0, open);
    if (open == std::string::npos) {
        return base == "DECIMAL_TEXT" ? std::pair{sql_type{type_id::numeric}, std::string{}}
                                      : std::pair{sql_type{type_id::custom}, std::string(written)};
    }
    int numbers[2] = {0, 0};
    int count = 0;
    bool digits = false;
    bool plain = name.back() == ')' && name.size() - open < 24;
    for (std::size_t i = open + 1; plain && i < name.size(); ++i) {
        char const c = name[i];
        if (c >= '0' && c <= '9' && count < 2 && numbers[count] < 100'000'000) {
            numbers[count] = numbers[count] * 10 + (c - '0');
            digits = true;
        } else if ((c == ',' || c == ')') && digits) {
            ++count;
            digits = false;
        } else if (c != ' ') {
            plain = false;
        }
    }
    if (plain && base == "DECIMAL_TEXT" && count == 2) {
        return {sql_type{type_id::numeric, numbers[0], numbers[1]}, {}};
    }
    if (plain && base == "VARCHAR" && count == 1) {
        return {sql_type{type_id::varchar, numbers[0]}, {}};
    }
    if (plain && base == "CHAR" && count == 1) {
        return {sql_type{type_id::character, numbers[0]}, {}};
    }
    return {sql_type{type_id::custom}, std::string(written)};
}

/// The affinity that SQLite gives a declared type.
[[nodiscard]] inline affinity affinity_of(std::string_view declared) {
    auto const name = detail::upper(declared);
    auto const has = [&](std::string_view part) { return name.find(part) != std::string::npos; };
    if (has("INT")) {
        return affinity::integer;
    }
    if (has("CHAR") || has("CLOB") || has("TEXT")) {
        return affinity::text;
    }
    if (name.empty() || has("BLOB")) {
        return affinity::blob;
    }
    return has("REAL") || has("FLOA") || has("DOUB") ? affinity::real : affinity::numeric;
}

} // namespace athanor::sqlite_dialect
