#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a generator is built from: the models, the units, and where they live.

#include <athanor/migrate/registry.hpp>
#include <athanor/schema/catalog.hpp>

#include <cstdint>
#include <filesystem>
#include <string>

namespace athanor::codegen {

/// What the build says about an application.
struct settings {
    std::string name;                      // "shop": the generator is called shop-db
    std::string metadata_name;             // "shop::metadata"
    std::filesystem::path directory;       // of the units
    std::string default_url;               // where neither --url nor DATABASE_URL is given
    std::filesystem::path build_directory; // for the commands that messages propose; may be empty
};

/// Settings, models and units: all that the commands work on.
struct application {
    settings build;
    model_schema models;
    std::uint64_t model_fingerprint = 0;
    migrate::registry units;
};

/// Runs one command line of <app>-db, prints to stdout and stderr, and returns an exit_code. Never throws.
[[nodiscard]] int main(int argc, char** argv, application const& app);

} // namespace athanor::codegen
