#pragma once
// SPDX-License-Identifier: BSL-1.0
// The schema that a PostgreSQL database really has, read from its catalog with a constant number of
// statements.

#include <athanor/dialect/postgresql/types.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/introspect/postgresql_queries.hpp>
#include <athanor/migrate/introspect/sequence_defaults.hpp>
#include <athanor/migrate/introspect/sqlite.hpp>
#include <athanor/schema/catalog.hpp>
#include <athanor/schema/expression_text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace athanor::migrate::detail::pg {

[[nodiscard]] inline bool flag_of(cell const& c) {
    return int_of(c) != 0;
}

/// `(a > 1)` -> `a > 1`; the server puts parentheses around most of what it prints.
[[nodiscard]] inline std::string bare(std::string_view sql) {
    return sqlite_dialect::detail::without_outer_parentheses(sql);
}

/// Is it nothing, or a cast such as `::text`, `::numeric(10,2)`, `::timestamp(3) without time zone[]`?
[[nodiscard]] inline bool is_only_a_cast(std::string_view sql) {
    using kind = athanor::detail::sql_token::kind;
    if (sql.empty()) {
        return true;
    }
    if (!sql.starts_with("::")) {
        return false;
    }
    constexpr std::string_view further[] = {"varying", "precision", "with",  "without", "time",
                                            "zone",    "year",      "month", "day",     "hour",
                                            "minute",  "second",    "to"};
    bool begins = true; // a name may stand here
    for (std::size_t at = 2; at < sql.size();) {
        auto const [what, text] = athanor::detail::next_token(sql, at);
        at += text.size();
        if (what == kind::quoted_name && text.front() == '[') {
            continue; // an array
        }
        if (what == kind::word || what == kind::quoted_name) {
            if (!begins && std::ranges::find(further, text) == std::end(further)) {
                return false;
            }
        } else if (what != kind::space && what != kind::number &&
                   std::string_view{".(),"}.find(text) == std::string_view::npos) {
            return false;
        }
        begins = text == ".";
    }
    return true;
}

/// `'x'::text` is the text x; everything else stays the expression that it is.
[[nodiscard]] inline default_def default_of(std::string_view sql) {
    if (sql.empty()) {
        return {};
    }
    if (sql.front() == '\'') {
        auto const first = athanor::detail::next_token(sql, 0).text;
        if (is_only_a_cast(sql.substr(first.size()))) {
            return {default_kind::text, athanor::detail::unquoted(first)};
        }
    }
    return {default_kind::expression, std::string{sql}};
}

[[nodiscard]] inline fk_action action_of(std::string_view code) {
    return code == "c"   ? fk_action::cascade
           : code == "n" ? fk_action::set_null
           : code == "d" ? fk_action::set_default
           : code == "r" ? fk_action::restrict_
                         : fk_action::no_action;
}

class catalog_reader {
public:
    /// The first schema is the default one: its tables have no schema in the result.
    catalog_reader(database& db, std::vector<std::string> schemas)
        : db_{db}
        , schemas_{std::move(schemas)} {}

    [[nodiscard]] catalog read() && {
        tables();
        labels();
        columns();
        constraints();
        indexes();
        sequences();
        return std::move(out_);
    }

private:
    [[nodiscard]] std::string schema_of(cell const& c) const {
        auto schema = text_of(c);
        return !schemas_.empty() && schema == schemas_.front() ? std::string{} : schema;
    }
    [[nodiscard]] table_def* table_of(cell const& oid) {
        auto const it = tables_.find(int_of(oid));
        return it == tables_.end() ? nullptr : &out_.tables[it->second];
    }

    void tables() {
        for (auto const& r : db_.query(tables_sql(schemas_)).rows) {
            tables_[int_of(r[0])] = out_.tables.size();
            auto& t = out_.tables.emplace_back();
            t.schema = schema_of(r[1]);
            t.name = text_of(r[2]);
            t.comment = text_of(r[3]);
        }
    }
    void labels() {
        for (auto const& r : db_.query(labels_sql(schemas_)).rows) {
            labels_[int_of(r[0])].push_back(text_of(r[1]));
        }
    }

