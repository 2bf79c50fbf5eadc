#pragma once
// SPDX-License-Identifier: BSL-1.0
// Tables of a diff: which are the same, which were renamed, and the order in which they come and go.

#include <athanor/migrate/diff/similarity.hpp>
#include <athanor/migrate/diff/state.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace athanor::migrate::detail {

inline void drop_one_table(diff_state& s, std::string const& name) {
    auto const before = s.now;
    for (auto const& other : before.tables) {
        for (auto const& f : other.foreign_keys) {
            if (!other.is(name) && f.referred_key() == name) {
                s.drop_foreign_key(other.key(), f.name);
            }
        }
    }
    for (auto const& i : before.find(name)->indexes) {
        s.emit(operation::drop_index{name, i.name});
    }
    s.release_sequences(name);
    s.emit(operation::drop_table{name});
    std::erase(s.dropped_tables, name);
}

inline void ask_about_table(diff_state& s, table_def const& gone, std::vector<std::string> const& fresh) {
    auto const gone_name = gone.key();
    if (s.may_drop(gone_name, {})) {
        return;
    }
    question q;
    q.table = gone_name;
    for (auto const& name : fresh) {
        double const score = table_likeness(gone, *s.wanted.find(name));
        if (score >= 0.5) {
            q.candidates.push_back({name, static_cast<int>(score * 100 + 0.5)});
        }
    }
    best_first(q.candidates);
    q.kind = q.candidates.empty() ? question_kind::drop_table : question_kind::rename_table;
    for (auto const& c : q.candidates) {
        q.flags.push_back("--rename " + gone_name + ":" + c.name);
    }
    q.flags.push_back("--drop " + gone_name);
    q.text = q.candidates.empty()
                 ? "table " + gone_name + " is no longer in the models: dropping it destroys all its rows"
                 : "table " + gone_name + " is gone and " + q.candidates.front().name + " is new: a rename?";
    s.result.questions.push_back(std::move(q));
}

/// Finds out which tables were renamed and which go, and renames.
inline void match_tables(diff_state& s) {
    std::vector<std::pair<std::string, std::string>> renames;
    auto const is_source = [&](std::string_view n) {
        return std::ranges::any_of(renames, [&](auto const& p) { return p.first == n; });
    };
    auto const is_target = [&](std::string_view n) {
        return std::ranges::any_of(renames, [&](auto const& p) { return p.second == n; });
    };
    auto const add = [&](std::string const& from, std::string const& to) {
        if (s.now.find(from) == nullptr || s.wanted.find(to) == nullptr || is_source(from) || is_target(to)) {
            return false;
        }
        renames.emplace_back(from, to);
        return true;
    };
    for (auto const& r : s.given.renames) {
        // "billing.invoices:archive.invoices" reads like a column of `billing`.
        auto const from = r.table.empty() ? r.from : r.table + '.' + r.from;
        auto const to = r.to_table.empty() ? r.to : r.to_table + '.' + r.to;
        if (add(from, to) || (!r.table.empty() && r.to_table.empty() && add(from, r.table + '.' + r.to))) {
            s.used.push_back(rename_words(r));
        }
    }
    for (auto const& h : s.hints) {
        // A hint stays in the model after its day: it counts only while the old name is still there, and
        // unused.
        if (h.to.empty() && s.now.find(h.table) == nullptr) {
            auto const here = split_key(h.table).first; // a name without a schema may mean the same one
            auto const same_schema = here.empty() ? h.from : here + '.' + h.from;
            for (auto const& from : {h.from, same_schema}) {
                if (s.wanted.find(from) == nullptr) {
                    (void)add(from, h.table);
                }
            }
        }
    }
    std::vector<std::string> fresh;
    for (auto const& t : s.wanted.tables) {
        auto const name = t.key();
        bool const kept = s.now.find(name) != nullptr && !is_source(name);
        if (!kept && !is_target(name)) {
            fresh.push_back(name);
        }
    }
    for (auto const& t : s.now.tables) {
        auto const name = t.key();
        if (!is_source(name) && (s.wanted.find(name) == nullptr || is_target(name))) {
            s.dropped_tables.push_back(name);
            ask_about_table(s, t, fresh);
        }
    }
    // What stands in the way of a new name goes first; to SQLite names that differ only in case are one.
    for (auto const& name : std::vector<std::string>(s.dropped_tables)) {
        auto const in_the_way = [&](std::string_view n) { return equal_ignoring_case(n, name); };
        if (std::ranges::any_of(fresh, in_the_way) || s.wanted.find_sequence(name) != nullptr ||
            std::ranges::any_of(renames, [&](auto const& p) { return in_the_way(p.second); })) {
            drop_one_table(s, name);
        }
    }
    s.renamed_tables = renames;
    // SQLite can't rename a table to itself in another case: that too goes through a name of its own.
    auto const is_taken = [&](std::string_view n) {
        return std::ranges::any_of(s.now.tables,
                                   [&](auto const& t) { return equal_ignoring_case(t.key(), n); });
    };
    rename_in_order(renames, is_taken, [&](std::string const& from, std::string const& to) {
        if (equal_ignoring_case(from, to)) {
            s.emit(operation::rename_table{from, from + "_aside"});
            s.emit(operation::rename_table{from + "_aside", to});
        } else {
            s.emit(operation::rename_table{from, to});
        }
    });
}

