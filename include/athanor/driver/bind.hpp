#pragma once
// SPDX-License-Identifier: BSL-1.0
// Members to parameters, the same for every driver: its statement has bind_null, bind_integer, bind_double,
// bind_text and bind_blob.

#include <athanor/base/error.hpp>
#include <athanor/value/cell.hpp>
#include <athanor/value/field.hpp>
#include <athanor/value/traits.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace athanor::detail {

/// How long bound memory lives: as long as the statement runs, or nobody knows, so it is copied.
enum class bound_memory : bool { outlives_statement, copied };

template <class Wire, class Statement>
void bind_wire(Statement& statement, int at, Wire const& v, bound_memory memory) {
    if constexpr (std::is_integral_v<Wire>) { // bool as 0 or 1
        statement.bind_integer(at, static_cast<std::int64_t>(v));
    } else if constexpr (std::is_floating_point_v<Wire>) {
        statement.bind_double(at, static_cast<double>(v));
    } else if constexpr (std::is_same_v<Wire, bytes_view>) {
        statement.bind_blob(at, std::span<std::byte const>{v.data, v.size}, memory);
    } else {
        statement.bind_text(at, v, memory);
    }
}

/// For a program that also connects to PostgreSQL; one that doesn't hears it from the compiler.
[[noreturn]] inline void throw_no_arrays() {
    throw error{error_kind::unsupported,
                "SQLite has no arrays: keep the values in a table of their own, or as JSON"};
}

/// A value of a mapped type. What encode() made itself (a std::string, a small buffer) is copied by the
/// driver.
template <class V, class Statement>
void bind_value(Statement& statement, int at, V const& value, bound_memory memory) {
    if constexpr (std::is_same_v<V, std::string_view>) {
        statement.bind_text(at, value, memory);
    } else {
        static_assert(mapped_value<V>,
                      "athanor: this type has no SQL type: specialise athanor::value_traits for it");
        if constexpr (array_value<V>) {
            throw_no_arrays();
        } else {
            decltype(auto) encoded = value_traits<V>::encode(value);
            using encoded_type = decltype(encoded);
            constexpr bool made = !std::is_reference_v<encoded_type> &&
                                  !std::is_same_v<encoded_type, std::string_view> &&
                                  !std::is_same_v<encoded_type, bytes_view>;
            bind_wire(statement, at, encoded, made ? bound_memory::copied : memory);
        }
    }
}

/// A member: NULL where it holds none.
template <class Field, class Statement>
void bind_field(Statement& statement, int at, Field const& field, bound_memory memory) {
    using traits = field_traits<Field>;
    if constexpr (traits::nullable || traits::is_defaulted) {
        auto const* value = traits::get(field);
        if (value == nullptr) {
            statement.bind_null(at);
        } else {
            bind_value(statement, at, *value, memory);
        }
    } else {
        bind_value(statement, at, field, memory);
    }
}

/// A value whose type is known only at run time.
template <class Statement>
void bind_cell(Statement& statement, int at, cell const& value, bound_memory memory) {
    std::visit(
        [&](auto const& v) {
            using V = std::remove_cvref_t<decltype(v)>;
            if constexpr (std::is_same_v<V, std::monostate>) {
                statement.bind_null(at);
            } else if constexpr (std::is_same_v<V, std::vector<std::byte>>) {
                statement.bind_blob(at, v, memory);
            } else {
                bind_wire(statement, at, v, memory);
            }
        },
        value);
}

} // namespace athanor::detail
