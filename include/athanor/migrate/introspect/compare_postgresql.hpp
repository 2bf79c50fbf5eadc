#pragma once
// SPDX-License-Identifier: BSL-1.0
// What PostgreSQL makes of a table definition, and when two definitions are the same there.

#include <athanor/dialect/postgresql/ddl.hpp>
#include <athanor/migrate/introspect/canonical_sql.hpp>
#include <athanor/migrate/introspect/comparison.hpp>
#include <athanor/migrate/introspect/postgresql.hpp>
#include <athanor/migrate/introspect/sequence_defaults.hpp>
#include <athanor/schema/catalog.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::migrate::detail {

/// A collation of PostgreSQL's own goes without its schema, unless the name itself has a dot.
[[nodiscard]] inline std::string collation_as_found(std::string name) {
    constexpr std::string_view own = "pg_catalog.";
    if (name.starts_with(own) && name.find('.', own.size()) == std::string::npos) {
        name.erase(0, own.size());
    }
    return name == "default" ? std::string{} : name;
}

/// The definition in the form that introspection gives: PostgreSQL knows no STRICT, and what isn't said is
/// the default.
[[nodiscard]] inline table_def as_postgresql_returns_it(table_def t) {
    t.strict = false;
    t.without_rowid = false;
    for (auto& c : t.columns) {
        c.enforced = false;
        if (c.identity || c.autoincrement) {
            c.autoincrement = true;
            auto id = c.identity.value_or(identity_def{});
            id.options = without_defaults(id.options, c.type.id);
            c.identity = id == identity_def{} ? std::nullopt : std::optional{id};
            c.nullable = false;
            c.server_default = {};
        }
        if (postgresql_dialect::detail::is_key_column(t, c.name)) {
            c.nullable = false;
        }
        c.collation = collation_as_found(std::move(c.collation));
        if (c.server_default.kind == default_kind::expression) {
            c.server_default = pg::default_of(pg::bare(c.server_default.text));
        }
        if (c.type.id != type_id::enumeration) {
            c.labels.clear();
        }
        if (c.type.id != type_id::enumeration && c.type.id != type_id::custom) {
            c.type_name.clear();
        }
    }
    for (auto& f : t.foreign_keys) {
        f.deferrable = f.deferrable || f.initially_deferred;
    }
    for (auto& u : t.uniques) {
        u.deferrable = u.deferrable || u.initially_deferred;
    }
    for (auto& e : t.excludes) {
        e.deferrable = e.deferrable || e.initially_deferred;
        e.method = e.method == "gist" ? std::string{} : e.method;
    }
    for (auto& i : t.indexes) {
        i.method = i.method == "btree" ? std::string{} : i.method;
        for (auto& p : i.parts) {
            if (p.nulls == (p.descending ? nulls_order::first : nulls_order::last)) {
                p.nulls = nulls_order::by_default;
            }
        }
    }
    return t;
}

struct postgresql_words {
    [[nodiscard]] static bool same_name(std::string_view a, std::string_view b) { return a == b; }
    [[nodiscard]] static bool same_sql(std::string_view a, std::string_view b) {
        return detail::same_sql(dialect_id::postgresql, a, b);
    }

