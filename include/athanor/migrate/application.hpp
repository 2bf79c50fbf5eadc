#pragma once
// SPDX-License-Identifier: BSL-1.0
// run_migrations(conn): what an application calls at startup.

#include <athanor/engine/database.hpp>
#include <athanor/migrate/registry.hpp>
#include <athanor/migrate/runner.hpp>

#include <concepts>

namespace athanor {

namespace generated {
/// Defined by the registry that athanor_add_migrations() generates and compiles into the application.
extern const migrate::registry units;
} // namespace generated

/// A connection that migrations can run on.
template <class C>
concept migratable_connection = requires(C& connection) {
    { connection.database() } -> std::convertible_to<database&>;
};

/// Brings the database to the head of the units that this program was built with; at the head it costs one
/// SELECT.
///
///     auto conn = orm::connect<orm::sqlite>("sqlite:///shop.db");
///     orm::run_migrations(conn);
///
/// Throws athanor::error: migration (a unit failed, nothing of it remains), migration_data (the rows don't
/// fit), migration_unmanaged, migration_ahead, migration_drift, busy, and misuse inside a transaction. An
/// application without athanor_add_migrations() doesn't link: `athanor::generated::units` is missing then.
template <migratable_connection C>
migrate::run_report run_migrations(C& connection, migrate::run_options const& options = {}) {
    return migrate::run_migrations(connection.database(), generated::units, options);
}

} // namespace athanor
