// SPDX-License-Identifier: BSL-1.0
// upgrade: applies units up to a revision, or prints them as SQL.
#include "commands.hpp"
#include "moving.hpp"

namespace athanor::codegen::detail {

exit_code run_upgrade(context const& c, move_options const& o) {
    if (o.sql) {
        return print_script(c, o.target, migrate::direction::up);
    }
    auto const graph = c.graph();
    require_single_head(c, graph, o.target);
    auto const db = c.open();
    migrate::run_options options;
    // Without units there is no head to find, and nothing to do.
    options.target = graph.empty() && o.target == "head" ? "heads" : o.target;
    options.on_event = [&](migrate::run_event const& event) { tell(c, event); };
    report(c, migrate::upgrade(*db, graph, options));
    return exit_code::ok;
}

} // namespace athanor::codegen::detail