    [[nodiscard]] static bool same(default_def const& a, default_def const& b) {
        return a.kind == b.kind &&
               (a.kind == default_kind::expression ? same_sql(a.text, b.text) : a.text == b.text);
    }
    [[nodiscard]] static bool same(column_def const& a, column_def const& b) {
        return a.type == b.type && a.type_name == b.type_name && a.labels == b.labels &&
               a.nullable == b.nullable && a.autoincrement == b.autoincrement && a.identity == b.identity &&
               same(a.server_default, b.server_default) && same_sql(a.computed, b.computed) &&
               (a.computed.empty() || a.stored == b.stored) && a.collation == b.collation &&
               a.comment == b.comment;
    }
    [[nodiscard]] static bool same(primary_key_def const& a, primary_key_def const& b) { return a == b; }
    [[nodiscard]] static bool same(unique_def const& a, unique_def const& b) { return a == b; }
    [[nodiscard]] static bool same(check_def const& a, check_def const& b) {
        return a.name == b.name && same_sql(a.expression, b.expression);
    }
    [[nodiscard]] static bool same(foreign_key_def const& a, foreign_key_def const& b) { return a == b; }
    [[nodiscard]] static bool same(exclude_def const& a, exclude_def const& b) {
        return a.name == b.name && a.method == b.method && same_sql(a.where, b.where) &&
               a.deferrable == b.deferrable && a.initially_deferred == b.initially_deferred &&
               std::ranges::equal(a.elements, b.elements, [](auto const& x, auto const& y) {
                   return x.is_expression == y.is_expression && x.with == y.with &&
                          x.operator_class == y.operator_class &&
                          (x.is_expression ? same_sql(x.text, y.text) : x.text == y.text);
               });
    }
    [[nodiscard]] static bool same(index_def const& a, index_def const& b) {
        return a.name == b.name && a.unique == b.unique && a.method == b.method && a.include == b.include &&
               a.nulls_not_distinct == b.nulls_not_distinct && same_sql(a.where, b.where) &&
               std::ranges::equal(a.parts, b.parts, [](index_part const& x, index_part const& y) {
                   return x.is_expression == y.is_expression && x.descending == y.descending &&
                          x.nulls == y.nulls && x.operator_class == y.operator_class &&
                          (x.is_expression ? same_sql(x.text, y.text) : x.text == y.text);
               });
    }

    [[nodiscard]] static std::string show(table_def const& t, column_def const& c) {
        auto stored = c;
        stored.stored = true; // a virtual one has no text: the difference is told all the same
        auto out = postgresql_dialect::column_sql(t, stored);
        if (!c.labels.empty()) {
            out += " (";
            for (auto const& label : c.labels) {
                out += (out.back() == '(' ? "'" : ", '") + label + '\'';
            }
            out += ')';
        }
        if (!c.computed.empty() && !c.stored) {
            out += " (virtual)";
        }
        return c.comment.empty() ? out : out + " COMMENT '" + c.comment + '\'';
    }
    [[nodiscard]] static std::string show(table_def const&, primary_key_def const& k) {
        return postgresql_dialect::primary_key_sql(k);
    }
    [[nodiscard]] static std::string show(table_def const&, unique_def const& u) {
        return postgresql_dialect::unique_sql(u);
    }
    [[nodiscard]] static std::string show(table_def const&, check_def const& c) {
        return postgresql_dialect::check_sql(c);
    }
    [[nodiscard]] static std::string show(table_def const&, foreign_key_def const& f) {
        return postgresql_dialect::foreign_key_sql(f);
    }
    [[nodiscard]] static std::string show(table_def const&, exclude_def const& e) {
        return postgresql_dialect::exclude_sql(e);
    }
    [[nodiscard]] static std::string show(table_def const& t, index_def const& i) {
        return postgresql_dialect::create_index_sql(t, i);
    }
};

[[nodiscard]] inline std::vector<std::string> compare_pg_table(table_def const& expected,
                                                               table_def const& live, compare_scope scope) {
    auto const wanted = as_postgresql_returns_it(expected);
    return comparison<postgresql_words>{wanted, live}.lines(scope);
}

[[nodiscard]] inline std::vector<std::string> compare_sequences(catalog const& expected, catalog const& live,
                                                                compare_scope scope) {
    std::vector<std::string> out;
    for (auto s : expected.sequences) {
        s.options = without_defaults(s.options, s.type.id);
        auto const* other = live.find_sequence(s.key());
        if (other == nullptr) {
            out.push_back(s.key() + ": expected a sequence, found none");
        } else if (*other != s) {
            out.push_back(s.key() + ": expected " + postgresql_dialect::create_sequence_sql(s) + ", found " +
                          postgresql_dialect::create_sequence_sql(*other));
        }
    }
    for (auto const& s : live.sequences) {
        if (scope == compare_scope::everything && expected.find_sequence(s.key()) == nullptr) {
            out.push_back(s.key() + ": expected no such sequence, found one");
        }
    }
    return out;
}

} // namespace athanor::migrate::detail
