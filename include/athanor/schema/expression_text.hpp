#pragma once
// SPDX-License-Identifier: BSL-1.0
// Reads SQL expressions token by token, so that a column's rename or drop is seen in a CHECK and never in a
// string.

#include <cstddef>
#include <string>
#include <string_view>

namespace athanor::detail {

struct sql_token {
    enum class kind : unsigned char { space, comment, word, quoted_name, string, number, symbol };
    kind what = kind::symbol;
    std::string_view text; // as written, with its quotes
};

[[nodiscard]] constexpr bool is_word_start(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}
[[nodiscard]] constexpr bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_space(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
[[nodiscard]] constexpr char ascii_lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (ascii_lower(a[i]) != ascii_lower(b[i])) {
            return false;
        }
    }
    return true;
}

/// The token at `at`; an unterminated string or name runs to the end.
[[nodiscard]] constexpr sql_token next_token(std::string_view sql, std::size_t at) noexcept {
    using kind = sql_token::kind;
    char const c = sql[at];
    auto const until = [&](auto&& keep, std::size_t from) {
        std::size_t end = from;
        while (end < sql.size() && keep(sql[end])) {
            ++end;
        }
        return sql.substr(at, end - at);
    };
    auto const delimited = [&](char close) {
        std::size_t end = at + 1;
        while (end < sql.size()) {
            if (sql[end] == close) {
                if (close == ']' || end + 1 == sql.size() || sql[end + 1] != close) {
                    return sql.substr(at, end + 1 - at);
                }
                ++end;
            }
            ++end;
        }
        return sql.substr(at);
    };
    if (is_space(c)) {
        return {kind::space, until(is_space, at)};
    }
    if (c == '-' && at + 1 < sql.size() && sql[at + 1] == '-') {
        return {kind::comment, until([](char x) { return x != '\n'; }, at)};
    }
    if (c == '/' && at + 1 < sql.size() && sql[at + 1] == '*') {
        auto const end = sql.find("*/", at + 2);
        return {kind::comment, end == std::string_view::npos ? sql.substr(at) : sql.substr(at, end + 2 - at)};
    }
    if (c == '\'') {
        return {kind::string, delimited('\'')};
    }
    if (c == '"' || c == '`') {
        return {kind::quoted_name, delimited(c)};
    }
    bool const of_array = at >= 5 && equal_ignoring_case(sql.substr(at - 5, 5), "ARRAY"); // ARRAY[a, b]
    if (c == '[' && !of_array) {
        return {kind::quoted_name, delimited(']')};
    }
    if (is_word_start(c)) {
        return {kind::word, until([](char x) { return is_word_start(x) || is_digit(x) || x == '$'; }, at)};
    }
    if (is_digit(c)) {
        return {kind::number, until([](char x) { return is_digit(x) || is_word_start(x) || x == '.'; }, at)};
    }
    return {kind::symbol, sql.substr(at, 1)};
}

/// A quoted name without its quotes.
[[nodiscard]] inline std::string unquoted(std::string_view token) {
    if (token.size() < 2) {
        return std::string(token);
    }
    char const close = token.back();
    std::string out;
    for (std::size_t i = 1; i + 1 < token.size(); ++i) {
        out += token[i];
        if (token[i] == close && token[i + 1] == close && i + 2 < token.size()) {
            ++i;
        }
    }
    return out;
}

/// Does the token name this identifier?
[[nodiscard]] inline bool names_identifier(sql_token const& token, std::string_view identifier) {
    if (token.what == sql_token::kind::word) {
        return equal_ignoring_case(token.text, identifier);
    }
    return token.what == sql_token::kind::quoted_name &&
           equal_ignoring_case(unquoted(token.text), identifier);
}

/// Does the expression mention the column? A word before a parenthesis is a function.
[[nodiscard]] inline bool mentions(std::string_view sql, std::string_view identifier) {
    for (std::size_t at = 0; at < sql.size();) {
        auto const token = next_token(sql, at);
        at += token.text.size();
        if (names_identifier(token, identifier) &&
            !(token.what == sql_token::kind::word && at < sql.size() && sql[at] == '(')) {
            return true;
        }
    }
    return false;
}

/// The expression with one identifier replaced by another, in quotes; everything else byte for byte.
[[nodiscard]] inline std::string with_identifier_renamed(std::string_view sql, std::string_view from,
                                                         std::string_view to) {
    std::string out;
    for (std::size_t at = 0; at < sql.size();) {
        auto const token = next_token(sql, at);
        at += token.text.size();
        bool const is_call = token.what == sql_token::kind::word && at < sql.size() && sql[at] == '(';
        if (!is_call && names_identifier(token, from)) {
            out += '"';
            for (char const c : to) {
                out += c;
                if (c == '"') {
                    out += '"';
                }
            }
            out += '"';
        } else {
            out += token.text;
        }
    }
    return out;
}

} // namespace athanor::detail
