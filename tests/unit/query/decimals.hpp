#pragma once
// SPDX-License-Identifier: BSL-1.0
// A table with decimals of each kind, and what queries find in it as text.

#include "conformance/both.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

namespace decimal_tests {

namespace orm = athanor;
using conformance::on_both;
using conformance::site;
using orm::big_decimal;
using orm::col;
using money = orm::decimal<12, 4>;

struct Entry {
    std::int64_t id{};
    money price{};
    std::optional<money> discount{};
    big_decimal huge{};
    orm::decimal<20, 0> number{};
    std::int32_t quantity{};

    static constexpr auto table = orm::table("entries");
};
using schema = orm::metadata<Entry>;

inline constexpr auto id = col<&Entry::id>;
inline constexpr auto price = col<&Entry::price>;
inline constexpr auto discount = col<&Entry::discount>;
inline constexpr auto huge = col<&Entry::huge>;
inline constexpr auto number = col<&Entry::number>;
inline constexpr auto quantity = col<&Entry::quantity>;

template <class V>
std::string text(V const& v) {
    if constexpr (requires { v.has_value(); }) {
        return v ? text(*v) : "-";
    } else if constexpr (std::is_integral_v<V>) {
        return std::to_string(v);
    } else if constexpr (std::is_same_v<V, big_decimal>) {
        return v.text();
    } else {
        return v.to_string();
    }
}
template <class... V>
std::string text(std::tuple<V...> const& row) {
    std::string out;
    std::apply([&](auto const&... v) { ((out += ' ' + text(v)), ...); }, row);
    return out.substr(1);
}
/// The rows of a statement, compared between the databases and given back.
template <class S>
std::string rows(site& s, S const& statement) {
    std::string out;
    for (auto const& row : s.conn.all(statement)) {
        out += (out.empty() ? "" : " / ") + text(row);
    }
    s.note(out);
    return out;
}
template <class C>
std::string found(site& s, C const& condition) {
    std::string out;
    for (auto const key : s.conn.all(orm::select(id).where(condition).order_by(id))) {
        out += (out.empty() ? "" : " ") + std::to_string(key);
    }
    s.note(out);
    return out;
}
template <class... X>
std::string values(site& s, X const&... x) {
    return rows(s, orm::select(x...).template from<Entry>().order_by(id));
}

/// Texts of both kinds of decimals whose order is another than the value's.
inline std::vector<Entry> entries() {
    return {{1, money{"9.5"}, money{"-0.01"}, big_decimal{"1.50"}, 9, 2},
            {2, money{"10"}, std::nullopt, big_decimal{"1.5"}, 10, -3},
            {3, money{"-10.25"}, money{"0"}, big_decimal{"-900719925474099312345.6"}, 1, 0},
            {4, money{"-9"}, money{"-0.1"}, big_decimal{"900719925474099312345.67"}, 2, 1},
            {5, money{"10"}, std::nullopt, big_decimal{"0.000"}, 100, 7}};
}

} // namespace decimal_tests
