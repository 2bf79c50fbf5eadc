#pragma once
// SPDX-License-Identifier: BSL-1.0
// Compares a database with what is expected of it. PostgreSQL rewrites expressions, so it is asked how it
// would print ours: the expected table is made as a temporary one, read back, and rolled back.

#include <athanor/base/error.hpp>
#include <athanor/dialect/postgresql/ddl.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/introspect/compare.hpp>
#include <athanor/migrate/introspect/introspect.hpp>
#include <athanor/schema/catalog.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::migrate {
namespace detail::pg {

/// A transaction that is never committed, or a savepoint in the caller's.
class rolled_back {
public:
    explicit rolled_back(database& db)
        : db_{db}
        , nested_{db.in_transaction()} {
        db_.execute(nested_ ? "SAVEPOINT athanor_compare" : "BEGIN");
    }
    rolled_back(rolled_back const&) = delete;
    rolled_back& operator=(rolled_back const&) = delete;
    ~rolled_back() {
        try {
            if (nested_) {
                db_.execute("ROLLBACK TO SAVEPOINT athanor_compare");
                db_.execute("RELEASE SAVEPOINT athanor_compare");
            } else {
                db_.execute("ROLLBACK");
            }
        } catch (...) { // NOLINT(bugprone-empty-catch): the error that brought us here says more
        }
    }

private:
    database& db_;
    bool nested_;
};

/// Expressions, and types that athanor has no word for: the server has a spelling of its own.
[[nodiscard]] inline bool is_printed_otherwise(table_def const& t) {
    bool any = !t.checks.empty() || !t.excludes.empty();
    for (auto const& c : t.columns) {
        any = any || c.server_default.kind != default_kind::none || !c.computed.empty() ||
              c.type.id == type_id::custom;
    }
    for (auto const& i : t.indexes) {
        any = any || !i.where.empty();
        for (auto const& p : i.parts) {
            any = any || p.is_expression;
        }
    }
    return any;
}

// Only what is printed otherwise, and what it speaks of.
[[nodiscard]] inline std::string temporary_sql(table_def const& t, std::string const& name) {
    table_def copy;
    copy.schema = t.schema; // where its enumerations are
    copy.name = name;
    copy.columns = t.columns;
    copy.checks = t.checks;
    copy.excludes = t.excludes;
    for (auto& c : copy.columns) {
        c.autoincrement = false;
        c.identity.reset();
        c.nullable = true;
        if (c.server_default.kind == default_kind::expression) { // as_introspected() takes them away
            c.server_default.text = postgresql_dialect::detail::enclosed(c.server_default.text);
        }
    }
    auto sql = postgresql_dialect::create_table_sql(copy);
    auto const at = sql.find(" (");
    return "CREATE TEMPORARY TABLE " + quote_identifier(name) + sql.substr(at);
}

/// Names that are the whole schema's: two tables of different schemas may have the same ones, but both come
/// into one temporary schema.
[[nodiscard]] inline table_def with_own_names(table_def t, std::string const& prefix) {
    std::size_t n = 0;
    for (auto& e : t.excludes) {
        e.name = prefix + '_' + std::to_string(n++);
    }
    for (auto& i : t.indexes) {
        i.name = prefix + '_' + std::to_string(n++);
    }
    return t;
}

/// `renamed`: t with the names that its temporary table has.
inline void take_expressions(table_def& t, table_def const& renamed, table_def const& printed) {
    for (std::size_t i = 0; i < t.columns.size() && i < printed.columns.size(); ++i) {
        auto& c = t.columns[i];
        if (!c.autoincrement && !c.identity) {
            c.server_default = printed.columns[i].server_default;
        }
        c.computed = printed.columns[i].computed;
        if (c.type.id == type_id::custom) {
            c.type = printed.columns[i].type;
            c.type_name = printed.columns[i].type_name;
        }
    }
    for (auto& c : t.checks) {
        for (auto const& p : printed.checks) {
            if (p.name == c.name) {
                c.expression = p.expression;
            }
        }
    }
    for (std::size_t n = 0; n < t.excludes.size(); ++n) {
        for (auto const& p : printed.excludes) {
            if (p.name == renamed.excludes[n].name) {
                t.excludes[n].elements = p.elements;
                t.excludes[n].where = p.where;
            }
        }
    }
    for (std::size_t n = 0; n < t.indexes.size(); ++n) {
        auto& i = t.indexes[n];
        for (auto const& p : printed.indexes) {
            if (p.name == renamed.indexes[n].name && p.parts.size() == i.parts.size()) {
                i.where = p.where;
                for (std::size_t k = 0; k < i.parts.size(); ++k) {
                    i.parts[k].text = p.parts[k].text;
                    i.parts[k].is_expression = p.parts[k].is_expression;
                }
            }
        }
    }
}

/// The catalog with the expressions of tables that seem to differ as the server prints them. What the server
/// refuses stays as it is written.
[[nodiscard]] inline catalog as_server_prints(database& db, catalog expected, catalog const& live) {
    rolled_back const scope{db};
    std::vector<std::pair<std::size_t, std::string>> made;
    for (std::size_t i = 0; i < expected.tables.size(); ++i) {
        auto const& t = expected.tables[i];
        auto const* other = live.find(t.key());
        if (!is_printed_otherwise(t) || other == nullptr ||
            compare_pg_table(t, *other, compare_scope::managed).empty()) {
            continue;
        }
        db.execute("SAVEPOINT athanor_compare_table");
        auto const name = "__athanor_compare_" + std::to_string(i);
        auto const renamed = with_own_names(t, name);
        try {
            db.execute(temporary_sql(renamed, name));
            for (auto const& index : renamed.indexes) {
                db.execute(postgresql_dialect::create_index_sql(name, index));
            }
            made.emplace_back(i, name);
        } catch (error const& e) {
            if (!e.connection_usable()) {
                throw;
            }
            db.execute("ROLLBACK TO SAVEPOINT athanor_compare_table");
        }
        db.execute("RELEASE SAVEPOINT athanor_compare_table");
    }
    if (made.empty()) {
        return expected;
    }
    auto const temporary =
        text_of(db.query("SELECT n.nspname::pg_catalog.text FROM pg_catalog.pg_namespace n WHERE n.oid = "
                         "pg_catalog.pg_my_temp_schema()")
                    .rows.at(0)
                    .at(0));
    auto const printed = catalog_reader{db, {temporary}}.read();
    for (auto const& [i, name] : made) {
        if (auto const* t = printed.find(name)) {
            take_expressions(expected.tables[i], with_own_names(expected.tables[i], name), *t);
        }
    }
    return expected;
}

/// Do two constants mean the same value of a type: 5 and 5.0, 5 and '5'?
[[nodiscard]] inline bool same_constant(database& db, std::string_view type, default_def const& a,
                                        default_def const& b) {
    auto const constant = [](default_def const& d) {
        if (d.kind == default_kind::text) {
            return true;
        }
        using kind = athanor::detail::sql_token::kind;
        for (std::size_t at = 0; at < d.text.size();) {
            auto const token = athanor::detail::next_token(d.text, at);
            if (token.what != kind::number && token.what != kind::string && token.text != "-") {
                return false;
            }
            at += token.text.size();
        }
        return d.kind == default_kind::expression && !d.text.empty();
    };
    if (!constant(a) || !constant(b)) {
        return false;
    }
    try {
        auto const value = [&](default_def const& d) {
            return "CAST(CAST(" + postgresql_dialect::default_sql(d) + " AS " + std::string{type} +
                   ") AS pg_catalog.text)"; // 24 hours = 1 day, but they aren't the same
        };
        db.execute("SAVEPOINT athanor_compare_value");
        auto const rows = db.query("SELECT " + value(a) + " IS NOT DISTINCT FROM " + value(b));
        db.execute("RELEASE SAVEPOINT athanor_compare_value");
        return flag_of(rows.rows.at(0).at(0));
    } catch (error const& e) {
        if (!e.connection_usable()) {
            throw;
        }
        db.execute("ROLLBACK TO SAVEPOINT athanor_compare_value");
        db.execute("RELEASE SAVEPOINT athanor_compare_value");
        return false;
    }
}

/// Defaults that are written differently and mean the same value take the live form.
inline void settle_constants(database& db, catalog& expected, catalog const& live) {
    rolled_back const scope{db};
    for (auto& t : expected.tables) {
        auto const* other = live.find(t.key());
        for (std::size_t i = 0; other != nullptr && i < t.columns.size(); ++i) {
            auto& c = t.columns[i];
            auto const* d = other->find_column(c.name);
            if (d != nullptr && c.type == d->type && c.type_name == d->type_name &&
                !postgresql_words::same(c.server_default, d->server_default) &&
                same_constant(db, postgresql_dialect::type_name(t.schema, c), c.server_default,
                              d->server_default)) {
                c.server_default = d->server_default;
            }
        }
    }
}

} // namespace detail::pg

/// compare_live() with the database itself. On PostgreSQL an expression differs only where the server says
/// so: tables that seem to differ are made as temporary ones in a transaction (or savepoint) that is rolled
/// back. Nothing remains, and the tables themselves aren't locked. Where temporary tables may not be made,
/// expressions are compared as text.
[[nodiscard]] inline std::vector<std::string> compare_database(database& db, catalog const& expected,
                                                               compare_scope scope = compare_scope::managed) {
    auto const live = introspect(db, detail::schemas_of(expected));
    auto lines = compare_live(expected, live, db.dialect(), scope);
    if (lines.empty() || db.dialect() == dialect_id::sqlite) {
        return lines;
    }
    auto wanted = detail::pg::as_server_prints(db, as_introspected(db.dialect(), expected), live);
    detail::pg::settle_constants(db, wanted, live);
    return compare_live(wanted, live, db.dialect(), scope);
}

} // namespace athanor::migrate
