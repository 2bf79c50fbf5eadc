// SPDX-License-Identifier: BSL-1.0
// downgrade: undoes units down to a revision, or prints that as SQL.
#include "commands.hpp"
#include "moving.hpp"

namespace athanor::codegen::detail {

exit_code run_downgrade(context const& c, move_options const& o) {
    if (o.sql) {
        return print_script(c, o.target, migrate::direction::down);
    }
    auto const graph = c.graph();
    auto const db = c.open();
    migrate::run_options options;
    options.target = o.target;
    options.on_event = [&](migrate::run_event const& event) { tell(c, event); };
    report(c, migrate::downgrade(*db, graph, options));
    return exit_code::ok;
}

} // namespace athanor::codegen::detail
