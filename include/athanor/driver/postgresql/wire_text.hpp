#pragma once
// SPDX-License-Identifier: BSL-1.0
// Text and bytes as PostgreSQL sends them: their own bytes. Text is checked both ways, since a database in
// SQL_ASCII holds anything.

#include <athanor/dialect/utf8.hpp>
#include <athanor/driver/postgresql/byte_buffer.hpp>
#include <athanor/driver/postgresql/oids.hpp>
#include <athanor/driver/postgresql/wire_errors.hpp>
#include <athanor/value/traits.hpp>

#include <bit>
#include <cstddef>
#include <string>
#include <string_view>

namespace athanor::detail {

/// Above it the server breaks the connection off without a reason.
inline constexpr std::size_t pg_most_bytes = (std::size_t{1} << 30U) - (std::size_t{1} << 20U);

inline void require_pg_size(std::size_t size) {
    if (size > pg_most_bytes) [[unlikely]] {
        throw_out_of_range(
            "the value is larger than 1 GiB - 1 MiB, which PostgreSQL can't store: split it, or "
            "use a file");
    }
}
/// Before it is sent.
inline void require_pg_text(std::string_view text) {
    require_pg_size(text.size());
    if (std::size_t const bad = find_invalid_text_fast(text); bad != valid_text) [[unlikely]] {
        throw error{error_kind::invalid_text,
                    text[bad] == '\0'
                        ? "the text holds a NUL at byte " + std::to_string(bad) +
                              ", which PostgreSQL can't store: use std::vector<std::byte> (bytea)"
                        : "the text isn't UTF-8 at byte " + std::to_string(bad)};
    }
}

enum class text_form : unsigned char {
    none,  // not a type whose binary form is its text
    plain, // the text
    jsonb, // a version byte, 1, and the text
    byte,  // "char": exactly one byte
};

[[nodiscard]] constexpr text_form text_form_of(pg_type type) noexcept {
    switch (type.oid) {
    case oid_text:
    case oid_varchar:
    case oid_bpchar:
    case oid_name:
    case oid_json:
    case oid_unknown:
        return text_form::plain;
    case oid_jsonb:
        return text_form::jsonb;
    case oid_char:
        return text_form::byte;
    default:
        return type.what == pg_type::kind::enumeration || type.what == pg_type::kind::text_like
                   ? text_form::plain
                   : text_form::none;
    }
}

[[nodiscard]] inline bytes_view bytes_of(std::string_view text) noexcept {
    return {std::bit_cast<std::byte const*>(text.data()), text.size()};
}
[[nodiscard]] inline std::string_view text_of(bytes_view bytes) noexcept {
    return {std::bit_cast<char const*>(bytes.data), bytes.size};
}

/// Appends a checked text; false: there is no binary way.
inline bool put_wire(byte_buffer& out, pg_type type, std::string_view text) {
    switch (text_form_of(type)) {
    case text_form::plain:
        break;
    case text_form::jsonb:
        out.put_byte(1);
        break;
    case text_form::byte:
        if (text.size() > 1) {
            throw_out_of_range("a column of type \"char\" holds one byte, and the text is longer");
        }
        if (text.empty()) {
            out.put_byte(0);
            return true;
        }
        break;
    case text_form::none:
        return false;
    }
    out.put(text);
    return true;
}

/// Appends its size and a text that is checked here; false: there is no binary way.
[[nodiscard, gnu::noinline]] inline bool put_other_sized_text(byte_buffer& out, pg_type type,
                                                              std::string_view text) {
    require_pg_text(text);
    std::size_t const at = out.size();
    out.put_int32(0);
    if (!put_wire(out, type, text)) {
        return false;
    }
    out.overwrite_int32(at, static_cast<std::int32_t>(out.size() - at - 4));
    return true;
}
[[nodiscard, gnu::noinline]] inline bool put_sized_text(byte_buffer& out, pg_type const& type,
                                                        std::string_view text) {
    if (type.oid == oid_text && text.size() <= pg_most_bytes && is_plain_ascii(text)) [[likely]] {
        out.put_sized(text);
        return true;
    }
    return put_other_sized_text(out, type, text);
}

[[noreturn]] inline void throw_column_text(std::string_view text, std::size_t at) {
    throw error{error_kind::invalid_text, (text[at] == '\0' ? "the stored text holds a NUL at byte "
                                                            : "the stored text isn't UTF-8 at byte ") +
                                              std::to_string(at)};
}
inline std::string_view get_other_text(pg_type type, bytes_view bytes) {
    switch (text_form_of(type)) {
    case text_form::plain:
        return text_of(bytes);
    case text_form::jsonb:
        if (bytes.size == 0 || *bytes.data != std::byte{1}) {
            throw_malformed("a jsonb");
        }
        return text_of(bytes).substr(1);
    case text_form::byte:
        if (bytes.size != 1) {
            throw_malformed("a \"char\"");
        }
        return text_of(bytes).substr(*bytes.data == std::byte{0} ? 1 : 0);
    case text_form::none:
        break;
    }
    throw_column_type(type, "text");
}
/// Keeps the capacity of a struct that is read into again; a new text gets just what it needs.
inline void assign_text(std::string& to, std::string_view text) {
    if (text.size() > to.capacity()) {
        to = std::string{text};
    } else {
        to.clear();
        to.append(text);
    }
}
/// Good UTF-8, as stored: the spaces that CHAR(n) is filled up with are kept.
[[nodiscard]] inline std::string_view get_text(pg_type type, bytes_view bytes) {
    std::string_view const text =
        type.oid == oid_text || type.oid == oid_varchar ? text_of(bytes) : get_other_text(type, bytes);
    if (std::size_t const bad = find_invalid_text_fast(text); bad != valid_text) [[unlikely]] {
        throw_column_text(text, bad);
    }
    return text;
}

/// bytea, and the binary form of a type that athanor doesn't know.
[[nodiscard]] constexpr bool takes_bytes(pg_type type) noexcept {
    return type.oid == oid_bytea || type.what == pg_type::kind::other;
}
inline void check_bytes(pg_type type, bytes_view bytes) {
    if (!takes_bytes(type)) {
        throw_parameter_type(type, "a value of bytes",
                             "cast the parameter to bytea, or use std::string for text");
    }
    require_pg_size(bytes.size);
}
[[nodiscard]] inline bytes_view get_bytes(pg_type type, bytes_view bytes) {
    if (!takes_bytes(type)) [[unlikely]] {
        throw_column_type(type, "bytes");
    }
    return bytes;
}

} // namespace athanor::detail
