// SPDX-License-Identifier: BSL-1.0
// heads: revisions that no other continues.
#include "commands.hpp"

#include <nlohmann/json.hpp>

namespace athanor::codegen::detail {

exit_code run_heads(context const& c) {
    auto const graph = c.graph();
    auto const heads = graph.heads();
    if (c.json) {
        auto out = nlohmann::json::array();
        for (auto const* h : heads) {
            out.push_back(h->id);
        }
        say(out.dump());
        return exit_code::ok;
    }
    for (auto const* h : heads) {
        say(one_line(*h, graph));
    }
    if (heads.empty()) {
        say("There are no revisions yet.");
    }
    return exit_code::ok;
}

} // namespace athanor::codegen::detail
