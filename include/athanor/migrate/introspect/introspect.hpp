#pragma once
// SPDX-License-Identifier: BSL-1.0
// The schema that a database really has, whichever it is.

#include <athanor/engine/database.hpp>
#include <athanor/migrate/introspect/postgresql.hpp>
#include <athanor/migrate/introspect/sqlite.hpp>
#include <athanor/schema/catalog.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace athanor::migrate {

/// What the database holds: tables with columns, constraints under their names (empty = unnamed) and indexes,
/// and sequences. The history, the database's own tables and those of extensions never appear. The number of
/// statements doesn't grow with the schema. On PostgreSQL the default schema is read, and the ones that
/// `schemas` names beside it.
[[nodiscard]] inline catalog introspect(database& db, std::vector<std::string> const& schemas = {}) {
    return db.dialect() == dialect_id::sqlite ? detail::read_live_schema(db).tables
                                              : detail::pg::read_catalog(db, schemas);
}

namespace detail {

/// The schemas that a catalog speaks of, the default one left out.
[[nodiscard]] inline std::vector<std::string> schemas_of(catalog const& c) {
    std::vector<std::string> out;
    auto const add = [&out](std::string const& schema) {
        if (!schema.empty() && std::ranges::find(out, schema) == out.end()) {
            out.push_back(schema);
        }
    };
    for (auto const& t : c.tables) {
        add(t.schema);
    }
    for (auto const& s : c.sequences) {
        add(s.schema);
    }
    return out;
}

} // namespace detail
} // namespace athanor::migrate
