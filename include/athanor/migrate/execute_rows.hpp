#pragma once
// SPDX-License-Identifier: BSL-1.0
// Operations on rows: each value is a parameter when run, one escaped literal when printed.

#include <athanor/base/error.hpp>
#include <athanor/dialect/quote_key.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/operation/operations.hpp>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace athanor::migrate::detail {

/// Writes a value into the statement: a placeholder, or a literal.
struct value_writer {
    dialect_id dialect;
    std::function<std::string(cell const&)> put;

    [[nodiscard]] std::string operator()(cell const& v) const { return put(v); }
    /// Equal, or both NULL.
    [[nodiscard]] std::string is() const {
        return dialect == dialect_id::sqlite ? " IS " : " IS NOT DISTINCT FROM ";
    }
};

[[nodiscard]] inline std::size_t position_of(std::vector<std::string> const& columns, std::string const& key,
                                             std::string const& table) {
    auto const it = std::ranges::find(columns, key);
    if (it == columns.end()) {
        throw error{error_kind::migration, "the rows have no member for this key"}
            .with_table(table)
            .with_column(key);
    }
    return static_cast<std::size_t>(it - columns.begin());
}

[[nodiscard]] inline std::string row_sql(operation::insert_rows const& o, std::vector<cell> const& row,
                                         value_writer const& put) {
    std::string columns;
    std::string values;
    for (std::size_t i = 0; i < o.columns.size(); ++i) {
        columns += (i == 0 ? "" : ", ") + quote_identifier(o.columns[i]);
        values += (i == 0 ? "" : ", ") + put(row.at(i));
    }
    return "INSERT INTO " + quote_key(o.table) + " (" + columns + ") VALUES (" + values + ')';
}

// Qualified: SQLite takes an unknown quoted name for a string, and the row count would say nothing.
[[nodiscard]] inline std::string qualified(std::string const& table, std::string const& column) {
    return quote_key(table) + '.' + quote_identifier(column);
}

[[nodiscard]] inline std::string row_sql(operation::update_rows const& o, std::vector<cell> const& row,
                                         value_writer const& put) {
    std::string set;
    std::string where;
    for (std::size_t i = 0; i < o.columns.size(); ++i) {
        if (std::ranges::find(o.keys, o.columns[i]) == o.keys.end()) {
            set += (set.empty() ? "" : ", ") + quote_identifier(o.columns[i]) + " = " + put(row.at(i));
        }
    }
    for (auto const& k : o.keys) {
        where += (where.empty() ? "" : " AND ") + qualified(o.table, k) + put.is() +
                 put(row.at(position_of(o.columns, k, o.table)));
    }
    if (set.empty() || where.empty()) {
        throw error{error_kind::migration, "an update needs a key and at least one more column"}.with_table(
            o.table);
    }
    return "UPDATE " + quote_key(o.table) + " SET " + set + " WHERE " + where;
}

[[nodiscard]] inline std::string row_sql(operation::delete_rows const& o, std::vector<cell> const& row,
                                         value_writer const& put) {
    std::string where;
    for (std::size_t i = 0; i < o.keys.size(); ++i) {
        where += (where.empty() ? "" : " AND ") + qualified(o.table, o.keys[i]) + put.is() + put(row.at(i));
    }
    if (where.empty()) {
        throw error{error_kind::migration, "erase needs a key: it never means every row"}.with_table(o.table);
    }
    return "DELETE FROM " + quote_key(o.table) + " WHERE " + where;
}

[[nodiscard]] inline std::string const& text_for(dialect_id dialect, operation::execute const& o) {
    auto const& own = dialect == dialect_id::sqlite ? o.sqlite : o.postgresql;
    return own.empty() ? o.sql : own;
}

inline void run_on_data(database& db, operation::any const& op) {
    auto const rows = [&db](auto const& o) {
        for (auto const& row : o.rows) {
            std::vector<cell> values;
            auto const sql = row_sql(o, row, {db.dialect(), [&](cell const& v) {
                                                  values.push_back(v);
                                                  return '$' + std::to_string(values.size());
                                              }});
            db.execute(sql, values);
        }
    };
    std::visit(operation::overloaded{
                   [&](operation::execute const& o) {
                       if (auto const& text = text_for(db.dialect(), o); !text.empty()) {
                           db.execute_script(text);
                       }
                   },
                   [&](operation::insert_rows const& o) { rows(o); },
                   [&](operation::update_rows const& o) { rows(o); },
                   [&](operation::delete_rows const& o) { rows(o); },
                   [&](operation::run const& o) {
                       if (o.function != nullptr) {
                           o.function(db);
                       }
                   },
                   [](auto const&) {},
               },
               op);
}

} // namespace athanor::migrate::detail
