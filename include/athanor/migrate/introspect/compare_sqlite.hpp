#pragma once
// SPDX-License-Identifier: BSL-1.0
// What SQLite makes of a table definition, and when two definitions are the same there.

#include <athanor/dialect/sqlite/ddl.hpp>
#include <athanor/migrate/introspect/canonical_sql.hpp>
#include <athanor/migrate/introspect/comparison.hpp>
#include <athanor/migrate/introspect/sqlite.hpp>
#include <athanor/schema/catalog.hpp>
#include <athanor/schema/expression_text.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace athanor::migrate::detail {

[[nodiscard]] inline bool same_sql(std::string_view a, std::string_view b) {
    return same_sql(dialect_id::sqlite, a, b);
}

[[nodiscard]] inline table_def as_sqlite_returns_it(table_def t) {
    t.schema.clear();
    t.comment.clear();
    std::vector<check_def> of_types;
    for (auto& c : t.columns) {
        if (auto check = sqlite_dialect::check_of_type(t.name, c)) {
            of_types.push_back(*std::move(check));
        }
        std::tie(c.type, c.type_name) =
            sqlite_dialect::type_from_name(sqlite_dialect::type_name(c, t.strict));
        c.labels.clear();
        c.comment.clear();
        c.enforced = false;
        c.identity.reset();
        if (equal_ignoring_case(c.collation, "BINARY")) {
            c.collation.clear();
        }
        if (c.server_default.kind == default_kind::expression) {
            // '...' as an expression comes back as the text that it is.
            c.server_default.text = sqlite_dialect::detail::without_outer_parentheses(c.server_default.text);
            auto const& text = c.server_default.text;
            if (!text.empty() && text.front() == '\'' &&
                athanor::detail::next_token(text, 0).text.size() == text.size()) {
                c.server_default = {default_kind::text, athanor::detail::unquoted(text)};
            }
        }
        if (t.primary_key &&
            std::ranges::find(t.primary_key->columns, c.name) != t.primary_key->columns.end()) {
            c.nullable = false;
        }
    }
    for (auto& f : t.foreign_keys) {
        f.referred_schema.clear();
        f.deferrable = f.deferrable || f.initially_deferred;
    }
    t.checks.insert(t.checks.begin(), of_types.begin(), of_types.end());
    return t;
}

[[nodiscard]] inline bool same_column(column_def const& a, column_def const& b) {
    return a.type == b.type && equal_ignoring_case(a.type_name, b.type_name) && a.nullable == b.nullable &&
           a.autoincrement == b.autoincrement && a.server_default.kind == b.server_default.kind &&
           (a.server_default.kind == default_kind::expression
                ? same_sql(a.server_default.text, b.server_default.text)
                : a.server_default.text == b.server_default.text) &&
           same_sql(a.computed, b.computed) && (a.computed.empty() || a.stored == b.stored) &&
           equal_ignoring_case(a.collation, b.collation);
}

[[nodiscard]] inline bool same_names(std::vector<std::string> const& a, std::vector<std::string> const& b) {
    return std::ranges::equal(a, b, equal_ignoring_case);
}
// A live constraint without a name stands for one with any name: other tools leave them unnamed.
[[nodiscard]] inline bool same_name(std::string_view expected, std::string_view live) {
    return live.empty() || expected == live;
}
[[nodiscard]] inline bool same_item(primary_key_def const& a, primary_key_def const& b) {
    return same_name(a.name, b.name) && same_names(a.columns, b.columns);
}
[[nodiscard]] inline bool same_item(unique_def const& a, unique_def const& b) {
    return same_name(a.name, b.name) && same_names(a.columns, b.columns);
}
[[nodiscard]] inline bool same_item(check_def const& a, check_def const& b) {
    return same_name(a.name, b.name) && same_sql(a.expression, b.expression);
}
[[nodiscard]] inline bool same_item(foreign_key_def const& a, foreign_key_def const& b) {
    return same_name(a.name, b.name) && same_names(a.columns, b.columns) &&
           equal_ignoring_case(a.referred_table, b.referred_table) &&
           same_names(a.referred_columns, b.referred_columns) && a.on_delete == b.on_delete &&
           a.on_update == b.on_update && a.deferrable == b.deferrable &&
           a.initially_deferred == b.initially_deferred;
}
[[nodiscard]] inline bool same_item(exclude_def const& a, exclude_def const& b) {
    return a == b; // SQLite has none
}
[[nodiscard]] inline bool same_item(index_def const& a, index_def const& b) {
    return a.name == b.name && a.unique == b.unique && same_sql(a.where, b.where) &&
           std::ranges::equal(a.parts, b.parts, [](index_part const& x, index_part const& y) {
               return x.is_expression == y.is_expression && x.descending == y.descending &&
                      (x.is_expression ? same_sql(x.text, y.text) : equal_ignoring_case(x.text, y.text));
           });
}

struct sqlite_words {
    template <class Item>
    [[nodiscard]] static bool same(Item const& a, Item const& b) {
        return same_item(a, b);
    }
    [[nodiscard]] static bool same(column_def const& a, column_def const& b) { return same_column(a, b); }
    [[nodiscard]] static bool same_name(std::string_view a, std::string_view b) {
        return equal_ignoring_case(a, b);
    }
    [[nodiscard]] static std::string show(table_def const& t, column_def const& c) {
        return sqlite_dialect::column_sql(t, c);
    }
    [[nodiscard]] static std::string show(table_def const&, primary_key_def const& k) {
        return sqlite_dialect::detail::named(k.name) + "PRIMARY KEY " +
               sqlite_dialect::detail::name_list(k.columns);
    }
    [[nodiscard]] static std::string show(table_def const&, unique_def const& u) {
        return sqlite_dialect::detail::named(u.name) + "UNIQUE " +
               sqlite_dialect::detail::name_list(u.columns);
    }
    [[nodiscard]] static std::string show(table_def const&, check_def const& c) {
        return sqlite_dialect::detail::named(c.name) + "CHECK (" + c.expression + ')';
    }
    [[nodiscard]] static std::string show(table_def const&, foreign_key_def const& f) {
        return sqlite_dialect::foreign_key_sql(f);
    }
    [[nodiscard]] static std::string show(table_def const&, exclude_def const& e) {
        return "EXCLUDE " + quote_identifier(e.name);
    }
    [[nodiscard]] static std::string show(table_def const& t, index_def const& i) {
        return sqlite_dialect::create_index_sql(t.name, i);
    }
};

[[nodiscard]] inline std::vector<std::string> compare_table(table_def const& expected, table_def const& live,
                                                            compare_scope scope = compare_scope::managed) {
    auto const wanted = as_sqlite_returns_it(expected);
    return comparison<sqlite_words>{wanted, live}.lines(scope);
}

} // namespace athanor::migrate::detail
