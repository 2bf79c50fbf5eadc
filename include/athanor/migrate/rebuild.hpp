#pragma once
// SPDX-License-Identifier: BSL-1.0
// The table rebuild: all that SQLite's ALTER TABLE can't do, as one copy that keeps rows, rowids and
// sequences.

#include <athanor/dialect/quote.hpp>
#include <athanor/dialect/sqlite/ddl.hpp>
#include <athanor/migrate/introspect/compare.hpp>
#include <athanor/migrate/planner_step.hpp>
#include <athanor/migrate/rebuild_conversion.hpp>
#include <athanor/schema/catalog.hpp>
#include <athanor/schema/expression_text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::migrate::detail {

/// Where a column of the new table comes from.
struct tracked_column {
    std::string name;
    std::string origin; // its name before; empty = a new column
    std::string fill;
    std::string convert;
    bool altered = false;
    std::size_t operation = 0;
};

/// `__athanor_7c1e_users`, at most 63 bytes.
[[nodiscard]] inline std::string rebuild_name(std::string_view revision, std::string_view table) {
    std::string name = "__athanor_" + std::string(revision) + '_' + std::string(table);
    if (name.size() > max_identifier) {
        athanor::detail::hasher h;
        h.text(name);
        name = "__athanor_" + std::to_string(h.state);
    }
    return name;
}

class rebuild_plan {
public:
    /// `from` is the table as it stands, with renamed columns under their new names already.
    rebuild_plan(table_def const& from, table_def const& to, std::vector<tracked_column> const& columns,
                 std::vector<std::size_t> origins, std::string temporary)
        : from_{from}
        , to_{to}
        , columns_{columns}
        , origins_{std::move(origins)}
        , temporary_{std::move(temporary)}
        , quoted_{quote_identifier(to.name)} {
        for (auto const& c : to_.columns) {
            values_.push_back(value_of(c));
        }
    }

    [[nodiscard]] std::vector<plan_step> steps() && {
        check_rows();
        plan_step before;
        before.what = plan_step::kind::before_rebuild;
        for (auto const& i : from_.indexes) {
            before.names.push_back(i.name);
        }
        push(before);
        auto const temporary = quote_identifier(temporary_);
        sql("DROP TABLE IF EXISTS " + temporary);
        sql(sqlite_dialect::create_table_sql(to_, temporary_));
        copy(temporary);
        if (has_autoincrement(from_) && has_autoincrement(to_)) {
            auto const literal = quote_literal(dialect_id::sqlite, temporary_);
            sql("DELETE FROM sqlite_sequence WHERE name = " + literal);
            sql("INSERT INTO sqlite_sequence (name, seq) SELECT " + literal +
                ", seq FROM sqlite_sequence WHERE name = " + quote_literal(dialect_id::sqlite, to_.name));
        }
        sql("DROP TABLE " + quoted_);
        // The legacy rename leaves views and triggers byte for byte as they are; they are checked afterwards.
        sql("PRAGMA legacy_alter_table=ON");
        sql("ALTER TABLE " + temporary + " RENAME TO " + quoted_);
        sql("PRAGMA legacy_alter_table=OFF");
        for (auto const& i : to_.indexes) {
            sql(sqlite_dialect::create_index_sql(to_.name, i));
        }
        plan_step after;
        after.what = plan_step::kind::after_rebuild;
        push(after);
        return std::move(steps_);
    }

private:
    struct value {
        std::string sql;      // what the column holds after the copy
        bool copied = false;  // takes part in the INSERT
        bool changed = false; // not simply the old value
        std::string misfit, complaint;
        std::size_t operation = 0;
    };

    [[nodiscard]] tracked_column const* tracked(std::string_view name) const {
        auto const it = std::ranges::find(columns_, name, &tracked_column::name);
        return it == columns_.end() ? nullptr : &*it;
    }
    [[nodiscard]] value value_of(column_def const& c) const {
        auto const* t = tracked(c.name);
        value v;
        v.operation = t != nullptr ? t->operation : 0;
        if (!c.computed.empty()) {
            v.sql = '(' + c.computed + ')';
            return v;
        }
        auto const* old = t == nullptr || t->origin.empty() ? nullptr : from_.find_column(c.name);
        if (old == nullptr) {
            v.changed = true;
            auto const by_default = sqlite_dialect::detail::default_sql(c.server_default);
            v.copied = t != nullptr && !t->fill.empty();
            v.sql = v.copied ? '(' + t->fill + ')' : by_default.empty() ? "NULL" : by_default;
            return v;
        }
        auto const source = quoted_ + '.' + quote_identifier(c.name);
        auto const converted =
            t->convert.empty() ? convert_column(source, *old, c) : converted_by_user(t->convert, c);
        v.sql = converted.value;
        v.misfit = converted.misfit;
        v.complaint = converted.complaint;
        if (!t->fill.empty() && !c.nullable) {
            v.sql = "coalesce(" + v.sql + ", " + t->fill + ')';
        }
        v.copied = true;
        v.changed = v.sql != source;
        return v;
    }

