#pragma once
// SPDX-License-Identifier: BSL-1.0
// A table with a column of each kind and three rows, and what expressions make of it as text.

#include "conformance/both.hpp"

#include <cstdio>
#include <tuple>

namespace expression_tests {

namespace orm = athanor;
using conformance::on_both;
using conformance::site;
using orm::col;

enum class color { red, green };

struct Thing {
    std::int64_t id{};
    std::string name{};
    std::optional<std::string> nick{};
    std::optional<std::int32_t> age{};
    double size{};
    std::optional<double> weight{};
    bool active{};
    orm::timestamp at{};
    orm::date day{};
    orm::time_of_day clock{};
    orm::json doc{};
    orm::decimal<10, 2> price{};
    color paint{};
    orm::uuid key{};

    static constexpr auto table = orm::table("things");
};
using schema = orm::metadata<Thing>;

inline constexpr auto id = col<&Thing::id>;
inline constexpr auto name = col<&Thing::name>;
inline constexpr auto nick = col<&Thing::nick>;
inline constexpr auto age = col<&Thing::age>;
inline constexpr auto active = col<&Thing::active>;

inline void add_things(site& s) {
    s.conn.insert(
        Thing{1, "\xc3\x84 bc it's", "nick", 5, 2.5, 1.5, true,
              orm::timestamp::of(2026, 12, 31, 23, 59, 59, 999600), orm::date::of(2024, 2, 29),
              orm::time_of_day::of(4, 5, 6),
              orm::json{R"({"a": {"b.c": [1, 2.50, true, null, "t\"x", -7]}, "n": null, "f": false})"}});
    s.conn.insert(Thing{2,
                        "",
                        {},
                        {},
                        -2.5,
                        {},
                        false,
                        orm::timestamp::of(2000, 1, 1),
                        orm::date::of(2000, 1, 1),
                        {},
                        orm::json{"[]"}});
    s.conn.insert(Thing{3,
                        "  xx  ",
                        "",
                        -5,
                        2.675,
                        0.0,
                        false,
                        orm::timestamp::of(1969, 3, 4, 5, 6, 7),
                        orm::date::of(1999, 12, 31),
                        {},
                        orm::json{R"([1, "2", 3])"}});
}

// ---- "Ann|5|-": the NULL as "-"

template <class V>
std::string text_of(V const& v) {
    if constexpr (std::is_same_v<V, std::string>) {
        return v;
    } else if constexpr (std::is_same_v<V, bool>) {
        return v ? "yes" : "no";
    } else if constexpr (std::is_integral_v<V>) {
        return std::to_string(v);
    } else if constexpr (std::is_same_v<V, double>) {
        char text[40];
        std::snprintf(text, sizeof text, "%.10g", v);
        return text;
    } else if constexpr (requires { v.has_value(); }) {
        return v ? text_of(*v) : "-";
    } else {
        return std::string{std::string_view{orm::value_traits<V>::encode(v)}};
    }
}
template <class... V>
std::string text_of(std::tuple<V...> const& row) {
    std::string out;
    std::apply([&](auto const&... v) { ((out += '|', out += text_of(v)), ...); }, row);
    return out.substr(1);
}

/// Each expression for each row: "1|2 / 3|4 / 5|6".
template <class... X>
std::string values(site& s, X const&... x) {
    std::string out;
    for (auto const& row : s.conn.all(orm::select(x...).template from<Thing>().order_by(col<&Thing::id>))) {
        out += (out.empty() ? "" : " / ") + text_of(row);
    }
    return out;
}
/// The rows for which a condition holds: "1 3".
template <class C>
std::string rows(site& s, C const& condition) {
    std::string out;
    for (auto const key :
         s.conn.all(orm::select(col<&Thing::id>).where(condition).order_by(col<&Thing::id>))) {
        out += (out.empty() ? "" : " ") + std::to_string(key);
    }
    return out;
}

/// The text without its select list and FROM.
template <class Back, class... X>
std::string sql(X const&... x) {
    auto const text = std::string{orm::to_sql<Back>(orm::select(x...).template from<Thing>())};
    return text.substr(7, text.rfind(" FROM \"things\"") - 7);
}

} // namespace expression_tests
