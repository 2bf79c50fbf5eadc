#pragma once
// SPDX-License-Identifier: BSL-1.0
// How a column's values become those of another type on PostgreSQL, and which can't: counted before anything
// changes, because CAST cuts and rounds without a word.

#include <athanor/dialect/postgresql/types.hpp>
#include <athanor/dialect/quote.hpp>
#include <athanor/schema/catalog.hpp>

#include <string>
#include <string_view>

namespace athanor::migrate::detail::pg {

struct conversion {
    std::string value;     // behind USING
    std::string misfit;    // a condition on the old value; empty: none to be counted
    std::string complaint; // "are longer than 10 characters"
};

[[nodiscard]] inline bool is_integer(type_id t) {
    return t == type_id::smallint || t == type_id::integer || t == type_id::bigint;
}
[[nodiscard]] inline bool is_float(type_id t) {
    return t == type_id::real || t == type_id::double_precision;
}
[[nodiscard]] inline bool is_text(type_id t) {
    return t == type_id::text || t == type_id::varchar || t == type_id::character;
}
[[nodiscard]] inline std::string cast(std::string const& value, std::string_view type) {
    return "CAST(" + value + " AS " + std::string{type} + ')';
}
[[nodiscard]] inline std::string any_of(std::string const& a, std::string const& b) {
    return a.empty() ? b : b.empty() ? a : '(' + a + ") OR (" + b + ')';
}
// The second condition is asked only where the first doesn't hold: it would be an error otherwise.
[[nodiscard]] inline std::string first_then(std::string const& first, std::string const& then) {
    return "CASE WHEN " + first + " THEN true ELSE " + (then.empty() ? "false" : then) + " END";
}

[[nodiscard]] inline std::string outside_of(std::string const& number, type_id type) {
    switch (type) {
    case type_id::smallint:
        return number + " NOT BETWEEN -32768 AND 32767";
    case type_id::integer:
        return number + " NOT BETWEEN -2147483648 AND 2147483647";
    default:
        return number + " NOT BETWEEN -9223372036854775808 AND 9223372036854775807";
    }
}
[[nodiscard]] inline std::string not_a_whole_number(std::string const& text) {
    return text + " !~ '^[[:space:]]*[-+]?[0-9]+[[:space:]]*$'";
}
[[nodiscard]] inline std::string not_a_number(std::string const& text) {
    return text + " !~ '^[[:space:]]*[-+]?([0-9]+([.][0-9]*)?|[.][0-9]+)[[:space:]]*$'";
}

[[nodiscard]] inline conversion to_integer(std::string const& q, type_id from, type_id to,
                                           std::string const& type) {
    if (from == type_id::boolean) {
        return {cast(cast(q, "INTEGER"), type), {}, {}};
    }
    if (is_integer(from)) {
        return {cast(q, type), from < to ? std::string{} : outside_of(q, to), "are outside the new range"};
    }
    if (is_text(from)) {
        return {cast(q, type),
                first_then(not_a_whole_number(cast(q, "TEXT")), outside_of(cast(q, "NUMERIC"), to)),
                "aren't whole numbers in the new range"};
    }
    if (from == type_id::numeric || is_float(from)) {
        return {cast(q, type), first_then(outside_of(q, to), q + " <> trunc(" + q + ')'),
                "aren't whole numbers in the new range"};
    }
    return {cast(q, type), {}, {}};
}

[[nodiscard]] inline conversion to_numeric(std::string const& q, type_id from, sql_type to,
                                           std::string const& type) {
    auto const too_large = [&](std::string const& n) {
        return to.length == 0
                   ? std::string{}
                   : "abs(" + n + ") >= 1" + std::string(static_cast<std::size_t>(to.length - to.scale), '0');
    };
    auto const too_fine = [&](std::string const& n) {
        return to.length == 0 ? std::string{} : n + " <> round(" + n + ", " + std::to_string(to.scale) + ')';
    };
    std::string const complaint = "don't fit the new precision and scale";
    auto const number = cast(q, "NUMERIC");
    if (is_text(from)) {
        return {cast(q, type),
                first_then(not_a_number(cast(q, "TEXT")), any_of(too_large(number), too_fine(number))),
                "aren't numbers of the new precision and scale"};
    }
    if (is_float(from)) {
        return {cast(q, type),
                first_then(q + " IN ('NaN', 'Infinity', '-Infinity')",
                           any_of(cast(cast(q, type), "DOUBLE PRECISION") + " <> " + q, too_large(number))),
                complaint};
    }
    if (is_integer(from) || from == type_id::numeric) {
        return {cast(q, type), any_of(too_large(q), is_integer(from) ? std::string{} : too_fine(q)),
                complaint};
    }
    return {cast(q, type), {}, {}};
}

[[nodiscard]] inline conversion to_float(std::string const& q, type_id from, type_id to,
                                         std::string const& type) {
    std::string const complaint = "have more digits than the new type keeps";
    if (is_float(from)) {
        return {cast(q, type),
                to == type_id::real && from != type_id::real
                    ? first_then("abs(" + q + ") > 3.4028235e38 AND abs(" + q + ") <> 'Infinity'",
                                 cast(cast(q, "REAL"), "DOUBLE PRECISION") + " <> " + q)
                    : std::string{},
                complaint};
    }
    if (is_integer(from) || from == type_id::numeric) {
        return {cast(q, type), cast(cast(q, type), "NUMERIC") + " <> " + cast(q, "NUMERIC"), complaint};
    }
    if (is_text(from)) {
        return {cast(q, type),
                not_a_number(cast(q, "TEXT")) + " AND " + cast(q, "TEXT") + " !~ '[0-9][eE][-+]?[0-9]+$'",
                "aren't numbers"};
    }
    return {cast(q, type), {}, {}};
}

[[nodiscard]] inline std::string label_list(column_def const& c) {
    std::string out;
    for (auto const& label : c.labels) {
        out += (out.empty() ? "" : ", ") + quote_literal(dialect_id::postgresql, label);
    }
    return out;
}

/// From one type to another; `schema` is the table's. Times are taken as UTC, whatever the session's zone is.
[[nodiscard]] inline conversion convert(std::string const& schema, column_def const& from,
                                        column_def const& to) {
    auto const q = quote_identifier(from.name);
    auto const type = postgresql_dialect::type_name(schema, to);
    auto const a = from.type.id;
    auto const b = to.type.id;
    if (from.type.array || to.type.array) {
        bool const labels = a == type_id::enumeration || b == type_id::enumeration;
        return {labels ? cast(cast(q, "TEXT[]"), type) : cast(q, type), {}, {}};
    }
    if (b == type_id::enumeration) {
        return {cast(cast(q, "TEXT"), type), cast(q, "TEXT") + " NOT IN (" + label_list(to) + ')',
                "hold something that is no label of the enumeration"};
    }
    if (b == type_id::varchar || b == type_id::character) {
        auto const text = cast(q, "TEXT");
        bool const longer = is_text(a) && a != type_id::text && to.type.length >= from.type.length;
        return {cast(text, type),
                longer ? std::string{} : "char_length(" + text + ") > " + std::to_string(to.type.length),
                "are longer than " + std::to_string(to.type.length) + " characters"};
    }
    if (is_integer(b)) {
        return to_integer(q, a, b, type);
    }
    if (b == type_id::numeric) {
        return to_numeric(q, a, to.type, type);
    }
    if (is_float(b)) {
        return to_float(q, a, b, type);
    }
    if (b == type_id::boolean && (is_integer(a) || a == type_id::numeric)) {
        return {q + " <> 0", q + " NOT IN (0, 1)", "are neither 0 nor 1"};
    }
    if (b == type_id::boolean && is_text(a)) {
        return {cast(cast(q, "TEXT"), type),
                "lower(" + cast(q, "TEXT") +
                    ") NOT IN ('t', 'f', 'true', 'false', 'yes', 'no', 'on', 'off', '1', '0')",
                "are no truth values"};
    }
    bool const instant = a == type_id::timestamp || a == type_id::timestamp_tz;
    if (b == type_id::date && instant) {
        auto const utc = a == type_id::timestamp ? q : '(' + q + " AT TIME ZONE 'UTC')";
        return {cast(utc, type), utc + " <> date_trunc('day', " + utc + ')',
                "hold a time of day, which a date would lose"};
    }
    if ((b == type_id::timestamp && a == type_id::timestamp_tz) ||
        (b == type_id::timestamp_tz && a == type_id::timestamp)) {
        return {q + " AT TIME ZONE 'UTC'", {}, {}};
    }
    if (b == type_id::timestamp_tz && a == type_id::date) {
        return {cast(q, "TIMESTAMP") + " AT TIME ZONE 'UTC'", {}, {}};
    }
    return {cast(q, type), {}, {}};
}

} // namespace athanor::migrate::detail::pg
