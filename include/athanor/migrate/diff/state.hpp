#pragma once
// SPDX-License-Identifier: BSL-1.0
// What the phases of a diff share. Each operation is replayed as soon as it is found, so that a later phase
// compares with the schema as it will be, renames and their consequences included.

#include <athanor/migrate/diff/decisions.hpp>
#include <athanor/migrate/diff/summary.hpp>
#include <athanor/migrate/replay.hpp>
#include <athanor/schema/expression_text.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::migrate::detail {

using athanor::detail::equal_ignoring_case;

struct diff_state {
    catalog now;    // `from` with everything found so far replayed into it
    catalog wanted; // the models
    std::vector<rename_hint> const& hints;
    decisions const& given;
    diff_result result{};
    std::vector<std::pair<std::string, std::string>> renamed_tables{}; // old name, new name
    std::vector<std::string> dropped_tables{};                         // by the name in `now`
    std::vector<std::string> used{};                                   // answers that were used

    void emit(operation::any op) {
        apply_to(now, op);
        result.summary.push_back(describe(op));
        result.upgrade.push_back(std::move(op));
    }

    [[nodiscard]] bool is_dropped(std::string_view table) const {
        return std::ranges::find(dropped_tables, table) != dropped_tables.end();
    }
    /// The name that the table has before the upgrade: what questions call it.
    [[nodiscard]] std::string old_name(std::string_view table) const {
        for (auto const& [from, to] : renamed_tables) {
            if (to == table) {
                return from;
            }
        }
        return std::string(table);
    }
    [[nodiscard]] bool means(std::string_view said, std::string_view table) const {
        return said == table || said == old_name(table);
    }
    /// Was the loss of "table" or "table.column" allowed?
    [[nodiscard]] bool allowed(std::vector<std::string> const& answers, std::string_view flag,
                               std::string_view table, std::string_view column) {
        bool found = false;
        for (auto const& answer : answers) {
            auto const [said_table, said_column] = table_and_column(answer);
            bool const whole = column.empty() ? answer == table || answer == old_name(table)
                                              : means(said_table, table) && said_column == column;
            if (whole) {
                used.push_back(std::string(flag) + " " + answer);
                found = true;
            }
        }
        return found;
    }
    [[nodiscard]] bool may_drop(std::string_view table, std::string_view column) {
        bool const a = allowed(given.drops, "--drop", table, column);
        bool const b = allowed(given.allow_loss, "--allow-loss", table, column);
        return a || b || given.allow_all_loss;
    }
    [[nodiscard]] std::string expression_for(std::vector<decisions::expression> const& answers,
                                             std::string_view flag, std::string_view table,
                                             std::string_view column) {
        for (auto const& e : answers) {
            if (means(e.table, table) && e.column == column) {
                used.push_back(std::string(flag) + " " + e.table + "." + e.column);
                return e.sql;
            }
        }
        return {};
    }

    void drop_foreign_key(std::string const& table, std::string const& name) {
        emit(operation::drop_constraint{table, operation::constraint_kind::foreign_key, name});
    }

    /// A sequence goes with its owner: one that the models still want is owned by nobody meanwhile. No
    /// column: of the whole table.
    void release_sequences(std::string_view table, std::string_view column = {}) {
        auto const before = now.sequences;
        for (auto const& q : before) {
            if (q.owner_table == table && (column.empty() || q.owner_column == column) &&
                wanted.find_sequence(q.key()) != nullptr) {
                auto free = q;
                free.owner_table.clear();
                free.owner_column.clear();
                emit(operation::alter_sequence{free, q});
            }
        }
    }

    /// Drops whatever involves the column, in this table and in those that refer to it, so that it can go.
    void release_column(std::string const& table, std::string const& column) {
        auto const before = now; // emit() changes what we walk over
        for (auto const& other : before.tables) {
            for (auto const& f : other.foreign_keys) {
                if ((other.is(table) && contains(f.columns, column)) ||
                    (f.referred_key() == table && contains(f.referred_columns, column))) {
                    drop_foreign_key(other.key(), f.name);
                }
            }
        }
        auto const& t = *before.find(table);
        for (auto const& i : t.indexes) {
            if (uses(i, column)) {
                emit(operation::drop_index{table, i.name});
            }
        }
        for (auto const& c : t.checks) {
            if (mentions(c.expression, column)) {
                emit(operation::drop_constraint{table, operation::constraint_kind::check, c.name});
            }
        }
        for (auto const& u : t.uniques) {
            if (contains(u.columns, column)) {
                emit(operation::drop_constraint{table, operation::constraint_kind::unique, u.name});
            }
        }
        for (auto const& e : t.excludes) {
            if (uses(e, column)) {
                emit(operation::drop_constraint{table, operation::constraint_kind::exclude, e.name});
            }
        }
        release_sequences(table, column);
        if (t.primary_key && contains(t.primary_key->columns, column)) {
            emit(operation::drop_constraint{table, operation::constraint_kind::primary_key,
                                            t.primary_key->name});
        }
        for (auto const& c : t.columns) {
            if (c.name != column && !c.computed.empty() && mentions(c.computed, column)) {
                release_column(table, c.name);
                emit(operation::drop_column{table, c.name});
            }
        }
    }
};

/// Renames in an order in which the new name is always free; a swap goes through a name of its own.
template <class IsTaken, class Rename>
void rename_in_order(std::vector<std::pair<std::string, std::string>> pending, IsTaken const& is_taken,
                     Rename const& rename) {
    while (!pending.empty()) {
        auto const free = std::ranges::find_if(pending, [&](auto const& p) {
            return !is_taken(p.second) || equal_ignoring_case(p.first, p.second);
        });
        if (free != pending.end()) {
            auto const [from, to] = *free;
            pending.erase(free);
            rename(from, to);
            continue;
        }
        std::string aside = pending.front().first + "_aside";
        while (is_taken(aside)) {
            aside += '_';
        }
        rename(pending.front().first, aside);
        pending.front().first = aside;
    }
}

} // namespace athanor::migrate::detail