    [[nodiscard]] static bool has_autoincrement(table_def const& t) {
        return std::ranges::any_of(t.columns, &column_def::autoincrement);
    }
    /// The name under which both tables let their implicit rowid be seen, or nothing.
    [[nodiscard]] std::string_view rowid_name() const {
        if (from_.without_rowid || to_.without_rowid || sqlite_dialect::has_rowid_alias(to_)) {
            return {};
        }
        for (std::string_view const name : {"rowid", "oid", "_rowid_"}) {
            auto const taken = [&](table_def const& t) {
                return std::ranges::any_of(
                    t.columns, [&](column_def const& c) { return equal_ignoring_case(c.name, name); });
            };
            if (!taken(from_) && !taken(to_)) {
                return name;
            }
        }
        return {};
    }

    void copy(std::string const& temporary) {
        std::string into;
        std::string values;
        auto const add = [&](std::string const& column, std::string const& sql) {
            into += (into.empty() ? "" : ", ") + column;
            values += (values.empty() ? "\n    " : ",\n    ") + sql;
        };
        if (auto const rowid = rowid_name(); !rowid.empty()) {
            add(std::string(rowid), quoted_ + '.' + std::string(rowid));
        }
        for (std::size_t i = 0; i < to_.columns.size(); ++i) {
            if (values_[i].copied) {
                add(quote_identifier(to_.columns[i].name), values_[i].sql);
            }
        }
        for (std::size_t i = 0; i < to_.columns.size() && into.empty(); ++i) {
            if (to_.columns[i].computed.empty()) {
                add(quote_identifier(to_.columns[i].name), values_[i].sql);
            }
        }
        sql("INSERT INTO " + temporary + " (" + into + ")\nSELECT" + values + "\nFROM " + quoted_);
    }

