// SPDX-License-Identifier: BSL-1.0
#include "moving.hpp"

#include <athanor/driver/url.hpp>
#include <athanor/migrate/runner_offline.hpp>

#include <nlohmann/json.hpp>

#include <cstdio>

namespace athanor::codegen::detail {

exit_code print_script(context const& c, std::string const& range, migrate::direction way) {
    auto const graph = c.graph();
    auto const ends = migrate::split_range(range);
    if (!ends && way == migrate::direction::down) {
        throw error{error_kind::misuse,
                    "downgrade --sql takes FROM:TO, for instance head:-1 is said as ID:ID"};
    }
    auto const from = ends && !ends->first.empty() ? ends->first : std::string("base");
    auto const to = ends ? (ends->second.empty() ? std::string("heads") : ends->second) : range;
    require_single_head(c, graph, to);
    auto const script = migrate::offline_script(graph, from, to, way, c.dialect());
    // As it is: the script is a file, and escaping control characters would change what it says.
    (void)std::fwrite(script.data(), 1, script.size(), stdout);
    return exit_code::ok;
}

void tell(context const& c, migrate::run_event const& event) {
    if (event.what == migrate::run_event::kind::finished) {
        return;
    }
    if (event.what == migrate::run_event::kind::waiting) {
        complain("Waiting for another process that migrates this database: " + plain_word(event.detail));
        return;
    }
    if (event.what == migrate::run_event::kind::retrying) {
        complain("A table of " + event.unit->id + " is locked by others: " + event.detail);
        return;
    }
    bool const up = event.way == migrate::direction::up;
    std::string parents;
    for (auto const& p : event.unit->parents) {
        parents += (parents.empty() ? "" : ", ") + p;
    }
    if (parents.empty()) {
        parents = "<base>";
    }
    std::string line = event.what == migrate::run_event::kind::already_done
                           ? "Already done by another process: "
                           : "Running ";
    line += up ? "upgrade " + parents + " -> " + event.unit->id
               : "downgrade " + event.unit->id + " -> " + parents;
    line += event.unit->message.empty() ? "" : ", " + plain_word(event.unit->message);
    c.json ? complain(line) : say(line);
}

void report(context const& c, migrate::run_report const& done) {
    if (c.json) {
        auto steps = nlohmann::json::array();
        for (auto const& s : done.steps) {
            steps.push_back({{"revision", s.id},
                             {"message", plain(s.message)},
                             {"direction", s.way == migrate::direction::up ? "up" : "down"},
                             {"microseconds", s.duration_us}});
        }
        say(nlohmann::json{{"steps", steps}}.dump());
    } else if (done.steps.empty()) {
        say("Nothing to do: the database is there already.");
    }
}

void require_single_head(context const& c, migrate::revision_graph const& graph, std::string const& target) {
    auto const heads = graph.heads();
    if (target == "head" && heads.size() > 1) {
        complain("There are several heads: " + migrate::revision_graph::listed(heads) +
                 ". Say heads, name one, or join them: " + c.command("merge heads -m \"...\""));
        throw stop{exit_code::several_heads};
    }
}

} // namespace athanor::codegen::detail
