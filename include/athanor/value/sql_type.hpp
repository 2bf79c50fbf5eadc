#pragma once
// SPDX-License-Identifier: BSL-1.0
// The SQL type of a column as a plain value. No include at all: migration units depend on this header.

namespace athanor {

/// The type families athanor knows. What each becomes in a database is said by its dialect.
enum class type_id : unsigned char {
    none,
    boolean,
    smallint,
    integer,
    bigint,
    real,
    double_precision,
    numeric, // length = precision, scale = scale; length 0 = as large as the database allows
    text,
    varchar,   // length = largest number of characters
    character, // length = exact number of characters
    blob,
    timestamp,    // without time zone
    timestamp_tz, // an instant
    date,
    time_of_day,
    interval,
    uuid,
    json,
    enumeration, // name and labels stand beside, in the column
    custom,      // the user's own SQL type name stands beside, in the column
    jsonb,       // JSON taken apart: spaces, the order of keys and repeated keys are not kept
};

/// A type with its arguments: `varchar(255)` is {type_id::varchar, 255}.
struct sql_type {
    type_id id = type_id::none;
    int length = 0;
    int scale = 0;
    bool array = false; // an array of the type, of any number of dimensions
    friend constexpr bool operator==(sql_type const&, sql_type const&) = default;
};

/// What a foreign key does when the row that it refers to goes or changes its key.
enum class fk_action : unsigned char { no_action, restrict_, cascade, set_null, set_default };

inline constexpr fk_action no_action = fk_action::no_action;
inline constexpr fk_action restrict_ = fk_action::restrict_;
inline constexpr fk_action cascade = fk_action::cascade;
inline constexpr fk_action set_null = fk_action::set_null;
inline constexpr fk_action set_default = fk_action::set_default;

inline namespace types {
[[nodiscard]] constexpr sql_type boolean() {
    return {type_id::boolean};
}
[[nodiscard]] constexpr sql_type smallint() {
    return {type_id::smallint};
}
[[nodiscard]] constexpr sql_type integer() {
    return {type_id::integer};
}
[[nodiscard]] constexpr sql_type bigint() {
    return {type_id::bigint};
}
[[nodiscard]] constexpr sql_type real() {
    return {type_id::real};
}
[[nodiscard]] constexpr sql_type double_precision() {
    return {type_id::double_precision};
}
[[nodiscard]] constexpr sql_type numeric(int precision = 0, int scale = 0) {
    return {type_id::numeric, precision, scale};
}
[[nodiscard]] constexpr sql_type text() {
    return {type_id::text};
}
[[nodiscard]] constexpr sql_type varchar(int length) {
    return {type_id::varchar, length};
}
[[nodiscard]] constexpr sql_type character(int length) {
    return {type_id::character, length};
}
[[nodiscard]] constexpr sql_type blob() {
    return {type_id::blob};
}
[[nodiscard]] constexpr sql_type timestamp_without_time_zone() {
    return {type_id::timestamp};
}
[[nodiscard]] constexpr sql_type timestamp_with_time_zone() {
    return {type_id::timestamp_tz};
}
[[nodiscard]] constexpr sql_type jsonb() {
    return {type_id::jsonb};
}
/// An array of the type (PostgreSQL): `array(integer())`.
[[nodiscard]] constexpr sql_type array(sql_type element) {
    element.array = true;
    return element;
}
} // namespace types

} // namespace athanor
