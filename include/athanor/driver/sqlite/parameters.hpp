#pragma once
// SPDX-License-Identifier: BSL-1.0
// What the parameters of a SQLite statement hold. The library shows them in one way only: written into the
// text.

#include <athanor/driver/sqlite/statement.hpp>
#include <athanor/driver/statement_parameter.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::detail {

/// The end of a quoted text or name that begins at `at`; a doubled quote goes on.
[[nodiscard]] inline std::size_t end_of_quoted(std::string_view sql, std::size_t at) {
    char const quote = sql[at] == '[' ? ']' : sql[at];
    for (++at; at < sql.size(); ++at) {
        if (sql[at] == quote) {
            if (at + 1 < sql.size() && sql[at + 1] == quote) {
                ++at;
            } else {
                return at + 1;
            }
        }
    }
    return at;
}
[[nodiscard]] inline bool continues_literal(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '-' || c == '+' || c == '_';
}
/// The end of the literal that begins at `at`: 1, -2.5e+10, 'text', x'00', NULL.
[[nodiscard]] inline std::size_t end_of_literal(std::string_view sql, std::size_t at) {
    if (at < sql.size() && sql[at] == 'x' && at + 1 < sql.size() && sql[at + 1] == '\'') {
        return end_of_quoted(sql, at + 1);
    }
    if (at < sql.size() && sql[at] == '\'') {
        return end_of_quoted(sql, at);
    }
    while (at < sql.size() && continues_literal(sql[at])) {
        ++at;
    }
    return at;
}
[[nodiscard]] inline char const* type_of_literal(std::string_view literal) noexcept {
    if (literal.starts_with('\'')) {
        return "text";
    }
    if (literal.starts_with("x'")) {
        return "blob";
    }
    if (literal == "NULL") {
        return "null";
    }
    return literal.find_first_of(".eEnI") == std::string_view::npos ? "integer" : "real";
}

/// `text` is what was prepared, `expanded` the same with literals for the parameters.
[[nodiscard]] inline std::vector<statement_parameter>
parameters_between(std::string_view text, std::string_view expanded, bool values) {
    std::vector<statement_parameter> out;
    std::size_t at = 0;
    for (std::size_t i = 0; i < text.size();) {
        char const c = text[i];
        if (c == '\'' || c == '"' || c == '`' || c == '[') {
            std::size_t const end = end_of_quoted(text, i);
            at += end - i;
            i = end;
        } else if (c == '-' && text.substr(i, 2) == "--") {
            std::size_t const end = std::min(text.find('\n', i), text.size());
            at += end - i;
            i = end;
        } else if (c == '?' || c == ':' || c == '@' || c == '$') {
            std::size_t const end = end_of_literal(expanded, at);
            auto const literal = expanded.substr(at, end - at);
            out.push_back({type_of_literal(literal), values ? std::string{literal} : std::string{}});
            at = end;
            for (++i; i < text.size() && continues_literal(text[i]) && text[i] != '-' && text[i] != '+' &&
                      text[i] != '.';) {
                ++i;
            }
        } else {
            ++at;
            ++i;
        }
        if (at >= expanded.size()) {
            break;
        }
    }
    return out;
}

[[nodiscard]] inline std::vector<statement_parameter> parameters_of(sqlite_statement const& statement,
                                                                    bool values) {
    return parameters_between(statement.sql(), statement.expanded_sql(), values);
}

} // namespace athanor::detail
