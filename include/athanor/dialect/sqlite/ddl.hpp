#pragma once
// SPDX-License-Identifier: BSL-1.0
// CREATE TABLE and CREATE INDEX as SQLite wants them: every constraint named, one line for each column.

#include <athanor/dialect/quote.hpp>
#include <athanor/dialect/sqlite/limits.hpp>
#include <athanor/dialect/sqlite/supported.hpp>
#include <athanor/dialect/sqlite/types.hpp>
#include <athanor/schema/catalog.hpp>
#include <athanor/schema/expression_text.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::sqlite_dialect {

namespace detail {

[[nodiscard]] inline std::string name_list(std::vector<std::string> const& names) {
    std::string out;
    for (auto const& n : names) {
        out += (out.empty() ? "" : ", ") + quote_identifier(n);
    }
    return '(' + out + ')';
}

[[nodiscard]] inline std::string named(std::string_view name) {
    return name.empty() ? std::string{} : "CONSTRAINT " + quote_identifier(name) + ' ';
}

[[nodiscard]] inline std::string trimmed(std::string_view s) {
    while (!s.empty() && athanor::detail::is_space(s.front())) {
        s.remove_prefix(1);
    }
    while (!s.empty() && athanor::detail::is_space(s.back())) {
        s.remove_suffix(1);
    }
    return std::string(s);
}

// `(a + b)` -> `a + b`, but `(a) + (b)` stays.
[[nodiscard]] inline std::string without_outer_parentheses(std::string_view sql) {
    std::string text = trimmed(sql);
    while (text.size() >= 2 && text.front() == '(' && text.back() == ')') {
        int depth = 0;
        bool outer = true;
        for (std::size_t at = 0; at < text.size();) {
            auto const token = athanor::detail::next_token(text, at);
            depth += token.text == "(" ? 1 : token.text == ")" ? -1 : 0;
            at += token.text.size();
            if (depth == 0 && at < text.size()) {
                outer = false;
                break;
            }
        }
        if (!outer || depth != 0) {
            break;
        }
        text = trimmed(std::string_view(text).substr(1, text.size() - 2));
    }
    return text;
}

// What may follow DEFAULT without parentheses: a signed number, a string, a blob, or one word that isn't a
// name.
[[nodiscard]] inline bool is_plain_default(std::string_view text) {
    if (text.empty()) {
        return false;
    }
    std::size_t at = text.front() == '-' || text.front() == '+' ? 1 : 0;
    if (at == text.size()) {
        return false;
    }
    auto const first = athanor::detail::next_token(text, at);
    using kind = athanor::detail::sql_token::kind;
    std::size_t const end = at + first.text.size();
    if (first.what == kind::number && end == text.size()) {
        return true;
    }
    if (at != 0) {
        return false;
    }
    if (first.what == kind::string) {
        return end == text.size();
    }
    if (first.what == kind::word && end == text.size()) {
        for (std::string_view const w :
             {"NULL", "TRUE", "FALSE", "CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"}) {
            if (athanor::detail::equal_ignoring_case(first.text, w)) {
                return true;
            }
        }
    }
    return (first.text == "x" || first.text == "X") && end < text.size() &&
           athanor::detail::next_token(text, end).what == kind::string;
}

/// The value after DEFAULT, or nothing.
[[nodiscard]] inline std::string default_sql(default_def const& d) {
    switch (d.kind) {
    case default_kind::none:
        return {};
    case default_kind::text:
        return quote_literal(dialect_id::sqlite, d.text);
    case default_kind::expression:
        break;
    }
    auto const text = without_outer_parentheses(d.text);
    return is_plain_default(text) ? text : '(' + text + ')';
}

[[nodiscard]] inline std::string_view action_sql(fk_action a) {
    switch (a) {
    case fk_action::no_action:
        return {};
    case fk_action::restrict_:
        return "RESTRICT";
    case fk_action::cascade:
        return "CASCADE";
    case fk_action::set_null:
        return "SET NULL";
    case fk_action::set_default:
        return "SET DEFAULT";
    }
    return {};
}

} // namespace detail

/// Does the primary key take the rowid's place (INTEGER PRIMARY KEY)?
[[nodiscard]] inline bool has_rowid_alias(table_def const& t) {
    if (t.without_rowid || !t.primary_key || t.primary_key->columns.size() != 1) {
        return false;
    }
    auto const* c = t.find_column(t.primary_key->columns.front());
    return c != nullptr && detail::upper(type_name(*c, t.strict)) == "INTEGER";
}

