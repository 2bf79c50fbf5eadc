#pragma once
// SPDX-License-Identifier: BSL-1.0
// Arrays in PostgreSQL's binary format: a header with the size of each dimension, and the elements in one
// row.

#include <athanor/driver/postgresql/wire_codec.hpp>
#include <athanor/value/array.hpp>
#include <athanor/value/field.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

namespace athanor::detail {

/// The innermost elements of a vector of vectors.
template <class C>
struct array_leaf {
    using field = typename value_traits<C>::element_field;
    using type = typename value_traits<C>::element_type;
};
template <class C>
requires array_value<typename value_traits<C>::element_type>
struct array_leaf<C> : array_leaf<typename value_traits<C>::element_type> {
};

/// A value with its length in front, -1 for NULL; false: no binary way.
template <class Field>
bool put_sized(byte_buffer& out, pg_type const& type, Field const& field) {
    using V = value_of<Field>;
    auto const* value = field_traits<Field>::get(field);
    if (value == nullptr) {
        out.put_int32(-1);
        return true;
    }
    if constexpr (std::is_same_v<V, std::string>) {
        return put_sized_text(out, type, *value);
    } else if constexpr (is_number<V>()) {
        if (type.oid == wire_codec<V>::own) [[likely]] {
            out.put_sized(number_bits(*value));
            return true;
        }
    }
    std::size_t const at = out.size();
    out.put_int32(0);
    if (!wire_codec<V>::put(out, type, *value)) {
        return false;
    }
    std::size_t const size = out.size() - at - 4;
    require_pg_size(size);
    out.overwrite_int32(at, static_cast<std::int32_t>(size));
    return true;
}

/// Bytes of an array from the server, taken from the front.
struct array_reader {
    bytes_view rest;
    [[nodiscard]] std::byte const* take(std::size_t size) {
        if (size > rest.size) {
            throw_malformed("an array");
        }
        std::byte const* const at = rest.data;
        rest = {rest.data + size, rest.size - size};
        return at;
    }
    [[nodiscard]] std::int32_t number() { return load_int32(take(4)); }
};

template <class C>
requires array_value<C>
struct wire_codec<C> {
    using traits = value_traits<C>;
    using leaf = typename array_leaf<C>::type;
    using leaf_field = typename array_leaf<C>::field;
    static constexpr int depth = array_depth<C>();
    using sizes = std::array<std::size_t, static_cast<std::size_t>(depth)>;

    [[nodiscard]] static constexpr bool can(pg_type type) noexcept {
        pg_type const element = element_type(type);
        return element.oid != 0 && wire_codec<leaf>::can(element);
    }

    static bool put(byte_buffer& out, pg_type type, C const& array) {
        pg_type const element = element_type(type);
        if (element.oid == 0) {
            if (type.what != pg_type::kind::other) { // which may be an array of its own
                throw_parameter_type(type, "an array", "cast the parameter to the type of the array");
            }
            return false;
        }
        sizes dimensions{};
        bool has_null = false;
        measure<0>(array, dimensions, has_null, true);
        if (array.begin() == array.end()) {
            out.put_int32(0);
            out.put_int32(0);
            out.put_int32(static_cast<std::int32_t>(element.oid));
            return can(type);
        }
        out.put_int32(depth);
        out.put_int32(has_null ? 1 : 0);
        out.put_int32(static_cast<std::int32_t>(element.oid));
        for (std::size_t const size : dimensions) {
            require_pg_size(size);
            out.put_int32(static_cast<std::int32_t>(size));
            out.put_int32(1); // lower bound
        }
        return put_elements(out, element, array);
    }

