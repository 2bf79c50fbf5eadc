#pragma once
// SPDX-License-Identifier: BSL-1.0
// Types of enumerations come with the first column that uses them, change under all of them, and go with the
// last.

#include <athanor/dialect/postgresql/alter.hpp>
#include <athanor/migrate/postgresql/conversion.hpp>
#include <athanor/migrate/postgresql/enumerations.hpp>
#include <athanor/migrate/postgresql/lookahead.hpp>
#include <athanor/migrate/postgresql/planning.hpp>
#include <athanor/migrate/replay.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace athanor::migrate::detail::pg {

inline void ensure_type(planning& work, std::string const& key, column_def const& c) {
    if (c.type.id == type_id::enumeration && work.types.add(schema_of(key), c)) {
        work.sql(ddl::create_enum_sql(schema_of(key), c.type_name, c.labels), key, c.name);
    }
}

inline void drop_unused_types(planning& work) {
    for (auto const& [schema, name] : work.types.take_unused(work.state)) {
        work.sql(ddl::drop_enum_sql(schema, name),
                 work.steps.empty() ? std::string{} : work.steps.back().table);
    }
}

inline void retype(planning& work, std::string const& key, column_def const& from, column_def const& to,
                   default_def const& value) {
    if (from.server_default.kind != default_kind::none) {
        work.sql(ddl::drop_default_sql(key, from.name), key, from.name);
    }
    work.sql(ddl::set_type_sql(key, to, convert(schema_of(key), from, to).value), key, from.name);
    if (value.kind != default_kind::none) {
        work.sql(ddl::set_default_sql(key, from.name, value), key, from.name);
    }
}

// Does another column still say the old name when the unit is through?
[[nodiscard]] inline bool nobody_keeps(planning const& work, std::string const& schema,
                                       std::string const& name) {
    auto after = work.state;
    for (auto i = work.at; i < work.operations.size(); ++i) {
        apply_to(after, work.operations[i]);
    }
    return !is_used(after, schema, name);
}

inline void add_labels(planning& work, std::string const& key, std::string const& schema,
                       std::vector<std::string> const& now, column_def const& to) {
    // A new label can't be used in the transaction that added it (PostgreSQL's manual, ALTER TYPE).
    bool const used_later = may_be_used_later(work.operations, work.at, now, to.labels);
    std::size_t old = 0;
    for (auto const& label : to.labels) {
        if (old < now.size() && now[old] == label) {
            ++old;
            continue;
        }
        auto text = ddl::add_enum_value_sql(
            schema, to.type_name, label, old < now.size() ? std::string_view{now[old]} : std::string_view{});
        if (used_later) {
            work.alone(std::move(text), key, label_probe(schema, to.type_name, label));
        } else {
            work.sql(std::move(text), key, to.name);
        }
    }
}

[[nodiscard]] inline std::string operation_key(planning const& work) {
    return std::get<operation::alter_column>(work.operations[work.at]).table;
}

// Labels went, or changed places: a new type takes the old one's place under all its columns.
inline void replace_type(planning& work, std::string const& schema, column_def const& from,
                         column_def const& to) {
    auto fresh = to;
    fresh.type_name = "__athanor_" + to.type_name.substr(0, 50);
    for (auto const& [key, column] : columns_of(work.state, schema, from.type_name)) {
        if (!column.type.array) {
            work.must_be_zero("SELECT count(*) FROM " + quote_key(key) + " WHERE " +
                                  cast(quote_identifier(column.name), "TEXT") + " NOT IN (" + label_list(to) +
                                  ')',
                              key, column.name, "hold a label that is to go; change them first");
        }
    }
    work.sql(ddl::create_enum_sql(schema, fresh.type_name, to.labels), {}, to.name);
    for (auto const& [key, column] : columns_of(work.state, schema, from.type_name)) {
        auto target = column;
        target.type_name = fresh.type_name;
        target.labels = to.labels;
        retype(work, key, column, target,
               column.name == to.name && key == operation_key(work) ? to.server_default
                                                                    : column.server_default);
    }
    work.sql(ddl::drop_enum_sql(schema, from.type_name), {}, to.name);
    work.sql(ddl::rename_type_sql(schema, fresh.type_name, to.type_name), {}, to.name);
}

/// Another set of labels, or another name. The type changes once, for all its columns.
inline bool change_labels(planning& work, std::string const& key, table_def const& t, column_def const& from,
                          column_def const& to) {
    auto const& schema = t.schema;
    if (from.type_name != to.type_name) {
        if (!work.types.has(schema, from.type_name) && work.types.is(schema, to)) {
            return false; // renamed for another column
        }
        if (!work.types.has(schema, to.type_name) && from.labels == to.labels &&
            nobody_keeps(work, schema, from.type_name)) {
            work.sql(ddl::rename_type_sql(schema, from.type_name, to.type_name), key, to.name);
            work.types.rename(schema, from.type_name, to.type_name);
            return false;
        }
        ensure_type(work, key, to);
        retype(work, key, from, to, to.server_default);
        return true;
    }
    if (work.types.is(schema, to)) {
        return false; // done for another column
    }
    auto const& now = work.types.labels(schema, from.type_name);
    if (is_subsequence(now, to.labels)) {
        add_labels(work, key, schema, now, to);
        work.types.set(schema, to);
        return false;
    }
    replace_type(work, schema, from, to);
    work.types.set(schema, to);
    return true;
}

} // namespace athanor::migrate::detail::pg
