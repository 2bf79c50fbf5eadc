// SPDX-License-Identifier: BSL-1.0
#include "random_schema.hpp"

#include <athanor/migrate/diff/diff.hpp>
#include <athanor/migrate/diff/invert.hpp>
#include <athanor/schema/catalog_fingerprint.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>

using namespace athanor;

namespace {

void check_pair(catalog const& a, catalog const& b) {
    migrate::decisions all;
    all.allow_all_loss = true;
    auto const d = migrate::diff(a, {b, {}}, all);
    CHECK(std::ssize(d.questions) == std::ranges::count_if(d.questions, [](auto const& q) {
              return q.kind == migrate::question_kind::fill;
          }));
    auto const there = migrate::replay(a, d.upgrade);
    REQUIRE(migrate::same_schema(there, b));
    REQUIRE(fingerprint(there) == fingerprint(b));
    REQUIRE(migrate::diff(there, {b, {}}, all).upgrade.empty());
    auto const down = migrate::invert(d.upgrade, a);
    REQUIRE(migrate::same_schema(migrate::replay(there, down), a));
    // And the inverse of the inverse leads there again.
    REQUIRE(migrate::same_schema(migrate::replay(a, migrate::invert(down, there)), b));
}

} // namespace

TEST_CASE("the diff of any two schemas leads from one to the other, and its inverse back") {
    for (auto const what :
         {test::random_schema::breadth::portable, test::random_schema::breadth::postgresql}) {
        for (unsigned seed = 0; seed < 1000; ++seed) {
            test::random_schema random{seed, what};
            auto const a = random.make();
            auto const b = random.make();
            CAPTURE(seed);
            check_pair(a, b);
        }
    }
}
