#pragma once
// SPDX-License-Identifier: BSL-1.0
// What operations do to a schema, without a database: the state at any revision is the replay of its units.

#include <athanor/base/error.hpp>
#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>
#include <athanor/schema/expression_text.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace athanor::migrate {

namespace detail {

using athanor::detail::mentions;
using athanor::detail::with_identifier_renamed;

[[noreturn]] inline void refuse(std::string message, std::string_view table, std::string_view column = {}) {
    throw error{error_kind::migration, std::move(message)}.with_table(table).with_column(column);
}

[[nodiscard]] inline table_def& table_in(catalog& c, std::string_view name) {
    if (auto* t = c.find(name)) {
        return *t;
    }
    refuse(
        "the history has no such table at this point; check the name, or create it in an earlier operation",
        name);
}

[[nodiscard]] inline column_def& column_in(table_def& t, std::string_view name) {
    if (auto* c = t.find_column(name)) {
        return *c;
    }
    refuse("the history has no such column at this point", t.name, name);
}

template <class Item>
[[nodiscard]] bool erase_named(std::vector<Item>& items, std::string_view name) {
    return std::erase_if(items, [&](Item const& i) { return i.name == name; }) != 0;
}
template <class Item>
void require_free(std::vector<Item> const& items, std::string_view name, table_def const& t) {
    if (std::ranges::any_of(items, [&](Item const& i) { return i.name == name; })) {
        refuse("there is a constraint or index named \"" + std::string(name) + "\" already", t.name);
    }
}
[[nodiscard]] inline bool contains(std::vector<std::string> const& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}
inline void require_columns(table_def const& t, std::vector<std::string> const& columns) {
    for (auto const& c : columns) {
        if (t.find_column(c) == nullptr) {
            refuse("a constraint or index names a column that the table doesn't have", t.name, c);
        }
    }
}

// Primary key columns are never NULL, whatever a unit forgot to say.
inline void settle_primary_key(table_def& t) {
    if (t.primary_key) {
        require_columns(t, t.primary_key->columns);
        for (auto const& c : t.primary_key->columns) {
            t.find_column(c)->nullable = false;
        }
    }
}

inline void rename_in(std::vector<std::string>& names, std::string_view from, std::string_view to) {
    std::ranges::replace(names, std::string(from), std::string(to));
}

struct replayer {
    catalog& state;

