#pragma once
// SPDX-License-Identifier: BSL-1.0
// Turns a list of operations into steps for SQLite: native ALTER where it is safe on a table with rows,
// otherwise one rebuild per table for each run of operations between two that look at the data.

#include <athanor/base/error.hpp>
#include <athanor/dialect/quote.hpp>
#include <athanor/dialect/sqlite/ddl.hpp>
#include <athanor/migrate/introspect/compare.hpp>
#include <athanor/migrate/introspect/sqlite.hpp>
#include <athanor/migrate/planner_segment.hpp>
#include <athanor/migrate/planner_step.hpp>
#include <athanor/migrate/rebuild.hpp>
#include <athanor/migrate/replay.hpp>
#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>
#include <athanor/schema/expression_text.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace athanor::migrate::detail {

/// Does the text name this identifier anywhere, also before a parenthesis?
[[nodiscard]] inline bool names_object(std::string_view sql, std::string_view identifier) {
    for (std::size_t at = 0; at < sql.size();) {
        auto const token = athanor::detail::next_token(sql, at);
        at += token.text.size();
        if (athanor::detail::names_identifier(token, identifier)) {
            return true;
        }
    }
    return false;
}

class planner {
public:
    using sink = std::function<void(std::vector<plan_step>&&)>;
    /// The live schema, for what a catalog can't know; empty when printing offline.
    using source = std::function<std::vector<schema_object>()>;

    planner(catalog before, std::string revision, sink out, source live = {})
        : segment_{std::move(before)}
        , revision_{std::move(revision)}
        , out_{std::move(out)}
        , live_{std::move(live)} {}

    void add(operation::any const& op, std::size_t index) {
        sqlite_dialect::require_supported(op);
        if (is_barrier(op)) {
            flush();
            plan_step s;
            s.what = plan_step::kind::operation;
            s.op = &op;
            s.origins = {index};
            s.table = operation_table(op);
            std::vector<plan_step> steps;
            steps.push_back(std::move(s));
            out_(std::move(steps));
            return;
        }
        if (segment_.must_flush_before(op)) {
            flush();
        }
        segment_.add(op, index);
    }

    void flush() {
        if (segment_.touched) {
            out_(plan_segment());
            segment_.start();
        }
    }

private:
    // ---- the steps of a segment ----

    void sql(std::string text, std::string const& table, std::vector<std::size_t> const& origins) {
        steps_.push_back(sql_step(std::move(text), table, origins));
    }

    [[nodiscard]] std::vector<plan_step> plan_segment() {
        steps_.clear();
        mid_ = segment_.before;
        live_objects_ = live_ ? live_() : std::vector<schema_object>{};
        look_around();
        for (auto const& [table, index] : segment_.dropped) {
            drop_table(table, index);
        }
        rename_tables();
        for (auto& t : segment_.tables) {
            rename_columns(t);
        }
        for (auto const& t : segment_.tables) {
            if (!t.origin.empty()) {
                drop_indexes(t);
            }
        }
        for (auto const& t : segment_.tables) {
            if (t.origin.empty()) {
                create_table(t);
            }
        }
        for (auto const& t : segment_.tables) {
            if (!t.origin.empty() && !t.operations.empty()) {
                alter_table(t);
            }
        }
        plan_step last;
        last.what = plan_step::kind::verify_objects;
        last.origins = all_operations();
        steps_.push_back(std::move(last));
        return std::move(steps_);
    }
    [[nodiscard]] std::vector<std::size_t> all_operations() const {
        std::vector<std::size_t> out;
        for (auto const& t : segment_.tables) {
            out.insert(out.end(), t.operations.begin(), t.operations.end());
        }
        for (auto const& d : segment_.dropped) {
            out.push_back(d.second);
        }
        std::ranges::sort(out);
        return out;
    }

    void look_around() {
        plan_step s;
        s.what = plan_step::kind::look_around;
        for (auto const& t : segment_.tables) {
            if (!t.operations.empty()) {
                s.names.push_back(t.origin.empty() ? t.name : t.origin);
            }
        }
        for (auto const& d : segment_.dropped) {
            s.names.push_back(d.first);
        }
        s.origins = all_operations();
        steps_.push_back(std::move(s));
    }

    void drop_table(std::string const& table, std::size_t index) {
        plan_step s;
        s.what = plan_step::kind::before_drop;
        s.table = table;
        s.origins = {index};
        for (auto const& t : segment_.before.tables) {
            s.names.push_back(t.name);
        }
        steps_.push_back(std::move(s));
        sql("DROP TABLE " + quote_identifier(table), table, {index});
        std::erase_if(mid_.tables, [&](table_def const& t) { return t.name == table; });
    }

