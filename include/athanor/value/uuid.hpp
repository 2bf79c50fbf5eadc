#pragma once
// SPDX-License-Identifier: BSL-1.0
// A UUID of 16 bytes; stored as its text where the database has no type for it.

#include <athanor/base/error.hpp>
#include <athanor/base/text.hpp>
#include <athanor/value/traits.hpp>

#include <compare>

namespace athanor {

struct uuid {
    unsigned char bytes[16]{};

    /// `uuid::parse("123e4567-e89b-12d3-a456-426614174000")`; throws type_mismatch for any other form.
    [[nodiscard]] static constexpr uuid parse(std::string_view text);
    /// 36 characters, lower case; converts to std::string_view.
    [[nodiscard]] constexpr detail::bounded_text<36> text() const;
    friend constexpr auto operator<=>(uuid const&, uuid const&) = default;
};

namespace detail {

[[nodiscard]] constexpr int hex_value(char c) noexcept {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}
constexpr bool uuid_dash_at(std::size_t i) noexcept {
    return i == 8 || i == 13 || i == 18 || i == 23;
}

[[nodiscard]] constexpr bounded_text<36> uuid_text(unsigned char const* bytes) {
    bounded_text<36> out;
    for (std::size_t i = 0; i < 16; ++i) {
        if (uuid_dash_at(out.length)) {
            out += "-";
        }
        char const pair[2] = {"0123456789abcdef"[bytes[i] >> 4], "0123456789abcdef"[bytes[i] & 15]};
        out += std::string_view{pair, 2};
    }
    return out;
}
constexpr void read_uuid(std::string_view stored, unsigned char* bytes) {
    bool ok = stored.size() == 36;
    std::size_t n = 0;
    for (std::size_t i = 0; ok && i < 36;) {
        if (uuid_dash_at(i)) {
            ok = stored[i++] == '-';
            continue;
        }
        int const high = hex_value(stored[i]);
        int const low = hex_value(stored[i + 1]);
        ok = high >= 0 && low >= 0;
        if (ok) {
            bytes[n++] = static_cast<unsigned char>(high * 16 + low);
        }
        i += 2;
    }
    if (!ok) {
        throw error{error_kind::type_mismatch, "the text is not a UUID of the form 8-4-4-4-12 hex digits"};
    }
}

} // namespace detail

constexpr uuid uuid::parse(std::string_view text) {
    uuid result;
    detail::read_uuid(text, result.bytes);
    return result;
}
constexpr detail::bounded_text<36> uuid::text() const {
    return detail::uuid_text(bytes);
}

template <>
struct value_traits<uuid> {
    static constexpr sql_type type{type_id::uuid};
    [[nodiscard]] static constexpr auto encode(uuid const& value) { return value.text(); }
    [[nodiscard]] static constexpr uuid decode(std::string_view stored) { return uuid::parse(stored); }
};

} // namespace athanor
