// SPDX-License-Identifier: BSL-1.0
#include "schema_words.hpp"

#include <athanor/base/error.hpp>
#include <athanor/migrate/diff/diff.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace athanor;
using migrate::question_kind;
using test::base;
using test::col;
using test::schema;
using test::table;

namespace {

migrate::diff_result between(catalog const& from, catalog const& to, migrate::decisions const& given = {},
                             std::vector<rename_hint> hints = {}) {
    return migrate::diff(from, {to, std::move(hints)}, given);
}
std::vector<std::string> flags_of(migrate::diff_result const& d) {
    std::vector<std::string> out;
    for (auto const& q : d.questions) {
        out.insert(out.end(), q.flags.begin(), q.flags.end());
    }
    return out;
}
using lines = std::vector<std::string>;

} // namespace

TEST_CASE("a dropped and an added column of one type are offered as a rename, and nothing is guessed") {
    auto const from = schema({base(col{"name", varchar(50)})});
    auto const to = schema({base(col{"full_name", varchar(50)})});
    auto const d = between(from, to);
    REQUIRE(d.questions.size() == 1);
    CHECK(d.questions[0].kind == question_kind::rename_column);
    REQUIRE(d.questions[0].candidates.size() == 1);
    CHECK(d.questions[0].candidates[0].name == "full_name");
    CHECK(d.questions[0].candidates[0].percent >= 80);
    CHECK(flags_of(d) == lines{"--rename t.name:full_name", "--drop t.name"});

    migrate::decisions rename;
    rename.renames = {migrate::parse_rename("t.name:full_name")};
    CHECK(between(from, to, rename).summary == lines{"rename column t.name to full_name"});
    migrate::decisions drop;
    drop.drops = {"t.name"};
    CHECK(between(from, to, drop).summary ==
          lines{"add column t.full_name varchar(50)", "drop column t.name"});
    CHECK(between(from, to, drop).questions.empty());
}

TEST_CASE("columns of different types are no rename: the drop is asked for alone") {
    auto const d = between(schema({base(col{"x", integer()})}), schema({base(col{"y", text()})}));
    REQUIRE(d.questions.size() == 1);
    CHECK(d.questions[0].kind == question_kind::drop_column);
    CHECK(flags_of(d) == lines{"--drop t.x"});
}

TEST_CASE("several candidates are listed with the most alike first") {
    auto const d = between(schema({base(col{"email", text()})}),
                           schema({base(col{"zip", text()}).with(col{"e_mail", text()})}));
    REQUIRE(d.questions.size() == 1);
    REQUIRE(d.questions[0].candidates.size() == 2);
    CHECK(d.questions[0].candidates[0].percent >= d.questions[0].candidates[1].percent);
}

TEST_CASE("renamed_from in a model answers, once: afterwards the hint is stale and does nothing") {
    auto const from = schema({base(col{"name", text()})});
    auto const to = schema({base(col{"full_name", text()})});
    std::vector<rename_hint> const hint{{"t", "name", "full_name"}};
    auto const d = between(from, to, {}, hint);
    CHECK(d.questions.empty());
    CHECK(d.summary == lines{"rename column t.name to full_name"});
    CHECK(between(to, to, {}, hint).empty());
    // Long after, a column of the old name comes back: no rename.
    auto const again = schema({base(col{"full_name", text()}).with(col{"name", text()})});
    CHECK(between(to, again, {}, hint).summary == lines{"add column t.name text"});
}

TEST_CASE("hints may form a chain, and a swap counts only where it explains the definitions") {
    auto const from = schema({base(col{"a", text()}).with(col{"b", integer()})});
    auto const chained = schema({base(col{"b", text()}).with(col{"c", integer()})});
    CHECK(between(from, chained, {}, {{"t", "a", "b"}, {"t", "b", "c"}}).summary ==
          lines{"rename column t.b to c", "rename column t.a to b"});
    auto const swapped = schema({base(col{"b", text()}).with(col{"a", integer()})});
    std::vector<rename_hint> const swap{{"t", "a", "b"}, {"t", "b", "a"}};
    CHECK(between(from, swapped, {}, swap).summary ==
          lines{"rename column t.a to a_aside", "rename column t.b to a", "rename column t.a_aside to b"});
    CHECK(between(swapped, swapped, {}, swap).empty()); // not again
}

TEST_CASE("two columns whose names are swapped without a word are altered, and the loss is asked for") {
    auto const from = schema({base(col{"a", text()}).with(col{"b", integer()})});
    auto const to = schema({base(col{"a", integer()}).with(col{"b", text()})});
    auto const d = between(from, to);
    REQUIRE(d.questions.size() == 1);
    CHECK(d.questions[0].kind == question_kind::narrowing);
    CHECK(flags_of(d) == lines{"--allow-loss t.a"});
}

TEST_CASE("a table that goes while a like one comes is offered as a rename") {
    auto const t = [](std::string name) {
        return table{std::move(name)}
            .with(col{"id", bigint()})
            .with(col{"x", text()})
            .with(col{"y", text()})
            .key({"id"});
    };
    auto const d = between(schema({t("person")}), schema({t("people")}));
    REQUIRE(d.questions.size() == 1);
    CHECK(d.questions[0].kind == question_kind::rename_table);
    CHECK(flags_of(d) == lines{"--rename person:people", "--drop person"});
    CHECK(between(schema({t("person")}), schema({t("people")}), {}, {{"people", "person", ""}})
              .questions.empty());
    auto const alone = between(schema({t("person"), base()}), schema({base()}));
    REQUIRE(alone.questions.size() == 1);
    CHECK(alone.questions[0].kind == question_kind::drop_table);
    CHECK(flags_of(alone) == lines{"--drop person"});
}

