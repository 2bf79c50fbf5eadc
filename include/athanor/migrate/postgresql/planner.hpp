#pragma once
// SPDX-License-Identifier: BSL-1.0
// Turns operations into steps for PostgreSQL, one after the other; follows the schema by replay, so that each
// operation knows what it changes. Tables, sequences and data are here.

#include <athanor/base/error.hpp>
#include <athanor/dialect/postgresql/alter.hpp>
#include <athanor/migrate/postgresql/plan_columns.hpp>
#include <athanor/migrate/postgresql/plan_constraints.hpp>
#include <athanor/migrate/postgresql/plan_enumerations.hpp>
#include <athanor/migrate/postgresql/planning.hpp>
#include <athanor/migrate/postgresql/step.hpp>
#include <athanor/migrate/replay.hpp>
#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace athanor::migrate::detail::pg {

inline void plan(planning& work, operation::create_table const& o) {
    if (!o.table.schema.empty()) {
        work.sql("CREATE SCHEMA IF NOT EXISTS " + quote_identifier(o.table.schema), o.table.key());
    }
    for (auto const& c : o.table.columns) {
        ensure_type(work, o.table.key(), c);
    }
    work.sql(ddl::create_table_sql(o.table), o.table.key());
    if (!o.table.comment.empty()) {
        work.sql(ddl::comment_on_table_sql(o.table.key(), o.table.comment), o.table.key());
    }
    for (auto const& c : o.table.columns) {
        plan_comment(work, o.table.key(), c);
    }
    for (auto const& i : o.table.indexes) {
        work.sql(ddl::create_index_sql(o.table, i), o.table.key());
    }
}

inline void plan(planning& work, operation::drop_table const& o) {
    work.sql("DROP TABLE " + quote_key(o.table), o.table);
}

inline void plan(planning& work, operation::rename_table const& o) {
    auto const [old_schema, old_name] = split_key(o.from);
    auto const [new_schema, new_name] = split_key(o.to);
    auto now = o.from;
    if (old_schema != new_schema) {
        if (new_schema.empty()) {
            throw error{error_kind::unsupported,
                        "a table can't be moved into the default schema: its name isn't known "
                        "when the unit is written; name the schema in both places"}
                .with_table(o.from);
        }
        for (auto const& c : work.table(o.from).columns) {
            if (c.type.id == type_id::enumeration) {
                throw error{error_kind::unsupported, "a table with an enumeration can't be moved to "
                                                     "another schema: its type lives in the old "
                                                     "one; make the column TEXT before"}
                    .with_table(o.from)
                    .with_column(c.name);
            }
        }
        work.sql("CREATE SCHEMA IF NOT EXISTS " + quote_identifier(new_schema), o.from);
        work.sql(ddl::set_schema_sql(now, new_schema), o.from);
        now = std::string{new_schema} + '.' + std::string{old_name};
    }
    if (old_name != new_name) {
        work.sql(ddl::rename_table_sql(now, new_name), o.from);
    }
}

inline void plan(planning& work, operation::comment_table const& o) {
    work.sql(ddl::comment_on_table_sql(o.table, o.comment), o.table);
}

inline void plan(planning& work, operation::create_sequence const& o) {
    if (!o.sequence.schema.empty()) {
        work.sql("CREATE SCHEMA IF NOT EXISTS " + quote_identifier(o.sequence.schema), o.sequence.key());
    }
    work.sql(ddl::create_sequence_sql(o.sequence), o.sequence.key());
}

inline void plan(planning& work, operation::drop_sequence const& o) {
    work.sql(ddl::drop_sequence_sql(o.name), o.name);
}

inline void plan(planning& work, operation::alter_sequence const& o) {
    work.sql(ddl::alter_sequence_sql(o.to), o.to.key());
}

inline void plan(planning& work, operation::execute const& o) {
    auto const& text = o.postgresql.empty() ? o.sql : o.postgresql;
    if (text.empty()) {
        return; // nothing for this back end
    }
    if (o.outside_transaction) {
        work.alone(text, {}, {});
    } else {
        work.put(step::kind::data, text, {});
    }
}

inline void plan(planning& work, operation::insert_rows const& o) {
    work.put(step::kind::data, {}, o.table);
}

inline void plan(planning& work, operation::update_rows const& o) {
    work.put(step::kind::data, {}, o.table);
}

inline void plan(planning& work, operation::delete_rows const& o) {
    work.put(step::kind::data, {}, o.table);
}

inline void plan(planning& work, operation::run const&) {
    work.put(step::kind::data, {}, {});
}

inline void plan(planning&, operation::irreversible const&) {} // refused before

class planner {
public:
    planner(catalog before, operation::list const& operations)
        : work_{std::move(before), operations} {}

    /// Throws what replay throws, and unsupported for what PostgreSQL lacks.
    [[nodiscard]] std::vector<step> steps() && {
        for (work_.at = 0; work_.at < work_.operations.size(); ++work_.at) {
            auto const& operation = work_.operations[work_.at];
            if (std::ranges::find(work_.done_before, work_.at) == work_.done_before.end()) {
                std::visit([this](auto const& op) { plan(work_, op); }, operation);
            }
            apply_to(work_.state, operation);
            drop_unused_types(work_);
        }
        return std::move(work_.steps);
    }

private:
    planning work_;
};

} // namespace athanor::migrate::detail::pg
