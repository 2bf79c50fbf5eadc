// SPDX-License-Identifier: BSL-1.0
// branches: revisions that more than one other continues.
#include "commands.hpp"

namespace athanor::codegen::detail {

exit_code run_branches(context const& c) {
    auto const graph = c.graph();
    bool found = false;
    for (auto const& r : graph.revisions()) {
        auto const next = graph.children(r.id);
        if (next.size() > 1) {
            found = true;
            say(one_line(r, graph));
            for (auto const* n : next) {
                say("    -> " + one_line(*n, graph));
            }
        }
    }
    if (!found) {
        say("No revision is continued by more than one other.");
    }
    return exit_code::ok;
}

} // namespace athanor::codegen::detail
