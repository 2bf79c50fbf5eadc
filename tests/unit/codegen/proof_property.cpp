// SPDX-License-Identifier: BSL-1.0
#include "../diff/random_schema.hpp"

#include <athanor/base/error.hpp>
#include <athanor/codegen/proof.hpp>
#include <athanor/migrate/diff/diff.hpp>
#include <athanor/migrate/diff/invert.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

using namespace athanor;

TEST_CASE("any two schemas: the upgrade and the downgrade do on SQLite, with rows, what they promise") {
    migrate::decisions all;
    all.allow_all_loss = true;
    unsigned const first = std::getenv("ATHANOR_SEED") != nullptr
                               ? static_cast<unsigned>(std::atoi(std::getenv("ATHANOR_SEED")))
                               : 0;
    unsigned const count = std::getenv("ATHANOR_SEEDS") != nullptr
                               ? static_cast<unsigned>(std::atoi(std::getenv("ATHANOR_SEEDS")))
                               : 500;
    unsigned with_rows = 0;
    for (unsigned seed = first; seed < first + count; ++seed) {
        CAPTURE(seed);
        test::random_schema random{seed};
        auto const a = random.make();
        auto const b = random.make();
        all.fills.clear();
        for (auto const& t : b.tables) {
            for (auto const& c : t.columns) {
                all.fills.push_back({t.name, c.name, migrate::detail::restoring_fill(t, c)});
            }
        }
        auto const d = migrate::diff(a, {b, {}}, all);
        std::vector<std::string> notes;
        std::string problem;
        try {
            notes = codegen::prove(a, d.upgrade, migrate::invert(d.upgrade, a)).notes;
        } catch (error const& e) {
            problem = std::string(e.what()) + " | " + e.server_message();
        }
        CHECK_MESSAGE(problem.empty(), problem);
        bool const few = !notes.empty() && notes.front().find("where a table has") != std::string::npos;
        with_rows += few ? 0U : 1U;
        if (!notes.empty() && std::getenv("ATHANOR_VERBOSE") != nullptr) {
            MESSAGE(seed << ": " << notes.front());
        }
    }
    // The others change a column in a way that rows can't follow: NOT NULL without a value, a reference to a
    // new table.
    MESSAGE(with_rows << " of " << count << " proven with several rows in every table");
    CHECK(with_rows * 2 > count);
}
