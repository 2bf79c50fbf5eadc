// SPDX-License-Identifier: BSL-1.0
#include "random_schema.hpp"

#include <athanor/migrate/diff/diff.hpp>
#include <athanor/migrate/diff/invert.hpp>

#include <doctest/doctest.h>

using namespace athanor;

TEST_CASE("the diff of any two schemas leads from one to the other, and its inverse back") {
    migrate::decisions all;
    all.allow_all_loss = true;
    for (unsigned seed = 0; seed < 1000; ++seed) {
        test::random_schema random{seed};
        auto const a = random.make();
        auto const b = random.make();
        CAPTURE(seed);
        auto const d = migrate::diff(a, {b, {}}, all);
        auto const there = migrate::replay(a, d.upgrade);
        REQUIRE(migrate::same_schema(there, b));
        REQUIRE(migrate::diff(there, {b, {}}, all).upgrade.empty());
        auto const down = migrate::invert(d.upgrade, a);
        REQUIRE(migrate::same_schema(migrate::replay(there, down), a));
        // And the inverse of the inverse leads there again.
        REQUIRE(migrate::same_schema(migrate::replay(a, migrate::invert(down, there)), b));
    }
}
