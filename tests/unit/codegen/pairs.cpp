// SPDX-License-Identifier: BSL-1.0
#include "pairs.hpp"

#include <athanor/base/error.hpp>
#include <athanor/codegen/proof.hpp>
#include <athanor/migrate/diff/diff.hpp>
#include <athanor/migrate/diff/invert.hpp>
#include <athanor/schema/catalog_fingerprint.hpp>

#include <doctest/doctest.h>

using namespace athanor;

namespace {

void check_way(catalog const& from, catalog const& to, migrate::decisions given,
               bool rows_may_be_in_the_way) {
    given.allow_all_loss = true;
    auto const d = migrate::diff(from, {to, {}}, given);
    auto const after = migrate::replay(from, d.upgrade);
    CHECK(migrate::same_schema(after, to));
    CHECK(fingerprint(after) == fingerprint(to));
    auto const down = migrate::invert(d.upgrade, from);
    CHECK(migrate::same_schema(migrate::replay(after, down), from));
    CHECK(down.size() >= d.upgrade.size());
    std::string said;
    try {
        for (auto const& note : codegen::prove(from, d.upgrade, down).notes) {
            said += rows_may_be_in_the_way ? "" : note;
        }
    } catch (error const& e) {
        said = std::string(e.what()) + " | " + e.server_message();
    }
    CHECK_MESSAGE(said.empty(), said);
}

} // namespace

TEST_CASE("each pair of schemas gives the operations that are expected, in order") {
    for (auto const& p : test::all_pairs()) {
        CAPTURE(p.name);
        auto given = p.given;
        given.allow_all_loss = true;
        auto const d = migrate::diff(p.from, {p.to, {}}, given);
        CHECK(d.summary == p.expected);
        CHECK(d.unused.empty());
        CHECK(d.questions.empty());
    }
}

TEST_CASE(
    "each pair of schemas, on tables with rows, both ways: SQLite ends where the model is, and comes back") {
    for (auto const& p : test::all_pairs()) {
        CAPTURE(p.name);
        check_way(p.from, p.to, p.given, p.rows_may_be_in_the_way);
    }
    for (auto const& p : test::all_pairs()) {
        CAPTURE(p.name + ", the other way");
        auto given = test::reversed(p.given);
        for (auto const& t : p.from.tables) { // a column that comes back NOT NULL needs a value
            for (auto const& c : t.columns) {
                given.fills.push_back({t.name, c.name, migrate::detail::restoring_fill(t, c)});
            }
        }
        check_way(p.to, p.from, given, p.rows_may_be_in_the_way);
    }
}
