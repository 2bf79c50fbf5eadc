// SPDX-License-Identifier: BSL-1.0
#include <athanor/migrate/revision_graph.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace athanor::migrate;
using athanor::error;
using athanor::error_kind;

namespace {

void nothing(operations&) {}

template <class... Facts>
unit make(string_ref id, Facts const&... facts) {
    return detail::make_unit(id, nothing, nothing, "message", facts...);
}

struct units {
    std::vector<unit> all;
    std::vector<unit const*> pointers;

    explicit units(std::vector<unit> list)
        : all{std::move(list)} {
        for (auto const& u : all) {
            pointers.push_back(&u);
        }
    }
    [[nodiscard]] revision_graph graph() const {
        return revision_graph{registry{pointers.data(), pointers.size()}};
    }
};

std::string order_of(revision_graph const& g) {
    std::string out;
    for (auto const& r : g.revisions()) {
        out += r.id + " ";
    }
    return out;
}

std::string message_of(auto&& what) {
    try {
        what();
    } catch (error const& e) {
        CHECK(e.kind() == error_kind::revision);
        return e.what();
    }
    return "nothing thrown";
}

} // namespace

TEST_CASE(
    "revisions are sorted so that parents and dependencies go first, whatever the order of the registry") {
    units const u{{make("d4d4", revises("b2b2", "c3c3")), make("b2b2", revises("a1a1")), make("a1a1"),
                   make("c3c3", revises("a1a1"), depends_on("e5e5")), make("e5e5")}};
    CHECK(order_of(u.graph()) == "a1a1 b2b2 e5e5 c3c3 d4d4 ");
    CHECK(revision_graph::listed(u.graph().bases()) == "a1a1, e5e5");
    // e5e5 is needed by c3c3, but nobody continues it: it is a head of its own, as in Alembic.
    CHECK(revision_graph::listed(u.graph().heads()) == "e5e5, d4d4");
}

TEST_CASE("an empty registry is a graph without heads, and asking for the head says how to make the first "
          "revision") {
    units const u{{}};
    CHECK(u.graph().empty());
    CHECK(message_of([&] { (void)u.graph().head(); }).find("revision --autogenerate") != std::string::npos);
}

TEST_CASE("two heads are named when one is wanted") {
    units const u{{make("a1a1"), make("b2b2", revises("a1a1")), make("c3c3", revises("a1a1"))}};
    auto const message = message_of([&] { (void)u.graph().head(); });
    CHECK(message.find("b2b2, c3c3") != std::string::npos);
    CHECK(message.find("merge") != std::string::npos);
}

TEST_CASE("partial ids are found when they are unique, and refused with the candidates when they are not") {
    units const u{{make("1975ea83b712"), make("1975ffff0000", revises("1975ea83b712"))}};
    auto const g = u.graph();
    CHECK(g.locate("1975ea").id == "1975ea83b712");
    CHECK(message_of([&] { (void)g.locate("1975"); }).find("1975ea83b712, 1975ffff0000") !=
          std::string::npos);
    CHECK(message_of([&] { (void)g.locate("19"); }).find("at least 4 characters") != std::string::npos);
    CHECK(message_of([&] { (void)g.locate("deadbeef"); }).find("no revision \"deadbeef\"") !=
          std::string::npos);
}

TEST_CASE("malformed graphs are refused with the revision that is wrong") {
    CHECK(message_of([] {
              (void)units{{make("a1a1"), make("a1a1")}}.graph();
          }).find("same revision id") != std::string::npos);
    CHECK(message_of([] { (void)units{{make("a/b")}}.graph(); }).find("[revision a/b]") != std::string::npos);
    CHECK(message_of([] { (void)units{{make("a1a1", revises("gone"))}}.graph(); }).find("\"gone\"") !=
          std::string::npos);
    CHECK(message_of([] { (void)units{{make("a1a1", revises("a1a1"))}}.graph(); }).find("cycle: a1a1") !=
          std::string::npos);
    CHECK(message_of([] {
              (void)units{{make("a1a1", revises("c3c3")), make("b2b2", revises("a1a1")),
                           make("c3c3", revises("b2b2")), make("d4d4")}}
                  .graph();
          }).find("cycle: a1a1, b2b2, c3c3;") != std::string::npos);
    CHECK(message_of([] {
              (void)units{{make("a1a1", depends_on("b2b2")), make("b2b2", revises("a1a1"))}}.graph();
          }).find("cycle: a1a1, b2b2") != std::string::npos);
}

TEST_CASE("the heads of what is applied are what current shows") {
    units const u{{make("a1a1"), make("b2b2", revises("a1a1")), make("c3c3", revises("b2b2"))}};
    auto const g = u.graph();
    CHECK(revision_graph::listed(g.heads_of({"a1a1", "b2b2"})) == "b2b2");
    CHECK(g.heads_of({}).empty());
    CHECK(g.ancestors("b2b2") == revision_set{"a1a1", "b2b2"});
    CHECK(g.descendants("b2b2") == revision_set{"b2b2", "c3c3"});
}

TEST_CASE("a graph of 500 revisions is sorted in its chain's order") {
    std::vector<std::string> ids;
    for (int i = 0; i < 500; ++i) {
        ids.push_back("r" + std::to_string((i * 7919) % 100000 + 100000));
    }
    std::vector<unit> list;
    for (std::size_t i = ids.size(); i-- > 0;) {
        string_ref const id{ids[i].data(), ids[i].size()};
        list.push_back(i == 0 ? make(id)
                              : make(id, revises(string_ref{ids[i - 1].data(), ids[i - 1].size()})));
    }
    units const u{std::move(list)};
    auto const g = u.graph();
    REQUIRE(g.revisions().size() == 500);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        CHECK(g.revisions()[i].id == ids[i]);
    }
    CHECK(g.head().id == ids.back());
}
