#pragma once
// SPDX-License-Identifier: BSL-1.0
// Functions of dates and timestamps, in UTC. SQLite keeps them as text of fixed places, and those are read:
// its own date functions round to milliseconds.

#include <athanor/expression/cast.hpp>
#include <athanor/expression/text_functions.hpp>

#include <cstdint>
#include <type_traits>

namespace athanor {

/// What date_trunc<> cuts to.
enum class date_part : unsigned char { year, month, day, hour, minute, second };

namespace expression {

template <class X>
concept any_timestamp = any_node<X> && kind_of_value<typename X::value_type>()
== value_kind::timestamp;
template <class X>
concept any_day = any_node<X> && kind_of_value<typename X::value_type>()
== value_kind::date;
template <class X>
concept any_date = any_day<X> || any_timestamp<X>;
template <class X>
concept any_clock_time = any_node<X> && detail::type_id_of<typename X::value_type>()
== type_id::time_of_day;

} // namespace expression

// ---- parts
// ------------------------------------------------------------------------------------------------------

template <expression::any_date X>
[[nodiscard]] constexpr auto year(X const& x) {
    return expression::formula<"CAST(substr({}, 1, 4) AS INTEGER)", "CAST(extract(year FROM {}) AS bigint)",
                               std::int64_t>(x);
}
/// 1 to 12.
template <expression::any_date X>
[[nodiscard]] constexpr auto month(X const& x) {
    return expression::formula<"CAST(substr({}, 6, 2) AS INTEGER)", "CAST(extract(month FROM {}) AS bigint)",
                               std::int64_t>(x);
}
/// Of the month, from 1.
template <expression::any_date X>
[[nodiscard]] constexpr auto day(X const& x) {
    return expression::formula<"CAST(substr({}, 9, 2) AS INTEGER)", "CAST(extract(day FROM {}) AS bigint)",
                               std::int64_t>(x);
}
/// 0 is Sunday, 6 is Saturday.
template <expression::any_date X>
[[nodiscard]] constexpr auto day_of_week(X const& x) {
    return expression::formula<"CAST(strftime('%w', substr({}, 1, 10)) AS INTEGER)",
                               "CAST(extract(dow FROM {}) AS bigint)", std::int64_t>(x);
}
/// 1 to 366.
template <expression::any_date X>
[[nodiscard]] constexpr auto day_of_year(X const& x) {
    return expression::formula<"CAST(strftime('%j', substr({}, 1, 10)) AS INTEGER)",
                               "CAST(extract(doy FROM {}) AS bigint)", std::int64_t>(x);
}
template <expression::any_timestamp X>
[[nodiscard]] constexpr auto hour(X const& x) {
    return expression::formula<"CAST(substr({}, 12, 2) AS INTEGER)", "CAST(extract(hour FROM {}) AS bigint)",
                               std::int64_t>(x);
}
template <expression::any_timestamp X>
[[nodiscard]] constexpr auto minute(X const& x) {
    return expression::formula<"CAST(substr({}, 15, 2) AS INTEGER)",
                               "CAST(extract(minute FROM {}) AS bigint)", std::int64_t>(x);
}
/// Whole seconds, 0 to 59.
template <expression::any_timestamp X>
[[nodiscard]] constexpr auto second(X const& x) {
    return expression::formula<"CAST(substr({}, 18, 2) AS INTEGER)",
                               "CAST(floor(extract(second FROM {})) AS bigint)", std::int64_t>(x);
}
template <expression::any_clock_time X>
[[nodiscard]] constexpr auto hour(X const& x) {
    return expression::formula<"CAST(substr({}, 1, 2) AS INTEGER)", "CAST(extract(hour FROM {}) AS bigint)",
                               std::int64_t>(x);
}
template <expression::any_clock_time X>
[[nodiscard]] constexpr auto minute(X const& x) {
    return expression::formula<"CAST(substr({}, 4, 2) AS INTEGER)", "CAST(extract(minute FROM {}) AS bigint)",
                               std::int64_t>(x);
}
template <expression::any_clock_time X>
[[nodiscard]] constexpr auto second(X const& x) {
    return expression::formula<"CAST(substr({}, 7, 2) AS INTEGER)",
                               "CAST(floor(extract(second FROM {})) AS bigint)", std::int64_t>(x);
}
/// Whole seconds since 1970-01-01 00:00:00 UTC: the difference of two is how long it took.
template <expression::any_date X>
[[nodiscard]] constexpr auto epoch(X const& x) {
    return expression::formula<"CAST(strftime('%s', substr({}, 1, 19)) AS INTEGER)",
                               "CAST(floor(extract(epoch FROM {})) AS bigint)", std::int64_t>(x);
}

// ---- the beginning of a part
// ------------------------------------------------------------------------------------

/// The beginning of the year, the month, ... in which it lies:
/// `date_trunc<date_part::month>(col<&Order::at>)`.
template <date_part Part, expression::any_timestamp X>
[[nodiscard]] constexpr auto date_trunc(X const& x) {
    using V = typename X::value_type;
    using expression::formula;
    if constexpr (Part == date_part::year) {
        return formula<"(substr({}, 1, 4) || '-01-01 00:00:00')", "date_trunc('year', {})", V>(x);
    } else if constexpr (Part == date_part::month) {
        return formula<"(substr({}, 1, 7) || '-01 00:00:00')", "date_trunc('month', {})", V>(x);
    } else if constexpr (Part == date_part::day) {
        return formula<"(substr({}, 1, 10) || ' 00:00:00')", "date_trunc('day', {})", V>(x);
    } else if constexpr (Part == date_part::hour) {
        return formula<"(substr({}, 1, 13) || ':00:00')", "date_trunc('hour', {})", V>(x);
    } else if constexpr (Part == date_part::minute) {
        return formula<"(substr({}, 1, 16) || ':00')", "date_trunc('minute', {})", V>(x);
    } else {
        return formula<"substr({}, 1, 19)", "date_trunc('second', {})", V>(x);
    }
}
template <date_part Part, expression::any_day X>
[[nodiscard]] constexpr auto date_trunc(X const& x) {
    using V = typename X::value_type;
    static_assert(Part == date_part::year || Part == date_part::month,
                  "athanor: a date is cut to its year or its month");
    if constexpr (Part == date_part::year) {
        return expression::formula<"(substr({}, 1, 4) || '-01-01')", "CAST(date_trunc('year', {}) AS date)",
                                   V>(x);
    } else {
        return expression::formula<"(substr({}, 1, 7) || '-01')", "CAST(date_trunc('month', {}) AS date)", V>(
            x);
    }
}

// ---- sums
// -------------------------------------------------------------------------------------------------------

/// So many days later; earlier for a negative number. (Months have no fixed length: count them in C++.)
template <expression::any_day X, class N>
[[nodiscard]] constexpr auto add_days(X const& x, N const& days) {
    static_assert(expression::gives_integer<N>, "athanor: add_days() takes an integer");
    return expression::formula<"date({}, {} || ' days')", "({} + CAST({} AS integer))",
                               typename X::value_type>(x, days);
}
template <expression::any_timestamp X, class N>
[[nodiscard]] constexpr auto add_days(X const& x, N const& days) {
    static_assert(expression::gives_integer<N>, "athanor: add_days() takes an integer");
    return expression::formula<
        "(SELECT datetime(substr(x, 1, 19), n || ' days') || substr(x, 20) FROM (SELECT {} AS x, {} AS n))",
        "({} + {} * interval '1 day')", typename X::value_type>(x, days);
}
template <expression::any_timestamp X, class N>
[[nodiscard]] constexpr auto add_hours(X const& x, N const& hours) {
    static_assert(expression::gives_integer<N>, "athanor: add_hours() takes an integer");
    return expression::formula<
        "(SELECT datetime(substr(x, 1, 19), n || ' hours') || substr(x, 20) FROM (SELECT {} AS x, {} AS n))",
        "({} + {} * interval '1 hour')", typename X::value_type>(x, hours);
}
template <expression::any_timestamp X, class N>
[[nodiscard]] constexpr auto add_minutes(X const& x, N const& minutes) {
    static_assert(expression::gives_integer<N>, "athanor: add_minutes() takes an integer");
    return expression::formula<"(SELECT datetime(substr(x, 1, 19), n || ' minutes') || substr(x, 20) FROM "
                               "(SELECT {} AS x, {} AS n))",
                               "({} + {} * interval '1 minute')", typename X::value_type>(x, minutes);
}
template <expression::any_timestamp X, class N>
[[nodiscard]] constexpr auto add_seconds(X const& x, N const& seconds) {
    static_assert(expression::gives_integer<N>, "athanor: add_seconds() takes an integer");
    return expression::formula<"(SELECT datetime(substr(x, 1, 19), n || ' seconds') || substr(x, 20) FROM "
                               "(SELECT {} AS x, {} AS n))",
                               "({} + {} * interval '1 second')", typename X::value_type>(x, seconds);
}
/// From one date to another; negative when `to` is earlier.
template <expression::any_day X, class Y>
[[nodiscard]] constexpr auto days_between(X const& from, Y const& to) {
    static_assert(std::is_same_v<typename X::value_type, typename expression::node_of<Y>::value_type>,
                  "athanor: days_between() takes two dates: cast<date>() makes one of a timestamp");
    return expression::formula<"CAST(-(julianday({}) - julianday({})) AS INTEGER)",
                               "CAST(-({} - {}) AS bigint)", std::int64_t>(from, to);
}

/// The same as now().
[[nodiscard]] consteval auto current_timestamp() {
    return now();
}
/// Today, in UTC.
[[nodiscard]] constexpr auto current_date() {
    return expression::formula<"CURRENT_DATE", "CURRENT_DATE", date, expression::null_rule::never>();
}

} // namespace athanor
