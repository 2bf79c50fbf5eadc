#pragma once
// SPDX-License-Identifier: BSL-1.0
// How a run of <app>-db ended, the same figures for every command.

namespace athanor::codegen {

/// Exit codes, fit for CI. A database that can't be opened, a bad URL or an unknown revision is `usage`.
enum class exit_code : int {
    ok = 0,               // done, or nothing to do
    usage = 1,            // command line, configuration, URL, revision names, files
    changes_pending = 2,  // check: models and migrations differ
    decision_missing = 3, // a rename, a loss or a fill must be decided; the flags were listed
    lint = 4,             // a rule says no; a unit that doesn't pass its proof
    drift = 5,            // database and history differ; tables without history
    checksum = 6,         // an applied unit was edited afterwards
    lock = 7,             // somebody else migrates, or holds the database
    failed = 8,           // a migration failed and was rolled back: everything is as before
    partial = 9,          // a migration failed half-way
    irreversible = 10,    // a downgrade that can't be done
    several_heads = 11,   // name one, or merge
};

} // namespace athanor::codegen
