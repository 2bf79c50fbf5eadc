#pragma once
// SPDX-License-Identifier: BSL-1.0
// A few tables with a few rows on both databases, and rows as text.

#include "conformance/both.hpp"
#include "unit/query/models.hpp"

#include <cstdio>
#include <functional>

namespace query_tests {

using conformance::site;

// ---- rows as text: "1 Ann 2.5", the NULL as "-", rows joined by ", "

inline std::string shown(std::string const& v) {
    return v;
}
inline std::string shown(bool v) {
    return v ? "yes" : "no";
}
inline std::string shown(std::int32_t v) {
    return std::to_string(v);
}
inline std::string shown(std::int64_t v) {
    return std::to_string(v);
}
inline std::string shown(double v) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", v);
    return text;
}
inline std::string shown(Person const& v) {
    return v.name;
}
inline std::string shown(Order const& v) {
    return "#" + std::to_string(v.id);
}
inline std::string shown(Line const& v) {
    return v.item;
}
inline std::string shown(Counter const& v) {
    return v.name + '=' + std::to_string(v.n);
}
template <class V>
std::string shown(std::optional<V> const& v) {
    return v ? shown(*v) : "-";
}
template <class... V>
std::string shown(std::tuple<V...> const& row) {
    std::string out;
    std::apply([&](auto const&... v) { ((out += out.empty() ? "" : " ", out += shown(v)), ...); }, row);
    return out;
}
template <class V>
std::string shown(std::vector<V> const& rows) {
    std::string out;
    for (V const& row : rows) {
        out += (out.empty() ? "" : ", ") + shown(row);
    }
    return out;
}
/// The kind of the error that a call ends in, or "ok".
template <class F>
std::string kind(F&& f) {
    try {
        f();
    } catch (orm::error const& e) {
        return std::string{orm::facts_of(e.kind()).name};
    }
    return "ok";
}

/// Runs a case on both databases, each with the tables and these rows: Ann is the boss of Bob and Cid, Bob of
/// Dan; Ann has two orders, Bob has one.
void on_both_filled(std::function<void(site&)> const& f);

} // namespace query_tests
