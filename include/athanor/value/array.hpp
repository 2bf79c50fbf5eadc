#pragma once
// SPDX-License-Identifier: BSL-1.0
// Arrays: std::vector<T> of a mapped T, of std::optional<T> where an element can be NULL, or of vectors.
// Known by their shape, so that models without arrays don't pay for <vector>.

#include <athanor/base/error.hpp>
#include <athanor/value/field.hpp>
#include <athanor/value/traits.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor {

/// A growing sequence of mapped values other than bytes.
template <class C>
concept array_container =
    !std::is_same_v<typename C::value_type, std::byte> &&
    !std::is_same_v<typename C::value_type, C> && // a JSON library's value
    mapped_value<value_of<typename C::value_type>> && requires(C & c, typename C::value_type element) {
    c.reserve(c.size());
    c.push_back(std::move(element));
    c.clear();
    c.begin();
    c.end();
};

namespace detail {

/// How often vectors stand inside each other: 0 for what is no array.
template <class V>
[[nodiscard]] consteval int array_depth() {
    if constexpr (array_value<V>) {
        return 1 + array_depth<typename value_traits<V>::element_type>();
    } else {
        return 0;
    }
}

// The text of a value as PostgreSQL reads it, whatever its type.
inline void append_plain_text(std::string& out, bool v) {
    out += v ? "true" : "false";
}
inline void append_plain_text(std::string& out, std::int64_t v) {
    out += std::to_string(v);
}
inline void append_plain_text(std::string& out, double v) {
    if (v != v) {
        out += "NaN";
        return;
    }
    char buffer[64];
    out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, v).ptr); // the shortest that reads back
}
inline void append_plain_text(std::string& out, std::string_view v) {
    out += v;
}
inline void append_plain_text(std::string& out, bytes_view v) {
    out += "\\x";
    for (std::size_t i = 0; i < v.size; ++i) {
        auto const byte = std::to_integer<unsigned>(v.data[i]);
        out += "0123456789abcdef"[byte >> 4U];
        out += "0123456789abcdef"[byte & 15U];
    }
}

inline void append_array_element(std::string& out, std::string_view text) {
    out += '"';
    for (char const c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
        }
        out += c;
    }
    out += '"';
}

/// {"1","2",NULL}, {{"1"},{"2"}}
template <class C>
void append_array_text(std::string& out, C const& array) {
    using traits = value_traits<C>;
    using element = typename traits::element_type;
    out += '{';
    bool first = true;
    for (typename traits::element_field const& field : array) {
        if (!first) {
            out += ',';
        }
        first = false;
        element const* const value = field_traits<typename traits::element_field>::get(field);
        if (value == nullptr) {
            out += "NULL";
        } else if constexpr (array_value<element>) {
            append_array_text(out, *value);
        } else {
            std::string text;
            append_plain_text(text, wire_type<element>(value_traits<element>::encode(*value)));
            append_array_element(out, text);
        }
    }
    out += '}';
}

// The name and the labels of an enum's array are those of the enum.
template <class E>
struct array_type_name {};
template <class E>
requires requires {
    value_traits<E>::type_name;
}
struct array_type_name<E> {
    static constexpr std::string_view type_name = value_traits<E>::type_name;
};
template <class E>
struct array_labels {};
template <class E>
requires requires {
    value_traits<E>::labels;
}
struct array_labels<E> {
    static constexpr auto const& labels = value_traits<E>::labels;
};

} // namespace detail

/// An array column of PostgreSQL: every row of a vector of vectors has the same length, and the lower bounds
/// are
/// 1. SQLite has no arrays: there, error_kind::unsupported.
///
///     std::vector<std::string> tags;                        // text[]
///     std::vector<std::optional<std::int32_t>> readings;    // integer[] with NULLs in it
template <array_container C>
struct value_traits<C> : detail::array_type_name<value_of<typename C::value_type>>,
                         detail::array_labels<value_of<typename C::value_type>> {
    using element_field = typename C::value_type;
    using element_type = value_of<element_field>;
    static_assert(!field_traits<element_field>::is_defaulted,
                  "athanor: an element of an array can't be unset");
    static_assert(!detail::array_value<element_type> || !field_traits<element_field>::nullable,
                  "athanor: an array in an array can't be NULL: take the std::optional away");
    static_assert(detail::array_depth<element_type>() < 6,
                  "athanor: PostgreSQL's arrays have up to 6 dimensions");

    static constexpr sql_type type = array(value_traits<element_type>::type);
    /// PostgreSQL's text for arrays: {"a","b",NULL}.
    [[nodiscard]] static std::string encode(C const& value) {
        std::string out;
        detail::append_array_text(out, value);
        return out;
    }
};

} // namespace athanor