    void rename(operation::any const& op, std::vector<std::size_t> const& origins) {
        if (auto const* t = std::get_if<operation::rename_table>(&op)) {
            sql("ALTER TABLE " + quote_identifier(t->from) + " RENAME TO " + quote_identifier(t->to), t->from,
                origins);
        } else if (auto const* c = std::get_if<operation::rename_column>(&op)) {
            sql("ALTER TABLE " + quote_identifier(c->table) + " RENAME COLUMN " + quote_identifier(c->from) +
                    " TO " + quote_identifier(c->to),
                c->table, origins);
        }
        apply_to(mid_, op);
    }
    [[nodiscard]] std::string scratch_name() {
        return "__athanor_" + std::to_string(++scratch_) + '_' + revision_.substr(0, 40);
    }

    void rename_tables() {
        // Who must make room first goes to a scratch name: swaps, and names that differ only in case.
        std::vector<std::pair<tracked_table const*, std::string>> moves; // who, name now
        for (auto const& t : segment_.tables) {
            if (!t.origin.empty() && t.origin != t.name) {
                moves.emplace_back(&t, t.origin);
            }
        }
        for (auto& [t, now] : moves) {
            if (std::ranges::any_of(
                    mid_.tables, [&](table_def const& x) { return equal_ignoring_case(x.name, t->name); })) {
                for (auto& [other, other_now] : moves) {
                    if (equal_ignoring_case(other_now, t->name)) {
                        auto const scratch = scratch_name();
                        rename(operation::rename_table{other_now, scratch}, other->operations);
                        other_now = scratch;
                    }
                }
            }
            rename(operation::rename_table{now, t->name}, t->operations);
            now = t->name;
        }
    }

    void rename_columns(tracked_table const& t) {
        auto const* was = t.origin.empty() ? nullptr : segment_.before.find(t.origin);
        if (was == nullptr) {
            return;
        }
        struct move {
            std::string now, to;
        };
        std::vector<move> moves;
        for (auto const& c : t.columns) {
            if (!c.origin.empty() && c.origin != c.name) {
                moves.push_back({c.origin, c.name});
            }
        }
        for (auto& m : moves) {
            // The name may be held by a column that moves later, or that goes away.
            for (auto const& c : mid_.find(t.name)->columns) {
                if (equal_ignoring_case(c.name, m.to)) {
                    auto const scratch = scratch_name();
                    auto const held = c.name;
                    rename(operation::rename_column{t.name, held, scratch}, t.operations);
                    for (auto& other : moves) {
                        if (other.now == held) {
                            other.now = scratch;
                        }
                    }
                    break;
                }
            }
            rename(operation::rename_column{t.name, m.now, m.to}, t.operations);
            m.now = m.to;
        }
    }

    void drop_indexes(tracked_table const& t) {
        auto* now = mid_.find(t.name);
        auto const* then = segment_.state.find(t.name);
        std::erase_if(now->indexes, [&](index_def const& i) {
            bool const stays =
                std::ranges::any_of(then->indexes, [&](index_def const& x) { return same_item(i, x); });
            if (!stays) {
                sql("DROP INDEX " + quote_identifier(i.name), t.name, t.operations);
            }
            return !stays;
        });
    }
    void create_indexes(tracked_table const& t) {
        auto const* now = mid_.find(t.name);
        for (auto const& i : segment_.state.find(t.name)->indexes) {
            if (now == nullptr ||
                std::ranges::none_of(now->indexes, [&](index_def const& x) { return same_item(i, x); })) {
                if (now != nullptr) {
                    count_duplicates(t, i);
                }
                sql(sqlite_dialect::create_index_sql(t.name, i), t.name, t.operations);
            }
        }
    }
    void count_duplicates(tracked_table const& t, index_def const& index) {
        if (!index.unique) {
            return;
        }
        std::string list;
        std::string where = index.where.empty() ? "TRUE" : '(' + index.where + ')';
        for (auto const& p : index.parts) {
            auto const part = p.is_expression ? p.text : quote_identifier(p.text);
            list += (list.empty() ? "" : ", ") + part;
            where += " AND (" + part + ") IS NOT NULL";
        }
        plan_step s;
        s.what = plan_step::kind::must_be_zero;
        s.sql = "SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM " + quote_identifier(t.name) +
                " WHERE " + where + " GROUP BY " + list + " HAVING count(*) > 1)";
        s.table = t.name;
        s.column = index.parts.front().is_expression ? std::string{} : index.parts.front().text;
        s.complaint =
            "hold the same values under the unique index \"" + index.name + "\"; make them differ first";
        s.origins = t.operations;
        steps_.push_back(std::move(s));
    }

    void create_table(tracked_table const& t) {
        sql(sqlite_dialect::create_table_sql(*segment_.state.find(t.name)), t.name, t.operations);
        create_indexes(t);
    }

