#pragma once
// SPDX-License-Identifier: BSL-1.0
// Short words for schemas in tests: table("users").column(...).key({"id"}).

#include <athanor/migrate/diff/decisions.hpp>
#include <athanor/schema/catalog.hpp>

#include <string>
#include <utility>
#include <vector>

namespace athanor::test {

using names = std::vector<std::string>;

[[nodiscard]] inline std::string named(std::string const& prefix, std::string const& table,
                                       names const& columns) {
    auto out = prefix + "_" + table;
    for (auto const& c : columns) {
        out += "_" + c;
    }
    return out;
}

struct col {
    column_def def{};

    col(std::string name, sql_type type) {
        def.name = std::move(name);
        def.type = type;
    }
    col(std::string name, std::string type_name, names labels)
        : col(std::move(name), {type_id::enumeration}) {
        def.type_name = std::move(type_name);
        def.labels = std::move(labels);
    }
    [[nodiscard]] col& required() {
        def.nullable = false;
        return *this;
    }
    [[nodiscard]] col& text_default(std::string text) {
        def.server_default = {default_kind::text, std::move(text)};
        return *this;
    }
    [[nodiscard]] col& sql_default(std::string text) {
        def.server_default = {default_kind::expression, std::move(text)};
        return *this;
    }
    [[nodiscard]] col& computed(std::string expression, bool stored = false) {
        def.computed = std::move(expression);
        def.stored = stored;
        return *this;
    }
    [[nodiscard]] col& autoincrement() {
        def.autoincrement = true;
        def.nullable = false;
        return *this;
    }
    [[nodiscard]] col& collate(std::string name) {
        def.collation = std::move(name);
        return *this;
    }
    [[nodiscard]] col& comment(std::string text) {
        def.comment = std::move(text);
        return *this;
    }
};

struct table {
    table_def def{};

    explicit table(std::string name) { def.name = std::move(name); }
    [[nodiscard]] table& with(col const& c) {
        def.columns.push_back(c.def);
        return *this;
    }
    [[nodiscard]] table& key(names columns) {
        for (auto const& c : columns) {
            def.find_column(c)->nullable = false;
        }
        def.primary_key = primary_key_def{"pk_" + def.name, std::move(columns)};
        return *this;
    }
    [[nodiscard]] table& unique(names const& columns, std::string name = {}) {
        def.uniques.push_back({name.empty() ? named("uq", def.name, columns) : std::move(name), columns});
        return *this;
    }
    [[nodiscard]] table& check(std::string const& name, std::string expression) {
        def.checks.push_back({"ck_" + def.name + "_" + name, std::move(expression)});
        return *this;
    }
    [[nodiscard]] table& index(names const& columns, bool unique = false, std::string where = {},
                               std::string name = {}) {
        index_def i;
        i.name = name.empty() ? named("ix", def.name, columns) : std::move(name);
        for (auto const& c : columns) {
            i.parts.push_back({c, false, false});
        }
        i.unique = unique;
        i.where = std::move(where);
        def.indexes.push_back(std::move(i));
        return *this;
    }
    [[nodiscard]] table& index_parts(std::string name, std::vector<index_part> parts) {
        def.indexes.push_back({std::move(name), std::move(parts), false, {}});
        return *this;
    }
    [[nodiscard]] table& refers(names const& columns, std::string target, names target_columns,
                                fk_action on_delete = no_action, fk_action on_update = no_action,
                                bool deferrable = false, bool deferred = false, std::string name = {}) {
        def.foreign_keys.push_back({name.empty() ? named("fk", def.name, columns) : std::move(name), columns,
                                    "", std::move(target), std::move(target_columns), on_delete, on_update,
                                    deferrable, deferred});
        return *this;
    }
    [[nodiscard]] table& comment(std::string text) {
        def.comment = std::move(text);
        return *this;
    }
    [[nodiscard]] table& without_rowid() {
        def.without_rowid = true;
        return *this;
    }
};

[[nodiscard]] inline catalog schema(std::vector<table> const& tables) {
    catalog c;
    for (auto const& t : tables) {
        c.tables.push_back(t.def);
    }
    return c;
}

/// One case of the matrix: what turns `from` into `to`. Both directions are tested; `expected` is the way up.
struct schema_pair {
    std::string name;
    catalog from;
    catalog to;
    std::vector<std::string> expected;
    migrate::decisions given{};
    bool rows_may_be_in_the_way = false; // a NOT NULL without a value, a key over equal values
};

/// A table `t(id pk, ...)` for changes of one column or constraint.
[[nodiscard]] inline table base() {
    return table{"t"}.with(col{"id", bigint()}).key({"id"});
}
[[nodiscard]] inline table base(col const& c) {
    return base().with(c);
}

} // namespace athanor::test
