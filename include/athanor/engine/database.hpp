#pragma once
// SPDX-License-Identifier: BSL-1.0
// The run-time face of one connection: all that migrations need, on any back end, without templates.

#include <athanor/dialect/dialect_id.hpp>
#include <athanor/value/cell.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace athanor {

/// What migration code and `op.run` functions see of a connection. Every error is an athanor::error.
class database {
public:
    virtual ~database() = default;

    [[nodiscard]] virtual dialect_id dialect() const noexcept = 0;
    /// The URL without its password, for messages.
    [[nodiscard]] virtual std::string display_name() const = 0;
    /// Asked from the library itself, never remembered.
    [[nodiscard]] virtual bool in_transaction() const = 0;

    /// Another connection to the same database, opened with the same URL: for a lock that must not share the
    /// fate of this one's transactions. Throws what connect() throws, and unsupported for a database in
    /// memory.
    [[nodiscard]] virtual std::unique_ptr<database> open_another() const = 0;
    /// Does a pooler such as pgbouncer stand between, so that two transactions may meet two sessions?
    [[nodiscard]] virtual bool pooled() const noexcept = 0;

    /// Runs one statement with parameters ($1, $2, ...; on SQLite ? as well); returns the number of rows that
    /// it changed. On PostgreSQL a parameter without a cast takes the type that the server infers.
    virtual std::int64_t execute(std::string_view sql, std::span<cell const> parameters = {}) = 0;
    /// Runs several statements separated by semicolons, without parameters. PostgreSQL makes them one
    /// transaction, unless one is open.
    virtual void execute_script(std::string_view sql) = 0;
    /// Runs one statement and returns all its rows.
    [[nodiscard]] virtual row_set query(std::string_view sql, std::span<cell const> parameters = {}) = 0;

protected:
    database() = default;
    database(database const&) = default;
    database& operator=(database const&) = default;
};

} // namespace athanor
