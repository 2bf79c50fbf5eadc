#pragma once
// SPDX-License-Identifier: BSL-1.0
// What people call revisions (head, base, +1, -1, 1975, ae10+2, label@head, from:to) turned into lists of
// units.

#include <athanor/migrate/revision_graph.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::migrate {

namespace detail {

struct target_words {
    std::string_view label; // before '@'
    std::string_view name;  // head, heads, base, a revision; empty where only steps were given
    int steps = 0;          // +2, -1
    bool relative = false;
};

[[nodiscard]] inline target_words split_target(std::string_view text) {
    target_words w;
    if (auto const at = text.find('@'); at != std::string_view::npos) {
        w.label = text.substr(0, at);
        text = text.substr(at + 1);
    }
    auto const sign = text.find_first_of("+-");
    w.name = text.substr(0, sign);
    if (sign != std::string_view::npos) {
        auto const digits = text.substr(sign + 1);
        if (digits.empty() || digits.size() > 6 ||
            digits.find_first_not_of("0123456789") != std::string_view::npos) {
            throw revision_error("\"" + std::string(text) +
                                 "\" is not a revision: a relative one is +N or -N");
        }
        for (char const c : digits) {
            w.steps = w.steps * 10 + (c - '0');
        }
        if (text[sign] == '-') {
            w.steps = -w.steps;
        }
        w.relative = true;
    }
    if (w.name.empty() && !w.relative) {
        throw revision_error("an empty revision was given; name one, or head, or base");
    }
    return w;
}

// All revisions of a branch: from the labelled one on.
[[nodiscard]] inline revision_set branch(revision_graph const& graph, std::string_view label) {
    for (auto const& r : graph.revisions()) {
        if (r.label == label) {
            return graph.descendants(r.id);
        }
    }
    return graph.descendants(graph.locate(label).id);
}

[[nodiscard]] inline revision const& branch_head(revision_graph const& graph, std::string_view label) {
    if (label.empty()) {
        return graph.head();
    }
    auto const set = branch(graph, label);
    std::vector<revision const*> found;
    for (auto const* h : graph.heads()) {
        if (set.contains(h->id)) {
            found.push_back(h);
        }
    }
    if (found.size() != 1) {
        throw revision_error("branch \"" + std::string(label) + "\" has several heads (" +
                             revision_graph::listed(found) + "): name one");
    }
    return *found.front();
}

// Walks down the only way: to the child (steps > 0) or the parent.
[[nodiscard]] inline revision const* walk(revision_graph const& graph, revision const& start, int steps) {
    revision const* at = &start;
    for (int i = 0; i < (steps < 0 ? -steps : steps); ++i) {
        std::vector<revision const*> next;
        if (steps > 0) {
            next = graph.children(at->id);
        } else {
            for (auto const& p : at->parents) {
                next.push_back(graph.find(p));
            }
        }
        if (next.empty() && steps < 0 && i + 1 == -steps) {
            return nullptr; // one before the first: base
        }
        if (next.size() != 1) {
            auto const most = std::to_string(steps < 0 ? i + 1 : i); // base is one step more
            throw revision_error(next.empty()
                                     ? "one can go " + most + " at most that way from it"
                                     : "the way forks there (" + revision_graph::listed(next) + "): name one",
                                 start.id);
        }
        at = next.front();
    }
    return at;
}

} // namespace detail

/// One revision by any of its names; nullptr is base. `applied` is what relative names count from.
[[nodiscard]] inline revision const* resolve(revision_graph const& graph, std::string_view name,
                                             revision_set const& applied = {}) {
    auto const words = detail::split_target(name);
    revision const* start = nullptr;
    if (words.name == "base") {
        return words.steps > 0 ? detail::walk(graph, *graph.bases().at(0), words.steps - 1) : nullptr;
    }
    if (words.name == "head" || words.name == "heads") {
        start = &detail::branch_head(graph, words.label);
    } else if (words.name.empty() || words.name == "current") {
        auto here = graph.heads_of(applied);
        if (!words.label.empty()) {
            auto const set = detail::branch(graph, words.label);
            std::erase_if(here, [&](revision const* r) { return !set.contains(r->id); });
        }
        if (here.size() > 1) {
            throw revision_error("the database is at several revisions (" + revision_graph::listed(here) +
                                 "): say which branch, as label@" + std::string(name));
        }
        if (here.empty()) {
            if (words.steps <= 0) {
                if (words.steps < 0) {
                    throw revision_error("the database is at base: there is nothing to go back to");
                }
                return nullptr;
            }
            auto const bases = graph.bases();
            if (bases.size() != 1) {
                throw revision_error("there is no single first revision to count from");
            }
            return detail::walk(graph, *bases.front(), words.steps - 1);
        }
        start = here.front();
    } else {
        start = &graph.locate(words.name);
        if (!words.label.empty() && !detail::branch(graph, words.label).contains(start->id)) {
            throw revision_error("it is not on branch \"" + std::string(words.label) + "\"", start->id);
        }
    }
    return detail::walk(graph, *start, words.steps);
}

/// The units that lead from what is applied up to the target, in the order in which they run.
[[nodiscard]] inline std::vector<revision const*>
upgrade_path(revision_graph const& graph, revision_set const& applied, std::string_view target) {
    revision_set wanted;
    if (target == "heads") {
        for (auto const& r : graph.revisions()) {
            wanted.insert(r.id);
        }
    } else if (auto const* r = resolve(graph, target, applied)) {
        wanted = graph.ancestors(r->id);
    }
    std::erase_if(wanted, [&](std::string const& id) { return applied.contains(id); });
    return graph.in_order(wanted);
}

/// The units to undo, last first, so that the target is what remains on its branch.
[[nodiscard]] inline std::vector<revision const*>
downgrade_path(revision_graph const& graph, revision_set const& applied, std::string_view target) {
    revision_set doomed = applied;
    auto const words = detail::split_target(target);
    if (auto const* r = resolve(graph, target, applied)) {
        if (!applied.contains(r->id)) {
            throw revision_error(
                "it is not applied, so there is no way down to it; `current` says where the database is",
                r->id);
        }
        doomed = graph.descendants(r->id);
        doomed.erase(r->id);
        std::erase_if(doomed, [&](std::string const& id) { return !applied.contains(id); });
    } else if (!words.label.empty()) {
        doomed = detail::branch(graph, words.label);
        std::erase_if(doomed, [&](std::string const& id) { return !applied.contains(id); });
    }
    auto path = graph.in_order(doomed);
    std::ranges::reverse(path);
    return path;
}

/// `from:to`, either side may be missing; nullopt where there is no colon.
[[nodiscard]] inline std::optional<std::pair<std::string, std::string>> split_range(std::string_view text) {
    auto const colon = text.find(':');
    if (colon == std::string_view::npos) {
        return std::nullopt;
    }
    return std::pair{std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

} // namespace athanor::migrate
