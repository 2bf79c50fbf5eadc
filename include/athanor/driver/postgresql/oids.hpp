#pragma once
// SPDX-License-Identifier: BSL-1.0
// PostgreSQL's types by number: those with a fixed one, and what the server says of all others.

#include <athanor/value/sql_type.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace athanor::detail {

inline constexpr std::uint32_t oid_bool = 16;
inline constexpr std::uint32_t oid_bytea = 17;
inline constexpr std::uint32_t oid_char = 18; // "char": one byte, in the system catalogs
inline constexpr std::uint32_t oid_name = 19;
inline constexpr std::uint32_t oid_int8 = 20;
inline constexpr std::uint32_t oid_int2 = 21;
inline constexpr std::uint32_t oid_int4 = 23;
inline constexpr std::uint32_t oid_text = 25;
inline constexpr std::uint32_t oid_oid = 26;
inline constexpr std::uint32_t oid_json = 114;
inline constexpr std::uint32_t oid_float4 = 700;
inline constexpr std::uint32_t oid_float8 = 701;
inline constexpr std::uint32_t oid_unknown = 705;
inline constexpr std::uint32_t oid_bpchar = 1042; // CHAR(n)
inline constexpr std::uint32_t oid_varchar = 1043;
inline constexpr std::uint32_t oid_date = 1082;
inline constexpr std::uint32_t oid_time = 1083;
inline constexpr std::uint32_t oid_timestamp = 1114;
inline constexpr std::uint32_t oid_timestamptz = 1184;
inline constexpr std::uint32_t oid_interval = 1186;
inline constexpr std::uint32_t oid_timetz = 1266;
inline constexpr std::uint32_t oid_numeric = 1700;
inline constexpr std::uint32_t oid_uuid = 2950;
inline constexpr std::uint32_t oid_jsonb = 3802;

inline constexpr std::uint32_t oid_json_array = 199;
inline constexpr std::uint32_t oid_bool_array = 1000;
inline constexpr std::uint32_t oid_bytea_array = 1001;
inline constexpr std::uint32_t oid_char_array = 1002;
inline constexpr std::uint32_t oid_name_array = 1003;
inline constexpr std::uint32_t oid_int2_array = 1005;
inline constexpr std::uint32_t oid_int4_array = 1007;
inline constexpr std::uint32_t oid_text_array = 1009;
inline constexpr std::uint32_t oid_bpchar_array = 1014;
inline constexpr std::uint32_t oid_varchar_array = 1015;
inline constexpr std::uint32_t oid_int8_array = 1016;
inline constexpr std::uint32_t oid_float4_array = 1021;
inline constexpr std::uint32_t oid_float8_array = 1022;
inline constexpr std::uint32_t oid_oid_array = 1028;
inline constexpr std::uint32_t oid_timestamp_array = 1115;
inline constexpr std::uint32_t oid_date_array = 1182;
inline constexpr std::uint32_t oid_time_array = 1183;
inline constexpr std::uint32_t oid_timestamptz_array = 1185;
inline constexpr std::uint32_t oid_interval_array = 1187;
inline constexpr std::uint32_t oid_numeric_array = 1231;
inline constexpr std::uint32_t oid_timetz_array = 1270;
inline constexpr std::uint32_t oid_uuid_array = 2951;
inline constexpr std::uint32_t oid_jsonb_array = 3807;

struct pg_type_facts {
    std::uint32_t oid;
    std::uint32_t array;
    std::string_view name; // as SQL writes it
    std::string_view array_name;
};
inline constexpr pg_type_facts pg_builtin_types[] = {
    {oid_bool, oid_bool_array, "boolean", "boolean[]"},
    {oid_bytea, oid_bytea_array, "bytea", "bytea[]"},
    {oid_char, oid_char_array, "\"char\"", "\"char\"[]"},
    {oid_name, oid_name_array, "name", "name[]"},
    {oid_int8, oid_int8_array, "bigint", "bigint[]"},
    {oid_int2, oid_int2_array, "smallint", "smallint[]"},
    {oid_int4, oid_int4_array, "integer", "integer[]"},
    {oid_text, oid_text_array, "text", "text[]"},
    {oid_oid, oid_oid_array, "oid", "oid[]"},
    {oid_json, oid_json_array, "json", "json[]"},
    {oid_float4, oid_float4_array, "real", "real[]"},
    {oid_float8, oid_float8_array, "double precision", "double precision[]"},
    {oid_bpchar, oid_bpchar_array, "character", "character[]"},
    {oid_varchar, oid_varchar_array, "character varying", "character varying[]"},
    {oid_date, oid_date_array, "date", "date[]"},
    {oid_time, oid_time_array, "time", "time[]"},
    {oid_timestamp, oid_timestamp_array, "timestamp", "timestamp[]"},
    {oid_timestamptz, oid_timestamptz_array, "timestamp with time zone", "timestamp with time zone[]"},
    {oid_interval, oid_interval_array, "interval", "interval[]"},
    {oid_timetz, oid_timetz_array, "time with time zone", "time with time zone[]"},
    {oid_numeric, oid_numeric_array, "numeric", "numeric[]"},
    {oid_uuid, oid_uuid_array, "uuid", "uuid[]"},
    {oid_jsonb, oid_jsonb_array, "jsonb", "jsonb[]"},
};

