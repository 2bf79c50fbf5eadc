#pragma once
// SPDX-License-Identifier: BSL-1.0
// What an operation destroys and what it locks, said before it runs: in the unit, in questions, in offline
// SQL.

#include <athanor/operation/operations.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace athanor::operation {

namespace detail {

[[nodiscard]] inline std::string with_arguments(std::string_view word, int first, int second = 0) {
    std::string out{word};
    if (first != 0) {
        out += '(' + std::to_string(first);
        if (second != 0) {
            out += ", " + std::to_string(second);
        }
        out += ')';
    }
    return out;
}

} // namespace detail

namespace detail {

[[nodiscard]] inline std::string element_words(column_def const& c) {
    switch (c.type.id) {
    case type_id::none:
        return "no type";
    case type_id::boolean:
        return "boolean";
    case type_id::smallint:
        return "smallint";
    case type_id::integer:
        return "integer";
    case type_id::bigint:
        return "bigint";
    case type_id::real:
        return "real";
    case type_id::double_precision:
        return "double precision";
    case type_id::numeric:
        return with_arguments("numeric", c.type.length, c.type.scale);
    case type_id::text:
        return "text";
    case type_id::varchar:
        return with_arguments("varchar", c.type.length);
    case type_id::character:
        return with_arguments("character", c.type.length);
    case type_id::blob:
        return "blob";
    case type_id::timestamp:
        return "timestamp";
    case type_id::timestamp_tz:
        return "timestamp with time zone";
    case type_id::date:
        return "date";
    case type_id::time_of_day:
        return "time";
    case type_id::interval:
        return "interval";
    case type_id::uuid:
        return "uuid";
    case type_id::json:
        return "json";
    case type_id::enumeration:
        return "enumeration " + c.type_name;
    case type_id::custom:
        return c.type_name;
    case type_id::jsonb:
        return "jsonb";
    }
    return "?";
}

} // namespace detail

/// A column's type in athanor's own words: `varchar(255)`, `numeric(10, 2)`, `enumeration mood`, `integer[]`.
[[nodiscard]] inline std::string type_words(column_def const& c) {
    return detail::element_words(c) + (c.type.array ? "[]" : "");
}

namespace detail {

// Decimal digits that every value of a whole-number type fits in; 0 = not such a type.
[[nodiscard]] constexpr int whole_digits(type_id id) {
    switch (id) {
    case type_id::boolean:
        return 1;
    case type_id::smallint:
        return 5;
    case type_id::integer:
        return 10;
    case type_id::bigint:
        return 19;
    default:
        return 0;
    }
}
[[nodiscard]] constexpr bool is_varying_text(type_id id) {
    return id == type_id::text || id == type_id::varchar || id == type_id::character;
}

// Can every value of the first type be kept in the second?
[[nodiscard]] inline bool keeps_every_value(column_def const& from, column_def const& to) {
    auto const a = from.type;
    auto const b = to.type;
    bool const to_text = b.id == type_id::text || (is_varying_text(b.id) && b.length == 0);
    if (a.array != b.array) {
        return a.array && to_text;
    }
    if (a.id == b.id) {
        switch (a.id) {
        case type_id::varchar:
        case type_id::character:
            return b.length == 0 || (a.length != 0 && a.length <= b.length);
        case type_id::numeric:
            return b.length == 0 ||
                   (a.length != 0 && a.scale <= b.scale && a.length - a.scale <= b.length - b.scale);
        case type_id::enumeration:
            return std::ranges::all_of(from.labels, [&](std::string const& label) {
                return std::ranges::find(to.labels, label) != to.labels.end();
            });
        case type_id::custom:
            return from.type_name == to.type_name;
        default:
            return true;
        }
    }
    if (is_varying_text(a.id) && is_varying_text(b.id)) {
        return to_text || (a.id != type_id::text && a.length != 0 && a.length <= b.length);
    }
    if (int const digits = whole_digits(a.id); digits != 0) {
        switch (b.id) {
        case type_id::smallint:
        case type_id::integer:
        case type_id::bigint:
            return whole_digits(b.id) >= digits;
        case type_id::numeric:
            return b.length == 0 || b.length - b.scale >= digits;
        case type_id::real:
            return digits <= 5; // exact up to 2^24
        case type_id::double_precision:
            return digits <= 10; // exact up to 2^53
        case type_id::varchar:
            return b.length == 0 || b.length > digits;
        case type_id::text:
            return true;
        default:
            return false;
        }
    }
    if (a.id == type_id::real && b.id == type_id::double_precision) {
        return true;
    }
    if ((a.id == type_id::timestamp && b.id == type_id::timestamp_tz) ||
        (a.id == type_id::timestamp_tz && b.id == type_id::timestamp)) {
        return true;
    }
    switch (a.id) {
    case type_id::numeric:
    case type_id::timestamp:
    case type_id::timestamp_tz:
    case type_id::date:
    case type_id::time_of_day:
    case type_id::interval:
    case type_id::uuid:
    case type_id::json: // jsonb forgets repeated keys and their order
        return to_text;
    case type_id::jsonb:
        return to_text || b.id == type_id::json;
    case type_id::enumeration:
        return to_text ||
               (is_varying_text(b.id) && std::ranges::all_of(from.labels, [&](std::string const& label) {
                    return label.size() <= static_cast<std::size_t>(b.length);
                }));
    default:
        return false;
    }
}

} // namespace detail

