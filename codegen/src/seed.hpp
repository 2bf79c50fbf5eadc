#pragma once
// SPDX-License-Identifier: BSL-1.0
// Rows for the proof: made so that they are valid before and after the change, and as nasty as that allows.

#include <athanor/engine/database.hpp>
#include <athanor/operation/operations.hpp>
#include <athanor/schema/catalog.hpp>

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace athanor::codegen::detail {

/// Where each table and column of `before` ends up; a dropped one is missing.
struct fates {
    std::map<std::string, std::string> tables;
    std::map<std::pair<std::string, std::string>, std::string>
        columns; // (old table, old column) -> new column
};
[[nodiscard]] fates follow(catalog const& before, operation::list const& operations);

enum class seed_level : unsigned char {
    nasty,  // NULLs, extremes, quotes
    tame,   // small values, no NULL
    sparse, // NULL wherever it may be
    single, // one tame row per table
    none,
};

/// Fills the tables of `before`. Rows that a constraint rejects are left out.
void seed(database& db, catalog const& before, catalog const& after, operation::list const& operations,
          seed_level level);

} // namespace athanor::codegen::detail
