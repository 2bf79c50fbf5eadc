#pragma once
// SPDX-License-Identifier: BSL-1.0
// Reads CREATE TABLE and CREATE INDEX as sqlite_schema keeps them, also those that other hands wrote.

#include <athanor/base/error.hpp>
#include <athanor/dialect/sqlite/ddl.hpp>
#include <athanor/dialect/sqlite/ddl_tokens.hpp>
#include <athanor/dialect/sqlite/types.hpp>
#include <athanor/schema/catalog.hpp>
#include <athanor/schema/expression_text.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::sqlite_dialect {

/// A table as its text says, and what a table_def has no word for.
struct parsed_table {
    table_def table;
    std::vector<std::string>
        beyond; // ON CONFLICT clauses, DESC keys, MATCH: would be lost if the table were rebuilt
};
struct parsed_index {
    std::string table;
    index_def index;
};

namespace detail {

class ddl_parser : private ddl_tokens {
public:
    using ddl_tokens::ddl_tokens;

    [[nodiscard]] parsed_table table() {
        parsed_table out;
        out_ = &out;
        expect("CREATE");
        if (is("TEMP") || is("TEMPORARY")) {
            ++at_;
        }
        expect("TABLE");
        skip_if_not_exists();
        out.table.name = qualified_name();
        expect("(");
        for (;;) {
            if (starts_table_constraint()) {
                table_constraint();
            } else {
                column();
            }
            if (accept(")")) {
                break;
            }
            // SQLite takes table constraints without a comma between them.
            if (!accept(",") && !starts_table_constraint()) {
                fail();
            }
        }
        while (!done()) {
            if (accept("STRICT")) {
                out.table.strict = true;
            } else if (accept("WITHOUT")) {
                expect("ROWID");
                out.table.without_rowid = true;
            } else if (!accept(",")) {
                fail();
            }
        }
        settle(out.table);
        return out;
    }

    [[nodiscard]] parsed_index index() {
        parsed_index out;
        expect("CREATE");
        out.index.unique = accept("UNIQUE");
        expect("INDEX");
        skip_if_not_exists();
        out.index.name = qualified_name();
        expect("ON");
        out.table = name();
        expect("(");
        do {
            out.index.parts.push_back(part());
        } while (accept(","));
        expect(")");
        if (accept("WHERE")) {
            out.index.where = trimmed(sql_.substr(offset(at_)));
            at_ = tokens_.size();
        }
        if (!done()) {
            fail();
        }
        return out;
    }

private:
    [[nodiscard]] std::vector<std::string> name_list() {
        std::vector<std::string> out;
        expect("(");
        do {
            out.push_back(name());
            if (accept("COLLATE")) {
                (void)name();
                beyond("COLLATE in a key");
            }
            if (accept("DESC")) {
                beyond("DESC in a key");
            } else {
                (void)accept("ASC");
            }
            (void)accept("AUTOINCREMENT");
        } while (accept(","));
        expect(")");
        return out;
    }
    void beyond(std::string what) const {
        if (out_ != nullptr) {
            out_->beyond.push_back(std::move(what));
        }
    }
    void conflict_clause() {
        if (is("ON") && is("CONFLICT", 1)) {
            at_ += 2;
            beyond("ON CONFLICT " + name());
        }
    }

    [[nodiscard]] bool starts_table_constraint() const noexcept {
        return is("CONSTRAINT") || (is("PRIMARY") && is("KEY", 1)) || (is("UNIQUE") && is("(", 1)) ||
               (is("CHECK") && is("(", 1)) || (is("FOREIGN") && is("KEY", 1));
    }
    void table_constraint() {
        auto& t = out_->table;
        std::string constraint;
        while (accept("CONSTRAINT")) {
            constraint = name();
        }
        if (accept("PRIMARY")) {
            expect("KEY");
            t.primary_key = primary_key_def{constraint, name_list()};
            conflict_clause();
        } else if (accept("UNIQUE")) {
            t.uniques.push_back({constraint, name_list()});
            conflict_clause();
        } else if (accept("CHECK")) {
            t.checks.push_back({constraint, parenthesised()});
            conflict_clause();
        } else if (accept("FOREIGN")) {
            expect("KEY");
            foreign_key_def f;
            f.name = constraint;
            f.columns = name_list();
            references(f);
            t.foreign_keys.push_back(std::move(f));
        } else {
            fail();
        }
    }

