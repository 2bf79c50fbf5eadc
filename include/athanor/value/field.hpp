#pragma once
// SPDX-License-Identifier: BSL-1.0
// A member seen as a column's field: its value type, whether it can be NULL, whether it can be left unset.

#include <athanor/value/defaulted.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor {

/// The one place that knows std::optional and defaulted<>. `get` answers null for NULL and for unset.
template <class T>
struct field_traits {
    using value_type = T;
    static constexpr bool nullable = false;
    static constexpr bool is_defaulted = false;
    [[nodiscard]] static constexpr bool is_set(T const&) noexcept { return true; }
    [[nodiscard]] static constexpr T const* get(T const& field) noexcept { return &field; }
    static constexpr void set(T& field, T&& value) { field = std::move(value); }
};

template <class T>
struct field_traits<std::optional<T>> {
    using value_type = T;
    static constexpr bool nullable = true;
    static constexpr bool is_defaulted = false;
    [[nodiscard]] static constexpr bool is_set(std::optional<T> const& field) noexcept {
        return field.has_value();
    }
    [[nodiscard]] static constexpr T const* get(std::optional<T> const& field) noexcept {
        return field ? &*field : nullptr;
    }
    static constexpr void set(std::optional<T>& field, T&& value) { field = std::move(value); }
    static constexpr void set_null(std::optional<T>& field) noexcept { field.reset(); }
};

template <class T>
struct field_traits<defaulted<T>> {
    using inner = field_traits<T>;
    using value_type = typename inner::value_type;
    static constexpr bool nullable = inner::nullable;
    static constexpr bool is_defaulted = true;
    [[nodiscard]] static constexpr bool is_set(defaulted<T> const& field) noexcept { return field.is_set(); }
    [[nodiscard]] static constexpr value_type const* get(defaulted<T> const& field) noexcept {
        return field.is_set() ? inner::get(*field) : nullptr;
    }
    static constexpr void set(defaulted<T>& field, value_type&& value) { field = T(std::move(value)); }
    static constexpr void set_null(defaulted<T>& field) requires nullable { field = T{}; }
};

/// What a member holds when it holds something: `value_of<std::optional<std::int64_t>>` is std::int64_t.
template <class T>
using value_of = typename field_traits<T>::value_type;

namespace detail {

/// Text and bytes that a row only lends: valid until the next row is read.
template <class V>
inline constexpr bool is_view =
    std::is_same_v<V, std::string_view> || std::is_same_v<V, std::span<std::byte const>>;

} // namespace detail

} // namespace athanor
