#pragma once
// SPDX-License-Identifier: BSL-1.0
// Prints the steps as SQL: what can only be counted on a live database becomes a guard that fails instead.

#include <athanor/base/error.hpp>
#include <athanor/dialect/quote.hpp>
#include <athanor/dialect/sqlite/ddl.hpp>
#include <athanor/migrate/execute_rows.hpp>
#include <athanor/migrate/planner_step.hpp>
#include <athanor/operation/operations.hpp>

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace athanor::migrate::detail {

class offline_printer {
public:
    void add(std::vector<plan_step> const& steps) {
        for (auto const& s : steps) {
            add(s);
        }
    }
    [[nodiscard]] std::vector<std::string> statements() && { return std::move(statements_); }

private:
    // Plain characters only: a comment must end with its line.
    [[nodiscard]] static std::string plain(std::string_view text) {
        std::string out;
        for (char const c : text) {
            out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
        return out;
    }
    void put(std::string sql) {
        statements_.push_back(comment_ + sql);
        comment_.clear();
    }
    /// The name of the CHECK is what SQLite shows when the guard fails.
    void guard(std::string const& problem, std::string const& count) {
        put("CREATE TEMP TABLE \"__athanor_guard\" (\"rows\" INTEGER, CONSTRAINT " + quoted(problem) +
            " CHECK (\"rows\" = 0))");
        put("INSERT INTO temp.\"__athanor_guard\" " + count);
        put("DROP TABLE temp.\"__athanor_guard\"");
    }
    [[nodiscard]] static std::string quoted(std::string_view name) {
        athanor::detail::string_sink out;
        athanor::detail::put_identifier(out, plain(name));
        return std::move(out.text);
    }

    void add(plan_step const& s) {
        auto const literal = [](cell const& v) { return athanor::literal(dialect_id::sqlite, v); };
        switch (s.what) {
        case plan_step::kind::sql:
            put(s.sql);
            break;
        case plan_step::kind::must_be_zero:
            guard("rows of " + s.table + (s.column.empty() ? "" : '.' + s.column) + " " + s.complaint, s.sql);
            break;
        case plan_step::kind::before_rebuild: {
            comment_ +=
                "-- " + plain(s.table) +
                " is rebuilt. Triggers and indexes that the history doesn't know can't be kept offline:\n"
                "-- the guard fails if there are any.\n";
            std::string known;
            for (auto const& n : s.names) {
                known += ", " + literal(cell{n});
            }
            guard("triggers or foreign indexes on " + s.table + " would be lost",
                  "SELECT count(*) FROM main.sqlite_schema WHERE lower(tbl_name) = lower(" +
                      literal(cell{s.table}) +
                      ") AND sql IS NOT NULL AND (type = 'trigger' OR (type = 'index' AND name NOT IN (''" +
                      known + ")))");
            break;
        }
        case plan_step::kind::after_rebuild:
            break;
        case plan_step::kind::match_live:
            comment_ += "-- not known offline: is " + plain(s.table) +
                        " still what the history says? Run `check` first.\n";
            break;
        case plan_step::kind::look_around:
        case plan_step::kind::before_drop:
        case plan_step::kind::verify_objects:
            break;
        case plan_step::kind::operation:
            on_data(s);
            break;
        }
    }

    void on_data(plan_step const& s) {
        auto const rows = [this](auto const& o) {
            for (auto const& row : o.rows) {
                put(row_sql(o, row, {dialect_id::sqlite, [](cell const& v) {
                                         return athanor::literal(dialect_id::sqlite, v);
                                     }}));
            }
        };
        std::visit(
            operation::overloaded{
                [&](operation::execute const& o) {
                    if (auto text = sqlite_dialect::detail::trimmed(text_for(dialect_id::sqlite, o));
                        !text.empty()) {
                        while (!text.empty() && text.back() == ';') {
                            text.pop_back();
                        }
                        put(std::move(text));
                    }
                },
                [&](operation::insert_rows const& o) { rows(o); },
                [&](operation::update_rows const& o) { rows(o); },
                [&](operation::delete_rows const& o) { rows(o); },
                [&](operation::run const& o) {
                    throw error{
                        error_kind::unsupported,
                        "operation " + std::to_string(s.origins.front() + 1) + " (run: " + o.description +
                            ") is a C++ function and can't be printed as SQL: use upgrade without --sql"};
                },
                [](auto const&) {},
            },
            *s.op);
    }

    std::vector<std::string> statements_;
    std::string comment_;
};

} // namespace athanor::migrate::detail