// Can the key be stated already: are the table and a unique key over its columns there?
[[nodiscard]] inline bool can_refer(catalog const& now, foreign_key_def const& f, table_def const& self) {
    auto const referred = f.referred_key();
    auto const* target = self.is(referred) ? &self : now.find(referred);
    if (target == nullptr) {
        return false;
    }
    auto const covers = [&](std::vector<std::string> const& key) {
        return key.size() == f.referred_columns.size() &&
               std::ranges::is_permutation(key, f.referred_columns);
    };
    return (target->primary_key && covers(target->primary_key->columns)) ||
           std::ranges::any_of(target->uniques, [&](auto const& u) { return covers(u.columns); });
}

/// New tables, those that are referred to first. Where two refer to each other, a key is added afterwards.
inline void create_tables(diff_state& s) {
    std::vector<table_def> pending;
    for (auto const& t : s.wanted.tables) {
        if (s.now.find(t.key()) == nullptr) {
            pending.push_back(t);
        }
    }
    auto const waits_for = [&](table_def const& t) {
        return std::ranges::count_if(t.foreign_keys, [&](auto const& f) {
            auto const referred = f.referred_key();
            return !t.is(referred) &&
                   std::ranges::any_of(pending, [&](auto const& p) { return p.is(referred); });
        });
    };
    while (!pending.empty()) {
        // In a cycle: the one that waits for the fewest, then the first of the models.
        auto const next = std::ranges::min_element(pending, {}, waits_for);
        auto plain = *next;
        pending.erase(next);
        auto const indexes = std::exchange(plain.indexes, {});
        auto const self = plain;
        std::erase_if(plain.foreign_keys, [&](auto const& f) { return !can_refer(s.now, f, self); });
        auto const name = plain.key();
        s.emit(operation::create_table{std::move(plain)});
        for (auto const& i : indexes) {
            s.emit(operation::create_index{name, i});
        }
    }
}

/// Tables that go, those that refer to others first.
inline void drop_tables(diff_state& s) {
    while (!s.dropped_tables.empty()) {
        auto const referrers = [&](std::string const& name) {
            return std::ranges::count_if(s.now.tables, [&](auto const& t) {
                return !t.is(name) && std::ranges::any_of(t.foreign_keys, [&](auto const& f) {
                    return f.referred_key() == name;
                });
            });
        };
        // The last of equals, so that the downgrade creates them in their old order.
        auto best = s.dropped_tables.begin();
        for (auto i = best; i != s.dropped_tables.end(); ++i) {
            if (referrers(*i) <= referrers(*best)) {
                best = i;
            }
        }
        drop_one_table(s, std::string(*best));
    }
}

} // namespace athanor::migrate::detail
