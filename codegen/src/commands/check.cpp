// SPDX-License-Identifier: BSL-1.0
// check: do models and migrations say the same? For CI; needs no database.
#include "commands.hpp"

#include <athanor/migrate/diff/diff.hpp>

#include <nlohmann/json.hpp>

namespace athanor::codegen::detail {

exit_code run_check(context const& c) {
    auto const graph = c.graph();
    if (graph.heads().size() > 1) {
        complain("There are several heads: " + migrate::revision_graph::listed(graph.heads()) +
                 ". Join them: " + c.command("merge heads -m \"...\""));
        return exit_code::several_heads;
    }
    migrate::decisions any;
    any.allow_all_loss = true;
    auto const d = migrate::diff(graph.state_at_heads(), c.app.models, any);
    if (c.json) {
        auto changes = nlohmann::json::array();
        for (auto const& line : d.summary) {
            changes.push_back(plain_word(line));
        }
        say(nlohmann::json{{"changes", changes}}.dump());
        return d.upgrade.empty() ? exit_code::ok : exit_code::changes_pending;
    }
    if (d.upgrade.empty()) {
        say("No changes: the models are what the migrations say.");
        return exit_code::ok;
    }
    say("The models differ from the migrations:");
    for (auto const& line : d.summary) {
        say("    " + plain_word(line));
    }
    say("Next: " + c.command("revision --autogenerate -m \"what changed\""));
    return exit_code::changes_pending;
}

} // namespace athanor::codegen::detail
