#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a column's type is called in PostgreSQL, and what a type found in its catalog means to athanor.

#include <athanor/base/error.hpp>
#include <athanor/dialect/quote_key.hpp>
#include <athanor/schema/catalog.hpp>

#include <array>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace athanor::postgresql_dialect {

namespace detail {

struct plain_name {
    type_id id;
    std::string_view name;    // as athanor writes it
    std::string_view catalog; // as format_type() says it
};

inline constexpr std::array plain_names{
    plain_name{type_id::boolean, "BOOLEAN", "boolean"},
    plain_name{type_id::smallint, "SMALLINT", "smallint"},
    plain_name{type_id::integer, "INTEGER", "integer"},
    plain_name{type_id::bigint, "BIGINT", "bigint"},
    plain_name{type_id::real, "REAL", "real"},
    plain_name{type_id::double_precision, "DOUBLE PRECISION", "double precision"},
    plain_name{type_id::numeric, "NUMERIC", "numeric"},
    plain_name{type_id::text, "TEXT", "text"},
    plain_name{type_id::blob, "BYTEA", "bytea"},
    plain_name{type_id::timestamp, "TIMESTAMP", "timestamp without time zone"},
    plain_name{type_id::timestamp_tz, "TIMESTAMPTZ", "timestamp with time zone"},
    plain_name{type_id::date, "DATE", "date"},
    plain_name{type_id::time_of_day, "TIME", "time without time zone"},
    plain_name{type_id::interval, "INTERVAL", "interval"},
    plain_name{type_id::uuid, "UUID", "uuid"},
    plain_name{type_id::json, "JSON", "json"},
    plain_name{type_id::jsonb, "JSONB", "jsonb"},
};

[[nodiscard]] inline std::string element_name(std::string_view schema, column_def const& c) {
    switch (c.type.id) {
    case type_id::numeric:
        return c.type.length == 0
                   ? "NUMERIC"
                   : "NUMERIC(" + std::to_string(c.type.length) + ',' + std::to_string(c.type.scale) + ')';
    case type_id::varchar:
        return "VARCHAR(" + std::to_string(c.type.length) + ')';
    case type_id::character:
        return "CHAR(" + std::to_string(c.type.length) + ')';
    case type_id::enumeration:
        return quote_key(schema, c.type_name);
    case type_id::none:
    case type_id::custom:
        return c.type_name;
    default:
        break;
    }
    for (auto const& p : plain_names) {
        if (p.id == c.type.id) {
            return std::string{p.name};
        }
    }
    return c.type_name;
}

} // namespace detail

/// `VARCHAR(255)`, `INTEGER[]`, `"billing"."state"` (an enumeration lives in the schema of its table). Throws
/// misuse for a column without a type.
[[nodiscard]] inline std::string type_name(std::string_view schema, column_def const& c) {
    if (c.type.id == type_id::none) {
        throw error{error_kind::misuse, "the column has no type"}.with_column(c.name);
    }
    std::string out = detail::element_name(schema, c);
    return c.type.array ? out + "[]" : out;
}

/// The type that format_type() names; what athanor has no word for is custom, with that name. Enumerations
/// are told by the catalog, not by the name.
[[nodiscard]] inline std::pair<sql_type, std::string> type_from_name(std::string_view written) {
    bool const array = written.ends_with("[]");
    std::string_view const name = array ? written.substr(0, written.size() - 2) : written;
    auto const answer = [&](sql_type t) {
        t.array = array;
        return std::pair{t, std::string{}};
    };
    for (auto const& p : detail::plain_names) {
        if (p.catalog == name) {
            return answer({p.id});
        }
    }
    auto const open = name.find('(');
    if (open != std::string_view::npos && name.ends_with(')')) {
        auto const base = name.substr(0, open);
        int numbers[2] = {0, 0};
        char const* at = name.data() + open + 1;
        char const* const end = name.data() + name.size() - 1;
        int count = 0;
        bool plain = true;
        while (plain && at != end && count < 2) {
            auto const [next, code] = std::from_chars(at, end, numbers[count++]);
            plain = code == std::errc{} && (next == end || *next == ',');
            at = next == end ? end : next + 1;
        }
        plain = plain && at == end;
        if (plain && base == "character varying" && count == 1) {
            return answer({type_id::varchar, numbers[0]});
        }
        if (plain && base == "character" && count == 1) {
            return answer({type_id::character, numbers[0]});
        }
        if (plain && base == "numeric" && count == 2) {
            return answer({type_id::numeric, numbers[0], numbers[1]});
        }
    }
    return {sql_type{type_id::custom}, std::string{written}};
}

} // namespace athanor::postgresql_dialect
