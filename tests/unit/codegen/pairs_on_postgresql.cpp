// SPDX-License-Identifier: BSL-1.0
// Each pair of schemas of the matrix on PostgreSQL: applied and undone on tables with rows, in databases of
// their own.
#include "pairs.hpp"
#include "pairs_postgresql.hpp"
#include "scratch.hpp"

#include <athanor/base/error.hpp>
#include <athanor/codegen/proof.hpp>
#include <athanor/migrate/diff/diff.hpp>
#include <athanor/migrate/diff/invert.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>
#include <string_view>

using namespace athanor;

namespace {

codegen::scratch_database server() {
    char const* const url = std::getenv("ATHANOR_TEST_POSTGRESQL");
    REQUIRE_MESSAGE(url != nullptr, "ATHANOR_TEST_POSTGRESQL is not set: run the tests through ./dev test");
    return codegen::detail::scratch_server(url);
}

// What SQLite takes and PostgreSQL refuses, with a piece of what is then said.
struct refusal {
    std::string_view name;
    std::string_view says;
};
constexpr refusal refusals[] = {
    {"default datetime('now', 'localtime') stays", "datetime"},
    {"a generated column", "say .stored()"},
    {"generated expression changes", "say .stored()"},
    {"virtual to stored", "say .stored()"},
    {"ordinary to generated", "say .stored()"},
    {"generated stays, line breaks included", "say .stored()"},
    {"collation", "NOCASE"},
    {"a table check over two columns", "invalid input syntax"}, // text compared with a number
    {"a number becomes an array", "no cast between the two types"},
    // For some rows only:
    {"a stored generated column", "outside the range"},
    {"expression index 10", "a text doesn't say a value"},
};
[[nodiscard]] std::string_view refused(std::string_view name) {
    for (auto const& r : refusals) {
        if (r.name == name) {
            return r.says;
        }
    }
    return {};
}

std::string lines(std::vector<std::string> const& all) {
    std::string out;
    for (auto const& line : all) {
        out += line + '\n';
    }
    return out;
}

void check_way(codegen::scratch_database const& on, std::string_view name, catalog const& from,
               catalog const& to, migrate::decisions given, bool rows_may_be_in_the_way) {
    given.allow_all_loss = true;
    auto const d = migrate::diff(from, {to, {}}, given);
    auto const down = migrate::invert(d.upgrade, from);
    std::string said;
    try {
        for (auto const& note : codegen::prove(from, d.upgrade, down, on).notes) {
            said += rows_may_be_in_the_way ? "" : note;
        }
    } catch (error const& e) {
        said = std::string(e.what()) + " | " + e.server_message() + " | " + e.detail();
    }
    if (auto const says = refused(name); !says.empty()) {
        bool const right = said.empty() || said.find(says) != std::string::npos; // one way may go
        CHECK_MESSAGE(right, said);
    } else {
        CHECK_MESSAGE(said.empty(), said);
    }
}

} // namespace

TEST_CASE("what only PostgreSQL has gives the operations that are expected") {
    for (auto const& p : test::postgresql_pairs()) {
        CAPTURE(p.name);
        auto given = p.given;
        given.allow_all_loss = true;
        auto const d = migrate::diff(p.from, {p.to, {}}, given);
        CHECK(lines(d.summary) == lines(p.expected));
        CHECK(d.unused.empty());
        CHECK(d.questions.empty());
    }
}

TEST_CASE("what only PostgreSQL has, on tables with rows, both ways") {
    auto const on = server();
    for (auto const& p : test::postgresql_pairs()) {
        for (bool const up : {true, false}) {
            CAPTURE(p.name);
            CAPTURE(up);
            check_way(on, p.name, up ? p.from : p.to, up ? p.to : p.from, p.given, p.rows_may_be_in_the_way);
        }
    }
}

TEST_CASE("each pair of schemas, on tables with rows, both ways: PostgreSQL ends where the model is, and "
          "comes back") {
    auto const on = server();
    for (auto const& p : test::all_pairs()) {
        CAPTURE(p.name);
        check_way(on, p.name, p.from, p.to, p.given, p.rows_may_be_in_the_way);
    }
    for (auto const& p : test::all_pairs()) {
        CAPTURE(p.name + ", the other way");
        auto given = test::reversed(p.given);
        for (auto const& t : p.from.tables) { // a column that comes back NOT NULL needs a value
            for (auto const& c : t.columns) {
                given.fills.push_back({t.name, c.name, migrate::detail::restoring_fill(t, c)});
            }
        }
        check_way(on, p.name, p.to, p.from, given, p.rows_may_be_in_the_way);
    }
}
