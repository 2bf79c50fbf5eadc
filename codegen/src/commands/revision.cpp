// SPDX-License-Identifier: BSL-1.0
// revision, and migrate: a new unit, empty or from the difference between models and migrations.
#include "../questions.hpp"
#include "../scratch.hpp"
#include "commands.hpp"
#include "new_unit.hpp"

#include <athanor/codegen/proof.hpp>
#include <athanor/migrate/diff/diff.hpp>
#include <athanor/migrate/diff/invert.hpp>
#include <athanor/migrate/resolve.hpp>

#include <nlohmann/json.hpp>

namespace athanor::codegen::detail {

namespace {

migrate::decisions read_decisions(revision_options const& o) {
    migrate::decisions d;
    for (auto const& r : o.renames) {
        d.renames.push_back(migrate::parse_rename(r));
    }
    d.drops = o.drops;
    d.allow_loss = o.allow_loss;
    for (auto const& f : o.fills) {
        d.fills.push_back(migrate::parse_expression("--fill", f));
    }
    for (auto const& f : o.conversions) {
        d.conversions.push_back(migrate::parse_expression("--using", f));
    }
    return d;
}

// The revision to continue; nullptr = a first one.
migrate::revision const* parent_of(context const& c, migrate::revision_graph const& graph,
                                   revision_options const& o) {
    if (o.head.empty()) {
        auto const heads = graph.heads();
        if (heads.size() > 1) {
            complain("There are several heads: " + migrate::revision_graph::listed(heads) +
                     ". Say --head REVISION, or join them first: " + c.command("merge heads -m \"...\""));
            throw stop{exit_code::several_heads};
        }
        return heads.empty() ? nullptr : heads.front();
    }
    auto const* parent = migrate::resolve(graph, o.head);
    if (parent != nullptr && !graph.children(parent->id).empty() && !o.splice) {
        throw migrate::revision_error("it is continued already: say --splice to start a branch from it",
                                      parent->id);
    }
    return parent;
}

migrate::diff_result settled(context const& c, catalog const& from, migrate::decisions& given) {
    for (;;) {
        auto d = migrate::diff(from, c.app.models, given);
        if (!d.unused.empty()) {
            std::string all;
            for (auto const& u : d.unused) {
                all += (all.empty() ? "" : "; ") + u;
            }
            throw error{error_kind::misuse, "this answers no question, check the names: " + all};
        }
        if (d.questions.empty()) {
            return d;
        }
        if (c.json || !is_interactive()) {
            list_questions(c, d.questions);
            throw stop{exit_code::decision_missing};
        }
        // One at a time: an answer may settle others.
        if (!answer(d.questions.front(), given)) {
            complain("Nothing was written.");
            throw stop{exit_code::decision_missing};
        }
    }
}

} // namespace

exit_code run_revision(context const& c, revision_options const& o) {
    auto const graph = c.graph();
    unit_text unit;
    auto const* parent = parent_of(c, graph, o);
    if (parent != nullptr) {
        unit.parents.push_back(parent->id);
    }
    for (auto const& d : o.depends_on) {
        auto const* needed = migrate::resolve(graph, d);
        if (needed != nullptr) {
            unit.depends_on.push_back(needed->id);
        }
    }
    unit.revision = new_revision_id(graph, o.revision_id);
    unit.branch_label = o.branch_label;
    unit.message = o.message;
    unit.date = today();
    unit.before = parent == nullptr ? catalog{} : graph.state_of(graph.ancestors(parent->id));

    std::vector<std::string> summary;
    std::vector<std::string> proven_on;
    auto given = read_decisions(o);
    if (o.autogenerate) {
        auto d = settled(c, unit.before, given);
        if (d.upgrade.empty() && !o.empty) {
            say(c.json ? nlohmann::json{{"revision", nullptr}, {"changes", nlohmann::json::array()}}.dump()
                       : "No changes: the models are what the migrations say. Nothing was written.");
            return exit_code::ok;
        }
        unit.downgrade = migrate::invert(d.upgrade, unit.before);
        unit.upgrade = std::move(d.upgrade);
        auto proven = prove(unit.before, unit.upgrade, unit.downgrade, scratch_server(c.scratch_url));
        unit.notes = std::move(proven.notes);
        proven_on = std::move(proven.proven_on);
        summary = std::move(d.summary);
        if (unit.message.empty() && summary.size() == 1) {
            unit.message = summary.front();
        }
    }
    auto const file = write_unit_file(c, unit);
    if (c.json) {
        auto changes = nlohmann::json::array();
        for (auto const& line : summary) {
            changes.push_back(plain_word(line));
        }
        say(nlohmann::json{{"revision", unit.revision}, {"file", file}, {"changes", changes}}.dump());
        return exit_code::ok;
    }
    for (auto const& line : summary) {
        say("    " + plain_word(line));
    }
    for (auto const& where : proven_on) {
        say("Proven on " + where + " with rows: upgrade, downgrade, and what the database says after each.");
    }
    for (auto const& note : unit.notes) {
        say("Note: " + plain_word(note));
    }
    say("Wrote " + file);
    say("Next: review it, build, then " + c.command("upgrade head"));
    return exit_code::ok;
}

exit_code run_merge(context const& c, merge_options const& o) {
    auto const graph = c.graph();
    unit_text unit;
    std::vector<migrate::revision const*> parents;
    for (auto const& name : o.revisions) {
        if (name == "heads") {
            for (auto const* h : graph.heads()) {
                parents.push_back(h);
            }
        } else if (auto const* r = migrate::resolve(graph, name)) {
            parents.push_back(r);
        }
    }
    for (auto const* p : parents) {
        if (std::ranges::find(unit.parents, p->id) == unit.parents.end()) {
            unit.parents.push_back(p->id);
        }
    }
    if (unit.parents.size() < 2) {
        throw error{error_kind::misuse, "merge joins two revisions or more: name them, or say heads"};
    }
    if (unit.parents.size() > static_cast<std::size_t>(migrate::revises::most)) {
        throw error{error_kind::misuse, "merge joins at most 8 revisions at once: merge in steps"};
    }
    migrate::revision_set all;
    for (auto const& p : unit.parents) {
        all.merge(graph.ancestors(p));
    }
    (void)graph.state_of(all); // throws where the branches contradict each other
    unit.revision = new_revision_id(graph, o.revision_id);
    unit.message = o.message.empty() ? "merge " + migrate::revision_graph::listed(parents) : o.message;
    unit.branch_label = o.branch_label;
    unit.date = today();
    say("Wrote " + write_unit_file(c, unit));
    return exit_code::ok;
}

} // namespace athanor::codegen::detail
