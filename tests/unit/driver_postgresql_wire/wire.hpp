#pragma once
// SPDX-License-Identifier: BSL-1.0
// For tests: bytes as hexadecimal digits, and values through the codec.

#include <athanor/driver/postgresql/codec.hpp>
#include <athanor/model.hpp>

#include "unit/driver/scratch.hpp"

#include <cstdint>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace wire {

using athanor::detail::pg_type;
using bytes = std::vector<std::byte>;

enum class mood { sad, ok, happy };

inline constexpr pg_type mood_type{90001, pg_type::kind::enumeration};
inline constexpr pg_type mood_array_type{90002, pg_type::kind::array_of_enumeration, 90001};
inline constexpr pg_type citext_type{90003, pg_type::kind::text_like};
inline constexpr pg_type citext_array_type{90004, pg_type::kind::array_of_text_like, 90003};
inline constexpr pg_type point_type{600, pg_type::kind::other};

/// Every type that athanor knows by number, and one of each other kind.
inline std::vector<pg_type> const& all_types() {
    static std::vector<pg_type> const types = [] {
        std::vector<pg_type> out{{0},       {705}, mood_type, mood_array_type, citext_type, citext_array_type,
                                 point_type};
        for (auto const& type : athanor::detail::pg_builtin_types) {
            out.push_back({type.oid});
            out.push_back({type.array});
        }
        return out;
    }();
    return types;
}

inline std::string hex(std::byte const* data, std::size_t size) {
    std::string out;
    for (std::size_t i = 0; i < size; ++i) {
        out += "0123456789abcdef"[std::to_integer<unsigned>(data[i]) >> 4U];
        out += "0123456789abcdef"[std::to_integer<unsigned>(data[i]) & 15U];
    }
    return out;
}
inline bytes unhex(std::string_view digits) {
    bytes out;
    std::string plain;
    for (char const c : digits) {
        if (c != ' ') {
            plain += c;
        }
    }
    for (std::size_t i = 0; i + 1 < plain.size(); i += 2) {
        out.push_back(static_cast<std::byte>(std::stoi(plain.substr(i, 2), nullptr, 16)));
    }
    return out;
}

struct sent {
    bytes data;
    bool binary = true;
    bool in_place = false;
    [[nodiscard]] std::string text() const {
        return {reinterpret_cast<char const*>(data.data()), data.size()};
    }
};
/// What is sent for a value; a text must have its NUL behind it.
template <class V>
sent encode(pg_type type, V const& value) {
    athanor::detail::byte_buffer scratch;
    scratch.put("earlier", 7);
    auto const e = athanor::detail::encode_value(scratch, type, value);
    std::byte const* const from = e.data != nullptr ? e.data : scratch.data() + e.offset;
    if (!e.binary && (e.data != nullptr || from[e.size] != std::byte{0})) {
        throw std::logic_error("a text without a NUL behind it");
    }
    if (std::string_view{reinterpret_cast<char const*>(scratch.data()), 7} != "earlier") {
        throw std::logic_error("earlier bytes were touched");
    }
    return {bytes(from, from + e.size), e.binary, e.data != nullptr};
}
template <class V>
std::string encode_hex(pg_type type, V const& value) {
    auto const s = encode(type, value);
    return (s.binary ? "" : "text ") + hex(s.data.data(), s.data.size());
}
template <class V>
V decode(pg_type type, bytes const& data) {
    static constexpr std::byte somewhere{};
    V value{};
    athanor::detail::decode_field(type, data.empty() ? &somewhere : data.data(), data.size(), value);
    return value;
}
template <class V>
V decode_hex(pg_type type, std::string_view digits) {
    return decode<V>(type, unhex(digits));
}

/// How an encode or a decode fails.
template <class V>
std::string encode_kind(pg_type type, V const& value) {
    return scratch::kind_of([&] { (void)encode(type, value); });
}
template <class V>
std::string decode_kind(pg_type type, bytes const& data) {
    return scratch::kind_of([&] { (void)decode<V>(type, data); });
}
template <class V>
std::string decode_kind(pg_type type, std::string_view digits) {
    return decode_kind<V>(type, unhex(digits));
}
template <class V>
std::string decode_message(pg_type type, std::string_view digits) {
    return scratch::message_of([&] { (void)decode_hex<V>(type, digits); });
}

/// Is the value the same after both ways?
template <class V>
bool survives(pg_type type, V const& value) {
    auto const s = encode(type, value);
    return s.binary && decode<V>(type, s.data) == value;
}

} // namespace wire
