#pragma once
// SPDX-License-Identifier: BSL-1.0
// Looks after what the history doesn't know while tables change: views, triggers, foreign indexes, other
// hands' edits.

#include <athanor/base/error.hpp>
#include <athanor/dialect/quote.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/introspect/compare.hpp>
#include <athanor/migrate/introspect/sqlite.hpp>
#include <athanor/migrate/planner_step.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::migrate::detail {

class object_keeper {
public:
    explicit object_keeper(database& db)
        : db_{db} {}

    /// Before anything is touched: every view works, and no temporary object stands in a table's way.
    void look_around(plan_step const& s) {
        for (auto const& row : db_.query("SELECT type, name, tbl_name FROM temp.sqlite_schema").rows) {
            for (auto const& table : s.names) {
                if (equal_ignoring_case(text_of(row[1]), table) ||
                    equal_ignoring_case(text_of(row[2]), table)) {
                    throw error{error_kind::migration,
                                "the temporary " + text_of(row[0]) + " \"" + text_of(row[1]) +
                                    "\" of this connection stands in the way: drop it first"}
                        .with_table(table);
                }
            }
        }
        auto const objects = schema_objects(db_);
        for (auto const& o : objects) {
            if (o.type == "view") {
                try {
                    (void)db_.query("SELECT * FROM " + quoted(o.name) + " LIMIT 0");
                } catch (error const& e) {
                    throw error{error_kind::migration,
                                "the view \"" + o.name +
                                    "\" is broken already, so SQLite can't alter tables: drop it or "
                                    "correct it first"}
                        .with_server_message(e.server_message());
                }
            }
        }
        broken_ = broken_statements(objects);
    }

    /// A rebuild writes the table anew from the history: what is not in the history would be lost.
    void match(plan_step const& s) {
        auto const live = read_live_schema(db_);
        auto const* t = live.find(s.table);
        if (t == nullptr) {
            throw error{error_kind::migration_drift, "the database has no such table, the history has"}
                .with_table(s.table);
        }
        std::string found;
        for (auto const& line : compare_table(s.expected, *t)) {
            found += (found.empty() ? "" : "; ") + line;
        }
        for (auto const& [table, what] : live.beyond) {
            if (equal_ignoring_case(table, s.table)) {
                found += (found.empty() ? "" : "; ") + table + ": has " + what;
            }
        }
        if (!found.empty()) {
            throw error{
                error_kind::migration_drift,
                "the table is not what the history says, and rebuilding it would lose the difference (" +
                    found + "): change it back, or make a revision that says the same"}
                .with_table(s.table);
        }
    }

    /// Foreign tables that refer to it would be left with a reference into nothing.
    void before_drop(plan_step const& s) {
        auto const live = read_live_schema(db_);
        for (auto const& t : live.tables.tables) {
            bool const managed = std::ranges::any_of(
                s.names, [&](std::string const& n) { return equal_ignoring_case(n, t.name); });
            for (auto const& f : t.foreign_keys) {
                if (!managed && equal_ignoring_case(f.referred_table, s.table)) {
                    throw error{error_kind::migration,
                                "the table \"" + t.name +
                                    "\", which the history doesn't know, refers to it: drop that or "
                                    "its foreign key first"}
                        .with_table(s.table);
                }
            }
        }
    }

    void before_rebuild(plan_step const& s) {
        kept_.clear();
        auto const live = read_live_schema(db_);
        for (auto const& o : live.objects) {
            bool const managed = std::ranges::any_of(
                s.names, [&](std::string const& n) { return equal_ignoring_case(n, o.name); });
            if (equal_ignoring_case(o.table, s.table) &&
                (o.type == "trigger" || (o.type == "index" && !managed && !o.sql.empty()))) {
                kept_.push_back(o);
            }
        }
        counts_.clear();
        counts_[s.table] = count(s.table);
        for (auto const& t : live.tables.tables) {
            for (auto const& f : t.foreign_keys) {
                if (equal_ignoring_case(f.referred_table, s.table)) {
                    counts_[t.name] = count(t.name);
                }
            }
        }
    }

