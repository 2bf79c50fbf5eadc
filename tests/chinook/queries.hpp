#pragma once
// SPDX-License-Identifier: BSL-1.0
// A query of athanor beside the SQL that a person wrote for it, on both back ends over the same sample.

#include "models.hpp"
#include "queries_cents.hpp"

#include <athanor/postgresql.hpp>
#include <athanor/query.hpp>
#include <athanor/sqlite.hpp>

#include <boost/pfr/core.hpp>
#include <doctest/doctest.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace chinook {

using connection = orm::connection<orm::sqlite, orm::postgresql>;
using lines = std::vector<std::string>;

/// The sample in SQLite and in PostgreSQL, loaded once for all cases.
struct both_databases {
    connection& sqlite;
    connection& postgresql;
};
/// Nothing where the sample's script is absent, which is said.
[[nodiscard]] std::optional<both_databases> databases();
/// The rows of SQL written by hand, each as one line of text.
[[nodiscard]] lines rows_by_hand(connection& conn, std::string_view sql);
/// The text of one value, as rows_by_hand() has it.
[[nodiscard]] std::string shown(orm::cell const& value);

inline void add_value(std::string& line, orm::cell const& value) {
    line += (line.empty() ? "" : "|") + shown(value);
}
/// A value, an optional one, a struct or a tuple of them.
template <class V>
void add_to_line(std::string& line, V const& value) {
    if constexpr (requires { value.has_value(); }) {
        value ? add_to_line(line, *value) : add_value(line, {});
    } else if constexpr (requires { std::tuple_size<V>::value; }) {
        std::apply([&](auto const&... part) { (add_to_line(line, part), ...); }, value);
    } else if constexpr (orm::mapped_value<V>) {
        add_value(line, orm::detail::cell_of(value));
    } else {
        boost::pfr::for_each_field(value, [&](auto const& field) { add_to_line(line, field); });
    }
}
template <class Query>
[[nodiscard]] lines rows_of_query(connection& conn, Query const& query) {
    lines out;
    for (auto const& row : conn.all(query)) {
        add_to_line(out.emplace_back(), row);
    }
    return out;
}

/// Says in which database, and the rows.
void check_rows(char const* where, lines const& found, lines const& expected);

/// What a query gave, and facts about it; without the sample nothing is known and nothing is asked.
struct answer {
    std::optional<lines> rows;

    void first_is(std::string_view line) const;
    void last_is(std::string_view line) const;
    void count_is(std::size_t number) const;
    void are(lines const& expected) const;
};

/// The query's rows are those of the SQL by hand (one text for both databases, or one for each), on both
/// back ends the same, and there are some.
template <class Query>
answer agrees(Query const& query, std::string_view for_sqlite, std::string_view for_postgresql = {}) {
    auto const both = databases();
    if (!both) {
        return {};
    }
    auto on_sqlite = rows_of_query(both->sqlite, query);
    auto const on_postgresql = rows_of_query(both->postgresql, query);
    check_rows("SQLite", on_sqlite, rows_by_hand(both->sqlite, for_sqlite));
    check_rows("PostgreSQL", on_postgresql,
               rows_by_hand(both->postgresql, for_postgresql.empty() ? for_sqlite : for_postgresql));
    check_rows("PostgreSQL beside SQLite", on_postgresql, on_sqlite);
    return {std::move(on_sqlite)};
}

} // namespace chinook