/// One column as it stands in CREATE TABLE and ALTER TABLE ADD COLUMN.
[[nodiscard]] inline std::string column_sql(table_def const& t, column_def const& c) {
    std::string out = quote_identifier(c.name) + ' ' + type_name(c, t.strict);
    bool const in_key =
        t.primary_key && std::ranges::find(t.primary_key->columns, c.name) != t.primary_key->columns.end();
    if (c.autoincrement) {
        out += ' ' + detail::named(t.primary_key ? t.primary_key->name : "") + "PRIMARY KEY AUTOINCREMENT";
    }
    if (!c.nullable || in_key) {
        out += " NOT NULL"; // SQLite lets a primary key be NULL unless told
    }
    if (auto const d = detail::default_sql(c.server_default); !d.empty()) {
        out += " DEFAULT " + d;
    }
    if (!c.collation.empty()) {
        out += " COLLATE " + quote_identifier(c.collation);
    }
    if (!c.computed.empty()) {
        out += " GENERATED ALWAYS AS (" + c.computed + (c.stored ? ") STORED" : ") VIRTUAL");
    }
    if (auto const check = check_of_type(t.name, c)) {
        out += ' ' + detail::named(check->name) + "CHECK (" + check->expression + ')';
    }
    return out;
}

/// `CONSTRAINT "fk_a_b" FOREIGN KEY ("b") REFERENCES "t" ("id") ON DELETE CASCADE`
[[nodiscard]] inline std::string foreign_key_sql(foreign_key_def const& f) {
    std::string out = detail::named(f.name) + "FOREIGN KEY " + detail::name_list(f.columns) + " REFERENCES " +
                      quote_identifier(f.referred_table);
    if (!f.referred_columns.empty()) {
        out += ' ' + detail::name_list(f.referred_columns);
    }
    if (auto const a = detail::action_sql(f.on_delete); !a.empty()) {
        out.append(" ON DELETE ").append(a);
    }
    if (auto const a = detail::action_sql(f.on_update); !a.empty()) {
        out.append(" ON UPDATE ").append(a);
    }
    if (f.deferrable || f.initially_deferred) {
        out += f.initially_deferred ? " DEFERRABLE INITIALLY DEFERRED" : " DEFERRABLE";
    }
    return out;
}

/// The whole CREATE TABLE, without a semicolon. `as_name` stands in for the table's own name; constraints
/// keep theirs. Throws misuse where autoincrement is asked of a column that isn't the whole primary key, and
/// unsupported for what SQLite lacks.
[[nodiscard]] inline std::string create_table_sql(table_def const& t, std::string_view as_name = {}) {
    require_supported(t);
    std::vector<std::string> lines;
    bool inline_key = false;
    for (auto const& c : t.columns) {
        if (c.autoincrement) {
            if (!t.primary_key || t.primary_key->columns != std::vector{c.name}) {
                throw error{error_kind::misuse,
                            "on SQLite a column that counts (autoincrement, identity) must "
                            "be the whole primary key"}
                    .with_table(t.name)
                    .with_column(c.name);
            }
            inline_key = true;
        }
        lines.push_back(column_sql(t, c));
    }
    if (t.primary_key && !inline_key) {
        lines.push_back(detail::named(t.primary_key->name) + "PRIMARY KEY " +
                        detail::name_list(t.primary_key->columns));
    }
    for (auto const& u : t.uniques) {
        lines.push_back(detail::named(u.name) + "UNIQUE " + detail::name_list(u.columns));
    }
    for (auto const& c : t.checks) {
        lines.push_back(detail::named(c.name) + "CHECK (" + c.expression + ')');
    }
    for (auto const& f : t.foreign_keys) {
        lines.push_back(foreign_key_sql(f));
    }
    std::string out =
        "CREATE TABLE " + quote_identifier(as_name.empty() ? std::string_view(t.name) : as_name) + " (";
    for (std::size_t i = 0; i < lines.size(); ++i) {
        out += (i == 0 ? "\n    " : ",\n    ") + lines[i];
    }
    out += "\n)";
    if (t.strict || t.without_rowid) {
        out += t.strict ? (t.without_rowid ? " STRICT, WITHOUT ROWID" : " STRICT") : " WITHOUT ROWID";
    }
    return out;
}

/// `CREATE UNIQUE INDEX "ix" ON "t" ("a" DESC, lower("b")) WHERE ...`, without a semicolon. Throws
/// unsupported for what SQLite lacks.
[[nodiscard]] inline std::string create_index_sql(std::string_view table, index_def const& index) {
    require_supported(table, index);
    std::string out = index.unique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ";
    out += quote_identifier(index.name) + " ON " + quote_identifier(table) + " (";
    for (std::size_t i = 0; i < index.parts.size(); ++i) {
        auto const& p = index.parts[i];
        out += i == 0 ? "" : ", ";
        out += p.is_expression ? p.text : quote_identifier(p.text);
        out += p.descending ? " DESC" : "";
    }
    out += ')';
    if (!index.where.empty()) {
        out += " WHERE " + index.where;
    }
    return out;
}
[[nodiscard]] inline std::string create_index_sql(table_def const& table, index_def const& index) {
    return create_index_sql(table.name, index);
}

} // namespace athanor::sqlite_dialect
