#pragma once
// SPDX-License-Identifier: BSL-1.0
// Conversions that mean the same on both databases; SQLite's own CAST makes 0 of what PostgreSQL refuses,
// rounds where it cuts, and knows neither dates nor booleans.

#include <athanor/expression/operators.hpp>
#include <athanor/value/date.hpp>
#include <athanor/value/timestamp.hpp>

#include <string>
#include <type_traits>

namespace athanor::expression {

/// The kinds of values that convert alike.
enum class value_kind : unsigned char {
    other,
    boolean,
    integer,
    floating,
    numeric,
    text,
    date,
    timestamp,
    plain, // its text is the same on both databases
};
template <class V>
[[nodiscard]] consteval value_kind kind_of_value() {
    if constexpr (std::is_same_v<V, bool>) {
        return value_kind::boolean;
    } else if constexpr (std::is_integral_v<V>) {
        return value_kind::integer;
    } else if constexpr (std::is_floating_point_v<V>) {
        return value_kind::floating;
    } else if constexpr (is_kept_as_text<V>()) {
        return value_kind::text;
    } else {
        switch (detail::type_id_of<V>()) {
        case type_id::numeric:
            return value_kind::numeric;
        case type_id::date:
            return value_kind::date;
        case type_id::timestamp:
        case type_id::timestamp_tz:
            return value_kind::timestamp;
        case type_id::uuid:
        case type_id::json:
        case type_id::enumeration:
            return value_kind::plain;
        default:
            return value_kind::other;
        }
    }
}

template <class V, class X>
[[nodiscard]] constexpr auto cast_to(X const& x) {
    constexpr value_kind from = kind_of_value<typename X::value_type>();
    constexpr value_kind to = kind_of_value<V>();
    using enum value_kind;
    if constexpr (to == integer && from == floating) { // towards zero, as C++ does it
        return formula<"CAST({} AS INTEGER)", "CAST(trunc({}) AS bigint)", V>(x);
    } else if constexpr (to == integer && from == numeric) {
        return formula<"CAST({} AS INTEGER)", "CAST(trunc({}) AS bigint)", V>(x); // the digits in front
    } else if constexpr (to == integer && from == boolean) {
        return formula<"CAST({} AS INTEGER)", "CAST(CAST({} AS integer) AS bigint)", V>(x);
    } else if constexpr (to == integer && (from == integer || from == text)) {
        return formula<"CAST({} AS INTEGER)", "CAST({} AS bigint)", V>(x);
    } else if constexpr (to == floating &&
                         (from == integer || from == floating || from == numeric || from == text)) {
        return formula<"CAST({} AS REAL)", "CAST({} AS double precision)", V>(x);
    } else if constexpr (to == boolean && from == integer) {
        return formula<"({} <> 0)", "({} <> 0)", V>(x);
    } else if constexpr (to == text && from == boolean) {
        return formula<"CASE {} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END", "CAST({} AS text)", V>(x);
    } else if constexpr (to == text &&
                         (from == integer || from == numeric || from == text || from == plain)) {
        return formula<"CAST({} AS TEXT)", "CAST({} AS text)", V>(x);
    } else if constexpr (to == text && from == date) {
        return formula<"CAST({} AS TEXT)", "to_char({}, 'YYYY-MM-DD')", V>(x);
    } else if constexpr (to == text && from == timestamp) {
        return formula<"substr({}, 1, 19)", "to_char({}, 'YYYY-MM-DD HH24:MI:SS')", V>(x);
    } else if constexpr (to == date && from == timestamp) {
        return formula<"substr({}, 1, 10)", "CAST({} AS date)", V>(x);
    } else if constexpr (to == timestamp && from == date) {
        return formula<"({} || ' 00:00:00')", "CAST({} AS timestamptz)", V>(x);
    } else {
        static_assert(
            sizeof(X) == 0,
            "athanor: cast<> knows no such conversion that means the same on both databases: write it "
            "with sql_expression<...>");
    }
}

} // namespace athanor::expression

namespace athanor {

/// The value in another type: numbers, texts, booleans, dates and timestamps into each other; the whole part
/// of a number as an integer; anything with one text form into std::string. A text that is no number makes an
/// error on PostgreSQL, and the number that it begins with (or 0) on SQLite.
///
///     cast<std::int64_t>(col<&Measure::value>)
template <class V, expression::any_node X>
[[nodiscard]] constexpr auto cast(X const& x) {
    return expression::cast_to<V>(x);
}

} // namespace athanor
