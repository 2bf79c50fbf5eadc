#pragma once
// SPDX-License-Identifier: BSL-1.0
// A model with every type that both databases hold, plain and optional, and its values at their edges.

#include "both.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace conformance {

enum class Mood { sad, so_so, happy };
using bytes = std::vector<std::byte>;

/// One column of type V, and the same with NULL allowed.
template <class V>
struct One {
    std::int64_t id{};
    V value{};
    std::optional<V> maybe{};

    static constexpr auto table = orm::table("one", orm::primary_key<&One::id>);
};

struct Wide {
    std::int64_t id{};
    bool truth{};
    std::int16_t small{};
    std::int32_t medium{};
    std::int64_t big{};
    std::int8_t tiny{};
    std::uint8_t byte{};
    std::uint16_t word{};
    std::uint32_t dword{};
    float single{};
    double twice{};
    std::string text{};
    bytes blob{};
    orm::timestamp at{};
    orm::date day{};
    orm::time_of_day clock{};
    orm::interval span{};
    orm::decimal<10, 2> price{};
    orm::decimal<38, 19> exact{};
    orm::big_decimal huge{};
    orm::uuid key{};
    orm::json document{};
    Mood mood{};
    std::optional<bool> maybe_truth{};
    std::optional<std::int32_t> maybe_medium{};
    std::optional<std::uint32_t> maybe_dword{};
    std::optional<double> maybe_twice{};
    std::optional<std::string> maybe_text{};
    std::optional<bytes> maybe_blob{};
    std::optional<orm::timestamp> maybe_at{};
    std::optional<orm::date> maybe_day{};
    std::optional<orm::interval> maybe_span{};
    std::optional<orm::decimal<38, 0>> maybe_exact{};
    std::optional<orm::big_decimal> maybe_huge{};
    std::optional<orm::uuid> maybe_key{};
    std::optional<orm::json> maybe_document{};
    std::optional<Mood> maybe_mood{};

    static constexpr auto table = orm::table("wide", orm::primary_key<&Wide::id>);
    friend bool operator==(Wide const&, Wide const&) = default;
};

// ---- edges

/// Some characters of every plane of Unicode, among them the first and last of each.
inline std::string every_plane() {
    std::string out;
    auto const put = [&out](unsigned c) {
        if (c < 0x80) {
            out += static_cast<char>(c);
            return;
        }
        int const more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        out += static_cast<char>((more == 1   ? 0xC0U
                                  : more == 2 ? 0xE0U
                                              : 0xF0U) |
                                 (c >> static_cast<unsigned>(6 * more)));
        for (int i = more - 1; i >= 0; --i) {
            out += static_cast<char>(0x80U | ((c >> static_cast<unsigned>(6 * i)) & 0x3FU));
        }
    };
    for (unsigned const c : {0x01U, 0x7FU, 0x80U, 0x7FFU, 0x800U, 0xD7FFU, 0xE000U, 0xFEFFU, 0xFFFDU}) {
        put(c);
    }
    for (unsigned plane = 0; plane <= 16; ++plane) {
        put(plane * 0x10000 + 0x1234);
        put(plane * 0x10000 + 0xFFFE);
        put(plane * 0x10000 + 0xFFFF);
    }
    return out;
}