    void operator()(operation::create_table const& op) const {
        if (state.find(op.table.name) != nullptr) {
            refuse("the table exists already at this point of the history", op.table.name);
        }
        auto t = op.table;
        if (t.columns.empty()) {
            refuse("a table needs at least one column", t.name);
        }
        for (std::size_t i = 0; i < t.columns.size(); ++i) {
            for (std::size_t k = 0; k < i; ++k) {
                if (t.columns[i].name == t.columns[k].name) {
                    refuse("two columns have the same name", t.name, t.columns[i].name);
                }
            }
        }
        settle_primary_key(t);
        for (auto const& u : t.uniques) {
            require_columns(t, u.columns);
        }
        for (auto const& f : t.foreign_keys) {
            require_columns(t, f.columns);
        }
        state.tables.push_back(std::move(t));
    }
    void operator()(operation::drop_table const& op) const {
        (void)table_in(state, op.table);
        for (auto const& other : state.tables) {
            for (auto const& f : other.foreign_keys) {
                if (other.name != op.table && f.referred_table == op.table) {
                    refuse("table \"" + other.name + "\" refers to it (foreign key \"" + f.name +
                               "\"): drop that first",
                           op.table);
                }
            }
        }
        std::erase_if(state.tables, [&](table_def const& t) { return t.name == op.table; });
    }
    void operator()(operation::rename_table const& op) const {
        auto& t = table_in(state, op.from);
        if (state.find(op.to) != nullptr) {
            refuse("there is a table named \"" + op.to + "\" already", op.from);
        }
        t.name = op.to;
        for (auto& other : state.tables) {
            for (auto& f : other.foreign_keys) {
                if (f.referred_table == op.from) {
                    f.referred_table = op.to;
                }
            }
        }
    }
    void operator()(operation::add_column const& op) const {
        auto& t = table_in(state, op.table);
        if (t.find_column(op.column.name) != nullptr) {
            refuse("the column exists already at this point of the history", op.table, op.column.name);
        }
        t.columns.push_back(op.column);
    }
    // As the databases do: indexes and constraints of the table that involve the column go with it.
    void operator()(operation::drop_column const& op) const {
        auto& t = table_in(state, op.table);
        (void)column_in(t, op.column);
        for (auto const& c : t.columns) {
            if (c.name != op.column && !c.computed.empty() && mentions(c.computed, op.column)) {
                refuse("the generated column \"" + c.name + "\" is computed from it: drop that first",
                       op.table, op.column);
            }
        }
        for (auto const& other : state.tables) {
            for (auto const& f : other.foreign_keys) {
                if (other.name != op.table && f.referred_table == op.table &&
                    contains(f.referred_columns, op.column)) {
                    refuse("table \"" + other.name + "\" refers to it (foreign key \"" + f.name +
                               "\"): drop that first",
                           op.table, op.column);
                }
            }
        }
        if (t.primary_key && contains(t.primary_key->columns, op.column)) {
            t.primary_key.reset();
        }
        std::erase_if(t.uniques, [&](unique_def const& u) { return contains(u.columns, op.column); });
        std::erase_if(t.checks, [&](check_def const& c) { return mentions(c.expression, op.column); });
        std::erase_if(t.foreign_keys, [&](foreign_key_def const& f) {
            return contains(f.columns, op.column) ||
                   (f.referred_table == op.table && contains(f.referred_columns, op.column));
        });
        std::erase_if(t.indexes, [&](index_def const& i) { return uses(i, op.column); });
        std::erase_if(t.columns, [&](column_def const& c) { return c.name == op.column; });
    }
    void operator()(operation::rename_column const& op) const {
        auto& t = table_in(state, op.table);
        auto& column = column_in(t, op.from);
        if (t.find_column(op.to) != nullptr) {
            refuse("there is a column named \"" + op.to + "\" already", op.table, op.from);
        }
        column.name = op.to;
        if (t.primary_key) {
            rename_in(t.primary_key->columns, op.from, op.to);
        }
        auto const follow = [&](std::string& sql) {
            if (!sql.empty() && mentions(sql, op.from)) {
                sql = with_identifier_renamed(sql, op.from, op.to);
            }
        };
        for (auto& c : t.columns) {
            follow(c.computed);
        }
        for (auto& u : t.uniques) {
            rename_in(u.columns, op.from, op.to);
        }
        for (auto& c : t.checks) {
            follow(c.expression);
        }
        for (auto& i : t.indexes) {
            for (auto& part : i.parts) {
                if (part.is_expression) {
                    follow(part.text);
                } else if (part.text == op.from) {
                    part.text = op.to;
                }
            }
            follow(i.where);
        }
        for (auto& f : t.foreign_keys) {
            rename_in(f.columns, op.from, op.to);
        }
        for (auto& other : state.tables) {
            for (auto& f : other.foreign_keys) {
                if (f.referred_table == op.table) {
                    rename_in(f.referred_columns, op.from, op.to);
                }
            }
        }
    }
    void operator()(operation::alter_column const& op) const {
        auto& t = table_in(state, op.table);
        auto& column = column_in(t, op.to.name);
        if (op.from) {
            if (op.from->name != op.to.name) {
                refuse("alter_column keeps the name: use rename_column for a new one", op.table,
                       op.from->name);
            }
            if (*op.from != column) {
                throw error{error_kind::migration_drift,
                            "the unit's from(...) is not what the history says this column is at this point: "
                            "correct it, or leave from(...) out"}
                    .with_table(op.table)
                    .with_column(op.to.name);
            }
        }
        column = op.to;
        settle_primary_key(t);
    }
    void operator()(operation::create_index const& op) const {
        auto& t = table_in(state, op.table);
        for (auto const& other : state.tables) {
            require_free(other.indexes, op.index.name, other);
        }
        for (auto const& part : op.index.parts) {
            if (!part.is_expression) {
                require_columns(t, {part.text});
            }
        }
        t.indexes.push_back(op.index);
    }
    void operator()(operation::drop_index const& op) const {
        auto& t = table_in(state, op.table);
        if (!erase_named(t.indexes, op.name)) {
            refuse("the history has no index named \"" + op.name + "\" on it at this point", op.table);
        }
    }
    void operator()(operation::add_primary_key const& op) const {
        auto& t = table_in(state, op.table);
        if (t.primary_key) {
            refuse("it has a primary key already: drop that first", op.table);
        }
        t.primary_key = op.key;
        settle_primary_key(t);
    }
    void operator()(operation::add_unique const& op) const {
        auto& t = table_in(state, op.table);
        require_free(t.uniques, op.unique.name, t);
        require_columns(t, op.unique.columns);
        t.uniques.push_back(op.unique);
    }
    void operator()(operation::add_check const& op) const {
        auto& t = table_in(state, op.table);
        require_free(t.checks, op.check.name, t);
        t.checks.push_back(op.check);
    }
    void operator()(operation::add_foreign_key const& op) const {
        auto& t = table_in(state, op.table);
        require_free(t.foreign_keys, op.key.name, t);
        require_columns(t, op.key.columns);
        t.foreign_keys.push_back(op.key);
    }
    void operator()(operation::drop_constraint const& op) const {
        auto& t = table_in(state, op.table);
        bool found = false;
        switch (op.kind) {
        case operation::constraint_kind::primary_key:
            found = t.primary_key && t.primary_key->name == op.name;
            if (found) {
                for (auto const& c : t.primary_key->columns) {
                    t.find_column(c)->autoincrement = false;
                }
                t.primary_key.reset();
            }
            break;
        case operation::constraint_kind::unique:
            found = erase_named(t.uniques, op.name);
            break;
        case operation::constraint_kind::check:
            found = erase_named(t.checks, op.name);
            break;
        case operation::constraint_kind::foreign_key:
            found = erase_named(t.foreign_keys, op.name);
            break;
        }
        if (!found) {
            refuse("the history has no such constraint named \"" + op.name + "\" on it at this point",
                   op.table);
        }
    }
    void operator()(operation::comment_table const& op) const {
        table_in(state, op.table).comment = op.comment;
    }
    void operator()(operation::execute const&) const {}
    void operator()(operation::insert_rows const&) const {}
    void operator()(operation::update_rows const&) const {}
    void operator()(operation::delete_rows const&) const {}
    void operator()(operation::run const&) const {}
    void operator()(operation::irreversible const&) const {}

    [[nodiscard]] static bool uses(index_def const& index, std::string_view column) {
        return mentions(index.where, column) || std::ranges::any_of(index.parts, [&](index_part const& p) {
                   return p.is_expression ? mentions(p.text, column) : p.text == column;
               });
    }
};

} // namespace detail

/// Does to `state` what the operation does to a database. Throws athanor::error where it can't be done.
inline void apply_to(catalog& state, operation::any const& op) {
    std::visit(detail::replayer{state}, op);
}

/// The state after the operations.
[[nodiscard]] inline catalog replay(catalog state, operation::list const& operations) {
    for (auto const& op : operations) {
        apply_to(state, op);
    }
    return state;
}

} // namespace athanor::migrate