    void after_rebuild(plan_step const& s) {
        for (auto const& [table, n] : counts_) {
            if (auto const now = count(table); now != n) {
                throw error{error_kind::migration, "rebuilding \"" + s.table +
                                                       "\" changed the number of rows from " +
                                                       std::to_string(n) + " to " + std::to_string(now)}
                    .with_table(table);
            }
        }
        for (auto const& o : kept_) {
            try {
                db_.execute(o.sql);
            } catch (error const& e) {
                throw error{error_kind::migration,
                            "the " + o.type + " \"" + o.name +
                                "\", which the history doesn't know, doesn't fit the table any "
                                "more: drop it in the unit before"}
                    .with_table(s.table)
                    .with_server_message(e.server_message());
            }
        }
        kept_.clear();
    }

    /// SQLite finds out only at the next use that a view or trigger names what is gone: ask now.
    void verify() {
        auto const objects = schema_objects(db_);
        for (auto const& o : objects) {
            if (o.type == "view") {
                try {
                    (void)db_.query("SELECT * FROM " + quoted(o.name) + " LIMIT 0");
                } catch (error const& e) {
                    throw error{error_kind::migration,
                                "the view \"" + o.name +
                                    "\" doesn't fit the new schema: drop it in the unit before, and "
                                    "create it anew after (op.execute)"}
                        .with_server_message(e.server_message());
                }
            }
        }
        for (auto const& sql : broken_statements(objects)) {
            if (!broken_.contains(sql)) {
                throw error{error_kind::migration,
                            "a trigger names something that is gone: drop it in the unit before, and "
                            "create it anew after (op.execute)"}
                    .with_statement(sql)
                    .with_server_message(problem_);
            }
        }
    }

private:
    // Names of foreign objects may be longer than ours may be.
    [[nodiscard]] static std::string quoted(std::string_view name) {
        athanor::detail::string_sink out;
        athanor::detail::put_identifier(out, name);
        return std::move(out.text);
    }
    [[nodiscard]] std::int64_t count(std::string_view table) {
        return int_of(db_.query("SELECT count(*) FROM " + quoted(table)).rows.at(0).at(0));
    }

    /// For each table or view with triggers: compiling a change compiles its triggers.
    [[nodiscard]] std::set<std::string> broken_statements(std::vector<schema_object> const& objects) {
        std::set<std::string> broken;
        std::set<std::string> with_triggers;
        for (auto const& o : objects) {
            if (o.type == "trigger") {
                with_triggers.insert(o.table);
            }
        }
        for (auto const& table : with_triggers) {
            auto const name = quoted(table);
            std::string set;
            for (auto const& row :
                 db_.query("SELECT name FROM pragma_table_info(?)", std::vector<cell>{cell{table}}).rows) {
                auto const column = quoted(text_of(row[0]));
                set += (set.empty() ? "" : ", ") + (column + " = ") + column;
            }
            for (auto const& sql :
                 {"EXPLAIN INSERT INTO " + name + " DEFAULT VALUES", "EXPLAIN UPDATE " + name + " SET " + set,
                  "EXPLAIN DELETE FROM " + name}) {
                try {
                    (void)db_.query(sql);
                } catch (error const& e) {
                    broken.insert(sql);
                    problem_ = e.server_message();
                }
            }
        }
        // Columns may change their names: what counts is the verb and the table.
        std::set<std::string> keys;
        for (auto const& sql : broken) {
            keys.insert(sql.substr(0, sql.find(" SET ")));
        }
        return keys;
    }

    database& db_;
    std::vector<schema_object> kept_;
    std::map<std::string, std::int64_t> counts_;
    std::set<std::string> broken_;
    std::string problem_;
};

} // namespace athanor::migrate::detail
