#pragma once
// SPDX-License-Identifier: BSL-1.0
// Members to PostgreSQL's binary parameters, and columns to members. Pure functions of bytes: no connection,
// no libpq.

#include <athanor/driver/postgresql/byte_buffer.hpp>
#include <athanor/driver/postgresql/oids.hpp>
#include <athanor/driver/postgresql/wire_array.hpp>
#include <athanor/driver/postgresql/wire_codec.hpp>
#include <athanor/value/array.hpp>
#include <athanor/value/field.hpp>
#include <athanor/value/traits.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace athanor::detail {

/// Text whose binary form is itself is sent from where it stands.
[[nodiscard]] inline bool is_sent_in_place(pg_type type) noexcept {
    return type.oid == oid_text || type.oid == oid_varchar || text_form_of(type) == text_form::plain;
}
/// What is sent from the caller's memory; an empty vector has none.
[[nodiscard]] inline encoded_value in_place(void const* data, std::size_t size) noexcept {
    static constexpr std::byte nothing[1]{};
    return {size == 0 ? nothing : static_cast<std::byte const*>(data), 0, size, true};
}
/// What the server will read itself: the value's text in text format.
[[nodiscard]] inline encoded_value put_text_format(byte_buffer& scratch, pg_type type,
                                                   std::string_view text) {
    if (type.oid == oid_bytea) { // its reader would take backslashes for itself
        throw_parameter_type(type, "text", "use std::vector<std::byte>");
    }
    std::size_t const at = scratch.size();
    scratch.put(text);
    scratch.put_byte(0); // libpq measures this one itself
    return {nullptr, at, text.size(), false};
}

[[nodiscard]] inline encoded_value encode_value(byte_buffer& scratch, pg_type type,
                                                std::string_view const& text) {
    require_pg_text(text);
    if (is_sent_in_place(type)) [[likely]] {
        return in_place(text.data(), text.size());
    }
    std::size_t const at = scratch.size();
    if (put_wire(scratch, type, text)) {
        return {nullptr, at, scratch.size() - at, true};
    }
    return put_text_format(scratch, type, text);
}

// Kept apart, so that the fast way stays short.
template <class V>
[[nodiscard, gnu::noinline]] encoded_value encode_as_text(byte_buffer& scratch, pg_type type,
                                                          V const& value) {
    std::string text;
    append_plain_text(text, wire_type<V>(value_traits<V>::encode(value)));
    require_pg_text(text);
    return put_text_format(scratch, type, text);
}

/// A value for a parameter of this type: in binary where that is exact, else its text, which the server
/// judges. Throws out_of_range, invalid_text or type_mismatch before anything is sent.
template <class V>
[[nodiscard]] encoded_value encode_value(byte_buffer& scratch, pg_type type, V const& value) {
    using codec = wire_codec<V>;
    using wire = wire_type<V>;
    using encoded_type = decltype(value_traits<V>::encode(value));
    // What encode() makes itself dies here and must be copied; a view of the value, or its bytes, lives on.
    constexpr bool is_view = std::is_reference_v<encoded_type> ||
                             std::is_same_v<encoded_type, std::string_view> ||
                             std::is_same_v<encoded_type, bytes_view>;
    if constexpr (is_view && std::is_same_v<wire, std::string_view> && !native_value<V>) {
        if (is_sent_in_place(type)) [[likely]] {
            return encode_value(scratch, type, std::string_view{value_traits<V>::encode(value)});
        }
    } else if constexpr (is_view && std::is_same_v<wire, bytes_view>) {
        bytes_view const bytes = value_traits<V>::encode(value);
        check_bytes(type, bytes);
        return in_place(bytes.data, bytes.size);
    }
    std::size_t const at = scratch.size();
    if (codec::put(scratch, type, value)) [[likely]] {
        if constexpr (array_value<V>) {
            require_pg_size(scratch.size() - at);
        }
        return {nullptr, at, scratch.size() - at, true};
    }
    scratch.truncate(at);
    return encode_as_text(scratch, type, value);
}

/// Can a COPY in binary format fill a column of this type from such members?
template <class Field>
[[nodiscard]] bool can_copy(pg_type type) noexcept {
    return wire_codec<value_of<Field>>::can(type);
}
[[noreturn, gnu::cold, gnu::noinline]] inline void throw_cannot_copy() {
    throw error{error_kind::misuse, "this column can't be filled by COPY: ask can_copy() first"};
}
/// One field of a COPY in binary format: its length, or -1 for NULL, and its bytes. Only where can_copy().
template <class Field>
void put_copy_field(byte_buffer& out, pg_type const& type, Field const& field) {
    if (!put_sized(out, type, field)) [[unlikely]] {
        throw_cannot_copy();
    }
}

/// One column's bytes into a member; data == nullptr is NULL, which std::optional and defaulted<> take.
template <class Field>
void decode_field(pg_type type, std::byte const* data, std::size_t size, Field& field) {
    using traits = field_traits<Field>;
    using V = typename traits::value_type;
    if (data == nullptr) [[unlikely]] {
        if constexpr (traits::nullable) {
            traits::set_null(field);
            return;
        } else {
            throw_null_column();
        }
    }
    if constexpr (std::is_same_v<V, std::string_view>) {
        if (!is_sent_in_place(type)) {
            throw_column_type(type, "a view of text: make it a std::string");
        }
        traits::set(field, get_text(type, {data, size}));
    } else if constexpr (is_view<V>) {
        if (type.oid != oid_bytea) {
            throw_column_type(type, "a view of bytes: make it what the model has");
        }
        traits::set(field, V{data, size});
    } else if constexpr (std::is_same_v<Field, V>) {
        wire_codec<V>::get(type, {data, size}, field);
    } else {
        V value{};
        wire_codec<V>::get(type, {data, size}, value);
        traits::set(field, std::move(value));
    }
}

} // namespace athanor::detail
