#pragma once
// SPDX-License-Identifier: BSL-1.0
// One operation as one line for a person: the report of a diff, messages of the proof, comments in offline
// SQL.

#include <athanor/operation/operations.hpp>
#include <athanor/operation/safety.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace athanor::migrate {

namespace detail {

[[nodiscard]] inline std::string joined(std::vector<std::string> const& names) {
    std::string out;
    for (auto const& n : names) {
        out += (out.empty() ? "" : ", ") + n;
    }
    return out;
}

[[nodiscard]] inline std::string default_words(default_def const& d) {
    switch (d.kind) {
    case default_kind::none:
        return "none";
    case default_kind::text:
        return "'" + d.text + "'";
    case default_kind::expression:
        return d.text;
    }
    return {};
}

/// "varchar(255) -> varchar(10), now NOT NULL": what alter_column changes.
[[nodiscard]] inline std::string alter_words(column_def const& from, column_def const& to) {
    std::string out;
    auto const add = [&](std::string const& text) { out += (out.empty() ? "" : ", ") + text; };
    if (from.type != to.type || from.type_name != to.type_name) {
        add(operation::type_words(from) + " -> " + operation::type_words(to));
    }
    if (from.labels != to.labels) {
        add("labels (" + joined(from.labels) + ") -> (" + joined(to.labels) + ")");
    }
    if (from.nullable != to.nullable) {
        add(to.nullable ? "NULL allowed" : "NOT NULL");
    }
    if (from.server_default != to.server_default) {
        add("default " + default_words(from.server_default) + " -> " + default_words(to.server_default));
    }
    if (from.computed != to.computed || from.stored != to.stored) {
        add(to.computed.empty() ? "no longer generated" : "generated as " + to.computed);
    }
    if (from.identity != to.identity) {
        add(!to.identity ? "no identity" : to.identity->always ? "identity always" : "identity by default");
    } else if (from.autoincrement != to.autoincrement) {
        add(to.autoincrement ? "autoincrement" : "no autoincrement");
    }
    if (from.enforced != to.enforced) {
        add(to.enforced ? "enforced" : "no longer enforced");
    }
    if (from.collation != to.collation) {
        add("collation " + (to.collation.empty() ? std::string{"default"} : to.collation));
    }
    if (from.comment != to.comment) {
        add("comment");
    }
    return out;
}

} // namespace detail

/// "add column users.phone_number varchar(50)"
[[nodiscard]] inline std::string describe(operation::any const& op) {
    using namespace operation;
    return std::visit(
        overloaded{
            [](create_table const& o) {
                return "create table " + o.table.key() + " (" + std::to_string(o.table.columns.size()) +
                       " columns)";
            },
            [](drop_table const& o) { return "drop table " + o.table; },
            [](rename_table const& o) { return "rename table " + o.from + " to " + o.to; },
            [](add_column const& o) {
                return "add column " + o.table + "." + o.column.name + " " + type_words(o.column) +
                       (o.column.nullable ? "" : " NOT NULL");
            },
            [](drop_column const& o) { return "drop column " + o.table + "." + o.column; },
            [](rename_column const& o) { return "rename column " + o.table + "." + o.from + " to " + o.to; },
            [](alter_column const& o) {
                return "alter column " + o.table + "." + o.to.name + ": " +
                       (o.from ? detail::alter_words(*o.from, o.to) : type_words(o.to));
            },
            [](create_index const& o) {
                return std::string("create ") + (o.index.unique ? "unique " : "") + "index " + o.index.name +
                       " on " + o.table + (o.concurrently ? " concurrently" : "");
            },
            [](drop_index const& o) {
                return "drop index " + o.name + " on " + o.table + (o.concurrently ? " concurrently" : "");
            },
            [](add_primary_key const& o) {
                return "add primary key " + o.key.name + " (" + detail::joined(o.key.columns) + ") to " +
                       o.table;
            },
            [](add_unique const& o) {
                return "add unique constraint " + o.unique.name + " (" + detail::joined(o.unique.columns) +
                       ") to " + o.table;
            },
            [](add_check const& o) { return "add check constraint " + o.check.name + " to " + o.table; },
            [](add_foreign_key const& o) {
                return "add foreign key " + o.key.name + " to " + o.table + " (refers to " +
                       o.key.referred_key() + ")";
            },
            [](add_exclude const& o) {
                return "add exclude constraint " + o.exclude.name + " to " + o.table;
            },
            [](create_sequence const& o) { return "create sequence " + o.sequence.key(); },
            [](drop_sequence const& o) { return "drop sequence " + o.name; },
            [](alter_sequence const& o) { return "alter sequence " + o.to.key(); },
            [](drop_constraint const& o) {
                constexpr std::string_view kinds[] = {"primary key", "unique constraint", "check constraint",
                                                      "foreign key", "exclude constraint"};
                return "drop " + std::string(kinds[static_cast<std::size_t>(o.kind)]) + " " + o.name +
                       " of " + o.table;
            },
            [](comment_table const& o) { return "comment on table " + o.table; },
            [](operation::execute const&) { return std::string("execute SQL"); },
            [](insert_rows const& o) {
                return "insert " + std::to_string(o.rows.size()) + " rows into " + o.table;
            },
            [](update_rows const& o) {
                return "update " + std::to_string(o.rows.size()) + " rows of " + o.table;
            },
            [](delete_rows const& o) {
                return "delete " + std::to_string(o.rows.size()) + " rows of " + o.table;
            },
            [](run const& o) { return "run " + o.description; },
            [](irreversible const& o) { return "irreversible: " + o.reason; }},
        op);
}

} // namespace athanor::migrate
