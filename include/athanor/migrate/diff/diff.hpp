#pragma once
// SPDX-License-Identifier: BSL-1.0
// Compares the replay of the history with the models and says, in order, what turns one into the other.

#include <athanor/migrate/diff/columns.hpp>
#include <athanor/migrate/diff/constraints.hpp>
#include <athanor/migrate/diff/decisions.hpp>
#include <athanor/migrate/diff/enumerations.hpp>
#include <athanor/migrate/diff/indexes.hpp>
#include <athanor/migrate/diff/sequences.hpp>
#include <athanor/migrate/diff/state.hpp>
#include <athanor/migrate/diff/tables.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace athanor::migrate {

namespace detail {

/// The catalog with everything that has no order sorted: two that describe the same schema become equal.
[[nodiscard]] inline catalog in_order(catalog c) {
    auto const by_name = [](auto& items) {
        std::ranges::sort(items, {}, [](auto const& i) { return i.name; });
    };
    auto const by_key = [](auto& items) {
        std::ranges::sort(items, {}, [](auto const& i) { return i.key(); });
    };
    by_key(c.tables);
    by_key(c.sequences);
    for (auto& t : c.tables) {
        settle(t);
        by_name(t.columns);
        by_name(t.uniques);
        by_name(t.checks);
        by_name(t.foreign_keys);
        by_name(t.excludes);
        by_name(t.indexes);
    }
    return c;
}

inline void refuse_what_has_no_operation(diff_state const& s, std::string const& table) {
    auto const& now = *s.now.find(table);
    auto const& wanted = *s.wanted.find(table);
    auto const refuse_change = [&](bool changed, std::string const& what) {
        if (changed) {
            throw error{
                error_kind::unsupported,
                "a migration can't change " + what +
                    " of a table that exists: give the new table another name and move the rows in a unit of "
                    "your own"}
                .with_table(table);
        }
    };
    refuse_change(now.strict != wanted.strict, "STRICT");
    refuse_change(now.without_rowid != wanted.without_rowid, "WITHOUT ROWID");
}

// Answers that answered nothing are mistyped, or stale: the command line refuses them.
inline void find_unused(diff_state& s) {
    auto const was_used = [&](std::string const& answer) {
        return std::ranges::find(s.used, answer) != s.used.end();
    };
    auto const check = [&](std::string const& answer) {
        if (!was_used(answer)) {
            s.result.unused.push_back(answer);
        }
    };
    for (auto const& r : s.given.renames) {
        check(rename_words(r));
    }
    for (auto const& d : s.given.drops) {
        check("--drop " + d);
    }
    for (auto const& a : s.given.allow_loss) {
        check("--allow-loss " + a);
    }
    for (auto const& f : s.given.fills) {
        check("--fill " + f.table + "." + f.column);
    }
    for (auto const& f : s.given.conversions) {
        check("--using " + f.table + "." + f.column);
    }
}

} // namespace detail

/// Do two catalogs describe the same schema? The order of tables, columns and constraints doesn't matter.
[[nodiscard]] inline bool same_schema(catalog const& a, catalog const& b) {
    return detail::in_order(a) == detail::in_order(b);
}

/// The operations that turn `from` into the models' schema, such that `replay(from, upgrade)` describes
/// exactly it; and the questions that are open: possible renames, what would be lost, what existing rows get.
/// Throws unsupported for a change that no operation can make.
///
///     auto const d = diff(history, to_model_schema<shop::metadata>(), {});
///     if (d.questions.empty()) { write(d.upgrade, invert(d.upgrade, history)); }
[[nodiscard]] inline diff_result diff(catalog const& from, model_schema const& to,
                                      decisions const& given = {}) {
    detail::diff_state s{from, to.tables, to.renames, given};
    for (auto& t : s.wanted.tables) {
        detail::settle(t);
    }
    require_same_labels(s.wanted);
    detail::match_tables(s);

    std::vector<std::string> kept; // in the order of the models
    for (auto const& t : s.wanted.tables) {
        if (auto name = t.key(); s.now.find(name) != nullptr) {
            detail::refuse_what_has_no_operation(s, name);
            kept.push_back(std::move(name));
        }
    }
    detail::dropped_columns dropped;
    for (auto const& t : kept) {
        detail::match_columns(s, t, dropped[t]);
    }
    for (auto const& t : kept) {
        detail::drop_foreign_keys(s, t);
    }
    for (auto const& t : kept) {
        detail::drop_indexes(s, t);
        detail::drop_constraints(s, t);
    }
    detail::create_sequences(s);
    detail::change_enumerations(s, kept, dropped);
    detail::create_tables(s);
    for (auto const& t : kept) {
        detail::add_columns(s, t);
    }
    for (auto const& t : kept) {
        detail::alter_columns(s, t, false);
        if (s.now.find(t)->comment != s.wanted.find(t)->comment) {
            s.emit(operation::comment_table{t, s.wanted.find(t)->comment});
        }
    }
    detail::alter_sequences(s);
    for (auto const& t : kept) {
        detail::add_constraints(s, t);
        detail::alter_columns(s, t, true);
        detail::create_indexes(s, t);
    }
    for (auto const& t : s.wanted.tables) {
        detail::add_foreign_keys(s, t.key());
    }
    for (auto const& t : kept) {
        detail::drop_columns(s, t, dropped[t]);
    }
    detail::drop_tables(s);
    detail::drop_sequences(s);
    detail::find_unused(s);

    if (!same_schema(s.now, s.wanted)) {
        throw error{
            error_kind::migration,
            "the operations found don't lead to the models' schema: please report this, with the models"};
    }
    return std::move(s.result);
}

} // namespace athanor::migrate
