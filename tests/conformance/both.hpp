#pragma once
// SPDX-License-Identifier: BSL-1.0
// Runs a case on SQLite and on PostgreSQL, each with a fresh database, and compares what both wrote down.

#include <athanor/create_all.hpp>
#include <athanor/model.hpp>
#include <athanor/postgresql.hpp>
#include <athanor/query.hpp>
#include <athanor/sqlite.hpp>

#include "unit/driver_postgresql/live.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace conformance {

namespace orm = athanor;
using connection = orm::connection<orm::sqlite, orm::postgresql>;

// ---- what is compared, as text

inline std::string shown(orm::cell const& value) {
    return std::visit(
        [](auto const& v) -> std::string {
            using V = std::remove_cvref_t<decltype(v)>;
            if constexpr (std::is_same_v<V, std::monostate>) {
                return "NULL";
            } else if constexpr (std::is_same_v<V, bool>) { // SQLite has no type for it
                return v ? "1" : "0";
            } else if constexpr (std::is_same_v<V, std::string>) {
                return v;
            } else if constexpr (std::is_same_v<V, std::vector<std::byte>>) {
                std::string out = "x'";
                for (std::byte const b : v) {
                    out += "0123456789abcdef"[std::to_integer<unsigned>(b) >> 4U];
                    out += "0123456789abcdef"[std::to_integer<unsigned>(b) & 15U];
                }
                return out + "'";
            } else if constexpr (std::is_same_v<V, double>) {
                return orm::detail::shortest_decimal(v);
            } else {
                return std::to_string(v);
            }
        },
        value);
}

/// One of the two databases, and what the case found there.
class site {
public:
    site(std::string const& url, bool sqlite)
        : conn{orm::connect<orm::sqlite, orm::postgresql>(url)}
        , is_sqlite{sqlite} {}

    /// Goes into the comparison.
    void note(std::string line) { notes.push_back(std::move(line)); }
    void note(std::string_view what, std::int64_t number) {
        notes.push_back(std::string{what} + ' ' + std::to_string(number));
    }
    /// The kind of the error that a call ends in, or "ok"; with the place, if `with_place`.
    template <class F>
    std::string outcome(F&& f, bool with_place = false) {
        try {
            f();
        } catch (orm::error const& e) {
            std::string out{orm::facts_of(e.kind()).name};
            if (with_place) {
                out += ' ' + e.table() + '.' + e.column();
            }
            return out;
        }
        return "ok";
    }
    /// The same, into the comparison.
    template <class F>
    void note_outcome(std::string_view what, F&& f, bool with_place = true) {
        note(std::string{what} + ": " + outcome(std::forward<F>(f), with_place));
    }
    /// What raw SQL sees, into the comparison.
    void note_rows(std::string_view sql) {
        for (auto const& row : conn.query(orm::unsafe_sql{sql}).rows) {
            std::string line;
            for (auto const& value : row) {
                line += (line.empty() ? "" : "|") + shown(value);
            }
            note(line);
        }
    }

    connection conn;
    bool is_sqlite;
    std::vector<std::string> notes;
};

/// A SQLite database in memory and a PostgreSQL database that goes away again.
template <class Metadata, class F>
void on_both(F&& f) {
    live::database const database;
    site sites[2] = {site{"sqlite://", true}, site{database.url(), false}};
    for (site& s : sites) {
        CAPTURE(s.is_sqlite);
        s.conn.create_all<Metadata>();
        f(s);
    }
    auto const& [sqlite, postgresql] = sites;
    REQUIRE(sqlite.notes.size() == postgresql.notes.size());
    for (std::size_t i = 0; i < sqlite.notes.size(); ++i) {
        CAPTURE(i);
        CHECK(sqlite.notes[i] == postgresql.notes[i]);
    }
}

} // namespace conformance
