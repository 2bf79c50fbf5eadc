#pragma once
// SPDX-License-Identifier: BSL-1.0
// Follows tables and columns by identity through a run of operations: who was whom, and what it costs to find
// out.

#include <athanor/migrate/rebuild.hpp>
#include <athanor/migrate/replay.hpp>
#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>
#include <athanor/schema/expression_text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace athanor::migrate::detail {

/// What ADD COLUMN takes on a table with rows, and not only on an empty one.
[[nodiscard]] inline bool can_add(column_def const& c) {
    if (!c.computed.empty()) {
        return !c.stored && c.nullable;
    }
    auto const by_default = sqlite_dialect::detail::default_sql(c.server_default);
    bool const constant = by_default.empty() ||
                          (by_default.front() != '(' && !starts_with_ignoring_case(by_default, "CURRENT_"));
    bool const null = by_default.empty() || equal_ignoring_case(by_default, "NULL");
    if (c.type.id == type_id::enumeration && !null &&
        std::ranges::find(c.labels, c.server_default.text) == c.labels.end()) {
        return false;
    }
    if (c.enforced && !null) {
        return false; // an old SQLite doesn't look whether the default is of the type
    }
    return constant && (c.nullable || !null);
}

struct tracked_table {
    std::string name;
    std::string origin; // its name before; empty = created in this segment
    std::vector<tracked_column> columns;
    std::vector<std::size_t> operations;
};

/// The operations between two that look at the data.
class segment {
public:
    catalog before; // at its start
    catalog state;  // after the operations so far
    std::vector<tracked_table> tables;
    std::vector<std::pair<std::string, std::size_t>> dropped; // their names before, and the operation
    bool touched = false;

    explicit segment(catalog now)
        : state{std::move(now)} {
        start();
    }

    void start() {
        before = state;
        tables.clear();
        dropped.clear();
        touched = false;
        for (auto const& t : before.tables) {
            tracked_table tracked{t.name, t.name, {}, {}};
            for (auto const& c : t.columns) {
                tracked.columns.push_back({c.name, c.name, {}, {}, false, 0});
            }
            tables.push_back(std::move(tracked));
        }
    }

    void add(operation::any const& op, std::size_t index) {
        apply_to(state, op);
        track(op, index);
    }

    [[nodiscard]] bool must_flush_before(operation::any const& op) {
        if (auto const* a = std::get_if<operation::alter_column>(&op)) {
            auto* t = find(a->table);
            auto* c = t != nullptr ? find(*t, a->to.name) : nullptr;
            bool const known =
                t != nullptr && !t->origin.empty() && c != nullptr && (c->altered || c->origin.empty());
            return known || needs_new_values(a->table, a->fill) || needs_new_values(a->table, a->convert);
        }
        if (auto const* a = std::get_if<operation::add_column>(&op)) {
            return needs_new_values(a->table, a->fill);
        }
        if (auto const* r = std::get_if<operation::rename_column>(&op)) {
            // An expression that was written against the name may mean a column that went away since.
            auto* t = find(r->table);
            return t != nullptr && std::ranges::any_of(t->columns, [&](tracked_column const& c) {
                       return athanor::detail::mentions(c.fill, r->to) ||
                              athanor::detail::mentions(c.convert, r->to);
                   });
        }
        return false;
    }

private:
    [[nodiscard]] tracked_table* find(std::string_view name) {
        auto const it = std::ranges::find(tables, name, &tracked_table::name);
        return it == tables.end() ? nullptr : &*it;
    }
    [[nodiscard]] static tracked_column* find(tracked_table& t, std::string_view name) {
        auto const it = std::ranges::find(t.columns, name, &tracked_column::name);
        return it == t.columns.end() ? nullptr : &*it;
    }

    // Expressions in a copy see the old values: where one asks for a new value, the copy must happen in
    // between.
    [[nodiscard]] bool needs_new_values(std::string_view table, std::string_view sql) {
        auto* t = find(table);
        return t != nullptr && !sql.empty() && std::ranges::any_of(t->columns, [&](tracked_column const& c) {
                   return (c.altered || c.origin.empty()) && athanor::detail::mentions(sql, c.name);
               });
    }
    void track(operation::any const& op, std::size_t index) {
        touched = true;
        std::visit(operation::overloaded{
                       [&](operation::create_table const& o) {
                           tracked_table t{o.table.name, {}, {}, {index}};
                           for (auto const& c : o.table.columns) {
                               t.columns.push_back({c.name, {}, {}, {}, false, index});
                           }
                           tables.push_back(std::move(t));
                       },
                       [&](operation::drop_table const& o) {
                           auto* t = find(o.table);
                           if (!t->origin.empty()) {
                               dropped.emplace_back(t->origin, index);
                           }
                           std::erase_if(tables, [&](tracked_table const& x) { return x.name == o.table; });
                       },
                       [&](operation::rename_table const& o) {
                           auto* t = find(o.from);
                           t->name = o.to;
                           t->operations.push_back(index);
                       },
                       [&](auto const& o) {
                           if constexpr (requires { o.table; }) {
                               if (auto* t = find(o.table)) {
                                   t->operations.push_back(index);
                                   track_column(*t, o, index);
                               }
                           }
                       },
                   },
                   op);
    }
    static void track_column(tracked_table& t, operation::add_column const& o, std::size_t index) {
        t.columns.push_back({o.column.name, {}, o.fill, {}, false, index});
    }
    static void track_column(tracked_table& t, operation::drop_column const& o, std::size_t) {
        std::erase_if(t.columns, [&](tracked_column const& c) { return c.name == o.column; });
    }
    static void track_column(tracked_table& t, operation::rename_column const& o, std::size_t) {
        for (auto& c : t.columns) {
            if (c.name == o.from) {
                c.name = o.to;
            }
            for (auto* sql : {&c.fill, &c.convert}) {
                if (athanor::detail::mentions(*sql, o.from)) {
                    *sql = athanor::detail::with_identifier_renamed(*sql, o.from, o.to);
                }
            }
        }
    }
    static void track_column(tracked_table& t, operation::alter_column const& o, std::size_t index) {
        auto* c = find(t, o.to.name);
        c->altered = true;
        c->fill = o.fill;
        c->convert = o.convert;
        c->operation = index;
    }
    template <class Other>
    static void track_column(tracked_table&, Other const&, std::size_t) {}
};

} // namespace athanor::migrate::detail
