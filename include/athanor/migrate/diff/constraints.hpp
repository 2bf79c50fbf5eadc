#pragma once
// SPDX-License-Identifier: BSL-1.0
// Constraints of a diff. Names are deterministic, so a constraint is the same when name and definition are.

#include <athanor/migrate/diff/state.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace athanor::migrate::detail {

template <class Item>
[[nodiscard]] bool has_equal(std::vector<Item> const& items, Item const& item) {
    return std::ranges::find(items, item) != items.end();
}

inline void drop_foreign_keys(diff_state& s, std::string const& table) {
    auto const now = s.now.find(table)->foreign_keys;
    for (auto const& f : now) {
        if (!has_equal(s.wanted.find(table)->foreign_keys, f)) {
            s.drop_foreign_key(table, f.name);
        }
    }
}

inline void drop_constraints(diff_state& s, std::string const& table) {
    auto const now = *s.now.find(table);
    auto const& wanted = *s.wanted.find(table);
    for (auto const& c : now.checks) {
        if (!has_equal(wanted.checks, c)) {
            s.emit(operation::drop_constraint{table, operation::constraint_kind::check, c.name});
        }
    }
    for (auto const& u : now.uniques) {
        if (!has_equal(wanted.uniques, u)) {
            s.emit(operation::drop_constraint{table, operation::constraint_kind::unique, u.name});
        }
    }
    for (auto const& e : now.excludes) {
        if (!has_equal(wanted.excludes, e)) {
            s.emit(operation::drop_constraint{table, operation::constraint_kind::exclude, e.name});
        }
    }
    if (now.primary_key && now.primary_key != wanted.primary_key) {
        // Counting ends with the key on SQLite; said out loud, it ends on PostgreSQL too.
        for (auto const& name : now.primary_key->columns) {
            auto const* c = now.find_column(name);
            auto const* later = wanted.find_column(name);
            if (c->autoincrement && !c->identity && later != nullptr && !later->autoincrement) {
                auto still = *c;
                still.autoincrement = false;
                s.emit(operation::alter_column{table, still, *c, {}, {}});
            }
        }
        s.emit(operation::drop_constraint{table, operation::constraint_kind::primary_key,
                                          now.primary_key->name});
    }
}

inline void add_constraints(diff_state& s, std::string const& table) {
    auto const now = *s.now.find(table);
    auto const& wanted = *s.wanted.find(table);
    if (wanted.primary_key && now.primary_key != wanted.primary_key) {
        s.emit(operation::add_primary_key{table, *wanted.primary_key});
    }
    for (auto const& u : wanted.uniques) {
        if (!has_equal(now.uniques, u)) {
            s.emit(operation::add_unique{table, u});
        }
    }
    for (auto const& c : wanted.checks) {
        if (!has_equal(now.checks, c)) {
            s.emit(operation::add_check{table, c});
        }
    }
    for (auto const& e : wanted.excludes) {
        if (!has_equal(now.excludes, e)) {
            s.emit(operation::add_exclude{table, e});
        }
    }
}

inline void add_foreign_keys(diff_state& s, std::string const& table) {
    auto const now = s.now.find(table)->foreign_keys;
    for (auto const& f : s.wanted.find(table)->foreign_keys) {
        if (!has_equal(now, f)) {
            s.emit(operation::add_foreign_key{table, f});
        }
    }
}

} // namespace athanor::migrate::detail
