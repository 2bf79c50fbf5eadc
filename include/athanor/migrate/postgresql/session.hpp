#pragma once
// SPDX-License-Identifier: BSL-1.0
// What surrounds every step on PostgreSQL: one transaction with settings of its own, or, where a statement
// can't be in one, the same settings for its time.

#include <athanor/base/error.hpp>
#include <athanor/dialect/quote.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/introspect/sqlite.hpp>
#include <athanor/migrate/runner_options.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::migrate::detail::pg {

[[nodiscard]] inline std::string lit(std::string_view text) {
    return quote_literal(dialect_id::postgresql, text);
}

struct setting {
    std::string name;
    std::string value;
};

/// Names in a unit mean the default schema and what PostgreSQL brings along; a temporary table never comes
/// first. Times are UTC. A policy on rows must not hide rows from the counts: it is an error instead.
[[nodiscard]] inline std::vector<setting> unit_settings(std::string const& schema,
                                                        std::vector<std::string> const& search_path) {
    auto path = quote_identifier(schema);
    for (auto const& s : search_path) {
        path += ", " + quote_identifier(s);
    }
    return {{"search_path", path + ", pg_temp"},
            {"timezone", "UTC"},
            {"statement_timeout", "0"},
            {"idle_in_transaction_session_timeout", "0"},
            {"standard_conforming_strings", "on"},
            {"row_security", "off"}};
}
[[nodiscard]] inline std::string set_sql(std::vector<setting> const& settings, bool local) {
    std::string out = "SELECT ";
    for (auto const& s : settings) {
        out += (out.size() == 7 ? "" : ", ") + ("pg_catalog.set_config(" + lit(s.name)) + ", " +
               lit(s.value) + (local ? ", true)" : ", false)");
    }
    return out;
}

/// BEGIN with the isolation that DDL and its counts need, whatever the role's defaults are. Rolls back unless
/// committed.
class transaction {
public:
    explicit transaction(database& db)
        : db_{db} {
        db_.execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
    }
    transaction(database& db, std::vector<setting> const& settings)
        : transaction{db} {
        (void)db_.query(set_sql(settings, true));
    }
    transaction(transaction const&) = delete;
    transaction& operator=(transaction const&) = delete;
    ~transaction() {
        try {
            rollback();
        } catch (...) { // the error that brought us here says more
        }
    }
    void rollback() {
        if (!std::exchange(done_, true) && db_.in_transaction()) {
            db_.execute("ROLLBACK");
        }
    }
    void commit() {
        db_.execute("COMMIT");
        done_ = true;
    }

private:
    database& db_;
    bool done_ = false;
};

/// Settings of the session for a statement that can't run in a transaction; what was there comes back.
class session_settings {
public:
    session_settings(database& db, std::vector<setting> const& wanted)
        : db_{db} {
        std::string ask = "SELECT ";
        for (auto const& s : wanted) {
            ask += (ask.size() == 7 ? "" : ", ") + ("pg_catalog.current_setting(" + lit(s.name)) + ')';
        }
        auto const now = db_.query(ask);
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            before_.push_back({wanted[i].name, text_of(now.rows.at(0).at(i))});
        }
        (void)db_.query(set_sql(wanted, false));
    }
    session_settings(session_settings const&) = delete;
    session_settings& operator=(session_settings const&) = delete;
    ~session_settings() {
        try {
            (void)db_.query(set_sql(before_, false));
        } catch (...) { // the connection is gone, and its settings with it
        }
    }

private:
    database& db_;
    std::vector<setting> before_;
};

} // namespace athanor::migrate::detail::pg