    void alter_table(tracked_table const& t) {
        auto const& now = *mid_.find(t.name);
        auto const& then = *segment_.state.find(t.name);
        auto const bare = [](table_def x) {
            x.indexes.clear();
            return as_sqlite_returns_it(std::move(x));
        };
        // Equal definitions can still hide a column that was dropped and added again.
        bool const same_columns = std::ranges::none_of(
            t.columns, [](tracked_column const& c) { return c.origin.empty() || !c.convert.empty(); });
        // The check of a type is named after table and column, and a rename leaves the old name in the text.
        bool const renamed_check = has_renamed_type_check(t, then);
        if (same_columns && !renamed_check && bare(now) == bare(then)) {
            create_indexes(t);
            return;
        }
        if (!renamed_check) {
            if (auto native = native_alter(t, now, then); native && bare(native->first) == bare(then)) {
                for (auto& text : native->second) {
                    sql(std::move(text), t.name, t.operations);
                }
                create_indexes(t);
                return;
            }
        }
        plan_step match;
        match.what = plan_step::kind::match_live;
        match.expected = *segment_.before.find(t.origin);
        match.table = t.origin;
        match.origins = t.operations;
        steps_.insert(steps_.begin(), std::move(match));
        for (auto const& i : then.indexes) {
            if (std::ranges::none_of(now.indexes, [&](index_def const& x) { return same_item(i, x); }) &&
                same_columns) {
                count_duplicates(t, i);
            }
        }
        auto rebuilt =
            rebuild_plan{now, then, t.columns, t.operations, rebuild_name(revision_, t.name)}.steps();
        steps_.insert(steps_.end(), std::make_move_iterator(rebuilt.begin()),
                      std::make_move_iterator(rebuilt.end()));
    }
    [[nodiscard]] static bool has_renamed_type_check(tracked_table const& t, table_def const& then) {
        return std::ranges::any_of(t.columns, [&](tracked_column const& c) {
            auto const* d = then.find_column(c.name);
            return !c.origin.empty() && d != nullptr && sqlite_dialect::check_of_type(t.name, *d) &&
                   (t.origin != t.name || c.origin != c.name);
        });
    }

    /// The table after DROP COLUMN and ADD COLUMN with their text; nullopt where SQLite would refuse, or
    /// worse not.
    [[nodiscard]] std::optional<std::pair<table_def, std::vector<std::string>>>
    native_alter(tracked_table const& t, table_def const& now, table_def const& then) {
        std::pair<table_def, std::vector<std::string>> out{now, {}};
        std::vector<std::string> gone;
        for (auto const& c : now.columns) {
            bool const kept = std::ranges::any_of(
                t.columns, [&](tracked_column const& x) { return !x.origin.empty() && x.name == c.name; });
            if (!kept) {
                gone.push_back(c.name);
            }
        }
        for (auto const& c : gone) {
            if (out.first.columns.size() < 2 || is_mentioned(t, c)) {
                return std::nullopt;
            }
            std::erase_if(out.first.columns, [&](column_def const& x) { return x.name == c; });
            out.second.push_back("ALTER TABLE " + quote_identifier(t.name) + " DROP COLUMN " +
                                 quote_identifier(c));
        }
        for (auto const& c : t.columns) {
            if (!c.convert.empty()) {
                return std::nullopt;
            }
            if (!c.origin.empty()) {
                continue;
            }
            auto const& d = *then.find_column(c.name);
            if (!can_add(d) || !c.fill.empty()) {
                return std::nullopt;
            }
            out.first.columns.push_back(d);
            out.second.push_back("ALTER TABLE " + quote_identifier(t.name) + " ADD COLUMN " +
                                 sqlite_dialect::column_sql(then, d));
        }
        return out;
    }
    // Views, triggers and indexes that the history doesn't know: a rebuild finds out whether they mind.
    [[nodiscard]] bool is_mentioned(tracked_table const& t, std::string_view column) const {
        auto const* was = segment_.before.find(t.origin);
        return std::ranges::any_of(live_objects_, [&](schema_object const& o) {
            bool const foreign =
                o.type != "table" && std::ranges::none_of(was->indexes, [&](index_def const& i) {
                    return equal_ignoring_case(i.name, o.name);
                });
            return foreign && (equal_ignoring_case(o.table, t.origin) || names_object(o.sql, t.origin)) &&
                   names_object(o.sql, column);
        });
    }

    segment segment_;
    catalog mid_; // segment_.before, with drops and renames done
    std::string revision_;
    sink out_;
    source live_;
    std::vector<schema_object> live_objects_;
    std::vector<plan_step> steps_;
    int scratch_ = 0;
};

} // namespace athanor::migrate::detail
