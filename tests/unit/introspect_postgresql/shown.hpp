#pragma once
// SPDX-License-Identifier: BSL-1.0
// A database made by SQL of another hand, and what introspection says of it as text.

#include <athanor/migrate/introspect/compare_database.hpp>

#include "unit/driver_postgresql/live.hpp"
#include "unit/support/watched.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace athanor::test {

/// A database of its own, and a connection that counts what it is asked.
class written_database {
public:
    explicit written_database(std::string const& sql) {
        connection_.execute_script(sql);
        connection_.before_each = [this](std::string_view) { ++statements; };
    }
    written_database(written_database const&) = delete;
    written_database& operator=(written_database const&) = delete;
    ~written_database() = default;

    std::size_t statements = 0;

    operator athanor::database&() { return connection_; }
    void execute(std::string const& sql) { connection_.execute(sql, {}); }
    [[nodiscard]] bool in_transaction() const { return connection_.in_transaction(); }
    /// The first field of the first row, as another connection sees it.
    [[nodiscard]] std::string ask(std::string const& sql) const {
        return live::ask(live::plain{database_.name()}, sql);
    }

private:
    live::database database_;
    watched connection_{database_.url()};
};

/// Columns and constraints of a table, one a line, as the words of a comparison show them.
[[nodiscard]] inline std::string shown(catalog const& c, std::string_view key) {
    using words = migrate::detail::postgresql_words;
    auto const* t = c.find(key);
    if (t == nullptr) {
        return "no such table";
    }
    std::string out = t->comment.empty() ? "" : "-- " + t->comment + '\n';
    auto const all = [&](auto const& items) {
        for (auto const& item : items) {
            out += words::show(*t, item) + '\n';
        }
    };
    all(t->columns);
    if (t->primary_key) {
        out += words::show(*t, *t->primary_key) + '\n';
    }
    all(t->uniques);
    all(t->checks);
    all(t->foreign_keys);
    all(t->excludes);
    all(t->indexes);
    return out;
}

[[nodiscard]] inline std::string lines(std::vector<std::string> const& all) {
    std::string out;
    for (auto const& line : all) {
        out += line + '\n';
    }
    return out;
}

} // namespace athanor::test
