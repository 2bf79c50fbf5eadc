#pragma once
// SPDX-License-Identifier: BSL-1.0
// How much a dropped thing looks like an added one: the evidence behind "is this a rename?".

#include <athanor/migrate/diff/decisions.hpp>
#include <athanor/schema/catalog.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::migrate::detail {

/// 1 = the same name, 0 = nothing in common. Edit distance over the longer length.
[[nodiscard]] inline double name_likeness(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) {
        return 0;
    }
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t k = 1; k <= b.size(); ++k) {
            std::size_t const above = row[k];
            row[k] = std::min({row[k] + 1, row[k - 1] + 1, diagonal + (a[i - 1] == b[k - 1] ? 0U : 1U)});
            diagonal = above;
        }
    }
    auto const longest = static_cast<double>(std::max(a.size(), b.size()));
    double const distance = 1.0 - static_cast<double>(row.back()) / longest;
    // "name" and "full_name": one within the other says more than the edit distance.
    bool const within = a.find(b) != std::string_view::npos || b.find(a) != std::string_view::npos;
    return within ? std::max(distance, 0.8) : distance;
}

[[nodiscard]] inline std::size_t ordinal(table_def const& t, std::string_view column) {
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
        if (t.columns[i].name == column) {
            return i;
        }
    }
    return t.columns.size();
}

// Which kinds of constraint a column takes part in, as bits.
[[nodiscard]] inline unsigned membership(table_def const& t, std::string_view column) {
    auto const has = [&](std::vector<std::string> const& names) {
        return std::ranges::find(names, column) != names.end();
    };
    unsigned bits = 0;
    bits |= t.primary_key && has(t.primary_key->columns) ? 1U : 0U;
    bits |= std::ranges::any_of(t.uniques, [&](auto const& u) { return has(u.columns); }) ? 2U : 0U;
    bits |= std::ranges::any_of(t.foreign_keys, [&](auto const& f) { return has(f.columns); }) ? 4U : 0U;
    bits |= std::ranges::any_of(t.indexes,
                                [&](auto const& i) {
                                    return std::ranges::any_of(
                                        i.parts, [&](auto const& p) { return p.text == column; });
                                })
                ? 8U
                : 0U;
    return bits;
}

/// 0..1. Columns of different types are never offered as a rename: 0.
[[nodiscard]] inline double column_likeness(table_def const& from, column_def const& a, table_def const& to,
                                            column_def const& b) {
    if (a.type.id != b.type.id || a.computed.empty() != b.computed.empty()) {
        return 0;
    }
    double score = a.type == b.type && a.type_name == b.type_name && a.labels == b.labels ? 0.45 : 0.3;
    score +=
        a.nullable == b.nullable && a.server_default == b.server_default && a.autoincrement == b.autoincrement
            ? 0.1
            : 0.0;
    auto const i = ordinal(from, a.name);
    auto const k = ordinal(to, b.name);
    score += i == k ? 0.15 : 0.0;
    auto const neighbour = [](table_def const& t, std::size_t at, int step) -> std::string_view {
        auto const n = static_cast<std::ptrdiff_t>(at) + step;
        return n < 0 || n >= static_cast<std::ptrdiff_t>(t.columns.size())
                   ? std::string_view{}
                   : std::string_view{t.columns[static_cast<std::size_t>(n)].name};
    };
    score += neighbour(from, i, -1) == neighbour(to, k, -1) ? 0.05 : 0.0;
    score += neighbour(from, i, 1) == neighbour(to, k, 1) ? 0.05 : 0.0;
    score += membership(from, a.name) == membership(to, b.name) ? 0.1 : 0.0;
    return score + 0.1 * name_likeness(a.name, b.name);
}

/// 0..1: the share of columns (name and type) that both have, and a little for the name.
[[nodiscard]] inline double table_likeness(table_def const& a, table_def const& b) {
    std::size_t same = 0;
    for (auto const& c : a.columns) {
        auto const* other = b.find_column(c.name);
        same += other != nullptr && other->type.id == c.type.id ? 1U : 0U;
    }
    auto const all = a.columns.size() + b.columns.size() - same;
    return all == 0 ? 0
                    : 0.9 * static_cast<double>(same) / static_cast<double>(all) +
                          0.1 * name_likeness(a.name, b.name);
}

inline void best_first(std::vector<rename_candidate>& candidates) {
    std::ranges::sort(candidates, [](rename_candidate const& a, rename_candidate const& b) {
        return a.percent != b.percent ? a.percent > b.percent : a.name < b.name;
    });
}

} // namespace athanor::migrate::detail
