// SPDX-License-Identifier: BSL-1.0
// show: one revision, its file and what it does both ways.
#include "applied.hpp"
#include "commands.hpp"

#include <athanor/migrate/diff/summary.hpp>
#include <athanor/migrate/resolve.hpp>

#include <nlohmann/json.hpp>

namespace athanor::codegen::detail {

std::filesystem::path file_of(context const& c, std::string const& revision) {
    std::error_code fault;
    for (auto const& entry : std::filesystem::directory_iterator{c.app.build.directory, fault}) {
        auto const stem = entry.path().stem().string();
        if (entry.path().extension() == ".cpp" && stem.substr(0, stem.find('_')) == revision) {
            return entry.path();
        }
    }
    throw error{error_kind::file, "no file " + revision + "_*.cpp in " + c.app.build.directory.string()}
        .with_revision(revision);
}

exit_code run_show(context const& c, show_options const& o) {
    auto const graph = c.graph();
    bool const needs_database = o.revision.find("current") != std::string::npos ||
                                o.revision.starts_with('+') || o.revision.starts_with('-');
    auto const* r =
        migrate::resolve(graph, o.revision, needs_database ? applied_revisions(c) : migrate::revision_set{});
    if (r == nullptr) {
        throw migrate::revision_error("base is the empty database: there is nothing to show");
    }
    std::string file;
    try {
        file = file_of(c, r->id).string();
    } catch (error const&) {
        file = "(not in " + c.app.build.directory.string() + ")";
    }
    auto const lines = [](migrate::step step) {
        std::vector<std::string> out;
        for (auto const& op : migrate::record(step)) {
            out.push_back(plain_word(migrate::describe(op)));
        }
        return out;
    };
    auto const up = lines(r->source->upgrade);
    auto const down = lines(r->source->downgrade);
    if (c.json) {
        say(nlohmann::json{{"revision", r->id},
                           {"parents", r->parents},
                           {"message", plain(r->message)},
                           {"label", r->label},
                           {"file", file},
                           {"depends_on", r->dependencies},
                           {"upgrade", up},
                           {"downgrade", down},
                           {"head", graph.children(r->id).empty()}}
                .dump());
        return exit_code::ok;
    }
    std::string parents;
    for (auto const& p : r->parents) {
        parents += (parents.empty() ? "" : ", ") + p;
    }
    say("Revision:  " + one_line(*r, graph));
    say("Revises:   " + (parents.empty() ? "<base>" : parents));
    say("File:      " + file);
    say("Upgrade:");
    for (auto const& l : up) {
        say("    " + l);
    }
    say("Downgrade:");
    for (auto const& l : down) {
        say("    " + l);
    }
    return exit_code::ok;
}

} // namespace athanor::codegen::detail
