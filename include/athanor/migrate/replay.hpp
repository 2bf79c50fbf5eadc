#pragma once
// SPDX-License-Identifier: BSL-1.0
// What operations do to a schema, without a database: the state at any revision is the replay of its units.

#include <athanor/base/error.hpp>
#include <athanor/migrate/replay_labels.hpp>
#include <athanor/migrate/replay_parts.hpp>
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

struct replayer {
    catalog& state;

    void operator()(operation::create_table const& op) const {
        auto t = op.table;
        require_plain(t.schema, t.name, t.key());
        require_free_name(t.key());
        if (t.columns.empty()) {
            refuse("a table needs at least one column", t.key());
        }
        for (std::size_t i = 0; i < t.columns.size(); ++i) {
            for (std::size_t k = 0; k < i; ++k) {
                if (t.columns[i].name == t.columns[k].name) {
                    refuse("two columns have the same name", t.key(), t.columns[i].name);
                }
            }
        }
        settle(t);
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
                if (!other.is(op.table) && f.referred_key() == op.table) {
                    refuse("table \"" + other.key() + "\" refers to it (foreign key \"" + f.name +
                               "\"): drop that first",
                           op.table);
                }
            }
        }
        std::erase_if(state.tables, [&](table_def const& t) { return t.is(op.table); });
        std::erase_if(state.sequences, [&](sequence_def const& s) { return s.owner_table == op.table; });
    }
    void operator()(operation::rename_table const& op) const {
        auto& t = table_in(state, op.from);
        auto const [schema, name] = split_key(op.to);
        require_free_name(op.to);
        t.schema = schema;
        t.name = name;
        for (auto& other : state.tables) {
            for (auto& f : other.foreign_keys) {
                if (f.referred_key() == op.from) {
                    f.referred_schema = schema;
                    f.referred_table = name;
                }
            }
        }
        for (auto& s : state.sequences) {
            if (s.owner_table == op.from) {
                s.owner_table = op.to;
                s.schema = schema; // it moves along with the table
            }
        }
    }
    void operator()(operation::add_column const& op) const {
        auto& t = table_in(state, op.table);
        if (t.find_column(op.column.name) != nullptr) {
            refuse("the column exists already at this point of the history", op.table, op.column.name);
        }
        t.columns.push_back(op.column);
        settle_identity(t.columns.back());
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
                if (!other.is(op.table) && f.referred_key() == op.table &&
                    contains(f.referred_columns, op.column)) {
                    refuse("table \"" + other.key() + "\" refers to it (foreign key \"" + f.name +
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
                   (f.referred_key() == op.table && contains(f.referred_columns, op.column));
        });
        std::erase_if(t.excludes, [&](exclude_def const& e) { return uses(e, op.column); });
        std::erase_if(t.indexes, [&](index_def const& i) { return uses(i, op.column); });
        std::erase_if(state.sequences, [&](sequence_def const& s) {
            return s.owner_table == op.table && s.owner_column == op.column;
        });
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
            rename_in(i.include, op.from, op.to);
            follow(i.where);
        }
        for (auto& e : t.excludes) {
            for (auto& part : e.elements) {
                if (part.is_expression) {
                    follow(part.text);
                } else if (part.text == op.from) {
                    part.text = op.to;
                }
            }
            follow(e.where);
        }
        for (auto& s : state.sequences) {
            if (s.owner_table == op.table && s.owner_column == op.from) {
                s.owner_column = op.to;
            }
        }
        for (auto& f : t.foreign_keys) {
            rename_in(f.columns, op.from, op.to);
        }
        for (auto& other : state.tables) {
            for (auto& f : other.foreign_keys) {
                if (f.referred_key() == op.table) {
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
            auto from = *op.from;
            settle_identity(from);
            if (from != column) {
                throw error{error_kind::migration_drift,
                            "the unit's from(...) is not what the history says this column is at this point: "
                            "correct it, or leave from(...) out"}
                    .with_table(op.table)
                    .with_column(op.to.name);
            }
        }
        column = op.to;
        settle_identity(column);
        settle_primary_key(t);
    }
    void operator()(operation::create_index const& op) const {
        auto& t = table_in(state, op.table);
        for (auto const& other : state.tables) { // names of indexes are the schema's
            if (other.schema == t.schema) {
                require_free(other.indexes, op.index.name, other);
            }
        }
        for (auto const& part : op.index.parts) {
            if (!part.is_expression) {
                require_columns(t, {part.text});
            }
        }
        require_columns(t, op.index.include);
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
    void operator()(operation::add_exclude const& op) const {
        auto& t = table_in(state, op.table);
        require_free(t.excludes, op.exclude.name, t);
        for (auto const& e : op.exclude.elements) {
            if (!e.is_expression) {
                require_columns(t, {e.text});
            }
        }
        t.excludes.push_back(op.exclude);
    }
    void operator()(operation::drop_constraint const& op) const {
        auto& t = table_in(state, op.table);
        bool found = false;
        switch (op.kind) {
        case operation::constraint_kind::primary_key:
            found = t.primary_key && t.primary_key->name == op.name;
            if (found) {
                for (auto const& c : t.primary_key->columns) {
                    stop_counting(*t.find_column(c));
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
        case operation::constraint_kind::exclude:
            found = erase_named(t.excludes, op.name);
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
    void operator()(operation::create_sequence const& op) const {
        auto const key = op.sequence.key();
        require_plain(op.sequence.schema, op.sequence.name, key);
        require_free_name(key);
        require_owner(op.sequence);
        state.sequences.push_back(op.sequence);
    }
    void operator()(operation::drop_sequence const& op) const {
        (void)sequence_in(op.name);
        std::erase_if(state.sequences, [&](sequence_def const& s) { return s.key() == op.name; });
    }
    void operator()(operation::alter_sequence const& op) const {
        auto& s = sequence_in(op.to.key());
        if (op.from && *op.from != s) {
            throw error{error_kind::migration_drift,
                        "sequence \"" + op.to.key() +
                            "\": the unit's from(...) is not what the history says it is at this point: "
                            "correct it, or leave from(...) out"};
        }
        require_owner(op.to);
        s = op.to;
    }
    void operator()(operation::execute const&) const {}
    void operator()(operation::insert_rows const&) const {}
    void operator()(operation::update_rows const&) const {}
    void operator()(operation::delete_rows const&) const {}
    void operator()(operation::run const&) const {}
    void operator()(operation::irreversible const&) const {}

private:
    /// Tables and sequences share their names.
    void require_free_name(std::string_view key) const {
        if (state.find(key) != nullptr) {
            refuse("the table exists already at this point of the history", key);
        }
        if (state.find_sequence(key) != nullptr) {
            refuse("there is a sequence of this name at this point of the history", key);
        }
    }
    [[nodiscard]] sequence_def& sequence_in(std::string_view key) const {
        if (auto* s = state.find_sequence(key)) {
            return *s;
        }
        refuse_sequence("the history has no such sequence at this point", key);
    }
    [[noreturn]] static void refuse_sequence(std::string const& message, std::string_view key) {
        throw error{error_kind::migration, "sequence \"" + std::string(key) + "\": " + message};
    }
    void require_owner(sequence_def const& s) const {
        if (s.owner_table.empty() != s.owner_column.empty()) {
            refuse_sequence("its owner is a table and a column of it, or nobody", s.key());
        }
        if (!s.owner_table.empty()) {
            auto& owner = table_in(state, s.owner_table);
            (void)column_in(owner, s.owner_column);
            if (owner.schema != s.schema) {
                refuse_sequence("it must be in the schema of the table that owns it", s.key());
            }
        }
    }
};

} // namespace detail

/// Does to `state` what the operation does to a database. Throws athanor::error where it can't be done.
inline void apply_to(catalog& state, operation::any const& op) {
    std::visit(detail::replayer{state}, op);
}

/// The state after the operations of a unit.
[[nodiscard]] inline catalog replay(catalog state, operation::list const& operations) {
    for (auto const& op : operations) {
        apply_to(state, op);
    }
    require_same_labels(state);
    return state;
}

} // namespace athanor::migrate
