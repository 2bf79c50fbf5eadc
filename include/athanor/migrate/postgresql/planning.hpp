#pragma once
// SPDX-License-Identifier: BSL-1.0
// What PostgreSQL's planner knows while it turns operations into steps, and the words that write one down.

#include <athanor/base/error.hpp>
#include <athanor/dialect/postgresql/types.hpp>
#include <athanor/migrate/postgresql/enumerations.hpp>
#include <athanor/migrate/postgresql/step.hpp>
#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace athanor::migrate::detail::pg {

namespace ddl = postgresql_dialect;

[[nodiscard]] inline std::string schema_of(std::string const& key) {
    return split_key(key).first;
}

/// What the parts of the planner share: the schema so far, the operations, and the steps that they became.
struct planning {
    catalog state;
    operation::list const& operations;
    enumerations types{state};
    std::size_t at = 0;                                              // the operation that is planned
    std::vector<std::pair<std::string, std::string>> counts_still{}; // its key only got another name
    std::vector<std::size_t> done_before{}; // operations that an earlier one has done along
    std::vector<step> steps{};

    step& put(step::kind what, std::string sql, std::string table, std::string column = {}) {
        step s;
        s.what = what;
        s.sql = std::move(sql);
        s.table = std::move(table);
        s.column = std::move(column);
        s.op = &operations[at];
        s.origin = at;
        return steps.emplace_back(std::move(s));
    }
    void sql(std::string text, std::string const& table, std::string const& column = {}) {
        put(step::kind::sql, std::move(text), table, column);
    }
    void must_be_zero(std::string count, std::string const& table, std::string const& column,
                      std::string complaint) {
        put(step::kind::must_be_zero, std::move(count), table, column).complaint = std::move(complaint);
    }
    void alone(std::string text, std::string const& table, std::string probe, std::string cleanup = {}) {
        auto& s = put(step::kind::alone, std::move(text), table);
        s.probe = std::move(probe);
        s.cleanup = std::move(cleanup);
    }
    [[nodiscard]] table_def const& table(std::string const& key) const {
        auto const* t = state.find(key);
        if (t == nullptr) {
            throw error{error_kind::migration, "the history has no such table"}.with_table(key);
        }
        return *t;
    }
};

} // namespace athanor::migrate::detail::pg