/// Why values may not survive the change from one column to the other: "varchar(255) becomes varchar(10)".
/// Empty = every value is kept.
[[nodiscard]] inline std::string narrowing(column_def const& from, column_def const& to) {
    if (from.computed.empty() && !to.computed.empty()) {
        return "its values give way to generated ones";
    }
    if (!from.computed.empty() || detail::keeps_every_value(from, to)) {
        return {};
    }
    if (from.type.id == type_id::enumeration && to.type.id == type_id::enumeration) {
        std::string gone;
        for (auto const& label : from.labels) {
            if (std::ranges::find(to.labels, label) == to.labels.end()) {
                gone += (gone.empty() ? "" : ", ") + label;
            }
        }
        return "enumeration " + to.type_name + " loses " + gone;
    }
    return type_words(from) + " becomes " + type_words(to);
}

namespace detail {

/// What the column is before the change, or nullptr where nobody knows.
[[nodiscard]] inline column_def const* altered_from(alter_column const& op, catalog const& before) {
    if (op.from) {
        return &*op.from;
    }
    auto const* t = before.find(op.table);
    return t != nullptr ? t->find_column(op.to.name) : nullptr;
}

} // namespace detail

/// What the operation destroys on a schema that looks like `before`, one "table" or "table.column" each, with
/// the reason where it isn't plain. Empty for what keeps every row and value.
[[nodiscard]] inline std::vector<std::string> destroys(any const& op, catalog const& before) {
    if (auto const* drop = std::get_if<drop_table>(&op)) {
        return {drop->table + " and all its rows"};
    }
    if (auto const* drop = std::get_if<drop_column>(&op)) {
        auto const* t = before.find(drop->table);
        auto const* c = t != nullptr ? t->find_column(drop->column) : nullptr;
        if (c != nullptr && !c->computed.empty()) {
            return {};
        }
        return {drop->table + "." + drop->column};
    }
    if (auto const* alter = std::get_if<alter_column>(&op)) {
        if (auto const* now = detail::altered_from(*alter, before); now != nullptr) {
            if (now->computed.empty() && !alter->to.computed.empty()) {
                return {alter->table + "." + alter->to.name + ": " + narrowing(*now, alter->to)};
            }
            if (now->identity && !alter->to.identity && !alter->to.autoincrement) {
                return {alter->table + "." + alter->to.name + ": how far its identity has counted"};
            }
        }
    }
    if (auto const* drop = std::get_if<drop_sequence>(&op)) {
        return {"sequence " + drop->name + ": how far it has counted"};
    }
    if (auto const* gone = std::get_if<delete_rows>(&op)) {
        return {std::to_string(gone->rows.size()) + " rows of " + gone->table};
    }
    return {};
}

