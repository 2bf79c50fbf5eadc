#pragma once
// SPDX-License-Identifier: BSL-1.0
// Steps for constraints and indexes: rows that break one are counted first.

#include <athanor/dialect/postgresql/alter.hpp>
#include <athanor/migrate/postgresql/lookahead.hpp>
#include <athanor/migrate/postgresql/plan_columns.hpp>
#include <athanor/migrate/postgresql/planning.hpp>
#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>

#include <string>
#include <utility>
#include <vector>

namespace athanor::migrate::detail::pg {

inline void no_duplicates(planning& work, std::string const& key, index_def const& index) {
    if (!index.unique) {
        return;
    }
    std::string list;
    std::string where = index.where.empty() ? "true" : ddl::detail::enclosed(index.where);
    for (auto const& p : index.parts) {
        auto const part = p.is_expression ? ddl::detail::enclosed(p.text) : quote_identifier(p.text);
        list += (list.empty() ? "" : ", ") + part;
        where += index.nulls_not_distinct ? std::string{} : " AND (" + part + ") IS NOT NULL";
    }
    work.must_be_zero("SELECT coalesce(sum(n), 0)::pg_catalog.int8 FROM (SELECT count(*) AS n FROM " +
                          quote_key(key) + " WHERE " + where + " GROUP BY " + list +
                          " HAVING count(*) > 1) d",
                      key, index.parts.front().is_expression ? std::string{} : index.parts.front().text,
                      "hold the same values under \"" + index.name + "\"; make them differ first");
}

inline void no_duplicates(planning& work, std::string const& key, std::string const& name,
                          std::vector<std::string> const& columns, bool nulls_not_distinct = false) {
    index_def i;
    i.name = name;
    i.unique = true;
    i.nulls_not_distinct = nulls_not_distinct;
    for (auto const& c : columns) {
        i.parts.push_back({c, false, false, nulls_order::by_default, {}});
    }
    no_duplicates(work, key, i);
}

inline void plan(planning& work, operation::create_index const& o) {
    no_duplicates(work, o.table, o.index);
    auto text = ddl::create_index_sql(o.table, o.index, o.concurrently);
    if (o.concurrently) {
        work.alone(std::move(text), o.table, index_probe(o.table, o.index.name),
                   ddl::drop_index_sql(o.table, o.index.name, true));
    } else {
        work.sql(std::move(text), o.table);
    }
}

inline void plan(planning& work, operation::drop_index const& o) {
    auto text = ddl::drop_index_sql(o.table, o.name, o.concurrently);
    if (o.concurrently) {
        work.alone(std::move(text), o.table, "SELECT 1 - least(1, (" + index_probe(o.table, o.name) + "))");
    } else {
        work.sql(std::move(text), o.table);
    }
}

inline void plan(planning& work, operation::add_primary_key const& o) {
    for (auto const& c : o.key.columns) {
        require_no_null(work, o.table, c);
    }
    no_duplicates(work, o.table, o.key.name, o.key.columns);
    work.sql(ddl::add_constraint_sql(o.table, ddl::primary_key_sql(o.key)), o.table);
}

inline void plan(planning& work, operation::add_unique const& o) {
    no_duplicates(work, o.table, o.unique.name, o.unique.columns, o.unique.nulls_not_distinct);
    work.sql(ddl::add_constraint_sql(o.table, ddl::unique_sql(o.unique)), o.table);
}

inline void plan(planning& work, operation::add_check const& o) {
    work.must_be_zero("SELECT count(*) FROM " + quote_key(o.table) + " WHERE NOT " +
                          ddl::detail::enclosed(o.check.expression),
                      o.table, {}, "break the check \"" + o.check.name + "\"; change them first");
    work.sql(ddl::add_constraint_sql(o.table, ddl::check_sql(o.check)), o.table);
}

inline void plan(planning& work, operation::add_foreign_key const& o) {
    work.sql(ddl::add_constraint_sql(o.table, ddl::foreign_key_sql(o.key)), o.table,
             o.key.columns.empty() ? std::string{} : o.key.columns.front());
}

inline void plan(planning& work, operation::add_exclude const& o) {
    work.sql(ddl::add_constraint_sql(o.table, ddl::exclude_sql(o.exclude)), o.table);
}

/// Replay ends an autoincrement with its key; an identity that was asked for by name stays.
[[nodiscard]] inline std::vector<std::string> counting_by_key(planning const& work,
                                                              operation::drop_constraint const& o) {
    std::vector<std::string> out;
    auto const& t = work.table(o.table);
    if (o.kind == operation::constraint_kind::primary_key && t.primary_key) {
        for (auto const& name : t.primary_key->columns) {
            if (auto const* c = t.find_column(name); c != nullptr && c->autoincrement && !c->identity) {
                out.push_back(name);
            }
        }
    }
    return out;
}

inline void plan(planning& work, operation::drop_constraint const& o) {
    auto const counting = counting_by_key(work, o);
    if (auto const later = same_under_another_name(work.table(o.table), work.operations, work.at, o);
        later != work.operations.size()) {
        // Foreign keys that stand on it stay where they are.
        work.sql(ddl::rename_constraint_sql(o.table, o.name, name_added(work.operations[later])), o.table);
        work.done_before.push_back(later);
        for (auto const& c : counting) {
            work.counts_still.emplace_back(o.table, c);
        }
    } else {
        for (auto const& c : counting) {
            work.sql(ddl::drop_identity_sql(o.table, c), o.table, c);
        }
        work.sql(ddl::drop_constraint_sql(o.table, o.name), o.table);
    }
}

} // namespace athanor::migrate::detail::pg