    [[nodiscard]] bool starts_column_constraint() const noexcept {
        return is_any({"CONSTRAINT", "PRIMARY", "NOT", "NULL", "UNIQUE", "CHECK", "DEFAULT", "COLLATE",
                       "REFERENCES", "GENERATED", "AS", "DEFERRABLE", ",", ")"});
    }
    void column() {
        auto& t = out_->table;
        column_def c;
        c.name = name();
        std::string type;
        while (!done() && !starts_column_constraint()) {
            if (is("(")) {
                type += '(' + parenthesised() + ')';
            } else {
                type += (type.empty() ? "" : " ") + name();
            }
        }
        auto const [meant, written] = type_from_name(type);
        c.type = meant;
        c.type_name = written;
        std::string constraint;
        while (!done() && !is(",") && !is(")")) {
            if (accept("CONSTRAINT")) {
                constraint = name();
                continue;
            }
            column_constraint(t, c, constraint);
            constraint.clear();
        }
        t.columns.push_back(std::move(c));
    }
    void column_constraint(table_def& t, column_def& c, std::string const& constraint) {
        if (accept("PRIMARY")) {
            expect("KEY");
            if (accept("DESC")) {
                beyond("DESC in a key");
            } else {
                (void)accept("ASC");
            }
            conflict_clause();
            c.autoincrement = accept("AUTOINCREMENT");
            t.primary_key = primary_key_def{constraint, {c.name}};
        } else if (accept("NOT")) {
            if (accept("DEFERRABLE")) {
                skip_initially();
                return;
            }
            expect("NULL");
            conflict_clause();
            c.nullable = false;
        } else if (accept("NULL")) {
            conflict_clause();
        } else if (accept("UNIQUE")) {
            conflict_clause();
            t.uniques.push_back({constraint, {c.name}});
        } else if (accept("CHECK")) {
            t.checks.push_back({constraint, parenthesised()});
            conflict_clause();
        } else if (accept("DEFAULT")) {
            c.server_default = default_value();
        } else if (accept("COLLATE")) {
            c.collation = name();
            if (athanor::detail::equal_ignoring_case(c.collation, "BINARY")) {
                c.collation.clear();
            }
        } else if (accept("GENERATED")) {
            expect("ALWAYS");
            expect("AS");
            computed(c);
        } else if (accept("AS")) {
            computed(c);
        } else if (is("REFERENCES")) {
            foreign_key_def f;
            f.name = constraint;
            f.columns = {c.name};
            references(f);
            t.foreign_keys.push_back(std::move(f));
        } else {
            fail();
        }
    }
    void computed(column_def& c) {
        c.computed = parenthesised();
        c.stored = accept("STORED");
        if (!c.stored) {
            (void)accept("VIRTUAL");
        }
    }
    [[nodiscard]] default_def default_value() {
        if (is("(")) {
            return {default_kind::expression, without_outer_parentheses(parenthesised())};
        }
        std::size_t const from = offset(at_);
        if (!accept("-")) {
            (void)accept("+");
        }
        if (done()) {
            fail();
        }
        auto const& t = tokens_[at_];
        ++at_;
        if (t.what == token_kind::string || t.what == token_kind::quoted_name) {
            return {default_kind::text, athanor::detail::unquoted(t.text)};
        }
        bool const exponent = t.what == token_kind::number &&
                              (t.text.back() == 'e' || t.text.back() == 'E') &&
                              t.text.find_first_of("xX") == std::string_view::npos;
        bool const blob = t.what == token_kind::word && athanor::detail::equal_ignoring_case(t.text, "x") &&
                          !done() && tokens_[at_].what == token_kind::string;
        if (exponent && (is("-") || is("+"))) {
            at_ += 2;
        } else if (blob || t.text == ".") {
            ++at_;
        }
        std::size_t const last = at_ - 1;
        return {default_kind::expression,
                std::string(sql_.substr(from, offset(last) + tokens_[last].text.size() - from))};
    }

    void references(foreign_key_def& f) {
        expect("REFERENCES");
        f.referred_table = name();
        if (is("(")) {
            f.referred_columns = name_list();
        }
        for (;;) {
            if (is("ON") && !is("CONFLICT", 1)) {
                ++at_;
                bool const on_delete = accept("DELETE");
                if (!on_delete) {
                    expect("UPDATE");
                }
                (on_delete ? f.on_delete : f.on_update) = action();
            } else if (accept("MATCH")) {
                beyond("MATCH " + name());
            } else if (is("NOT") && is("DEFERRABLE", 1)) {
                at_ += 2;
                (void)skip_initially();
            } else if (accept("DEFERRABLE")) {
                f.deferrable = true;
                f.initially_deferred = skip_initially();
            } else {
                return;
            }
        }
    }

    [[nodiscard]] index_part part() {
        std::size_t const first = at_;
        std::size_t end = first;
        index_part p;
        for (int depth = 0; !done(); ++at_) {
            if (depth == 0 && (is(",") || is(")"))) {
                break;
            }
            depth += is("(") ? 1 : is(")") ? -1 : 0;
            if (depth == 0 && (is("ASC") || is("DESC"))) {
                p.descending = is("DESC");
            } else {
                end = at_ + 1;
            }
        }
        if (end == first) {
            fail();
        }
        auto const& t = tokens_[first];
        if (end == first + 1 && (t.what == token_kind::word || t.what == token_kind::quoted_name)) {
            p.text = t.what == token_kind::word ? std::string(t.text) : athanor::detail::unquoted(t.text);
        } else {
            auto const& last = tokens_[end - 1];
            p.text =
                std::string(sql_.substr(offset(first), offset(end - 1) + last.text.size() - offset(first)));
            p.is_expression = true;
        }
        return p;
    }

    // A rowid alias and the keys of a table without rowid are never NULL, said or not. Names keep the
    // column's case.
    static void settle(table_def& t) {
        auto const as_declared = [&](std::vector<std::string>& names) {
            for (auto& n : names) {
                for (auto const& c : t.columns) {
                    if (athanor::detail::equal_ignoring_case(c.name, n)) {
                        n = c.name;
                    }
                }
            }
        };
        for (auto& u : t.uniques) {
            as_declared(u.columns);
        }
        for (auto& f : t.foreign_keys) {
            as_declared(f.columns);
        }
        if (t.primary_key) {
            as_declared(t.primary_key->columns);
            if (t.without_rowid || has_rowid_alias(t)) {
                for (auto const& n : t.primary_key->columns) {
                    if (auto* c = t.find_column(n)) {
                        c->nullable = false;
                    }
                }
            }
        }
    }

    parsed_table* out_ = nullptr;
};

} // namespace detail

/// Throws error_kind::unsupported for text that isn't a CREATE TABLE as SQLite stores it.
[[nodiscard]] inline parsed_table parse_create_table(std::string_view sql) {
    return detail::ddl_parser{sql}.table();
}
/// The same for CREATE INDEX.
[[nodiscard]] inline parsed_index parse_create_index(std::string_view sql) {
    return detail::ddl_parser{sql}.index();
}

} // namespace athanor::sqlite_dialect
