#pragma once
// SPDX-License-Identifier: BSL-1.0
// Characters with a fixed size: what compile-time texts and diagnoses are made of.

#include <cstddef>
#include <string_view>

namespace athanor::detail {

/// A structural text: may be a template argument.
template <std::size_t N>
struct text {
    char s[N + 1]{};

    constexpr text() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): written as a literal in template arguments
    constexpr text(char const (&literal)[N + 1]) {
        for (std::size_t i = 0; i < N; ++i) {
            s[i] = literal[i];
        }
    }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return N; }
    [[nodiscard]] constexpr std::string_view view() const noexcept { return {s, N}; }
    friend constexpr bool operator==(text const&, text const&) = default;
};
template <std::size_t N>
text(char const (&)[N]) -> text<N - 1>;

/// A text without a fixed length but with a largest one; what is too long is cut (messages only).
template <std::size_t Most>
struct bounded_text {
    char s[Most + 1]{};
    std::size_t length = 0;

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {s, length}; }
    // NOLINTNEXTLINE(google-explicit-constructor): passed where text is wanted
    [[nodiscard]] constexpr operator std::string_view() const noexcept { return view(); }
    [[nodiscard]] constexpr bool empty() const noexcept { return length == 0; }
    constexpr bounded_text& operator+=(std::string_view more) noexcept {
        for (char const c : more) {
            if (length < Most) {
                s[length++] = c;
            }
        }
        return *this;
    }
    friend constexpr bool operator==(bounded_text const& a, std::string_view b) noexcept {
        return a.view() == b;
    }
};

} // namespace athanor::detail
