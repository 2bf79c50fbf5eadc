#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a person is asked when two schemas differ in a way that can be meant in two ways, and what they
// answer.

#include <athanor/base/error.hpp>
#include <athanor/operation/operations.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::migrate {

/// Answers, as the command line takes them. A table may be named by its old or its new name.
struct decisions {
    struct rename {
        std::string table; // empty: a table's own rename
        std::string from;
        std::string to;
        std::string to_table{}; // what stood before the dot of the new name; may be a schema
    };
    struct expression {
        std::string table;
        std::string column;
        std::string sql;
    };
    std::vector<rename> renames;         // --rename users.name:full_name, --rename old_table:new_table
    std::vector<std::string> drops;      // --drop users.name, --drop users
    std::vector<std::string> allow_loss; // --allow-loss users.name, --allow-loss users
    std::vector<expression> fills;       // --fill users.name=EXPR
    std::vector<expression> conversions; // --using users.name=EXPR
    bool allow_all_loss = false;         // every drop and narrowing is meant
};

enum class question_kind : unsigned char {
    rename_table,
    rename_column,
    drop_table,
    drop_column,
    drop_sequence,
    narrowing,
    fill
};

struct rename_candidate {
    std::string name;
    int percent = 0; // how much alike the two are
};

/// One thing to decide. `flags` are the command-line answers, one per alternative.
struct question {
    question_kind kind = question_kind::drop_column;
    std::string table;  // or sequence, as it is called now, before the change
    std::string column; // empty for tables
    std::string text;
    std::vector<rename_candidate> candidates; // best first
    std::vector<std::string> flags;
};

/// What turns one schema into another. With open questions `upgrade` is what would happen if everything was
/// meant as drop and add: show it, don't use it.
struct diff_result {
    operation::list upgrade;
    std::vector<question> questions;
    std::vector<std::string> summary; // one line per operation
    std::vector<std::string> unused;  // answers to questions that nobody asks, as written

    [[nodiscard]] bool empty() const noexcept { return upgrade.empty() && questions.empty(); }
};

namespace detail {

[[nodiscard]] inline std::pair<std::string, std::string> table_and_column(std::string_view text) {
    auto const dot = text.rfind('.');
    if (dot == std::string_view::npos) {
        return {std::string(text), {}};
    }
    return {std::string(text.substr(0, dot)), std::string(text.substr(dot + 1))};
}

/// The answer as it was given, for messages.
[[nodiscard]] inline std::string rename_words(decisions::rename const& r) {
    return "--rename " + (r.table.empty() ? "" : r.table + ".") + r.from + ":" +
           (r.to_table.empty() ? "" : r.to_table + ".") + r.to;
}

} // namespace detail

/// Reads "users.name:full_name", "old_table:new_table" or "old_schema.table:new_schema.table". Throws misuse
/// with the form that is wanted.
[[nodiscard]] inline decisions::rename parse_rename(std::string_view text) {
    auto const colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) {
        throw error{error_kind::misuse, "--rename takes TABLE.COLUMN:NEW_NAME or TABLE:NEW_NAME, not \"" +
                                            std::string(text) + "\""};
    }
    auto const [table, column] = detail::table_and_column(text.substr(0, colon));
    auto const [new_table, new_column] = detail::table_and_column(text.substr(colon + 1));
    if (column.empty()) {
        return {"", table, std::string(text.substr(colon + 1))};
    }
    return {table, column, new_column.empty() ? new_table : new_column,
            new_column.empty() ? std::string{} : new_table};
}

/// Reads "users.name=EXPR". Throws misuse with the form that is wanted.
[[nodiscard]] inline decisions::expression parse_expression(std::string_view flag, std::string_view text) {
    auto const equals = text.find('=');
    auto const [table, column] = detail::table_and_column(text.substr(0, equals));
    if (equals == std::string_view::npos || equals + 1 == text.size() || column.empty()) {
        throw error{error_kind::misuse,
                    std::string(flag) + " takes TABLE.COLUMN=EXPRESSION, not \"" + std::string(text) + "\""};
    }
    return {table, column, std::string(text.substr(equals + 1))};
}

} // namespace athanor::migrate