    void columns() {
        for (auto const& r : db_.query(columns_sql(schemas_)).rows) {
            auto* t = table_of(r[0]);
            if (t == nullptr) {
                continue; // made since we asked for the tables
            }
            auto& c = t->columns.emplace_back();
            c.name = text_of(r[1]);
            bool const array = flag_of(r[6]);
            if (text_of(r[3]) == "e" && schema_of(r[5]) == t->schema) {
                c.type = {type_id::enumeration};
                c.type.array = array;
                c.type_name = text_of(r[4]);
                c.labels = labels_[int_of(r[20])];
            } else {
                std::tie(c.type, c.type_name) = postgresql_dialect::type_from_name(text_of(r[2]));
            }
            c.nullable = !flag_of(r[7]);
            auto const expression = text_of(r[8]);
            auto const identity = text_of(r[9]);
            bool const serial = flag_of(r[19]);
            if (!text_of(r[10]).empty()) {
                c.computed = bare(expression);
                c.stored = true;
            } else if (!identity.empty() || serial) {
                auto const options = without_defaults(options_of(r, 13), c.type.id);
                c.autoincrement = true;
                if (identity == "a" || options != sequence_options{}) {
                    c.identity = identity_def{identity == "a", options};
                }
            } else {
                bool const nothing = // said so where a domain has a default of its own
                    expression.starts_with("NULL") && is_only_a_cast(expression.substr(4));
                c.server_default =
                    nothing && c.type.id != type_id::custom ? default_def{} : default_of(expression);
            }
            c.collation = text_of(r[21]).empty() ? text_of(r[11]) : text_of(r[21]) + '.' + text_of(r[11]);
            c.comment = text_of(r[12]);
        }
    }
    [[nodiscard]] static sequence_options options_of(std::vector<cell> const& r, std::size_t from) {
        sequence_options o;
        o.start = int_of(r[from]);
        o.increment = int_of(r[from + 1]);
        o.minimum = int_of(r[from + 2]);
        o.maximum = int_of(r[from + 3]);
        o.cache = int_of(r[from + 4]);
        o.cycle = flag_of(r[from + 5]);
        return o;
    }

    struct key_columns {
        std::vector<std::string> mine;
        std::vector<std::string> referred;
        std::vector<exclude_def::element> elements;
    };
    void constraints() {
        auto const rows = db_.query(constraints_sql(schemas_)).rows;
        std::map<std::int64_t, key_columns> columns;
        for (auto const& r : db_.query(constraint_columns_sql(schemas_)).rows) {
            auto& k = columns[int_of(r[0])];
            auto const name = text_of(r[1]);
            k.mine.push_back(name);
            k.referred.push_back(text_of(r[2]));
            k.elements.push_back(
                {name.empty() ? bare(text_of(r[3])) : name, name.empty(), text_of(r[4]), text_of(r[5])});
        }
        for (auto const& r : rows) {
            if (auto* t = table_of(r[1])) {
                constraint(*t, r, columns[int_of(r[0])]);
            }
        }
    }
    void constraint(table_def& t, std::vector<cell> const& r, key_columns& columns) const {
        auto const name = text_of(r[2]);
        auto const kind = text_of(r[3]);
        bool const deferrable = flag_of(r[4]);
        bool const deferred = flag_of(r[5]);
        if (kind == "p") {
            t.primary_key = primary_key_def{name, std::move(columns.mine)};
        } else if (kind == "u") {
            t.uniques.push_back({name, std::move(columns.mine), flag_of(r[11]), deferrable, deferred});
        } else if (kind == "c") {
            t.checks.push_back({name, bare(text_of(r[10]))});
        } else if (kind == "f") {
            t.foreign_keys.push_back({name, std::move(columns.mine), schema_of(r[8]), text_of(r[9]),
                                      std::move(columns.referred), action_of(text_of(r[7])),
                                      action_of(text_of(r[6])), deferrable, deferred});
        } else {
            t.excludes.push_back({name, text_of(r[12]) == "gist" ? std::string{} : text_of(r[12]),
                                  std::move(columns.elements), bare(text_of(r[13])), deferrable, deferred});
        }
    }

