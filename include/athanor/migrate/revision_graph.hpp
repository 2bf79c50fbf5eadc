#pragma once
// SPDX-License-Identifier: BSL-1.0
// The units of a program as a checked graph: who continues whom, what is a head, which order they run in.

#include <athanor/base/error.hpp>
#include <athanor/migrate/recorder.hpp>
#include <athanor/migrate/registry.hpp>
#include <athanor/migrate/replay.hpp>
#include <athanor/migrate/unit.hpp>
#include <athanor/schema/catalog.hpp>

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::migrate {

/// Revision ids, for instance those that a database has applied.
using revision_set = std::set<std::string, std::less<>>;

/// One unit in the graph.
struct revision {
    std::string id;
    std::string message;
    std::string label; // branch label, or empty
    std::vector<std::string> parents;
    std::vector<std::string> dependencies;
    unit const* source = nullptr;
};

[[nodiscard]] inline error revision_error(std::string message, std::string_view id = {}) {
    return error{error_kind::revision, std::move(message)}.with_revision(id);
}

/// Sorted so that whatever a revision needs stands before it; between equals the id decides.
class revision_graph {
public:
    /// Throws error_kind::revision where ids are malformed or repeated, a parent is missing, or there is a
    /// cycle.
    explicit revision_graph(registry const& units) {
        for (auto const* u : units) {
            revision r;
            r.id = detail::str(u->id);
            r.message = detail::str(u->message);
            r.label = detail::str(u->label);
            for (int i = 0; i < u->parents.count; ++i) {
                r.parents.push_back(detail::str(u->parents.ids[i]));
            }
            for (int i = 0; i < u->dependencies.count; ++i) {
                r.dependencies.push_back(detail::str(u->dependencies.ids[i]));
            }
            r.source = u;
            revisions_.push_back(std::move(r));
        }
        check_ids();
        sort();
    }

    [[nodiscard]] std::vector<revision> const& revisions() const noexcept { return revisions_; }
    [[nodiscard]] bool empty() const noexcept { return revisions_.empty(); }

    [[nodiscard]] revision const* find(std::string_view id) const noexcept {
        auto const it = std::ranges::find(revisions_, id, &revision::id);
        return it == revisions_.end() ? nullptr : &*it;
    }

    /// Revisions that no other continues.
    [[nodiscard]] std::vector<revision const*> heads() const {
        std::vector<revision const*> out;
        for (auto const& r : revisions_) {
            if (children(r.id).empty()) {
                out.push_back(&r);
            }
        }
        return out;
    }
    /// Revisions that continue no other.
    [[nodiscard]] std::vector<revision const*> bases() const {
        std::vector<revision const*> out;
        for (auto const& r : revisions_) {
            if (r.parents.empty()) {
                out.push_back(&r);
            }
        }
        return out;
    }
    [[nodiscard]] std::vector<revision const*> children(std::string_view id) const {
        std::vector<revision const*> out;
        for (auto const& r : revisions_) {
            if (std::ranges::find(r.parents, id) != r.parents.end()) {
                out.push_back(&r);
            }
        }
        return out;
    }

    /// The revision with this id or with this unique start of an id (four characters at least).
    [[nodiscard]] revision const& locate(std::string_view name) const {
        if (auto const* exact = find(name)) {
            return *exact;
        }
        if (name.size() < 4) {
            throw revision_error("no revision \"" + std::string(name) +
                                 "\"; a partial revision needs at least 4 characters");
        }
        std::vector<revision const*> found;
        for (auto const& r : revisions_) {
            if (r.id.starts_with(name)) {
                found.push_back(&r);
            }
        }
        if (found.empty()) {
            throw revision_error("no revision \"" + std::string(name) +
                                 "\" in this build; `history` lists them");
        }
        if (found.size() > 1) {
            std::string all;
            for (auto const* r : found) {
                all += (all.empty() ? "" : ", ") + r->id;
            }
            throw revision_error("\"" + std::string(name) + "\" is the start of several revisions: " + all +
                                 "; give more characters");
        }
        return *found.front();
    }

    /// The only head. Throws where there are none or several.
    [[nodiscard]] revision const& head() const {
        auto const all = heads();
        if (all.empty()) {
            throw revision_error(
                "there are no revisions yet: make the first with `revision --autogenerate -m ...`");
        }
        if (all.size() > 1) {
            throw revision_error("there are several heads (" + listed(all) +
                                 "): name one as branch@head, use `heads`, or join them with `merge`");
        }
        return *all.front();
    }

    /// The revision and all that it needs, itself included.
    [[nodiscard]] revision_set ancestors(std::string_view id) const {
        revision_set out;
        add_ancestors(id, out);
        return out;
    }
    /// The revision and all that need it, itself included.
    [[nodiscard]] revision_set descendants(std::string_view id) const {
        revision_set out{std::string(id)};
        for (auto const& r : revisions_) { // sorted, so one pass is enough
            auto const needed = [&](std::string const& p) { return out.contains(p); };
            if (std::ranges::any_of(r.parents, needed) || std::ranges::any_of(r.dependencies, needed)) {
                out.insert(r.id);
            }
        }
        return out;
    }

    /// The heads among a set: what `current` prints.
    [[nodiscard]] std::vector<revision const*> heads_of(revision_set const& set) const {
        std::vector<revision const*> out;
        for (auto const& r : revisions_) {
            auto const kids = children(r.id);
            if (set.contains(r.id) &&
                std::ranges::none_of(kids, [&](revision const* k) { return set.contains(k->id); })) {
                out.push_back(&r);
            }
        }
        return out;
    }

    /// The schema after a set of revisions: the replay of their units, from nothing.
    [[nodiscard]] catalog state_of(revision_set const& set) const {
        catalog state;
        for (auto const& r : revisions_) {
            if (set.contains(r.id)) {
                try {
                    state = replay(std::move(state), record(r.source->upgrade));
                } catch (error const& e) {
                    error named = e;
                    named.with_revision(r.id);
                    throw named;
                }
            }
        }
        return state;
    }
    /// The schema after all revisions.
    [[nodiscard]] catalog state_at_heads() const {
        revision_set all;
        for (auto const& r : revisions_) {
            all.insert(r.id);
        }
        return state_of(all);
    }

    /// The set in the order in which it runs.
    [[nodiscard]] std::vector<revision const*> in_order(revision_set const& set) const {
        std::vector<revision const*> out;
        for (auto const& r : revisions_) {
            if (set.contains(r.id)) {
                out.push_back(&r);
            }
        }
        return out;
    }

    [[nodiscard]] static std::string listed(std::vector<revision const*> const& some) {
        std::string out;
        for (auto const* r : some) {
            out += (out.empty() ? "" : ", ") + r->id;
        }
        return out;
    }

private:
    void check_ids() const {
        std::set<std::string_view> seen;
        for (auto const& r : revisions_) {
            bool const plain = !r.id.empty() && std::ranges::all_of(r.id, [](char c) {
                return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
            });
            if (!plain) {
                throw revision_error("a revision id may hold a-z, 0-9 and _ only", r.id);
            }
            if (!seen.insert(r.id).second) {
                throw revision_error("two units have the same revision id; give one of them a new one", r.id);
            }
        }
        for (auto const& r : revisions_) {
            for (auto const* needed : {&r.parents, &r.dependencies}) {
                for (auto const& p : *needed) {
                    if (!seen.contains(p)) {
                        throw revision_error("it refers to revision \"" + p +
                                                 "\", which is not in this build; is its file missing?",
                                             r.id);
                    }
                }
            }
        }
    }

    // Kahn's algorithm; the smallest id goes first, so that every build sorts alike.
    void sort() {
        std::ranges::sort(revisions_, {}, &revision::id);
        std::vector<revision> sorted;
        std::set<std::string_view> done;
        std::vector<bool> taken(revisions_.size(), false);
        sorted.reserve(revisions_.size());
        for (bool moved = true; moved;) {
            moved = false;
            for (std::size_t i = 0; i < revisions_.size(); ++i) {
                auto const& r = revisions_[i];
                auto const ready = [&](std::string const& p) { return done.contains(p); };
                if (!taken[i] && std::ranges::all_of(r.parents, ready) &&
                    std::ranges::all_of(r.dependencies, ready)) {
                    taken[i] = true;
                    sorted.push_back(r);
                    done.insert(r.id);
                    moved = true;
                    break;
                }
            }
        }
        if (sorted.size() != revisions_.size()) {
            std::string cycle;
            for (std::size_t i = 0; i < revisions_.size(); ++i) {
                if (!taken[i]) {
                    cycle += (cycle.empty() ? "" : ", ") + revisions_[i].id;
                }
            }
            throw revision_error("the revisions form a cycle: " + cycle + "; correct their revises(...)");
        }
        revisions_ = std::move(sorted);
    }

    void add_ancestors(std::string_view id, revision_set& out) const {
        std::vector<std::string> open{std::string(id)};
        while (!open.empty()) {
            auto const next = std::move(open.back());
            open.pop_back();
            if (out.insert(next).second) {
                auto const* r = find(next);
                open.insert(open.end(), r->parents.begin(), r->parents.end());
                open.insert(open.end(), r->dependencies.begin(), r->dependencies.end());
            }
        }
    }

    std::vector<revision> revisions_;
};

} // namespace athanor::migrate
