#pragma once
// SPDX-License-Identifier: BSL-1.0
// Prepares and explains every statement that was compiled into the program, on a database with its tables.

#include <athanor/dialect/known_statements.hpp>
#include <athanor/engine/connection.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace athanor {

/// A statement that would fail, or that would read all of a big table.
struct statement_problem {
    std::string sql;
    std::string what;
};

/// Tables with so many rows that no statement should read them all: `big<Order, Event>`.
template <class... T>
struct big_tables {};
template <class... T>
inline constexpr big_tables<T...> big{};

namespace detail {

/// The table and every name that the statement gives it: `"orders" AS "o"`.
[[nodiscard]] inline std::vector<std::string> names_in(std::string_view sql, std::string_view table) {
    std::vector<std::string> out{std::string{table}};
    std::string const phrase = quote_identifier(table) + " AS \"";
    for (std::size_t at = sql.find(phrase); at != std::string_view::npos; at = sql.find(phrase, at + 1)) {
        std::size_t const from = at + phrase.size();
        out.emplace_back(sql.substr(from, sql.find('"', from) - from));
    }
    return out;
}
/// Does a step of the plan read all of the table? "SCAN orders", "  ->  Seq Scan on orders o  (cost=...".
[[nodiscard]] inline bool scans(std::string_view step, std::string_view name) {
    for (std::string_view const words : {std::string_view{"SCAN "}, std::string_view{"Seq Scan on "}}) {
        if (std::size_t const at = step.find(words); at != std::string_view::npos) {
            std::string_view rest = step.substr(at + words.size());
            if (rest.starts_with('"')) {
                rest.remove_prefix(1);
            }
            if (rest.starts_with(name) &&
                (rest.size() == name.size() || rest[name.size()] == ' ' || rest[name.size()] == '"')) {
                return true;
            }
        }
    }
    return false;
}

struct statement_checker {
    std::vector<std::string_view> big;
    std::vector<statement_problem> problems;

    template <class... Back>
    void run(connection<Back...>& conn) {
        conn.visit([&]<class Native>(Native& native) {
            for (known_statement const& s : statements()) {
                if (s.dialect == Native::dialect_of) {
                    check(native, s.sql);
                }
            }
        });
    }

private:
    template <class Native>
    void check(Native& native, std::string_view sql) {
        try {
            int parameters = 0;
            {
                auto const guard = native.enter();
                parameters = native.prepared(no_slot, sql)->parameter_count();
            }
            if (!big.empty()) {
                look(sql, plan_of(native, sql, parameters));
            }
        } catch (error const& e) {
            problems.push_back({std::string{sql}, e.what()});
        }
    }
    void look(std::string_view sql, std::vector<std::string> const& plan) {
        for (std::string_view const table : big) {
            for (auto const& name : names_in(sql, table)) {
                for (auto const& step : plan) {
                    if (scans(step, name)) {
                        problems.push_back({std::string{sql}, "reads all of the big table \"" +
                                                                  std::string{table} + "\": " + step});
                        return;
                    }
                }
            }
        }
    }
    template <class Native>
    [[nodiscard]] static std::vector<std::string> plan_of(Native& native, std::string_view sql,
                                                          int parameters) {
        std::vector<std::string> out;
        if constexpr (Native::dialect_of == dialect_id::sqlite) {
            auto const guard = native.enter();
            auto statement = native.prepared(no_slot, "EXPLAIN QUERY PLAN " + std::string{sql});
            while (statement->step()) { // values that aren't bound are NULL
                out.emplace_back(statement->column_text(3));
            }
        } else {
            // A plan for any values, and none that reads all of a table only because it is still small. What
            // is set here ends with the transaction.
            transaction const tx{native};
            native.execute("SET LOCAL plan_cache_mode = force_generic_plan");
            native.execute("SET LOCAL enable_seqscan = off");
            native.execute("PREPARE athanor_check AS " + std::string{sql});
            std::string ask = "EXPLAIN EXECUTE athanor_check";
            for (int i = 0; i < parameters; ++i) {
                ask += i == 0 ? "(NULL" : ", NULL";
            }
            for (auto const& row : native.query(ask + (parameters > 0 ? ")" : "")).rows) {
                out.push_back(std::get<std::string>(row.at(0)));
            }
            native.execute("DEALLOCATE athanor_check");
        }
        return out;
    }
};

} // namespace detail

/// Prepares every statement that was compiled into the program for this database, and with `big<...>` asks
/// how each would be run. What comes back would fail, or would read all of a table that is said to be big: a
/// query without an index for it. Nothing is run and nothing is changed. A test of three lines, on a database
/// that has just been migrated:
///
///     for (auto const& p : orm::check_statements(conn, orm::big<Order>)) {
///         FAIL_CHECK(p.what << "\n" << p.sql);
///     }
///
/// Statements of a static library are there when the linker takes their object file, which it does for any
/// file that is used at all.
template <class... Back, class... T>
[[nodiscard]] std::vector<statement_problem> check_statements(connection<Back...>& conn,
                                                              big_tables<T...> = {}) {
    detail::statement_checker checker{{detail::table_name<T>()...}, {}};
    checker.run(conn);
    return std::move(checker.problems);
}

} // namespace athanor
