// SPDX-License-Identifier: BSL-1.0
#include "../diff/schema_words.hpp"

#include <athanor/base/error.hpp>
#include <athanor/codegen/proof.hpp>
#include <athanor/migrate/diff/diff.hpp>
#include <athanor/migrate/diff/invert.hpp>

#include <doctest/doctest.h>

using namespace athanor;

namespace {

catalog users() {
    return test::schema({test::table{"users"}
                             .with(test::col{"id", bigint()})
                             .with(test::col{"name", varchar(255)}.required())
                             .with(test::col{"phone", text()})
                             .key({"id"})});
}

} // namespace

TEST_CASE("an upgrade whose downgrade is its inverse passes the proof") {
    operation::list const up{operation::drop_column{"users", "phone"}};
    CHECK(codegen::prove(users(), up, migrate::invert(up, users())).empty());
}

TEST_CASE("a downgrade that does not lead back is refused, and the message says where it differs") {
    operation::list const up{operation::drop_column{"users", "phone"}};
    operation::list const down{operation::add_column{"users", test::col{"phone", varchar(20)}.def, {}}};
    try {
        (void)codegen::prove(users(), up, down);
        FAIL("it was accepted");
    } catch (error const& e) {
        CHECK(e.kind() == error_kind::migration);
        CHECK(e.message().find("after downgrade") != std::string::npos);
        CHECK(e.message().find("phone") != std::string::npos);
        CHECK(e.message().find("add column users.phone") != std::string::npos);
    }
}

TEST_CASE("a downgrade that forgets rows is refused") {
    operation::list const up{operation::execute{"", "DELETE FROM users", ""}};
    CHECK_THROWS_WITH_AS((void)codegen::prove(users(), up, {}),
                         doctest::Contains("rows of table users are not what they were"), error);
}

TEST_CASE("what can only work on an empty table is said, not refused") {
    operation::list const up{operation::add_column{"users", test::col{"age", integer()}.required().def, {}}};
    auto const notes = codegen::prove(users(), up, migrate::invert(up, users()));
    REQUIRE(notes.size() == 1);
    CHECK(notes.front().find("where a table has rows") != std::string::npos);
}

TEST_CASE("an operation that SQLite rejects even without rows is refused with its name") {
    operation::list const up{operation::add_check{"users", {"ck_users_x", "\"nothing_like_it\" > 0"}}};
    CHECK_THROWS_WITH_AS((void)codegen::prove(users(), up, migrate::invert(up, users())),
                         doctest::Contains("add_check"), error);
}
