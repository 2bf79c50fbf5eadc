// SPDX-License-Identifier: BSL-1.0
// history: the revisions, newest first.
#include "applied.hpp"
#include "commands.hpp"

#include <athanor/migrate/diff/summary.hpp>
#include <athanor/migrate/resolve.hpp>

#include <nlohmann/json.hpp>

namespace athanor::codegen::detail {

namespace {

// `from:to`, both ends included; either may be missing.
migrate::revision_set chosen(migrate::revision_graph const& graph, std::string const& range,
                             migrate::revision_set const& applied) {
    migrate::revision_set all;
    for (auto const& r : graph.revisions()) {
        all.insert(r.id);
    }
    if (range.empty()) {
        return all;
    }
    auto const ends = migrate::split_range(range);
    if (!ends) {
        throw error{error_kind::misuse,
                    "a range is FROM:TO, for instance base:head or 1975:, not \"" + range + "\""};
    }
    auto const& [from, to] = *ends;
    if (!to.empty() && to != "heads") {
        auto const* end = migrate::resolve(graph, to, applied);
        all = end == nullptr ? migrate::revision_set{} : graph.ancestors(end->id);
    }
    if (!from.empty()) {
        if (auto const* start = migrate::resolve(graph, from, applied)) {
            auto const after = graph.descendants(start->id);
            std::erase_if(all, [&](std::string const& id) { return !after.contains(id); });
        }
    }
    return all;
}

std::string parents_of(migrate::revision const& r) {
    std::string out;
    for (auto const& p : r.parents) {
        out += (out.empty() ? "" : ", ") + p;
    }
    return out.empty() ? "<base>" : out;
}

} // namespace

exit_code run_history(context const& c, history_options const& o) {
    auto const graph = c.graph();
    bool const needs_database = o.indicate_current || o.range.find("current") != std::string::npos;
    auto const applied = needs_database ? applied_revisions(c) : migrate::revision_set{};
    auto const current = graph.heads_of(applied);
    auto const set = chosen(graph, o.range, applied);
    auto path = graph.in_order(set);
    std::ranges::reverse(path);
    if (c.json) {
        auto out = nlohmann::json::array();
        for (auto const* r : path) {
            out.push_back({{"revision", r->id},
                           {"parents", r->parents},
                           {"depends_on", r->dependencies},
                           {"label", r->label},
                           {"message", plain(r->message)},
                           {"head", graph.children(r->id).empty()}});
        }
        say(out.dump());
        return exit_code::ok;
    }
    for (auto const* r : path) {
        bool const is_current = std::ranges::find(current, r) != current.end();
        say(parents_of(*r) + " -> " + one_line(*r, graph) + (is_current ? "  (current)" : ""));
        if (o.verbose) {
            for (auto const& op : migrate::record(r->source->upgrade)) {
                say("    " + plain_word(migrate::describe(op)));
            }
        }
    }
    if (path.empty()) {
        say(graph.empty() ? "There are no revisions yet." : "No revision is in that range.");
    }
    return exit_code::ok;
}

} // namespace athanor::codegen::detail
