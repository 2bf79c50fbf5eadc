#pragma once
// SPDX-License-Identifier: BSL-1.0
// From the constexpr descriptors of models to the owning form that diffs and operations use.

#include <athanor/schema/catalog.hpp>
#include <athanor/schema/table_info.hpp>

#include <utility>

namespace athanor {
namespace detail {

[[nodiscard]] inline std::vector<std::string> owned(name_view names) {
    return {names.begin(), names.end()};
}

[[nodiscard]] inline column_def to_column_def(column_info const& c) {
    column_def d;
    d.name = c.name;
    d.type = c.type;
    d.type_name = c.type_name;
    d.labels = owned(c.labels);
    d.nullable = c.nullable;
    d.autoincrement = c.autoincrement;
    d.identity = c.identity;
    d.server_default = {c.server_default.kind, std::string{c.server_default.text}};
    d.computed = c.computed;
    d.stored = c.stored;
    d.collation = c.collation;
    d.comment = c.comment;
    d.enforced = c.enforced;
    return d;
}

[[nodiscard]] inline index_def to_index_def(index_info const& i) {
    index_def d;
    d.name = i.name;
    for (auto const& part : i.parts) {
        d.parts.push_back({std::string{part.text}, part.is_expression, part.descending, part.nulls,
                           std::string{part.operator_class}});
    }
    d.unique = i.unique;
    d.where = i.where;
    d.method = i.method;
    d.include = owned(i.include);
    d.nulls_not_distinct = i.nulls_not_distinct;
    return d;
}

[[nodiscard]] inline exclude_def to_exclude_def(exclude_info const& e) {
    exclude_def d;
    d.name = e.name;
    d.method = e.method;
    for (auto const& part : e.elements) {
        d.elements.push_back({std::string{part.text}, part.is_expression, std::string{part.with},
                              std::string{part.operator_class}});
    }
    d.where = e.where;
    d.deferrable = e.deferrable;
    d.initially_deferred = e.initially_deferred;
    return d;
}

[[nodiscard]] inline sequence_def to_sequence_def(sequence_info const& s) {
    return {std::string{s.schema},      std::string{s.name},        s.type, s.options,
            std::string{s.owner_table}, std::string{s.owner_column}};
}

} // namespace detail

/// One table of a model, as values that own their text.
[[nodiscard]] inline table_def to_table_def(table_info const& t) {
    table_def d;
    d.schema = t.schema;
    d.name = t.name;
    d.comment = t.comment;
    d.strict = t.strict;
    d.without_rowid = t.without_rowid;
    for (auto const& c : t.columns) {
        d.columns.push_back(detail::to_column_def(c));
    }
    if (t.primary_key) {
        d.primary_key =
            primary_key_def{std::string{t.primary_key.name}, detail::owned(t.primary_key.columns)};
    }
    for (auto const& u : t.uniques) {
        d.uniques.push_back({std::string{u.name}, detail::owned(u.columns), u.nulls_not_distinct,
                             u.deferrable, u.initially_deferred});
    }
    for (auto const& c : t.checks) {
        d.checks.push_back({std::string{c.name}, std::string{c.expression}});
    }
    for (auto const& f : t.foreign_keys) {
        d.foreign_keys.push_back({std::string{f.name}, detail::owned(f.columns),
                                  std::string{f.referred_schema}, std::string{f.referred_table},
                                  detail::owned(f.referred_columns), f.on_delete, f.on_update, f.deferrable,
                                  f.initially_deferred});
    }
    for (auto const& e : t.excludes) {
        d.excludes.push_back(detail::to_exclude_def(e));
    }
    for (auto const& i : t.indexes) {
        d.indexes.push_back(detail::to_index_def(i));
    }
    return d;
}

/// The schema of several tables; the metadata's own form is below.
[[nodiscard]] inline model_schema to_model_schema(table_info const* const* tables, std::size_t count) {
    model_schema result;
    for (std::size_t n = 0; n < count; ++n) {
        table_info const& t = *tables[n];
        result.tables.tables.push_back(to_table_def(t));
        auto const key = result.tables.tables.back().key();
        for (auto const& s : t.sequences) { // the same one may be said with several tables
            if (auto def = detail::to_sequence_def(s); result.tables.find_sequence(def.key()) == nullptr) {
                result.tables.sequences.push_back(std::move(def));
            }
        }
        if (!t.renamed_from.empty()) {
            result.renames.push_back({key, std::string{t.renamed_from}, {}});
        }
        for (auto const& c : t.columns) {
            if (!c.renamed_from.empty()) {
                result.renames.push_back({key, std::string{c.renamed_from}, std::string{c.name}});
            }
        }
    }
    return result;
}

/// The schema that `metadata<...>` wants, with what it says of renames.
template <class Metadata>
[[nodiscard]] model_schema to_model_schema() {
    return to_model_schema(Metadata::tables, Metadata::count);
}

} // namespace athanor
