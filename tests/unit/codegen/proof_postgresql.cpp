// SPDX-License-Identifier: BSL-1.0
#include "../diff/random_schema.hpp"
#include "../diff/schema_words.hpp"
#include "../driver_postgresql/live.hpp"

#include <athanor/base/error.hpp>
#include <athanor/codegen/proof.hpp>
#include <athanor/driver/url.hpp>
#include <athanor/engine/postgresql_backend.hpp>
#include <athanor/migrate/diff/diff.hpp>
#include <athanor/migrate/diff/invert.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <memory>
#include <string>

using namespace athanor;

namespace {

// One database, emptied before each attempt: much faster than a new one.
codegen::scratch_database emptied(live::database const& where) {
    return [&where]() -> std::unique_ptr<database> {
        live::plain const conn{where.name()};
        live::ask(conn, "DROP SCHEMA IF EXISTS public, billing, archive CASCADE; CREATE SCHEMA public");
        return std::make_unique<athanor::detail::postgresql_backend>(parse_url(where.url()));
    };
}

unsigned from_environment(char const* name, unsigned otherwise) {
    char const* const value = std::getenv(name);
    return value != nullptr ? static_cast<unsigned>(std::atoi(value)) : otherwise;
}

} // namespace

TEST_CASE("any two schemas: the upgrade and the downgrade do on PostgreSQL, with rows, what they promise") {
    live::database const where;
    migrate::decisions all;
    all.allow_all_loss = true;
    unsigned const first = from_environment("ATHANOR_SEED", 0);
    unsigned const count = from_environment("ATHANOR_SEEDS", 40);
    unsigned with_rows = 0;
    for (unsigned seed = first; seed < first + count; ++seed) {
        CAPTURE(seed);
        test::random_schema random{seed, test::random_schema::breadth::postgresql};
        auto const a = random.make();
        auto const b = random.make();
        all.fills.clear();
        for (auto const& t : b.tables) {
            for (auto const& c : t.columns) {
                all.fills.push_back({t.key(), c.name, migrate::detail::restoring_fill(t, c)});
            }
        }
        auto const d = migrate::diff(a, {b, {}}, all);
        codegen::proof proven;
        std::string problem;
        try {
            proven = codegen::prove(a, d.upgrade, migrate::invert(d.upgrade, a), emptied(where));
        } catch (error const& e) {
            problem = std::string(e.what()) + " | " + e.server_message();
        }
        CHECK_MESSAGE(problem.empty(), problem);
        bool const few =
            !proven.notes.empty() && proven.notes.front().find("where a table has") != std::string::npos;
        with_rows += few || !problem.empty() ? 0U : 1U;
        if (!proven.notes.empty() && std::getenv("ATHANOR_VERBOSE") != nullptr) {
            MESSAGE(seed << ": " << proven.notes.front());
        }
    }
    MESSAGE(with_rows << " of " << count << " proven with several rows in every table");
    CHECK(with_rows * 3 > count);
}

TEST_CASE(
    "what SQLite lacks is proven on a scratch PostgreSQL, and a downgrade that lies is found out there") {
    live::database const where;
    auto const before = test::schema({test::base(test::col{"name", text()})});
    operation::list const up{operation::add_column{"t", test::col{"tags", array(text())}.def, {}}};
    auto const p = codegen::prove(before, up, migrate::invert(up, before), emptied(where));
    CHECK(p.proven_on == std::vector<std::string>{"a scratch PostgreSQL"});
    CHECK(p.notes.empty());
    try {
        (void)codegen::prove(before, up, {operation::drop_column{"t", "name"}}, emptied(where));
        FAIL("accepted");
    } catch (error const& e) {
        CHECK(e.message().find("on a scratch PostgreSQL, after downgrade") != std::string::npos);
    }
}

TEST_CASE("a primary key that goes, or gets another name, takes its autoincrement along on PostgreSQL too") {
    live::database const where;
    auto const keyed = [](std::string name, bool key) {
        auto t = test::table{std::move(name)}
                     .with(test::col{"id", bigint()}.required())
                     .with(test::col{"x", text()});
        if (key) {
            t = t.key({"id"});
            t.def.columns[0].autoincrement = true;
        }
        return test::schema({t});
    };
    migrate::decisions given;
    given.renames = {{"", "t", "s", {}}};
    for (auto const& [to, answers] :
         {std::pair{keyed("t", false), migrate::decisions{}}, std::pair{keyed("s", true), given}}) {
        auto const from = keyed("t", true);
        auto const d = migrate::diff(from, {to, {}}, answers);
        std::string problem;
        try {
            problem = codegen::prove(from, d.upgrade, migrate::invert(d.upgrade, from), emptied(where))
                              .notes.empty()
                          ? ""
                          : "notes";
        } catch (error const& e) {
            problem = e.what();
        }
        CHECK(problem == "");
    }
}
