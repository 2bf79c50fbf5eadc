#pragma once
// SPDX-License-Identifier: BSL-1.0
// Is this text UTF-8 without NUL? Asked of every text on its way in and out, so plain ASCII takes a fast
// path.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace athanor::detail {

inline constexpr std::size_t valid_text = static_cast<std::size_t>(-1);

// Length of the well-formed sequence at `at` (Unicode, table 3-7), 0 if there is none. NUL counts as
// ill-formed.
[[nodiscard]] constexpr std::size_t utf8_sequence(std::string_view s, std::size_t at) noexcept {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(s[at + i]); };
    auto const tail = [&](std::size_t i, unsigned char low, unsigned char high) {
        return at + i < s.size() && byte(i) >= low && byte(i) <= high;
    };
    unsigned char const lead = byte(0);
    if (lead < 0x80) {
        return lead == 0 ? 0U : 1U;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return tail(1, 0x80, 0xBF) ? 2U : 0U;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        unsigned char const low = lead == 0xE0 ? 0xA0 : 0x80;
        unsigned char const high = lead == 0xED ? 0x9F : 0xBF; // no surrogates
        return tail(1, low, high) && tail(2, 0x80, 0xBF) ? 3U : 0U;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        unsigned char const low = lead == 0xF0 ? 0x90 : 0x80;
        unsigned char const high = lead == 0xF4 ? 0x8F : 0xBF; // nothing past U+10FFFF
        return tail(1, low, high) && tail(2, 0x80, 0xBF) && tail(3, 0x80, 0xBF) ? 4U : 0U;
    }
    return 0;
}

/// Offset of the first byte that is a NUL or not UTF-8; `valid_text` if there is none.
[[nodiscard]] constexpr std::size_t find_invalid_text(std::string_view s, std::size_t from = 0) noexcept {
    while (from < s.size()) {
        std::size_t const length = utf8_sequence(s, from);
        if (length == 0) {
            return from;
        }
        from += length;
    }
    return valid_text;
}

/// Sixteen bytes of ASCII, none of them zero? With no high bit set, subtracting 1 from each byte raises a
/// high bit only below a zero byte.
[[nodiscard]] constexpr bool are_plain_words(std::uint64_t a, std::uint64_t b) noexcept {
    constexpr std::uint64_t ones = 0x0101010101010101U;
    return ((a | (a - ones) | b | (b - ones)) & 0x8080808080808080U) == 0;
}
// Skips whole words of ASCII without a zero byte, then looks closely.
[[nodiscard, gnu::noinline]] inline std::size_t find_invalid_text_slow(std::string_view s) noexcept {
    std::size_t at = 0;
    while (at < s.size()) {
        while (s.size() - at >= 8) {
            std::uint64_t word = 0;
            std::memcpy(&word, s.data() + at, 8);
            if (!are_plain_words(word, 0x0101010101010101U)) {
                break;
            }
            at += 8;
        }
        for (std::size_t end = at + 8; at < s.size() && at < end;) {
            std::size_t const length = utf8_sequence(s, at);
            if (length == 0) {
                return at;
            }
            at += length;
        }
    }
    return valid_text;
}
// Sixteen bytes a step; the last step overlaps the one before it.
[[nodiscard, gnu::noinline]] inline bool is_plain_long_ascii(char const* data, std::size_t size) noexcept {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    for (std::size_t at = 0; at + 16 < size; at += 16) {
        std::memcpy(&first, data + at, 8);
        std::memcpy(&last, data + at + 8, 8);
        if (!are_plain_words(first, last)) [[unlikely]] {
            return false;
        }
    }
    std::memcpy(&first, data + size - 16, 8);
    std::memcpy(&last, data + size - 8, 8);
    return are_plain_words(first, last);
}
/// ASCII without a zero byte?
[[nodiscard, gnu::always_inline]] inline bool is_plain_ascii(std::string_view s) noexcept {
    char const* const data = s.data();
    std::size_t const size = s.size();
    std::uint64_t first = 0;
    std::uint64_t last = 0x0101010101010101U;
    if (size > 16) {
        return is_plain_long_ascii(data, size);
    }
    if (size >= 8) {
        std::memcpy(&first, data, 8);
        std::memcpy(&last, data + size - 8, 8);
    } else if (size >= 4) {
        std::uint32_t half = 0;
        std::memcpy(&half, data, 4);
        first = half;
        std::memcpy(&half, data + size - 4, 4);
        first |= std::uint64_t{half} << 32U;
    } else if (size != 0) { // the first, the middle and the last are all that there are
        auto const byte = [data](std::size_t at) {
            return std::uint64_t{static_cast<unsigned char>(data[at])};
        };
        first = byte(0) | byte(size / 2) << 8U | byte(size - 1) << 16U | 0x0101010101000000U;
    } else {
        return true;
    }
    return are_plain_words(first, last);
}
/// find_invalid_text(), quick where there is nothing but ASCII.
[[nodiscard]] inline std::size_t find_invalid_text_fast(std::string_view s) noexcept {
    return is_plain_ascii(s) ? valid_text : find_invalid_text_slow(s);
}

} // namespace athanor::detail
