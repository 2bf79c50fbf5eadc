#pragma once
// SPDX-License-Identifier: BSL-1.0
// The only place that escapes SQL: identifiers, string literals and whole values, per dialect.

#include <athanor/base/error.hpp>
#include <athanor/dialect/dialect_id.hpp>
#include <athanor/dialect/double_literal.hpp>
#include <athanor/dialect/utf8.hpp>
#include <athanor/value/cell.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace athanor {

/// The longest name that every database keeps whole, in bytes.
inline constexpr std::size_t max_identifier = 63;

namespace detail {

// Why this can't be a name, or nullptr.
[[nodiscard]] constexpr char const* identifier_fault(std::string_view name) noexcept {
    if (name.empty()) {
        return "a name in SQL can't be empty";
    }
    if (name.size() > max_identifier) {
        return "a name in SQL is at most 63 bytes long: choose a shorter one";
    }
    if (find_invalid_text(name) != valid_text) {
        return "a name in SQL must be UTF-8 without NUL";
    }
    return nullptr;
}

// `Sink` takes put(char) and put(string_view); the same code runs at compile time and at run time.
template <class Sink>
constexpr void put_identifier(Sink& out, std::string_view name) {
    out.put('"');
    for (char const c : name) {
        if (c == '"') {
            out.put('"');
        }
        out.put(c);
    }
    out.put('"');
}

struct string_sink {
    std::string text;
    void put(char c) { text += c; }
    void put(std::string_view s) { text += s; }
};

inline void require_text(std::string_view text, char const* what) {
    if (std::size_t const at = find_invalid_text_fast(text); at != valid_text) {
        throw error{error_kind::invalid_text,
                    std::string{what} +
                        (text[at] == '\0' ? " holds a NUL at byte " : " isn't UTF-8 at byte ") +
                        std::to_string(at)};
    }
}

} // namespace detail

/// `na"me` -> `"na""me"`, in every dialect. Throws on a name that is empty, longer than 63 bytes, or not
/// UTF-8.
[[nodiscard]] inline std::string quote_identifier(std::string_view name) {
    if (char const* fault = detail::identifier_fault(name)) {
        throw error{name.size() > max_identifier ? error_kind::out_of_range
                    : name.empty()               ? error_kind::misuse
                                                 : error_kind::invalid_text,
                    fault};
    }
    detail::string_sink out;
    out.text.reserve(name.size() + 2);
    detail::put_identifier(out, name);
    return std::move(out.text);
}

/// `it's` -> `'it''s'`. For DDL and offline SQL only: values of queries are parameters.
/// Throws invalid_text on NUL and on bytes that aren't UTF-8.
[[nodiscard]] inline std::string quote_literal(dialect_id dialect, std::string_view text) {
    detail::require_text(text, "a text in SQL");
    // On PostgreSQL a plain literal means something else with standard_conforming_strings off; E'' never
    // does.
    bool const escapes = dialect == dialect_id::postgresql && text.find('\\') != std::string_view::npos;
    std::string out = escapes ? "E'" : "'";
    out.reserve(text.size() + 3);
    for (char const c : text) {
        if (c == '\'' || (escapes && c == '\\')) {
            out += c;
        }
        out += c;
    }
    out += '\'';
    return out;
}

namespace detail {

[[nodiscard]] inline std::string double_literal(dialect_id dialect, double v) {
    if (std::isnan(v)) {
        if (dialect == dialect_id::sqlite) {
            throw error{error_kind::out_of_range, "SQLite has no NaN and would store NULL: use an optional"};
        }
        return "'NaN'::double precision";
    }
    if (std::isinf(v)) {
        if (dialect == dialect_id::sqlite) {
            return v < 0 ? "-9e999" : "9e999"; // read as infinity
        }
        return v < 0 ? "'-Infinity'::double precision" : "'Infinity'::double precision";
    }
    return dialect == dialect_id::sqlite ? sqlite_double_literal(v) : shortest_decimal(v);
}

[[nodiscard]] inline std::string blob_literal(dialect_id dialect, std::vector<std::byte> const& bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out = dialect == dialect_id::sqlite ? "x'" : "'\\x";
    if (dialect == dialect_id::postgresql) {
        out.insert(0, "E");
        out.insert(2, "\\");
    }
    out.reserve(out.size() + bytes.size() * 2 + 8);
    for (std::byte const b : bytes) {
        out += digits[std::to_integer<unsigned>(b) >> 4U];
        out += digits[std::to_integer<unsigned>(b) & 15U];
    }
    out += dialect == dialect_id::sqlite ? "'" : "'::bytea";
    return out;
}

} // namespace detail

/// Any value as SQL text: `NULL`, `1`, `0.1`, `'it''s'`, `x'00ff'`. A double comes out as a text that means
/// exactly the same double. Throws what quote_literal throws, and out_of_range for NaN on SQLite.
[[nodiscard]] inline std::string literal(dialect_id dialect, cell const& value) {
    return std::visit(
        [dialect](auto const& v) -> std::string {
            using V = std::remove_cvref_t<decltype(v)>;
            if constexpr (std::is_same_v<V, std::monostate>) {
                return "NULL";
            } else if constexpr (std::is_same_v<V, bool>) {
                if (dialect == dialect_id::sqlite) {
                    return v ? "1" : "0";
                }
                return v ? "TRUE" : "FALSE";
            } else if constexpr (std::is_same_v<V, std::int64_t>) {
                return std::to_string(v);
            } else if constexpr (std::is_same_v<V, double>) {
                return detail::double_literal(dialect, v);
            } else if constexpr (std::is_same_v<V, std::string>) {
                return quote_literal(dialect, v);
            } else {
                return detail::blob_literal(dialect, v);
            }
        },
        value);
}

} // namespace athanor
