#pragma once
// SPDX-License-Identifier: BSL-1.0
// The commands of <app>-db: what each takes from the command line, one function per verb, one file per
// function.

#include "context.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace athanor::codegen::detail {

struct revision_options {
    std::string message;
    bool autogenerate = false;
    bool empty = false; // write a unit although nothing changed
    std::string head;   // the revision to continue; empty: the only head
    bool splice = false;
    std::string branch_label;
    std::vector<std::string> depends_on;
    std::string revision_id;
    std::vector<std::string> renames;
    std::vector<std::string> drops;
    std::vector<std::string> allow_loss;
    std::vector<std::string> fills;
    std::vector<std::string> conversions;
};
struct move_options { // upgrade, downgrade
    std::string target;
    bool sql = false;
};
struct current_options {
    bool check_heads = false;
    bool verbose = false;
};
struct history_options {
    std::string range;
    bool verbose = false;
    bool indicate_current = false;
};
struct show_options {
    std::string revision = "head";
};
struct merge_options {
    std::vector<std::string> revisions;
    std::string message;
    std::string branch_label;
    std::string revision_id;
};
struct stamp_options {
    std::vector<std::string> revisions;
    bool purge = false;
    bool force = false;
};

[[nodiscard]] exit_code run_init(context const& c);
[[nodiscard]] exit_code run_revision(context const& c, revision_options const& o);
[[nodiscard]] exit_code run_merge(context const& c, merge_options const& o);
[[nodiscard]] exit_code run_upgrade(context const& c, move_options const& o);
[[nodiscard]] exit_code run_downgrade(context const& c, move_options const& o);
[[nodiscard]] exit_code run_current(context const& c, current_options const& o);
[[nodiscard]] exit_code run_history(context const& c, history_options const& o);
[[nodiscard]] exit_code run_heads(context const& c);
[[nodiscard]] exit_code run_branches(context const& c);
[[nodiscard]] exit_code run_show(context const& c, show_options const& o);
[[nodiscard]] exit_code run_stamp(context const& c, stamp_options const& o);
[[nodiscard]] exit_code run_check(context const& c);
[[nodiscard]] exit_code run_edit(context const& c, show_options const& o);
[[nodiscard]] exit_code run_ensure_version(context const& c);
[[nodiscard]] exit_code run_registry(context const& c, std::filesystem::path const& output_directory);

/// The file of a revision: <id>.cpp or <id>_<slug>.cpp in the folder of the units. Throws where it is
/// missing.
[[nodiscard]] std::filesystem::path file_of(context const& c, std::string const& revision);

} // namespace athanor::codegen::detail
