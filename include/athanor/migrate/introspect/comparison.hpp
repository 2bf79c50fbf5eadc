#pragma once
// SPDX-License-Identifier: BSL-1.0
// Compares one table with another, part by part; how parts are shown, and when they are equal, is the
// dialect's word.

#include <athanor/schema/catalog.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::migrate {

/// Should compare_live report what the history never created?
enum class compare_scope : unsigned char {
    managed,    // no: foreign tables and indexes are left alone
    everything, // yes
};

namespace detail {

[[nodiscard]] inline std::string one_line(std::string sql) {
    std::ranges::replace(sql, '\n', ' ');
    return sql;
}

/// `Words` has same(a, b) and show(table, item) for each kind of item, and same_name(a, b).
template <class Words>
class comparison {
public:
    comparison(table_def const& expected, table_def const& live)
        : expected_{expected}
        , live_{live} {}

    [[nodiscard]] std::vector<std::string> lines(compare_scope scope) && {
        columns();
        if (expected_.primary_key &&
            (!live_.primary_key || !Words::same(*expected_.primary_key, *live_.primary_key))) {
            differs("", show(*expected_.primary_key),
                    live_.primary_key ? show(*live_.primary_key) : "no primary key");
        } else if (!expected_.primary_key && live_.primary_key) {
            differs("", "no primary key", show(*live_.primary_key));
        }
        items(expected_.uniques, live_.uniques, true);
        items(expected_.checks, live_.checks, true);
        items(expected_.foreign_keys, live_.foreign_keys, true);
        items(expected_.excludes, live_.excludes, true);
        items(expected_.indexes, live_.indexes, scope == compare_scope::everything);
        says(expected_.strict, live_.strict, "STRICT", "not STRICT");
        says(expected_.without_rowid, live_.without_rowid, "WITHOUT ROWID", "a rowid");
        if (expected_.comment != live_.comment) {
            differs("", "the comment '" + expected_.comment + '\'', '\'' + live_.comment + '\'');
        }
        return std::move(lines_);
    }

private:
    template <class Item>
    [[nodiscard]] std::string show(Item const& item) const {
        return one_line(Words::show(expected_, item));
    }
    void says(bool expected, bool live, char const* yes, char const* no) {
        if (expected != live) {
            differs("", expected ? yes : no, live ? yes : no);
        }
    }
    void differs(std::string_view column, std::string_view expected, std::string_view found) {
        std::string line = expected_.key();
        if (!column.empty()) {
            (line += '.').append(column);
        }
        line.append(": expected ").append(expected).append(", found ").append(found);
        lines_.push_back(std::move(line));
    }
    void columns() {
        auto const find = [](table_def const& t, std::string_view name) -> column_def const* {
            for (auto const& c : t.columns) {
                if (Words::same_name(c.name, name)) {
                    return &c;
                }
            }
            return nullptr;
        };
        for (auto const& c : expected_.columns) {
            auto const* other = find(live_, c.name);
            if (other == nullptr) {
                differs(c.name, show(c), "no such column");
            } else if (!Words::same(c, *other) || c.name != other->name) {
                differs(c.name, show(c), one_line(Words::show(live_, *other)));
            }
        }
        for (auto const& c : live_.columns) {
            if (find(expected_, c.name) == nullptr) {
                differs(c.name, "no such column", one_line(Words::show(live_, c)));
            }
        }
    }
    template <class Item>
    void items(std::vector<Item> const& expected, std::vector<Item> const& live, bool report_more) {
        std::vector<bool> taken(live.size(), false);
        std::vector<Item const*> missing;
        for (auto const& e : expected) {
            bool found = false;
            for (std::size_t i = 0; i < live.size() && !found; ++i) {
                if (!taken[i] && Words::same(e, live[i])) {
                    taken[i] = found = true;
                }
            }
            if (!found) {
                missing.push_back(&e);
            }
        }
        for (auto const* m : missing) {
            std::string found = "nothing";
            for (std::size_t i = 0; i < live.size(); ++i) {
                if (!taken[i] && live[i].name == m->name) {
                    taken[i] = true;
                    found = show(live[i]);
                }
            }
            differs("", show(*m), found);
        }
        for (std::size_t i = 0; i < live.size(); ++i) {
            if (!taken[i] && report_more) {
                differs("", "nothing", show(live[i]));
            }
        }
    }

    table_def const& expected_;
    table_def const& live_;
    std::vector<std::string> lines_;
};

} // namespace detail
} // namespace athanor::migrate
