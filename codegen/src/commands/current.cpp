// SPDX-License-Identifier: BSL-1.0
// current: where the database is.
#include "applied.hpp"
#include "commands.hpp"

#include <nlohmann/json.hpp>

namespace athanor::codegen::detail {

exit_code run_current(context const& c, current_options const& o) {
    auto const graph = c.graph();
    auto const applied = applied_revisions(c);
    auto const here = graph.heads_of(applied);
    std::vector<std::string> unknown;
    for (auto const& id : applied) {
        if (graph.find(id) == nullptr) {
            unknown.push_back(id);
        }
    }
    bool at_heads = unknown.empty() && here.size() == graph.heads().size();
    for (auto const* r : here) {
        at_heads = at_heads && graph.children(r->id).empty();
    }
    if (c.json) {
        auto ids = nlohmann::json::array();
        for (auto const* r : here) {
            ids.push_back(r->id);
        }
        say(nlohmann::json{{"current", ids}, {"unknown", unknown}, {"at_heads", at_heads}}.dump());
    } else {
        if (o.verbose && c.database_exists()) {
            say("Database: " + c.open()->display_name());
        }
        for (auto const* r : here) {
            say(one_line(*r, graph));
        }
        for (auto const& id : unknown) {
            say(plain_word(id) + "  (unknown to this build)");
        }
        if (here.empty() && unknown.empty()) {
            say(c.database_exists() ? "<base>" : "<base> (the database doesn't exist yet)");
        }
    }
    return o.check_heads && !at_heads ? exit_code::changes_pending : exit_code::ok;
}

} // namespace athanor::codegen::detail
