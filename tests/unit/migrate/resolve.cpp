// SPDX-License-Identifier: BSL-1.0
#include <athanor/migrate/resolve.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace athanor::migrate;
using athanor::error;
using athanor::error_kind;

namespace {

void nothing(operations&) {}

// a1a1 - b2b2 - c3c3 - d4d4          (left: b2b2 is labelled "left")
//      \ r2r2 - r3r3                 (right)
unit const chain[] = {
    detail::make_unit("a1a1", nothing, nothing, "first"),
    detail::make_unit("b2b2", nothing, nothing, "second", revises("a1a1")),
    detail::make_unit("c3c3", nothing, nothing, "third", revises("b2b2")),
    detail::make_unit("d4d4", nothing, nothing, "fourth", revises("c3c3")),
};
unit const forked[] = {
    detail::make_unit("a1a1", nothing, nothing, "first"),
    detail::make_unit("b2b2", nothing, nothing, "l", revises("a1a1"), branch_label("left")),
    detail::make_unit("c3c3", nothing, nothing, "l", revises("b2b2")),
    detail::make_unit("r2r2", nothing, nothing, "r", revises("a1a1"), branch_label("right")),
    detail::make_unit("r3r3", nothing, nothing, "r", revises("r2r2")),
};

template <std::size_t N>
revision_graph graph_of(unit const (&units)[N]) {
    std::vector<unit const*> pointers;
    for (auto const& u : units) {
        pointers.push_back(&u);
    }
    return revision_graph{registry{pointers.data(), pointers.size()}};
}

std::string up(revision_graph const& g, revision_set const& applied, std::string_view target) {
    try {
        return revision_graph::listed(upgrade_path(g, applied, target));
    } catch (error const& e) {
        CHECK(e.kind() == error_kind::revision);
        return e.message();
    }
}
std::string down(revision_graph const& g, revision_set const& applied, std::string_view target) {
    try {
        return revision_graph::listed(downgrade_path(g, applied, target));
    } catch (error const& e) {
        CHECK(e.kind() == error_kind::revision);
        return e.message();
    }
}

} // namespace

TEST_CASE("upgrade paths on a chain: head, heads, a revision, the start of one, +N, revision+N") {
    auto const g = graph_of(chain);
    CHECK(up(g, {}, "head") == "a1a1, b2b2, c3c3, d4d4");
    CHECK(up(g, {"a1a1"}, "heads") == "b2b2, c3c3, d4d4");
    CHECK(up(g, {"a1a1"}, "c3c3") == "b2b2, c3c3");
    CHECK(up(g, {}, "+1") == "a1a1");
    CHECK(up(g, {"a1a1"}, "+2") == "b2b2, c3c3");
    CHECK(up(g, {}, "a1a1+2") == "a1a1, b2b2, c3c3");
    CHECK(up(g, {}, "head-1") == "a1a1, b2b2, c3c3");
    CHECK(up(g, {"a1a1", "b2b2", "c3c3", "d4d4"}, "head") == "");
    CHECK(up(g, {}, "base") == "");
}

TEST_CASE("an upgrade that goes too far says how far one can go") {
    auto const g = graph_of(chain);
    CHECK(up(g, {"a1a1", "b2b2", "c3c3"}, "+2").find("one can go 1 at most") != std::string::npos);
    CHECK(up(g, {}, "+x").find("+N or -N") != std::string::npos);
    CHECK(up(g, {}, "").find("empty revision") != std::string::npos);
}

TEST_CASE("downgrade paths on a chain come last first") {
    auto const g = graph_of(chain);
    revision_set const all{"a1a1", "b2b2", "c3c3", "d4d4"};
    CHECK(down(g, all, "-1") == "d4d4");
    CHECK(down(g, all, "-4") == "d4d4, c3c3, b2b2, a1a1");
    CHECK(down(g, all, "base") == "d4d4, c3c3, b2b2, a1a1");
    CHECK(down(g, all, "b2b2") == "d4d4, c3c3");
    CHECK(down(g, all, "c3c3-1") == "d4d4, c3c3");
    CHECK(down(g, all, "head") == "");
    CHECK(down(g, all, "-5").find("one can go 4 at most") != std::string::npos);
    CHECK(down(g, {}, "-1").find("nothing to go back to") != std::string::npos);
    CHECK(down(g, {"a1a1"}, "c3c3").find("not applied") != std::string::npos);
}

TEST_CASE("branches are named by their label, and one can be downgraded without the other") {
    auto const g = graph_of(forked);
    CHECK(up(g, {}, "left@head") == "a1a1, b2b2, c3c3");
    CHECK(up(g, {"a1a1"}, "right@head") == "r2r2, r3r3");
    CHECK(up(g, {}, "heads") == "a1a1, b2b2, c3c3, r2r2, r3r3");
    CHECK(up(g, {}, "head").find("several heads") != std::string::npos);
    CHECK(up(g, {"a1a1"}, "+1").find("forks") != std::string::npos);

    revision_set const all{"a1a1", "b2b2", "c3c3", "r2r2", "r3r3"};
    CHECK(down(g, all, "left@-1") == "c3c3");
    CHECK(down(g, all, "right@base") == "r3r3, r2r2");
    CHECK(down(g, all, "b2b2") == "c3c3");
    CHECK(down(g, all, "-1").find("label@-1") != std::string::npos);
}

TEST_CASE("ranges split at the colon") {
    CHECK(split_range("a1a1:c3c3") == std::pair<std::string, std::string>{"a1a1", "c3c3"});
    CHECK(split_range(":head") == std::pair<std::string, std::string>{"", "head"});
    CHECK_FALSE(split_range("head").has_value());
}
