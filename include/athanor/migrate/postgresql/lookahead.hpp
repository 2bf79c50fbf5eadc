#pragma once
// SPDX-License-Identifier: BSL-1.0
// What the planner asks of the operations to come, and of the database when a run is taken up again.

#include <athanor/dialect/postgresql/types.hpp>
#include <athanor/dialect/quote.hpp>
#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace athanor::migrate::detail::pg {

/// Do the operations from `at` on perhaps use a label that isn't among the old ones?
[[nodiscard]] inline bool may_be_used_later(operation::list const& operations, std::size_t at,
                                            std::vector<std::string> const& now,
                                            std::vector<std::string> const& labels) {
    auto const is_new = [&](std::string_view text) {
        return std::ranges::any_of(labels, [&](std::string const& label) {
            return std::ranges::find(now, label) == now.end() && text.find(label) != std::string_view::npos;
        });
    };
    for (auto i = at; i < operations.size(); ++i) {
        bool const uses =
            std::visit(operation::overloaded{
                           [&](operation::alter_column const& o) {
                               return is_new(o.to.server_default.text) || is_new(o.fill) ||
                                      is_new(o.convert) || is_new(o.to.computed);
                           },
                           [&](operation::add_column const& o) {
                               return is_new(o.column.server_default.text) || is_new(o.fill) ||
                                      is_new(o.column.computed);
                           },
                           [&](operation::create_table const& o) {
                               return std::ranges::any_of(o.table.columns,
                                                          [&](column_def const& c) {
                                                              return is_new(c.server_default.text);
                                                          }) ||
                                      std::ranges::any_of(o.table.checks, [&](check_def const& c) {
                                          return is_new(c.expression);
                                      });
                           },
                           [&](operation::add_check const& o) { return is_new(o.check.expression); },
                           [&](operation::create_index const& o) { return is_new(o.index.where); },
                           [](operation::execute const&) { return true; },
                           [](operation::run const&) { return true; },
                           [](operation::insert_rows const&) { return true; },
                           [](operation::update_rows const&) { return true; },
                           [](operation::delete_rows const&) { return true; },
                           [](auto const&) { return false; },
                       },
                       operations[i]);
        if (uses) {
            return true;
        }
    }
    return false;
}

[[nodiscard]] inline std::string name_added(operation::any const& op) {
    return std::visit(operation::overloaded{
                          [](operation::add_primary_key const& o) { return o.key.name; },
                          [](operation::add_unique const& o) { return o.unique.name; },
                          [](operation::add_check const& o) { return o.check.name; },
                          [](operation::add_foreign_key const& o) { return o.key.name; },
                          [](operation::add_exclude const& o) { return o.exclude.name; },
                          [](auto const&) { return std::string{}; },
                      },
                      op);
}
/// The operation that adds again what this one drops, with nothing changed but its name; their number if
/// none does.
[[nodiscard]] inline std::size_t same_under_another_name(table_def const& t,
                                                         operation::list const& operations, std::size_t at,
                                                         operation::drop_constraint const& o) {
    auto const same = [&](auto const& items, auto added) {
        return std::ranges::any_of(items, [&](auto const& item) {
            added.name = item.name;
            return item.name == o.name && item == added;
        });
    };
    for (auto i = at + 1; i < operations.size(); ++i) {
        bool const found = std::visit(
            operation::overloaded{
                [&](operation::add_primary_key const& a) {
                    return a.table == o.table && t.primary_key && t.primary_key->name == o.name &&
                           t.primary_key->columns == a.key.columns;
                },
                [&](operation::add_unique const& a) {
                    return a.table == o.table && same(t.uniques, a.unique);
                },
                [&](operation::add_check const& a) { return a.table == o.table && same(t.checks, a.check); },
                [&](operation::add_foreign_key const& a) {
                    return a.table == o.table && same(t.foreign_keys, a.key);
                },
                [&](operation::add_exclude const& a) {
                    return a.table == o.table && same(t.excludes, a.exclude);
                },
                [](auto const&) { return false; },
            },
            operations[i]);
        if (found) {
            return i;
        }
    }
    return operations.size();
}

[[nodiscard]] inline std::string label_probe(std::string const& schema, std::string const& type,
                                             std::string const& label) {
    auto const l = [](std::string const& s) { return quote_literal(dialect_id::postgresql, s); };
    return "SELECT count(*) FROM pg_catalog.pg_enum e JOIN pg_catalog.pg_type t ON t.oid = e.enumtypid "
           "JOIN "
           "pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE e.enumlabel = " +
           l(label) + " AND t.typname = " + l(type) +
           " AND n.nspname = " + (schema.empty() ? "current_schema" : l(schema));
}
[[nodiscard]] inline std::string index_probe(std::string const& table, std::string const& index) {
    auto const l = [](std::string_view s) { return quote_literal(dialect_id::postgresql, s); };
    auto const schema = split_key(table).first;
    return "SELECT coalesce(max(CASE WHEN i.indisvalid THEN 1 ELSE 2 END), 0) FROM pg_catalog.pg_index i "
           "JOIN "
           "pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = "
           "c.relnamespace "
           "WHERE c.relname = " +
           l(index) + " AND n.nspname = " + (schema.empty() ? "current_schema" : l(schema));
}

} // namespace athanor::migrate::detail::pg