    static void get(pg_type type, bytes_view bytes, C& array) {
        pg_type const element = element_type(type);
        if (element.oid == 0) {
            throw_column_type(type, "an array");
        }
        array_reader in{bytes};
        std::int32_t const count = in.number();
        std::int32_t const has_null = in.number();
        std::uint32_t const oid = load_big<std::uint32_t>(in.take(4));
        if (count < 0 || count > 6 || has_null < 0 || has_null > 1 || oid != element.oid) {
            throw_malformed("an array");
        }
        C read{}; // what is malformed leaves the member as it was
        sizes dimensions{};
        if (count != 0) {
            if (count != depth) {
                throw error{error_kind::type_mismatch, "the array has " + std::to_string(count) +
                                                           " dimensions in this row, and the member " +
                                                           std::to_string(depth)};
            }
            std::size_t total = 1;
            bool shifted = false;
            for (std::size_t& size : dimensions) {
                std::int32_t const sent = in.number();
                shifted = in.number() != 1 || shifted;
                // Each element has a length of four bytes: what is left bounds their number.
                if (sent < 1 || static_cast<std::size_t>(sent) > in.rest.size / 4 / total) {
                    throw_malformed("an array");
                }
                size = static_cast<std::size_t>(sent);
                total *= size;
            }
            if (shifted) {
                throw_out_of_range(
                    "the array's lower bounds aren't 1 in this row, and a std::vector has no bounds");
            }
            get_elements<0>(in, element, dimensions, read);
        }
        if (in.rest.size != 0) {
            throw_malformed("an array");
        }
        array = std::move(read);
    }

private:
    /// The first of all paths sets the sizes, the others must have the same.
    template <std::size_t Level, class A>
    static void measure(A const& array, sizes& dimensions, bool& has_null, bool first) {
        if (first) {
            dimensions[Level] = array.size();
        } else if (dimensions[Level] != array.size()) {
            throw_out_of_range("the vectors in an array must all have the same length");
        }
        if constexpr (Level > 0) {
            if (array.size() == 0) {
                throw_out_of_range(
                    "an array of empty arrays can't be stored: PostgreSQL makes it an empty array");
            }
        }
        using field = typename value_traits<A>::element_field;
        if constexpr (Level + 1 < static_cast<std::size_t>(depth)) {
            for (field const& inner : array) {
                measure<Level + 1>(inner, dimensions, has_null, first);
                first = false;
            }
        } else if constexpr (field_traits<field>::nullable) {
            for (field const& element : array) {
                has_null = has_null || field_traits<field>::get(element) == nullptr;
            }
        }
    }

    template <class A>
    static bool put_elements(byte_buffer& out, pg_type element, A const& array) {
        for (typename value_traits<A>::element_field const& field : array) {
            if constexpr (array_value<typename value_traits<A>::element_type>) {
                if (!put_elements(out, element, field)) {
                    return false;
                }
            } else if (!put_sized(out, element, field)) {
                return false;
            }
        }
        return true;
    }

    template <std::size_t Level, class A>
    static void get_elements(array_reader& in, pg_type element, sizes const& dimensions, A& array) {
        using field = typename value_traits<A>::element_field;
        array.reserve(dimensions[Level]);
        for (std::size_t i = 0; i < dimensions[Level]; ++i) {
            field value{};
            if constexpr (Level + 1 < static_cast<std::size_t>(depth)) {
                get_elements<Level + 1>(in, element, dimensions, value);
            } else {
                get_element(in, element, value);
            }
            array.push_back(std::move(value));
        }
    }
    static void get_element(array_reader& in, pg_type element, leaf_field& field) {
        std::int32_t const size = in.number();
        if (size == -1) {
            if constexpr (field_traits<leaf_field>::nullable) {
                field_traits<leaf_field>::set_null(field);
                return;
            } else {
                throw error{error_kind::null_in_not_null_field,
                            "the array holds a NULL in this row and the member can't: make its elements "
                            "std::optional"};
            }
        }
        if (size < 0) {
            throw_malformed("an array");
        }
        auto const length = static_cast<std::size_t>(size);
        leaf value{};
        wire_codec<leaf>::get(element, {in.take(length), length}, value);
        field_traits<leaf_field>::set(field, std::move(value));
    }
};

} // namespace athanor::detail
