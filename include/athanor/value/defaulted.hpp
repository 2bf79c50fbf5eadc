#pragma once
// SPDX-License-Identifier: BSL-1.0
// A member that can be left to the database: unset, or a value (NULL included, for an optional one).

#include <optional>
#include <utility>

namespace athanor {

/// Tells "not given" from a value. `defaulted<timestamp>` is NOT NULL with a default in the database;
/// `defaulted<std::optional<timestamp>>` has three states: unset, NULL, a value. An unset member is left out
/// of an INSERT and holds the database's value afterwards.
///
///     orm::defaulted<orm::timestamp> created_at{};   // unset
template <class T>
class defaulted {
public:
    constexpr defaulted() = default;
    template <class U = T>
    requires(std::is_constructible_v<T, U&&> && !std::is_same_v<std::remove_cvref_t<U>, defaulted>)
        // NOLINTNEXTLINE(google-explicit-constructor): assigned like a T
        constexpr defaulted(U&& value)
        : value_{std::in_place, std::forward<U>(value)} {}

    [[nodiscard]] constexpr bool is_set() const noexcept { return value_.has_value(); }
    constexpr void unset() noexcept { value_.reset(); }
    /// The value; throws std::bad_optional_access while unset.
    [[nodiscard]] constexpr T const& value() const { return value_.value(); }
    [[nodiscard]] constexpr T& value() { return value_.value(); }
    [[nodiscard]] constexpr T const& operator*() const { return *value_; }
    [[nodiscard]] constexpr T& operator*() { return *value_; }
    [[nodiscard]] constexpr T const* operator->() const { return &*value_; }
    [[nodiscard]] constexpr T* operator->() { return &*value_; }
    friend constexpr bool operator==(defaulted const&, defaulted const&) = default;

private:
    std::optional<T> value_;
};

} // namespace athanor