    void indexes() {
        std::map<std::int64_t, std::pair<table_def*, std::size_t>> places;
        for (auto const& r : db_.query(indexes_sql(schemas_)).rows) {
            auto* t = table_of(r[1]);
            if (t == nullptr) {
                continue;
            }
            places[int_of(r[0])] = {t, t->indexes.size()};
            auto& i = t->indexes.emplace_back();
            i.name = text_of(r[2]);
            i.unique = flag_of(r[3]);
            i.method = text_of(r[4]) == "btree" ? std::string{} : text_of(r[4]);
            i.where = bare(text_of(r[5]));
            i.nulls_not_distinct = flag_of(r[6]);
            if (!flag_of(r[7])) {
                i.name += " (invalid)"; // what a broken-off CREATE INDEX CONCURRENTLY leaves: no index at all
            }
        }
        for (auto const& r : db_.query(index_parts_sql(schemas_)).rows) {
            auto const it = places.find(int_of(r[0]));
            if (it == places.end()) {
                continue;
            }
            auto& i = it->second.first->indexes[it->second.second];
            if (!flag_of(r[3])) {
                i.include.push_back(text_of(r[1]));
                continue;
            }
            index_part p;
            p.is_expression = flag_of(r[2]);
            p.text = p.is_expression ? bare(text_of(r[1])) : text_of(r[1]);
            p.descending = flag_of(r[4]);
            bool const first = flag_of(r[5]); // the default for descending parts
            p.nulls = first == p.descending ? nulls_order::by_default
                      : first               ? nulls_order::first
                                            : nulls_order::last;
            p.operator_class = text_of(r[6]);
            i.parts.push_back(std::move(p));
        }
    }

    void sequences() {
        for (auto const& r : db_.query(sequences_sql(schemas_)).rows) {
            sequence_def s;
            s.schema = schema_of(r[0]);
            s.name = text_of(r[1]);
            s.type = postgresql_dialect::type_from_name(text_of(r[2])).first;
            s.options = without_defaults(options_of(r, 3), s.type.id);
            if (!text_of(r[10]).empty()) {
                auto const schema = schema_of(r[9]);
                s.owner_table = schema.empty() ? text_of(r[10]) : schema + '.' + text_of(r[10]);
                s.owner_column = text_of(r[11]);
                if (is_serial(s) || out_.find(s.owner_table) == nullptr) {
                    continue; // the column says it all, or the table isn't ours
                }
            }
            out_.sequences.push_back(std::move(s));
        }
    }
    // Made by SERIAL.
    [[nodiscard]] bool is_serial(sequence_def const& s) const {
        auto const* t = out_.find(s.owner_table);
        auto const* c = t != nullptr ? t->find_column(s.owner_column) : nullptr;
        return c != nullptr && c->autoincrement;
    }

    database& db_;
    std::vector<std::string> schemas_;
    catalog out_;
    std::map<std::int64_t, std::size_t> tables_;
    std::map<std::int64_t, std::vector<std::string>> labels_;
};

[[nodiscard]] inline std::string default_schema(database& db) {
    return text_of(db.query("SELECT coalesce(current_schema::pg_catalog.text, '')").rows.at(0).at(0));
}

/// The default schema, and those that are asked for beside it.
[[nodiscard]] inline catalog read_catalog(database& db, std::vector<std::string> const& more = {}) {
    std::vector<std::string> schemas{default_schema(db)};
    schemas.insert(schemas.end(), more.begin(), more.end());
    return catalog_reader{db, std::move(schemas)}.read();
}

} // namespace athanor::migrate::detail::pg
