#pragma once
// SPDX-License-Identifier: BSL-1.0
// Columns of a diff: renamed, added, altered, dropped.

#include <athanor/migrate/diff/similarity.hpp>
#include <athanor/migrate/diff/state.hpp>
#include <athanor/operation/safety.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace athanor::migrate::detail {

using name_pairs = std::vector<std::pair<std::string, std::string>>;

[[nodiscard]] inline bool same_but_for_name(column_def a, column_def const& b) {
    a.name = b.name;
    return a == b;
}

/// The renames of one table's columns that were decided, or said in the model and not done yet.
[[nodiscard]] inline name_pairs decided_renames(diff_state& s, table_def const& now,
                                                table_def const& wanted) {
    name_pairs out;
    auto const is_source = [&](std::string_view n) {
        return std::ranges::any_of(out, [&](auto const& p) { return p.first == n; });
    };
    auto const is_target = [&](std::string_view n) {
        return std::ranges::any_of(out, [&](auto const& p) { return p.second == n; });
    };
    for (auto const& r : s.given.renames) {
        if (!r.table.empty() && s.means(r.table, now.key()) && now.find_column(r.from) != nullptr &&
            wanted.find_column(r.to) != nullptr && !is_source(r.from) && !is_target(r.to)) {
            out.emplace_back(r.from, r.to);
            s.used.push_back(rename_words(r));
        }
    }
    // A hint stays in the model after its day. It counts while the old column is there and unwanted, and the
    // new one wanted and not there.
    name_pairs swaps;
    for (auto const& h : s.hints) {
        if (h.table != now.key() || h.to.empty() || h.from == h.to || is_source(h.from) || is_target(h.to) ||
            now.find_column(h.from) == nullptr || wanted.find_column(h.to) == nullptr) {
            continue;
        }
        if (wanted.find_column(h.from) == nullptr && now.find_column(h.to) == nullptr) {
            out.emplace_back(h.from, h.to);
        } else {
            swaps.emplace_back(h.from, h.to);
        }
    }
    // Chains and swaps: each old name must be taken over, each new name given up; and since the same hints
    // are still there after a swap, it counts only where it explains the definitions and leaving it out
    // doesn't.
    auto const in = [](name_pairs const& pairs, auto member, std::string_view n) {
        return std::ranges::any_of(pairs, [&](auto const& p) { return p.*member == n; });
    };
    using pair = std::pair<std::string, std::string>;
    for (bool changed = true; changed;) {
        auto const keep = [&](pair const& p) {
            bool const given_up = now.find_column(p.second) == nullptr || in(swaps, &pair::first, p.second) ||
                                  in(out, &pair::first, p.second);
            bool const taken_over = wanted.find_column(p.first) == nullptr ||
                                    in(swaps, &pair::second, p.first) || in(out, &pair::second, p.first);
            return given_up && taken_over &&
                   (now.find_column(p.second) == nullptr ||
                    (same_but_for_name(*now.find_column(p.first), *wanted.find_column(p.second)) &&
                     !same_but_for_name(*now.find_column(p.second), *wanted.find_column(p.second))));
        };
        changed = std::erase_if(swaps, [&](pair const& p) { return !keep(p); }) != 0;
    }
    out.insert(out.end(), swaps.begin(), swaps.end());
    return out;
}

inline void ask_about_column(diff_state& s, table_def const& now, column_def const& gone,
                             table_def const& wanted, std::vector<std::string> const& fresh) {
    bool const allowed = s.may_drop(now.key(), gone.name);
    if (allowed || !gone.computed.empty()) {
        return;
    }
    auto const table = s.old_name(now.key());
    question q;
    q.table = table;
    q.column = gone.name;
    for (auto const& name : fresh) {
        double const score = column_likeness(now, gone, wanted, *wanted.find_column(name));
        if (score > 0) {
            q.candidates.push_back({name, static_cast<int>(score * 100 + 0.5)});
        }
    }
    best_first(q.candidates);
    q.kind = q.candidates.empty() ? question_kind::drop_column : question_kind::rename_column;
    for (auto const& c : q.candidates) {
        q.flags.push_back("--rename " + table + "." + gone.name + ":" + c.name);
    }
    q.flags.push_back("--drop " + table + "." + gone.name);
    q.text = q.candidates.empty() ? "column " + table + "." + gone.name +
                                        " is no longer in the models: dropping it destroys its values"
                                  : "column " + table + "." + gone.name + " is gone and " +
                                        q.candidates.front().name + " is new: a rename?";
    s.result.questions.push_back(std::move(q));
}