/// A change that keeps every row or stops: "users.name: varchar(255) becomes varchar(10)". Empty for all
/// others.
[[nodiscard]] inline std::string narrows(any const& op, catalog const& before) {
    auto const* alter = std::get_if<alter_column>(&op);
    auto const* now = alter != nullptr ? detail::altered_from(*alter, before) : nullptr;
    if (now == nullptr || (now->computed.empty() && !alter->to.computed.empty())) {
        return {};
    }
    auto const why = narrowing(*now, alter->to);
    return why.empty() ? why : alter->table + "." + alter->to.name + ": " + why;
}

/// What others wait for while the operation runs, per database, as text for a person.
struct lock_words {
    std::string sqlite;
    std::string postgresql;
};
[[nodiscard]] inline lock_words locks(any const& op) {
    lock_words const rebuild{"writers wait; copies every row of the table",
                             "AccessExclusive; may rewrite the table"};
    lock_words const brief{"writers wait for a moment", "AccessExclusive for a moment"};
    lock_words const scan{"writers wait; copies every row of the table", "AccessExclusive; reads every row"};
    return std::visit(
        overloaded{[&](alter_column const&) { return rebuild; },
                   [&](drop_column const&) { return brief; },
                   [&](add_primary_key const&) { return scan; },
                   [&](add_unique const&) { return scan; },
                   [&](add_check const&) { return scan; },
                   [&](add_foreign_key const&) {
                       return lock_words{scan.sqlite, "ShareRowExclusive on both tables; reads every row"};
                   },
                   [&](create_index const& o) {
                       return lock_words{"writers wait; reads every row",
                                         o.concurrently
                                             ? "ShareUpdateExclusive: nobody waits; reads every row twice"
                                             : "Share: writers wait; reads every row"};
                   },
                   [&](add_exclude const&) { return scan; },
                   [&](create_sequence const&) {
                       return lock_words{"nothing", "nothing"};
                   },
                   [&](drop_sequence const&) {
                       return lock_words{"nothing", "AccessExclusive on the sequence for a moment"};
                   },
                   [&](alter_sequence const&) {
                       return lock_words{"nothing", "ShareRowExclusive on the sequence for a moment"};
                   },
                   [&](drop_constraint const&) {
                       return lock_words{rebuild.sqlite, brief.postgresql};
                   },
                   [&](comment_table const&) {
                       return lock_words{"nothing", "ShareUpdateExclusive"};
                   },
                   [&](irreversible const&) {
                       return lock_words{"nothing", "nothing"};
                   },
                   [&](execute const&) {
                       return lock_words{"whatever the SQL says", "whatever the SQL says"};
                   },
                   [&](run const&) {
                       return lock_words{"whatever it does", "whatever it does"};
                   },
                   [&](insert_rows const&) {
                       return lock_words{"writers wait", "the rows"};
                   },
                   [&](update_rows const&) {
                       return lock_words{"writers wait", "the rows"};
                   },
                   [&](delete_rows const&) {
                       return lock_words{"writers wait", "the rows"};
                   },
                   [&](create_table const&) { return brief; },
                   [&](drop_table const&) { return brief; },
                   [&](rename_table const&) { return brief; },
                   [&](add_column const&) { return brief; },
                   [&](rename_column const&) { return brief; },
                   [&](drop_index const& o) {
                       return lock_words{brief.sqlite, o.concurrently ? "ShareUpdateExclusive: nobody waits"
                                                                      : brief.postgresql};
                   }},
        op);
}

} // namespace athanor::operation
