#pragma once
// SPDX-License-Identifier: BSL-1.0
// The steps of a unit as SQL text for psql: counts become guards that fail with the sentence they would have
// thrown.

#include <athanor/base/error.hpp>
#include <athanor/dialect/quote.hpp>
#include <athanor/migrate/execute_rows.hpp>
#include <athanor/migrate/postgresql/planner.hpp>
#include <athanor/migrate/postgresql/step.hpp>
#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>

#include <string>
#include <utility>
#include <vector>

namespace athanor::migrate::detail::pg {

/// Stops the script when the count isn't 0.
[[nodiscard]] inline std::string guard_sql(std::string const& count, std::string const& sentence) {
    std::string tag = "$athanor$";
    while (count.find(tag) != std::string::npos || sentence.find(tag) != std::string::npos) {
        tag.insert(1, "x");
    }
    return "DO " + tag + " BEGIN IF (" + count + ") <> 0 THEN RAISE EXCEPTION '%', " +
           quote_literal(dialect_id::postgresql, sentence) + "; END IF; END " + tag;
}

class offline_printer {
public:
    void add(step const& s) {
        switch (s.what) {
        case step::kind::sql:
            put(s.sql);
            break;
        case step::kind::alone: // between COMMIT and BEGIN: the script stands in a transaction
            put("COMMIT");
            put(s.sql);
            put("BEGIN");
            break;
        case step::kind::must_be_zero:
            put(guard_sql(s.sql, "rows of " + s.table + (s.column.empty() ? "" : '.' + s.column) + ' ' +
                                     s.complaint));
            break;
        case step::kind::data:
            data(s);
            break;
        }
    }
    [[nodiscard]] std::vector<std::string> statements() && { return std::move(statements_); }

private:
    void put(std::string sql) {
        while (!sql.empty() && (sql.back() == ';' || athanor::detail::is_space(sql.back()))) {
            sql.pop_back();
        }
        statements_.push_back(std::move(sql));
    }
    void data(step const& s) {
        auto const rows = [this](auto const& o) {
            for (auto const& row : o.rows) {
                put(row_sql(o, row, {dialect_id::postgresql, [](cell const& v) {
                                         return athanor::literal(dialect_id::postgresql, v);
                                     }}));
            }
        };
        std::visit(
            operation::overloaded{
                [&](operation::execute const&) { put(s.sql); },
                [&](operation::insert_rows const& o) { rows(o); },
                [&](operation::update_rows const& o) { rows(o); },
                [&](operation::delete_rows const& o) { rows(o); },
                [&](operation::run const& o) {
                    throw error{
                        error_kind::unsupported,
                        "operation " + std::to_string(s.origin + 1) + " (run: " + o.description +
                            ") is a C++ function and can't be printed as SQL: use upgrade without --sql"};
                },
                [](auto const&) {},
            },
            *s.op);
    }

    std::vector<std::string> statements_;
};

[[nodiscard]] inline std::vector<std::string> offline_statements(catalog const& before,
                                                                 operation::list const& operations) {
    offline_printer print;
    for (auto const& s : planner{before, operations}.steps()) {
        print.add(s);
    }
    return std::move(print).statements();
}

} // namespace athanor::migrate::detail::pg
