#pragma once
// SPDX-License-Identifier: BSL-1.0
// The schema that a SQLite database really has, read from sqlite_schema with one statement.

#include <athanor/base/error.hpp>
#include <athanor/dialect/sqlite/parse_ddl.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/schema/catalog.hpp>
#include <athanor/schema/expression_text.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace athanor::migrate {

/// The table in which the history is kept.
inline constexpr std::string_view version_table = "athanor_migrations";

namespace detail {

using athanor::detail::equal_ignoring_case;

/// One row of sqlite_schema.
struct schema_object {
    std::string type; // table, index, view, trigger
    std::string name;
    std::string table; // the table (or view) that it belongs to
    std::string sql;   // empty: made by SQLite for a constraint
};

[[nodiscard]] inline std::string text_of(cell const& c) {
    auto const* s = std::get_if<std::string>(&c);
    return s != nullptr ? *s : std::string{};
}
[[nodiscard]] inline std::int64_t int_of(cell const& c) {
    if (auto const* n = std::get_if<std::int64_t>(&c)) {
        return *n;
    }
    auto const* b = std::get_if<bool>(&c);
    return b != nullptr && *b ? 1 : 0;
}

[[nodiscard]] inline bool starts_with_ignoring_case(std::string_view text, std::string_view start) {
    return text.size() >= start.size() && equal_ignoring_case(text.substr(0, start.size()), start);
}
[[nodiscard]] inline bool is_own_table(std::string_view name) {
    return starts_with_ignoring_case(name, "sqlite_") || equal_ignoring_case(name, version_table);
}

/// Everything in the main schema but SQLite's own objects and the version table.
[[nodiscard]] inline std::vector<schema_object> schema_objects(database& db) {
    auto const rows = db.query("SELECT type, name, tbl_name, sql FROM main.sqlite_schema ORDER BY rowid");
    std::vector<schema_object> out;
    for (auto const& r : rows.rows) {
        schema_object o{text_of(r[0]), text_of(r[1]), text_of(r[2]), text_of(r[3])};
        if (!is_own_table(o.name) && !is_own_table(o.table)) {
            out.push_back(std::move(o));
        }
    }
    return out;
}

[[nodiscard]] inline bool is_ordinary_table(schema_object const& o) {
    return o.type == "table" && !starts_with_ignoring_case(o.sql, "CREATE VIRTUAL");
}

// REFERENCES t without columns means the primary key of t.
inline void complete_references(catalog& c) {
    for (auto& t : c.tables) {
        for (auto& f : t.foreign_keys) {
            for (auto const& other : c.tables) {
                if (!equal_ignoring_case(other.name, f.referred_table)) {
                    continue;
                }
                f.referred_table = other.name;
                if (f.referred_columns.empty() && other.primary_key) {
                    f.referred_columns = other.primary_key->columns;
                }
                for (auto& n : f.referred_columns) {
                    for (auto const& column : other.columns) {
                        if (equal_ignoring_case(column.name, n)) {
                            n = column.name;
                        }
                    }
                }
            }
        }
    }
}

struct live_schema {
    std::vector<schema_object> objects;
    catalog tables;
    std::vector<std::pair<std::string, std::string>> beyond; // table, what a rebuild would lose

    [[nodiscard]] table_def const* find(std::string_view name) const noexcept {
        for (auto const& t : tables.tables) {
            if (equal_ignoring_case(t.name, name)) {
                return &t;
            }
        }
        return nullptr;
    }
};

[[nodiscard]] inline live_schema read_live_schema(database& db) {
    live_schema live;
    live.objects = schema_objects(db);
    for (auto const& o : live.objects) {
        if (is_ordinary_table(o)) {
            sqlite_dialect::parsed_table parsed;
            try {
                parsed = sqlite_dialect::parse_create_table(o.sql);
            } catch (error const&) { // a foreign table must not stop the others from being read
                parsed.table = {};
                parsed.beyond = {"a definition that athanor can't read"};
            }
            parsed.table.name = o.name;
            for (auto& b : parsed.beyond) {
                live.beyond.emplace_back(o.name, std::move(b));
            }
            live.tables.tables.push_back(std::move(parsed.table));
        }
    }
    for (auto const& o : live.objects) {
        if (o.type == "index" && !o.sql.empty()) {
            auto parsed = sqlite_dialect::parse_create_index(o.sql);
            parsed.index.name = o.name;
            if (auto* t = live.tables.find(o.table)) {
                for (auto& part : parsed.index.parts) {
                    for (auto const& c : t->columns) {
                        if (!part.is_expression && equal_ignoring_case(c.name, part.text)) {
                            part.text = c.name;
                        }
                    }
                }
                t->indexes.push_back(std::move(parsed.index));
            }
        }
    }
    complete_references(live.tables);
    return live;
}

} // namespace detail

} // namespace athanor::migrate
