// SPDX-License-Identifier: BSL-1.0
#include "../diff/schema_words.hpp"

#include <athanor/base/error.hpp>
#include <athanor/codegen/unit_writer.hpp>
#include <athanor/migrate/diff/invert.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
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
    CHECK_THROWS_AS((void)written({operation::execute{"VACUUM", "", "", true}}), error);
}

TEST_CASE("what only PostgreSQL has reads as plainly") {
    auto invoices = test::table{"invoices"}
                        .with(test::col{"id", bigint()})
                        .with(test::col{"tags", array(varchar(20))}.required())
                        .with(test::col{"body", jsonb()})
                        .with(test::col{"name", varchar(9)})
                        .key({"id"})
                        .refers({"id"}, "users", {"id"})
                        .def;
    invoices.schema = "billing";
    invoices.columns[0].identity = identity_def{true, {}};
    invoices.columns[0].identity->options.start = 1000;
    invoices.columns[3].enforced = true;
    invoices.uniques.push_back({"uq", {"name"}, true, true, true});
    invoices.excludes.push_back(
        {"ex", "gist", {{"name", false, "="}, {"lower(\"name\")", true, "&&"}}, "TRUE"});
    index_def index{"ix", {{"tags", false, false, nulls_order::by_default, "array_ops"}}, false, {}};
    index.method = "gin";
    index_def covering{"ix2", {{"name", false, true, nulls_order::last}}, true, {}};
    covering.include = {"body"};
    sequence_def q;
    q.name = "number";
    q.options.increment = 5;
    q.options.minimum = std::numeric_limits<std::int64_t>::min();
    auto const text = written({operation::create_sequence{q}, operation::create_table{invoices},
                               operation::create_index{"billing.invoices", index, true},
                               operation::create_index{"billing.invoices", covering},
                               operation::rename_table{"billing.invoices", "archive.bills"},
                               operation::execute{"", "", "VACUUM users", true}});
    for (
        std::string const line :
        {R"x(    op.create_sequence("number", sequence().increment(5).minvalue(-9223372036854775807LL - 1));)x",
         R"x(    op.create_table("billing.invoices",)x",
         R"x(            column("id", bigint()).not_null().identity(always, sequence().start(1000)),)x",
         R"x(            column("tags", array(varchar(20))).not_null(),)x",
         R"x(            column("body", jsonb()),)x",
         R"x(            column("name", varchar(9)).enforced(),)x",
         R"x(            unique("uq", {"name"}).nulls_not_distinct().initially_deferred(),)x",
         R"x(            exclude("ex", {{"name", "="}, {expression("lower(\"name\")"), "&&"}}).using_("gist"))x",
         R"x(                .where("TRUE"),)x", R"x(        {asc("tags").operator_class("array_ops")},)x",
         R"x(        using_("gin").concurrently());)x",
         R"x(    op.create_index("ix2", "billing.invoices", {desc("name").nulls_last()}, unique_index().include({"body"}));)x",
         R"x(    op.rename_table("billing.invoices", "archive.bills");)x",
         R"x(    op.execute(postgresql("VACUUM users").outside_transaction());)x",
         R"x(    op.drop_index("ix", "billing.invoices", concurrently());)x",
         R"x(    // destroys: sequence number: how far it has counted)x",
         R"x(    op.drop_sequence("number");)x"}) {
        CAPTURE(line);
        CAPTURE(text);
        CHECK(text.find(line + "\n") != std::string::npos);
    }
}
