#pragma once
// SPDX-License-Identifier: BSL-1.0
// The one trait between C++ and SQL types, and the words to ask it with.

#include <athanor/value/field.hpp>
#include <athanor/value/sql_type.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace athanor {

/// Says how a C++ type is kept in a database. Specialise it for a type of your own:
///
///     template <>
///     struct athanor::value_traits<Email> {
///         static constexpr athanor::sql_type type = athanor::varchar(320);
///         static std::string encode(Email const& v) { return v.text; }         // or std::string_view
///         static Email decode(std::string_view stored) { return Email{std::string{stored}}; }
///     };
///
/// `encode` gives bool, an integer, a double, text or bytes_view, and `decode` takes the same back; what it
/// can't read it answers with athanor::error (type_mismatch, out_of_range, invalid_text); the reader adds the
/// column. Optional: `type_name` (the SQL type's own name, of type_id::custom) and `labels` (of an
/// enumeration).
template <class T>
struct value_traits;

/// Bytes that somebody else keeps.
struct bytes_view {
    std::byte const* data = nullptr;
    std::size_t size = 0;
};

namespace detail {

template <class W>
[[nodiscard]] consteval auto wire_of() {
    if constexpr (std::is_same_v<W, bool>) {
        return std::type_identity<bool>{};
    } else if constexpr (std::is_integral_v<W>) {
        return std::type_identity<std::int64_t>{};
    } else if constexpr (std::is_floating_point_v<W>) {
        return std::type_identity<double>{};
    } else if constexpr (std::is_same_v<W, bytes_view>) {
        return std::type_identity<bytes_view>{};
    } else {
        return std::type_identity<std::string_view>{};
    }
}

} // namespace detail

/// Has the type a mapping?
template <class T>
concept mapped_value = requires {
    value_traits<T>::type;
};

/// What goes to and comes from the driver for a `T`: bool, std::int64_t, double, std::string_view or
/// bytes_view.
template <mapped_value T>
using wire_type = typename decltype(detail::wire_of<std::remove_cvref_t<decltype(value_traits<T>::encode(
                                        std::declval<T const&>()))>>())::type;

namespace detail {

/// Is a mapped type an array? Its elements are known to PostgreSQL's driver; no other database has arrays.
template <class V>
concept array_value = requires {
    typename value_traits<V>::element_field;
};

template <class T>
[[nodiscard]] consteval std::string_view type_name_in_sql() {
    if constexpr (requires { value_traits<T>::type_name; }) {
        return value_traits<T>::type_name;
    } else {
        return {};
    }
}

} // namespace detail
} // namespace athanor