/// The type of an array type's elements; 0: not an array type with a fixed number.
[[nodiscard]] constexpr std::uint32_t element_of(std::uint32_t array_oid) noexcept {
    for (auto const& type : pg_builtin_types) {
        if (type.array == array_oid) {
            return type.oid;
        }
    }
    return 0;
}
/// The array type of an element type; 0: not a type with a fixed number.
[[nodiscard]] constexpr std::uint32_t array_of(std::uint32_t element_oid) noexcept {
    for (auto const& type : pg_builtin_types) {
        if (type.oid == element_oid) {
            return type.array;
        }
    }
    return 0;
}

/// Nothing more can be asked of such a type.
[[nodiscard]] constexpr bool is_known_oid(std::uint32_t oid) noexcept {
    return oid == 0 || oid == oid_unknown || array_of(oid) != 0 || element_of(oid) != 0;
}

/// What the server says of the type of a parameter or a column: domains are resolved to their base; an enum
/// and any other type that was created keeps its own number.
struct pg_type {
    std::uint32_t oid = 0;
    enum class kind : unsigned char {
        base,                 // its number is one of those above, or it isn't known yet
        enumeration,          // CREATE TYPE ... AS ENUM
        array_of_enumeration, // `element` is the enum
        text_like,            // category S in pg_type, such as citext: its binary form is its text
        array_of_text_like,   // `element` is that type
        other,
    } what = kind::base;
    std::uint32_t element = 0; // of an array whose elements have no fixed number
    friend constexpr bool operator==(pg_type const&, pg_type const&) = default;
};

/// The type of the elements; oid 0 when the type is no array that athanor knows.
[[nodiscard]] constexpr pg_type element_type(pg_type array) noexcept {
    switch (array.what) {
    case pg_type::kind::array_of_enumeration:
        return {array.element, pg_type::kind::enumeration};
    case pg_type::kind::array_of_text_like:
        return {array.element, pg_type::kind::text_like};
    default:
        return {element_of(array.oid)};
    }
}

/// The number of the type that a column has by itself; 0 for those whose number the server gives.
[[nodiscard]] constexpr std::uint32_t own_oid_of(sql_type type) noexcept {
    auto const element = [&]() -> std::uint32_t {
        switch (type.id) {
        case type_id::boolean:
            return oid_bool;
        case type_id::smallint:
            return oid_int2;
        case type_id::integer:
            return oid_int4;
        case type_id::bigint:
            return oid_int8;
        case type_id::real:
            return oid_float4;
        case type_id::double_precision:
            return oid_float8;
        case type_id::numeric:
            return oid_numeric;
        case type_id::text:
            return oid_text;
        case type_id::varchar:
            return oid_varchar;
        case type_id::character:
            return oid_bpchar;
        case type_id::blob:
            return oid_bytea;
        case type_id::timestamp:
            return oid_timestamp;
        case type_id::timestamp_tz:
            return oid_timestamptz;
        case type_id::date:
            return oid_date;
        case type_id::time_of_day:
            return oid_time;
        case type_id::interval:
            return oid_interval;
        case type_id::uuid:
            return oid_uuid;
        case type_id::json:
            return oid_json;
        case type_id::jsonb:
            return oid_jsonb;
        case type_id::none:
        case type_id::enumeration:
        case type_id::custom:
            break;
        }
        return 0;
    }();
    return type.array ? array_of(element) : element;
}

} // namespace athanor::detail