    void check_rows() {
        for (std::size_t i = 0; i < to_.columns.size(); ++i) {
            auto const& c = to_.columns[i];
            auto const& v = values_[i];
            if (!v.misfit.empty()) {
                zero("SELECT count(*) FROM " + quoted_ + " WHERE " + v.misfit, c.name, {v.operation},
                     v.complaint + "; change them first, or say using_(...) how they convert");
            }
            check_not_null(c, v);
        }
        for (auto const& c : to_.checks) {
            if (!has(from_.checks, c) || mentions_changed(c.expression)) {
                check_condition(c);
            }
        }
        if (to_.primary_key &&
            (!from_.primary_key || from_.primary_key->columns != to_.primary_key->columns ||
             any_changed(to_.primary_key->columns))) {
            check_unique(to_.primary_key->columns, "as the primary key");
        }
        for (auto const& u : to_.uniques) {
            if (!has(from_.uniques, u) || any_changed(u.columns)) {
                check_unique(u.columns, "under the constraint \"" + u.name + '"');
            }
        }
        for (auto const& f : to_.foreign_keys) {
            if (!has(from_.foreign_keys, f)) {
                check_foreign_key(f);
            }
        }
    }
    void check_not_null(column_def const& c, value const& v) {
        if (c.nullable || !c.computed.empty()) {
            return;
        }
        auto const* old = from_.find_column(c.name);
        auto const* t = tracked(c.name);
        bool const is_new = t == nullptr || t->origin.empty();
        if (is_new && !v.copied) {
            bool const generated =
                sqlite_dialect::has_rowid_alias(to_) && to_.primary_key->columns.front() == c.name;
            if (v.sql == "NULL" && !generated) {
                zero("SELECT count(*) FROM " + quoted_, c.name, {v.operation},
                     "exist, and the new column is NOT NULL; give it fill(...) or server_default(...)");
            }
        } else if (v.changed || (old != nullptr && old->nullable)) {
            zero("SELECT count(*) FROM " + quoted_ + " WHERE " + v.sql + " IS NULL", c.name, {v.operation},
                 "would hold NULL in a NOT NULL column; say fill(...) what takes its place");
        }
    }
    template <class Item>
    [[nodiscard]] static bool has(std::vector<Item> const& items, Item const& item) {
        return std::ranges::any_of(items, [&](Item const& i) { return same_item(i, item); });
    }
    [[nodiscard]] bool is_changed(std::string_view column) const {
        for (std::size_t i = 0; i < to_.columns.size(); ++i) {
            if (to_.columns[i].name == column) {
                return values_[i].changed;
            }
        }
        return false;
    }
    [[nodiscard]] bool any_changed(std::vector<std::string> const& columns) const {
        return std::ranges::any_of(columns, [this](std::string const& c) { return is_changed(c); });
    }
    [[nodiscard]] bool mentions_changed(std::string_view sql) const {
        return std::ranges::any_of(to_.columns, [&](column_def const& c) {
            return is_changed(c.name) && athanor::detail::mentions(sql, c.name);
        });
    }
    /// The rows as they will be, without generated columns.
    [[nodiscard]] std::string future_rows() const {
        std::string out;
        for (std::size_t i = 0; i < to_.columns.size(); ++i) {
            if (to_.columns[i].computed.empty()) {
                out += (out.empty() ? "SELECT " : ", ") + values_[i].sql + " AS " +
                       quote_identifier(to_.columns[i].name);
            }
        }
        return out + " FROM " + quoted_;
    }
    [[nodiscard]] bool uses_generated(std::vector<std::string> const& columns) const {
        return std::ranges::any_of(columns, [this](std::string const& n) {
            auto const* c = to_.find_column(n);
            return c == nullptr || !c->computed.empty();
        });
    }
    void check_condition(check_def const& c) {
        for (auto const& column : to_.columns) {
            if (!column.computed.empty() && athanor::detail::mentions(c.expression, column.name)) {
                return; // the copy itself will tell
            }
        }
        zero("SELECT count(*) FROM (" + future_rows() + ") WHERE NOT (" + c.expression + ')', {}, origins_,
             "violate the check \"" + c.name + "\"; change them first");
    }
    void check_unique(std::vector<std::string> const& columns, std::string const& where) {
        if (uses_generated(columns)) {
            return;
        }
        bool const keys_by_rowid =
            sqlite_dialect::has_rowid_alias(to_) && from_.find_column(columns.front()) == nullptr;
        if (keys_by_rowid) {
            return;
        }
        std::string list;
        std::string not_null;
        for (auto const& c : columns) {
            list += (list.empty() ? "" : ", ") + quote_identifier(c);
            not_null += (not_null.empty() ? "" : " AND ") + quote_identifier(c) + " IS NOT NULL";
        }
        zero("SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM (" + future_rows() + ") WHERE " +
                 not_null + " GROUP BY " + list + " HAVING count(*) > 1)",
             columns.front(), origins_, "hold the same values " + where + "; make them differ first");
    }
    void check_foreign_key(foreign_key_def const& f) {
        // A reference into the table itself is left to foreign_key_check: its keys may change in the same
        // copy.
        if (f.referred_table == to_.name || uses_generated(f.columns) ||
            f.referred_columns.size() != f.columns.size()) {
            return;
        }
        std::string filled;
        std::string match;
        for (std::size_t i = 0; i < f.columns.size(); ++i) {
            auto const own = "child." + quote_identifier(f.columns[i]);
            filled += own + " IS NOT NULL AND ";
            match +=
                (i == 0 ? "" : " AND ") + ("parent." + quote_identifier(f.referred_columns[i])) + " = " + own;
        }
        zero("SELECT count(*) FROM (" + future_rows() + ") AS child WHERE " + filled +
                 "NOT EXISTS (SELECT 1 FROM " + quote_identifier(f.referred_table) + " AS parent WHERE " +
                 match + ')',
             f.columns.front(), origins_,
             "refer to rows that \"" + f.referred_table + "\" doesn't have; delete or correct them first");
    }

    void sql(std::string text) { steps_.push_back(sql_step(std::move(text), to_.name, origins_)); }
    void zero(std::string count, std::string_view column, std::vector<std::size_t> origins,
              std::string complaint) {
        plan_step s;
        s.what = plan_step::kind::must_be_zero;
        s.sql = std::move(count);
        s.column = column;
        s.complaint = std::move(complaint);
        s.table = to_.name;
        s.origins = std::move(origins);
        steps_.push_back(std::move(s));
    }
    void push(plan_step s) {
        s.table = to_.name;
        s.origins = origins_;
        steps_.push_back(std::move(s));
    }

    table_def const& from_;
    table_def const& to_;
    std::vector<tracked_column> const& columns_;
    std::vector<std::size_t> origins_;
    std::string temporary_;
    std::string quoted_;
    std::vector<value> values_;
    std::vector<plan_step> steps_;
};

} // namespace athanor::migrate::detail
