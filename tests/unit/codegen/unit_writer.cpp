// SPDX-License-Identifier: BSL-1.0
#include "../diff/schema_words.hpp"

#include <athanor/base/error.hpp>
#include <athanor/codegen/unit_writer.hpp>
#include <athanor/migrate/diff/invert.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace athanor;

namespace {

catalog users() {
    return test::schema({test::table{"users"}
                             .with(test::col{"id", bigint()})
                             .with(test::col{"phone_number", varchar(50)})
                             .with(test::col{"name", varchar(255)})
                             .key({"id"})});
}

std::string written(operation::list up, std::string message = "m",
                    std::vector<std::string> parents = {"804682fdc9c4"}) {
    codegen::unit_text u;
    u.revision = "1975ea83b712";
    u.parents = std::move(parents);
    u.message = std::move(message);
    u.date = "2026-11-20";
    u.before = users();
    u.downgrade = migrate::invert(up, u.before);
    u.upgrade = std::move(up);
    return codegen::write_unit(u);
}

} // namespace

TEST_CASE("a unit reads as a person would have written it") {
    CHECK(written({operation::drop_column{"users", "phone_number"}}, "remove phone number from users") ==
          R"(// remove phone number from users
// Revision: 1975ea83b712, revises 804682fdc9c4. Generated on 2026-11-20: review before you commit.
#include <athanor/migrate/unit.hpp>

namespace {
using namespace athanor::migrate;

void upgrade(operations& op) {
    // destroys: users.phone_number
    op.drop_column("users", "phone_number");
}

void downgrade(operations& op) {
    op.add_column("users", column("phone_number", varchar(50)));
}
} // namespace

ATHANOR_REVISION(1975ea83b712, upgrade, downgrade, "remove phone number from users", revises("804682fdc9c4"))
)");
}

TEST_CASE("a narrowing and a NOT NULL are marked with the rows that they refuse") {
    auto to = test::col{"name", varchar(10)}.required().def;
    auto const text =
        written({operation::alter_column{"users", to, test::col{"name", varchar(255)}.def, {}, {}}});
    CHECK(text.find("// refused while a row doesn't fit: users.name: varchar(255) becomes varchar(10)\n") !=
          std::string::npos);
    CHECK(text.find("// refused while a row holds NULL here") != std::string::npos);
    CHECK(
        text.find(
            R"(op.alter_column("users", from(column("name", varchar(255))), to(column("name", varchar(10)).not_null()));)") !=
        std::string::npos);
}

TEST_CASE("the first revision revises nothing, a merge several") {
    CHECK(written({}, "m", {}).find("the first one") != std::string::npos);
    CHECK(written({}, "m", {}).find("revises(") == std::string::npos);
    CHECK(written({}, "m", {"aaaa", "bbbb"}).find(R"(revises("aaaa", "bbbb"))") != std::string::npos);
}

TEST_CASE("no line is longer than 110 characters, however much an operation says") {
    auto t = test::table{"a_table_with_a_rather_long_name_that_goes_on"};
    for (int i = 0; i < 5; ++i) {
        t = t.with(
            test::col{"a_column_with_a_rather_long_name_that_goes_on_" + std::to_string(i), varchar(255)}
                .required()
                .text_default(std::string(300, 'x') + "\"\\\n")
                .comment("a comment with several words that says what the column is for, at length: " +
                         std::string(40, 'y') + " and " + std::string(200, 'z')));
    }
    t = t.key({t.def.columns[0].name, t.def.columns[1].name, t.def.columns[2].name, t.def.columns[3].name});
    t = t.check("long", "length(\"" + t.def.columns[0].name + "\") > 5 AND length(\"" +
                            t.def.columns[1].name + "\") > 7");
    auto const text =
        written({operation::create_table{t.def}}, std::string(500, 'm') + " and " + std::string(90, 'n'));
    std::size_t start = 0;
    for (auto end = text.find('\n'); end != std::string::npos; end = text.find('\n', start)) {
        CHECK_MESSAGE(end - start <= 110, text.substr(start, end - start));
        start = end + 1;
    }
}

TEST_CASE("what has no words in a unit is refused, not left out") {
    CHECK_THROWS_AS((void)written({operation::insert_rows{"users", {"id"}, {{std::int64_t{1}}}}}), error);
    auto t = users().tables.front();
    t.name = "other";
    t.schema = "somewhere";
    CHECK_THROWS_AS((void)written({operation::create_table{t}}), error);
}
