#pragma once
// SPDX-License-Identifier: BSL-1.0
// What every command gets: the application, the options that all share, and the ways to answer.

#include "terminal.hpp"

#include <athanor/base/error.hpp>
#include <athanor/codegen/application.hpp>
#include <athanor/codegen/exit_code.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/migrate/revision_graph.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace athanor::codegen::detail {

struct context {
    application const& app;
    std::string url;         // --url; empty: DATABASE_URL, then the default of the build
    std::string scratch_url; // --scratch-url; empty: ATHANOR_SCRATCH_URL, then none
    bool json = false;

    /// Checked at each call: throws error_kind::revision for a broken graph.
    [[nodiscard]] migrate::revision_graph graph() const { return migrate::revision_graph{app.units}; }
    /// The URL that counts. Throws misuse where none is given.
    [[nodiscard]] std::string effective_url() const;
    /// False where the URL names a file that isn't there: looking must not create it.
    [[nodiscard]] bool database_exists() const;
    /// Opens the database that the URL names.
    [[nodiscard]] std::unique_ptr<database> open() const;
    /// The SQL that its database speaks; SQLite's where none is named.
    [[nodiscard]] dialect_id dialect() const;
    /// The command to type for something, as in "shop-db upgrade head".
    [[nodiscard]] std::string command(std::string_view arguments) const {
        return app.build.name + "-db " + std::string(arguments);
    }
};

/// Opens what a URL names, with the drivers that the generator was built with.
[[nodiscard]] std::unique_ptr<database> open_database(std::string_view url);

/// "1975ea83b712 (head)  add phone number"
[[nodiscard]] std::string one_line(migrate::revision const& r, migrate::revision_graph const& graph);
/// The exit code that an error stands for.
[[nodiscard]] exit_code code_of(error const& e);

/// Ends a command early, everything being said already.
struct stop {
    exit_code code;
};

} // namespace athanor::codegen::detail
