#pragma once
// SPDX-License-Identifier: BSL-1.0
// A list of run time as one parameter: JSON for SQLite, an array for PostgreSQL.

#include <athanor/expression/operand.hpp>
#include <athanor/value/array.hpp>
#include <athanor/value/string.hpp>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace athanor::detail {

/// "text" with what JSON must escape. A NUL is left as it is: whoever binds the text refuses it.
inline void append_json_text(std::string& out, std::string_view text) {
    out += '"';
    for (char const c : text) {
        auto const code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (code > 0 && code < 0x20) {
            out += "\\u00";
            out += "0123456789abcdef"[code >> 4U];
            out += "0123456789abcdef"[code & 15U];
        } else {
            out += c;
        }
    }
    out += '"';
}
inline void append_json(std::string& out, bool v) {
    out += v ? "true" : "false";
}
inline void append_json(std::string& out, std::int64_t v) {
    char buffer[24];
    out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, v).ptr);
}

/// The values of in() as they were given.
template <class List>
struct bound_list {
    using element = expression::kept_t<typename List::value_type>;
    /// The element of an array: it owns its text.
    using stored = std::conditional_t<expression::is_text<element>, std::string,
                                      std::remove_cvref_t<typename List::value_type>>;
    List const& values;

    [[nodiscard]] std::string json() const {
        std::string out = "[";
        for (auto const& v : values) {
            out += out.size() > 1 ? "," : "";
            if constexpr (expression::is_text<element>) {
                append_json_text(out, v);
            } else {
                decltype(auto) encoded = value_traits<stored>::encode(v);
                using wire = wire_type<stored>;
                if constexpr (std::is_same_v<wire, std::string_view>) {
                    append_json_text(out, encoded);
                } else {
                    append_json(out, static_cast<wire>(encoded));
                }
            }
        }
        return out + ']';
    }
    [[nodiscard]] std::vector<stored> array() const {
        std::vector<stored> out;
        out.reserve(values.size());
        for (auto const& v : values) {
            out.push_back(stored(v));
        }
        return out;
    }
    [[nodiscard]] std::string array_text() const {
        return value_traits<std::vector<stored>>::encode(array());
    }
};

} // namespace athanor::detail