/// Finds out which columns were renamed, and renames. `dropped` gets those that go later.
inline void match_columns(diff_state& s, std::string const& table, std::vector<std::string>& dropped) {
    auto const now = *s.now.find(table);
    auto const& wanted = *s.wanted.find(table);
    auto const renames = decided_renames(s, now, wanted);
    auto const is_source = [&](std::string_view n) {
        return std::ranges::any_of(renames, [&](auto const& p) { return p.first == n; });
    };
    auto const is_target = [&](std::string_view n) {
        return std::ranges::any_of(renames, [&](auto const& p) { return p.second == n; });
    };
    std::vector<std::string> fresh;
    for (auto const& c : wanted.columns) {
        bool const kept = now.find_column(c.name) != nullptr && !is_source(c.name);
        if (!kept && !is_target(c.name)) {
            fresh.push_back(c.name);
        }
    }
    for (auto const& c : now.columns) {
        if (is_source(c.name) || (wanted.find_column(c.name) != nullptr && !is_target(c.name))) {
            continue;
        }
        ask_about_column(s, now, c, wanted, fresh);
        auto const in_the_way = [&](std::string_view n) { return equal_ignoring_case(n, c.name); };
        if (std::ranges::any_of(fresh, in_the_way) ||
            std::ranges::any_of(renames, [&](auto const& p) { return in_the_way(p.second); })) {
            if (s.now.find(table)->columns.size() > 1) {
                s.release_column(table, c.name);
                s.emit(operation::drop_column{table, c.name});
            }
        } else {
            dropped.push_back(c.name);
        }
    }
    auto const is_taken = [&](std::string_view n) {
        return std::ranges::any_of(s.now.find(table)->columns,
                                   [&](auto const& c) { return equal_ignoring_case(c.name, n); });
    };
    rename_in_order(renames, is_taken, [&](std::string const& from, std::string const& to) {
        s.emit(operation::rename_column{table, from, to});
    });
}

inline void add_columns(diff_state& s, std::string const& table) {
    auto const& wanted = *s.wanted.find(table);
    for (bool const computed : {false, true}) { // generated ones may be computed from any other
        for (auto const& c : wanted.columns) {
            if (c.computed.empty() == computed || s.now.find(table)->find_column(c.name) != nullptr) {
                continue;
            }
            operation::add_column op{table, c, s.expression_for(s.given.fills, "--fill", table, c.name)};
            if (!c.nullable && op.fill.empty() && c.server_default.kind == default_kind::none &&
                c.computed.empty() && !c.autoincrement) {
                auto const old_table = s.old_name(table);
                s.result.questions.push_back(
                    {question_kind::fill,
                     old_table,
                     c.name,
                     "column " + table + "." + c.name +
                         " is NOT NULL without a server default: what do the rows that exist get?",
                     {},
                     {"--fill \"" + old_table + "." + c.name + "=EXPRESSION\""}});
            }
            s.emit(std::move(op));
        }
    }
}

inline void alter_one_column(diff_state& s, std::string const& table, column_def const& now,
                             column_def const& wanted) {
    auto const old_table = s.old_name(table);
    auto const why = operation::narrowing(now, wanted);
    if (!why.empty() && !s.allowed(s.given.allow_loss, "--allow-loss", table, wanted.name) &&
        !s.given.allow_all_loss) {
        s.result.questions.push_back({question_kind::narrowing,
                                      old_table,
                                      wanted.name,
                                      "column " + table + "." + wanted.name + ": " + why +
                                          "; a row whose value doesn't fit will stop the upgrade",
                                      {},
                                      {"--allow-loss " + old_table + "." + wanted.name}});
    }
    operation::alter_column op{table, wanted, now, {}, {}};
    op.fill = s.expression_for(s.given.fills, "--fill", table, wanted.name);
    op.convert = s.expression_for(s.given.conversions, "--using", table, wanted.name);
    s.emit(std::move(op));
}

/// A column that counts by its key can do so only once the key is there: until then it doesn't.
inline void alter_columns(diff_state& s, std::string const& table, bool keys_are_there) {
    auto const& wanted = *s.wanted.find(table);
    for (auto const& c : wanted.columns) {
        auto const now = *s.now.find(table)->find_column(c.name);
        auto target = c;
        if (!keys_are_there && !c.identity && !now.autoincrement && wanted.primary_key &&
            s.now.find(table)->primary_key != wanted.primary_key) {
            target.autoincrement = false;
        }
        if (now != target) {
            alter_one_column(s, table, now, target);
        }
    }
}

/// Generated columns go before those that they are computed from.
inline void drop_columns(diff_state& s, std::string const& table, std::vector<std::string> dropped) {
    for (bool const computed : {true, false}) {
        for (auto name = dropped.rbegin(); name != dropped.rend(); ++name) {
            auto const* c = s.now.find(table)->find_column(*name);
            if (c != nullptr && c->computed.empty() != computed) {
                s.release_column(table, *name);
                s.emit(operation::drop_column{table, *name});
            }
        }
    }
}

} // namespace athanor::migrate::detail