TEST_CASE("a column renamed in a table renamed: flags take the old name of the table or the new one") {
    auto const from = schema({table{"old"}.with(col{"id", bigint()}).with(col{"x", text()}).key({"id"})});
    auto const to = schema({table{"new"}.with(col{"id", bigint()}).with(col{"y", text()}).key({"id"})});
    for (std::string const name : {"old", "new"}) {
        migrate::decisions given;
        given.renames = {migrate::parse_rename("old:new"), migrate::parse_rename(name + ".x:y")};
        auto const d = between(from, to, given);
        CHECK(d.questions.empty());
        CHECK(d.unused.empty());
        CHECK(d.summary.at(1) == "rename column new.x to y");
    }
}

TEST_CASE("every narrowing asks, no widening does") {
    using id = type_id;
    struct one {
        sql_type from, to;
        bool asks;
    };
    for (auto const& [from, to, asks] : std::vector<one>{{varchar(255), varchar(10), true},
                                                         {varchar(10), varchar(255), false},
                                                         {text(), varchar(3000), true},
                                                         {varchar(10), text(), false},
                                                         {bigint(), integer(), true},
                                                         {integer(), bigint(), false},
                                                         {integer(), text(), false},
                                                         {integer(), varchar(5), true},
                                                         {text(), integer(), true},
                                                         {numeric(10, 2), numeric(12, 4), false},
                                                         {numeric(10, 2), numeric(10, 4), true},
                                                         {numeric(12, 4), numeric(10, 2), true},
                                                         {numeric(10, 2), numeric(), false},
                                                         {double_precision(), integer(), true},
                                                         {double_precision(), real(), true},
                                                         {real(), double_precision(), false},
                                                         {bigint(), double_precision(), true},
                                                         {integer(), double_precision(), false},
                                                         {boolean(), integer(), false},
                                                         {integer(), boolean(), true},
                                                         {{id::timestamp}, {id::timestamp_tz}, false},
                                                         {blob(), text(), true},
                                                         {{id::json}, text(), false},
                                                         {text(), {id::json}, true},
                                                         {{id::uuid}, varchar(10), true}}) {
        auto const d = between(schema({base(col{"x", from})}), schema({base(col{"x", to})}));
        CAPTURE(d.summary.at(0));
        CHECK(d.questions.size() == (asks ? 1U : 0U));
        if (asks) {
            CHECK(d.questions[0].kind == question_kind::narrowing);
            migrate::decisions allow;
            allow.allow_loss = {"t.x"};
            CHECK(between(schema({base(col{"x", from})}), schema({base(col{"x", to})}), allow)
                      .questions.empty());
        }
    }
}

TEST_CASE("an enumeration asks when it loses a label, not when it gets one") {
    auto const three = schema({base(col{"x", "mood", {"a", "b", "c"}})});
    auto const two = schema({base(col{"x", "mood", {"a", "b"}})});
    CHECK(between(two, three).questions.empty());
    auto const d = between(three, two);
    REQUIRE(d.questions.size() == 1);
    CHECK(d.questions[0].text.find("loses c") != std::string::npos);
}

TEST_CASE("a NOT NULL column without a default asks what existing rows get; in a new table it doesn't") {
    auto const to = schema({base(col{"x", text()}.required())});
    auto const d = between(schema({base()}), to);
    REQUIRE(d.questions.size() == 1);
    CHECK(d.questions[0].kind == question_kind::fill);
    CHECK(flags_of(d) == lines{"--fill \"t.x=EXPRESSION\""});
    CHECK(between({}, to).questions.empty());
    migrate::decisions fill;
    fill.fills = {migrate::parse_expression("--fill", "t.x=lower('A=B')")};
    auto const filled = between(schema({base()}), to, fill);
    CHECK(filled.questions.empty());
    CHECK(std::get<operation::add_column>(filled.upgrade.at(0)).fill == "lower('A=B')");
}

TEST_CASE("answers that answer nothing are reported") {
    migrate::decisions given;
    given.renames = {migrate::parse_rename("t.nme:name")};
    given.drops = {"nothing"};
    given.allow_loss = {"t.y"};
    given.fills = {migrate::parse_expression("--fill", "t.y=0")};
    CHECK(between(schema({base()}), schema({base()}), given).unused ==
          lines{"--rename t.nme:name", "--drop nothing", "--allow-loss t.y", "--fill t.y"});
    CHECK_THROWS_AS((void)migrate::parse_rename("name"), error);
    CHECK_THROWS_AS((void)migrate::parse_rename("name:"), error);
    CHECK_THROWS_AS((void)migrate::parse_expression("--fill", "t=0"), error);
    CHECK_THROWS_AS((void)migrate::parse_expression("--fill", "t.x"), error);
}

TEST_CASE("what no operation can change is refused with its name") {
    auto strict = base();
    strict.def.strict = true;
    try {
        (void)between(schema({base()}), schema({strict}));
        FAIL("accepted");
    } catch (error const& e) {
        CHECK(e.kind() == error_kind::unsupported);
        CHECK(e.table() == "t");
        CHECK(e.message().find("STRICT") != std::string::npos);
    }
    CHECK_THROWS_AS((void)between(schema({base()}), schema({base().without_rowid()})), error);
}
