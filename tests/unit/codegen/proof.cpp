// SPDX-License-Identifier: BSL-1.0
#include "../diff/schema_words.hpp"

#include <athanor/base/error.hpp>
#include <athanor/codegen/proof.hpp>
#include <athanor/driver/url.hpp>
#include <athanor/engine/sqlite_backend.hpp>
#include <athanor/migrate/diff/diff.hpp>
#include <athanor/migrate/diff/invert.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

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
    CHECK(codegen::prove(users(), up, migrate::invert(up, users())).notes.empty());
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
    auto const notes = codegen::prove(users(), up, migrate::invert(up, users())).notes;
    REQUIRE(notes.size() == 1);
    CHECK(notes.front().find("where a table has rows") != std::string::npos);
}

TEST_CASE("an operation that SQLite rejects even without rows is refused with its name") {
    operation::list const up{operation::add_check{"users", {"ck_users_x", "\"nothing_like_it\" > 0"}}};
    CHECK_THROWS_WITH_AS((void)codegen::prove(users(), up, migrate::invert(up, users())),
                         doctest::Contains("add_check"), error);
}

TEST_CASE("what SQLite lacks is not proven there, and the notes say why") {
    auto tags = test::col{"tags", array(text())};
    operation::list const up{operation::add_column{"users", tags.def, {}}};
    auto const p = codegen::prove(users(), up, migrate::invert(up, users()));
    CHECK(p.proven_on.empty());
    CHECK(p.unproven.find("no arrays") != std::string::npos);
    CHECK(p.unproven.find("(users.tags)") != std::string::npos);
    REQUIRE(p.notes.size() == 1);
    CHECK(p.notes.front().starts_with("Not proven: SQLite has no arrays"));
    // Also where it is only on the way back.
    auto with_tags = users();
    with_tags.tables[0].columns.push_back(tags.def);
    operation::list const drop{operation::drop_column{"users", "tags"}};
    CHECK(codegen::prove(with_tags, drop, migrate::invert(drop, with_tags)).proven_on.empty());
}

TEST_CASE("a scratch database is proven on too, a new one for each attempt") {
    int made = 0;
    codegen::scratch_database const scratch = [&made] {
        ++made;
        return std::make_unique<athanor::detail::sqlite_backend>(parse_url("sqlite://"));
    };
    operation::list const up{operation::drop_column{"users", "phone"}};
    auto const p = codegen::prove(users(), up, migrate::invert(up, users()), scratch);
    CHECK(p.proven_on == std::vector<std::string>{"an embedded SQLite", "a scratch PostgreSQL"});
    CHECK(made == 1);
    operation::list const wrong{operation::add_column{"users", test::col{"phone", varchar(20)}.def, {}}};
    CHECK_THROWS_AS((void)codegen::prove(users(), up, wrong, scratch), error);
}

TEST_CASE("an index is proven without CONCURRENTLY, and VACUUM is left out") {
    operation::list const up{operation::create_index{"users", {"ix", {{"phone"}}, false, {}}, true},
                             operation::execute{"", "", "VACUUM", true}};
    operation::list const down{operation::drop_index{"users", "ix", true}};
    auto const p = codegen::prove(users(), up, down);
    CHECK(p.proven_on.size() == 1);
    CHECK(p.notes.empty());
}

TEST_CASE("a table with a key that counts gets another name, and its key too, there and back") {
    auto const named = [](std::string name) {
        return test::schema({test::table{std::move(name)}
                                 .with(test::col{"id", bigint()}.autoincrement())
                                 .with(test::col{"x", text()})
                                 .key({"id"})});
    };
    migrate::decisions given;
    given.renames = {migrate::parse_rename("t:s")};
    auto const d = migrate::diff(named("t"), {named("s"), {}}, given);
    CHECK(d.summary == std::vector<std::string>{"rename table t to s", "drop primary key pk_t of s",
                                                "add primary key pk_s (id) to s",
                                                "alter column s.id: autoincrement"});
    CHECK(codegen::prove(named("t"), d.upgrade, migrate::invert(d.upgrade, named("t"))).notes.empty());
}
