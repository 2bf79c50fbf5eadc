#pragma once
// SPDX-License-Identifier: BSL-1.0
// How a value of one column type becomes one of another on SQLite, and which rows it would damage.

#include <athanor/dialect/quote.hpp>
#include <athanor/dialect/sqlite/limits.hpp>
#include <athanor/dialect/sqlite/types.hpp>
#include <athanor/schema/catalog.hpp>

#include <string>
#include <string_view>

namespace athanor::migrate::detail {

/// `value` is the new value; `misfit` is true for a row that would lose something, empty when none can.
struct conversion {
    std::string value;
    std::string misfit;
    std::string complaint; // "are longer than 10 characters"
};

enum class storage : unsigned char { integer, real, text, blob, any };

[[nodiscard]] inline storage storage_of(column_def const& c) {
    switch (c.type.id) {
    case type_id::boolean:
    case type_id::smallint:
    case type_id::integer:
    case type_id::bigint:
        return storage::integer;
    case type_id::real:
    case type_id::double_precision:
        return storage::real;
    case type_id::blob:
        return storage::blob;
    case type_id::custom:
        break;
    default:
        return storage::text;
    }
    switch (sqlite_dialect::affinity_of(c.type_name)) {
    case sqlite_dialect::affinity::integer:
        return storage::integer;
    case sqlite_dialect::affinity::real:
        return storage::real;
    case sqlite_dialect::affinity::text:
        return storage::text;
    default:
        return storage::any;
    }
}

namespace convert {

[[nodiscard]] inline std::string cast(std::string const& s, std::string_view type) {
    return "CAST(" + s + " AS " + std::string(type) + ')';
}
[[nodiscard]] inline std::string either(std::string const& a, std::string const& b) {
    return a.empty() ? b : b.empty() ? a : '(' + a + ") OR (" + b + ')';
}
[[nodiscard]] inline std::string zeros(int n) {
    return '\'' + std::string(static_cast<std::size_t>(n), '0') + '\'';
}

// Digits before the point of a decimal in text form.
[[nodiscard]] inline std::string too_many_digits(std::string const& s, sql_type to) {
    return to.length == 0
               ? std::string{}
               : "length(ltrim(replace(substr(" + s + ", 1, instr(" + s +
                     " || '.', '.') - 1), '-', ''), '0')) > " + std::to_string(to.length - to.scale);
}

[[nodiscard]] inline std::string outside(std::string const& integer, type_id to) {
    switch (to) {
    case type_id::boolean:
        return integer + " NOT IN (0, 1)";
    case type_id::smallint:
        return integer + " NOT BETWEEN -32768 AND 32767";
    case type_id::integer:
        return integer + " NOT BETWEEN -2147483648 AND 2147483647";
    default:
        return {};
    }
}

[[nodiscard]] inline conversion to_integer(std::string const& s, column_def const& from,
                                           column_def const& to) {
    auto const value = cast(s, "INTEGER");
    std::string const range = to.autoincrement ? std::string{} : outside(value, to.type.id);
    if (from.type.id == type_id::numeric && from.type.length != 0) {
        auto misfit = from.type.scale == 0 ? std::string{}
                                           : "substr(" + s + ", -" + std::to_string(from.type.scale) +
                                                 ") <> " + zeros(from.type.scale);
        misfit = either(misfit, too_many_digits(s, {type_id::numeric, 18, 0}));
        return {value, either(misfit, range), "aren't whole numbers in the new range"};
    }
    if (storage_of(from) == storage::integer) {
        return {s, range, "are outside the new range"};
    }
    return {value,
            either("CASE typeof(" + s + ") WHEN 'null' THEN 0 WHEN 'integer' THEN 0 WHEN 'real' THEN " +
                       value + " <> " + s + " WHEN 'text' THEN " + cast(value, "TEXT") + " <> " + s +
                       " ELSE 1 END",
                   range),
            "aren't whole numbers in the new range"};
}

[[nodiscard]] inline std::string not_a_number(std::string const& s) {
    return "(typeof(" + s + ") = 'text' AND " + cast(cast(s, "REAL"), "TEXT") + " <> " + s + " AND " +
           cast(cast(s, "INTEGER"), "TEXT") + " <> " + s + ") OR typeof(" + s + ") = 'blob'";
}

[[nodiscard]] inline conversion to_real(std::string const& s, column_def const& from) {
    auto const value = cast(s, "REAL");
    if (from.type.id == type_id::numeric && from.type.length != 0) {
        return {value, "printf('%." + std::to_string(from.type.scale) + "f', " + value + ") <> " + s,
                "have more digits than a double keeps"};
    }
    return {
        value,
        either(not_a_number(s), "typeof(" + s + ") = 'integer' AND " + cast(value, "INTEGER") + " <> " + s),
        "aren't numbers that a double holds"};
}

[[nodiscard]] inline conversion to_numeric(std::string const& s, column_def const& from, sql_type to) {
    std::string const complaint = "don't fit the new precision and scale";
    if (from.type.id == type_id::numeric && from.type.length != 0 && to.length != 0) {
        int const more = to.scale - from.type.scale;
        if (more >= 0) {
            auto value = more == 0 ? s : s + " || " + (from.type.scale == 0 ? "'.' || " : "") + zeros(more);
            return {std::move(value), too_many_digits(s, to), complaint};
        }
        int const cut = -more + (to.scale == 0 ? 1 : 0);
        return {"substr(" + s + ", 1, length(" + s + ") - " + std::to_string(cut) + ')',
                either("substr(" + s + ", " + std::to_string(more) + ") <> " + zeros(-more),
                       too_many_digits(s, to)),
                complaint};
    }
    if (storage_of(from) == storage::integer) {
        auto const text = cast(s, "TEXT");
        return {to.scale == 0 ? text : text + " || '.' || " + zeros(to.scale), too_many_digits(text, to),
                complaint};
    }
    if (from.type.id == type_id::numeric && to.length == 0) {
        return {s, {}, {}};
    }
    auto const number = cast(s, "REAL");
    auto const value = to.length == 0 ? cast(s, "TEXT")
                                      : "CASE WHEN " + s + " IS NOT NULL THEN printf('%." +
                                            std::to_string(to.scale) + "f', " + s + ") END";
    auto misfit = '(' + cast('(' + value + ')', "REAL") + " <> " + number + ')';
    misfit = either(misfit, "(" + not_a_number(s) + ") AND " + s + " <> (" + value + ')');
    return {value, either(misfit, too_many_digits('(' + value + ')', to)), complaint};
}

[[nodiscard]] inline bool is_instant(type_id id) {
    return id == type_id::timestamp || id == type_id::timestamp_tz;
}

[[nodiscard]] inline conversion to_temporal(std::string const& s, type_id from, type_id to) {
    using namespace sqlite_dialect::detail;
    std::string const complaint = "aren't of the form that dates and times are kept in";
    if (is_instant(to)) {
        if (is_instant(from)) {
            return {s, {}, {}};
        }
        if (from == type_id::date) {
            return {s + " || ' 00:00:00'", {}, {}};
        }
        return {s, "NOT " + is_instant_text(s), complaint};
    }
    if (to == type_id::date) {
        if (is_instant(from)) {
            return {"substr(" + s + ", 1, 10)", "substr(" + s + ", 12) NOT IN ('', '00:00:00')",
                    "hold a time of day that would be lost"};
        }
        return {s, "NOT " + is_date_text(s), complaint};
    }
    return {s, "NOT " + is_time_text(s), complaint};
}

[[nodiscard]] inline conversion to_text(std::string const& s, column_def const& from, column_def const& to) {
    conversion out;
    switch (storage_of(from)) {
    case storage::text:
        out.value = s;
        break;
    case storage::real:
        out.value = cast(s, "TEXT");
        out.misfit = cast(out.value, "REAL") + " <> " + s;
        out.complaint = "have more digits than their text would keep";
        break;
    default:
        out.value = cast(s, "TEXT");
        break;
    }
    auto const& v = out.value;
    switch (to.type.id) {
    case type_id::varchar:
    case type_id::character:
        if ((from.type.id == type_id::varchar || from.type.id == type_id::character) &&
            from.type.length <= to.type.length) {
            break;
        }
        out.misfit = either(out.misfit, "length(" + v + ") > " + std::to_string(to.type.length));
        out.complaint = "are longer than " + std::to_string(to.type.length) + " characters";
        break;
    case type_id::enumeration:
        out.misfit = "NOT (" + sqlite_dialect::detail::one_of_labels(v, to) + ')';
        out.complaint = "hold something that is no label of the enumeration";
        break;
    case type_id::uuid:
        out.misfit = v + " NOT GLOB '" + sqlite_dialect::detail::uuid_pattern() + '\'';
        out.complaint = "aren't UUIDs in lower case";
        break;
    case type_id::json:
    case type_id::jsonb:
        out.misfit = v + " IS NOT NULL AND NOT json_valid(" + v + ')';
        out.complaint = "aren't JSON";
        break;
    default:
        break;
    }
    return out;
}

} // namespace convert

[[nodiscard]] inline bool same_type(column_def const& a, column_def const& b) {
    return a.type == b.type && a.type_name == b.type_name && a.labels == b.labels;
}

namespace convert {

[[nodiscard]] inline conversion to_type(std::string const& source, column_def const& from,
                                        column_def const& to) {
    if (same_type(from, to)) {
        return {source, {}, {}};
    }
    switch (to.type.id) {
    case type_id::numeric:
        return to_numeric(source, from, to.type);
    case type_id::timestamp:
    case type_id::timestamp_tz:
    case type_id::date:
    case type_id::time_of_day:
        return to_temporal(source, from.type.id, to.type.id);
    default:
        break;
    }
    switch (storage_of(to)) {
    case storage::integer:
        return to_integer(source, from, to);
    case storage::real:
        return to_real(source, from);
    case storage::text:
        return to_text(source, from, to);
    case storage::blob:
        return {cast(source, "BLOB"), {}, {}};
    case storage::any:
        break;
    }
    return {source, {}, {}};
}

} // namespace convert

/// `source` is an SQL expression for the old value.
[[nodiscard]] inline conversion convert_column(std::string const& source, column_def const& from,
                                               column_def const& to) {
    auto out = convert::to_type(source, from, to);
    // Until now the type let anything in.
    if (to.enforced && !(from.enforced && same_type(from, to))) {
        if (auto const limits = sqlite_dialect::detail::type_limits(out.value, to); !limits.empty()) {
            out.misfit = convert::either(out.misfit, "NOT (" + limits + ')');
            out.complaint =
                out.complaint.empty() ? "hold something that isn't of the enforced type" : out.complaint;
        }
    }
    return out;
}

/// What the value of a user's own expression must still satisfy.
[[nodiscard]] inline conversion converted_by_user(std::string const& expression, column_def const& to) {
    column_def text;
    text.type = {type_id::text};
    conversion out{'(' + expression + ')', {}, {}};
    if (to.type.id == type_id::varchar || to.type.id == type_id::character ||
        to.type.id == type_id::enumeration) {
        auto const limits = convert::to_text(out.value, text, to);
        out.misfit = limits.misfit;
        out.complaint = limits.complaint;
    }
    return out;
}

} // namespace athanor::migrate::detail
