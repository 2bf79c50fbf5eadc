#pragma once
// SPDX-License-Identifier: BSL-1.0
// FNV-1a over bytes: the same figure at compile time (models) and at run time (replayed units).

#include <cstdint>
#include <string_view>

namespace athanor::detail {

struct hasher {
    std::uint64_t state = 0xcbf29ce484222325U;

    constexpr hasher& byte(unsigned char b) noexcept {
        state = (state ^ b) * 0x100000001b3U;
        return *this;
    }
    // The length goes first, so that ("ab","c") and ("a","bc") differ.
    constexpr hasher& text(std::string_view s) noexcept {
        number(s.size());
        for (char const c : s) {
            byte(static_cast<unsigned char>(c));
        }
        return *this;
    }
    constexpr hasher& number(std::uint64_t n) noexcept {
        for (int i = 0; i < 8; ++i) {
            byte(static_cast<unsigned char>(n >> (8 * i)));
        }
        return *this;
    }
    /// Spreads the bits, so that sums of several hashes (sets without an order) stay far apart.
    [[nodiscard]] constexpr std::uint64_t mixed() const noexcept {
        std::uint64_t x = state;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
        return x ^ (x >> 31);
    }
};

} // namespace athanor::detail
