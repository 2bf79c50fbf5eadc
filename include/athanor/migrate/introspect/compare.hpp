#pragma once
// SPDX-License-Identifier: BSL-1.0
// Says where a live schema differs from the one that the history expects, in lines that name table and
// column.

#include <athanor/dialect/dialect_id.hpp>
#include <athanor/migrate/introspect/compare_postgresql.hpp>
#include <athanor/migrate/introspect/compare_sqlite.hpp>
#include <athanor/migrate/introspect/comparison.hpp>
#include <athanor/migrate/introspect/introspect.hpp>
#include <athanor/schema/catalog.hpp>

#include <string>
#include <utility>
#include <vector>

namespace athanor::migrate {

/// What introspection finds after the catalog was created. SQLite keeps no comments, an enumeration comes
/// back as TEXT with its CHECK, an autoincrement key as INTEGER. PostgreSQL keeps nearly all as it is.
[[nodiscard]] inline catalog as_introspected(dialect_id dialect, catalog c) {
    for (auto& t : c.tables) {
        t = dialect == dialect_id::sqlite ? detail::as_sqlite_returns_it(std::move(t))
                                          : detail::as_postgresql_returns_it(std::move(t));
    }
    for (auto& s : c.sequences) {
        s.options = detail::without_defaults(s.options, s.type.id);
    }
    return c;
}

/// One line for each difference, such as `users.email: expected "email" TEXT NOT NULL, found "email" TEXT`;
/// none means equal. The order of columns makes no difference. Expressions are compared by their tokens:
/// PostgreSQL prints them in a form of its own, so compare_database() asks it.
[[nodiscard]] inline std::vector<std::string> compare_live(catalog const& expected, catalog const& live,
                                                           dialect_id dialect,
                                                           compare_scope scope = compare_scope::managed) {
    std::vector<std::string> out;
    for (auto const& t : expected.tables) {
        auto const* other = live.find(t.key());
        if (other == nullptr) {
            out.push_back(t.key() + ": expected a table, found none");
            continue;
        }
        auto lines = dialect == dialect_id::sqlite ? detail::compare_table(t, *other, scope)
                                                   : detail::compare_pg_table(t, *other, scope);
        out.insert(out.end(), lines.begin(), lines.end());
    }
    if (dialect == dialect_id::postgresql) {
        auto lines = detail::compare_sequences(expected, live, scope);
        out.insert(out.end(), lines.begin(), lines.end());
    }
    if (scope == compare_scope::everything) {
        for (auto const& t : live.tables) {
            if (expected.find(t.key()) == nullptr) {
                out.push_back(t.key() + ": expected no such table, found one");
            }
        }
    }
    return out;
}

/// The live tables that the history never created: never altered, never dropped.
[[nodiscard]] inline std::vector<std::string> unmanaged_tables(catalog const& expected, catalog const& live) {
    std::vector<std::string> out;
    for (auto const& t : live.tables) {
        if (expected.find(t.key()) == nullptr) {
            out.push_back(t.key());
        }
    }
    return out;
}

} // namespace athanor::migrate