template <class V>
struct edges;
template <class I>
requires std::is_integral_v<I>
struct edges<I> {
    static std::vector<I> all() {
        using l = std::numeric_limits<I>;
        return {l::min(), static_cast<I>(l::min() + 1), 0, 1, static_cast<I>(l::max() - 1), l::max()};
    }
};
template <>
struct edges<bool> {
    static std::vector<bool> all() { return {false, true}; }
};
template <class F>
requires std::is_floating_point_v<F>
struct edges<F> {
    static std::vector<F> all() {
        using l = std::numeric_limits<F>;
        return {-l::infinity(), l::lowest(),     F(-1.5),      -l::min(), -l::denorm_min(),
                F(0),           l::denorm_min(), l::min(),     F(0.1),    F(1),
                F(1) / F(3),    l::max(),        l::infinity()};
    }
};
template <>
struct edges<std::string> {
    static std::vector<std::string> all() {
        return {"",
                " ",
                "a",
                "'",
                "\"",
                "\\",
                "\\x41",
                "%_",
                "NULL",
                "\r\n\t",
                "{}",
                every_plane(),
                std::string(70000, 'x')};
    }
};
template <>
struct edges<bytes> {
    static std::vector<bytes> all() {
        bytes every(256);
        for (std::size_t i = 0; i < 256; ++i) {
            every[i] = static_cast<std::byte>(i);
        }
        return {{}, {std::byte{0}}, {std::byte{'\\'}, std::byte{'x'}, std::byte{'4'}}, every, bytes(70000)};
    }
};
template <>
struct edges<orm::timestamp> {
    static std::vector<orm::timestamp> all() {
        using t = orm::timestamp;
        return {t::of(1, 1, 1),
                t::of(1582, 10, 10),
                t::of(1900, 2, 28, 23, 59, 59, 999999),
                t{-1},
                t{0},
                t{1},
                t::of(2000, 1, 1),
                t::of(2024, 2, 29, 12, 30, 1, 100000),
                t::of(2038, 1, 19, 3, 14, 8),
                t::of(9999, 12, 31, 23, 59, 59, 999999)};
    }
};
template <>
struct edges<orm::date> {
    static std::vector<orm::date> all() {
        using d = orm::date;
        return {d::of(1, 1, 1),    d::of(1582, 10, 15), d::of(1969, 12, 31),
                d::of(1970, 1, 1), d::of(2000, 2, 29),  d::of(9999, 12, 31)};
    }
};
template <>
struct edges<orm::time_of_day> {
    static std::vector<orm::time_of_day> all() {
        using t = orm::time_of_day;
        return {t::of(0, 0), t{1}, t::of(12, 0, 0, 500000), t::of(23, 59, 59, 999999)};
    }
};
template <>
struct edges<orm::interval> {
    static std::vector<orm::interval> all() {
        return {{},
                {1, 0, 0},
                {0, 30, 0},
                {0, 0, 1},
                {0, 0, -1},
                {-1, 1, -1},
                {1, -1, 3'600'000'000},
                {14, 3, 61'500'000},
                {INT32_MAX, INT32_MAX, INT64_MAX - 1},
                {INT32_MIN, INT32_MIN, INT64_MIN + 1}};
    }
};
template <int P, int S>
struct edges<orm::decimal<P, S>> {
    static std::vector<orm::decimal<P, S>> all() {
        using d = orm::decimal<P, S>;
        auto const most = orm::detail::power_of_ten(P) - 1;
        return {d::from_units(-most), d::from_units(-1), d{},
                d::from_units(1),     d::from_units(10), d::from_units(most)};
    }
};
template <>
struct edges<orm::big_decimal> {
    static std::vector<orm::big_decimal> all() {
        std::string const long_one = std::string(1000, '9') + '.' + std::string(999, '1') + '7';
        std::vector<orm::big_decimal> out;
        for (std::string const& text : {std::string("0"), std::string("0.00"), std::string("1.5"),
                                        std::string("1.50"), std::string("-0.0001"), std::string("10000"),
                                        std::string("1234567890123456789012345678901234567890"), long_one,
                                        '-' + long_one, "0." + std::string(999, '0') + '1'}) {
            out.emplace_back(text);
        }
        return out;
    }
};
template <>
struct edges<orm::uuid> {
    static std::vector<orm::uuid> all() {
        return {{},
                orm::uuid::parse("123e4567-e89b-12d3-a456-426614174000"),
                orm::uuid::parse("ffffffff-ffff-ffff-ffff-ffffffffffff")};
    }
};
template <>
struct edges<orm::json> {
    static std::vector<orm::json> all() {
        return {{"null"}, {" {\"b\" : 1, \"a\":[ true,null ] , \"b\":2 } "}, {"\"\\u0041\\n\""}, {"1.10"}};
    }
};
template <>
struct edges<Mood> {
    static std::vector<Mood> all() { return {Mood::sad, Mood::so_so, Mood::happy}; }
};

/// Equal, to the bit where == doesn't say so.
template <class V>
bool same(V const& a, V const& b) {
    if constexpr (std::is_floating_point_v<V>) {
        return (a <= b && a >= b) || (std::isnan(a) && std::isnan(b));
    } else {
        return a == b;
    }
}

} // namespace conformance
