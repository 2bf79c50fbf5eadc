// SPDX-License-Identifier: BSL-1.0
// Replay of schemas, sequences, exclude constraints and enumerations.
#include <athanor/migrate/recorder.hpp>
#include <athanor/migrate/replay.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace athanor::migrate;
using athanor::catalog;
using athanor::error;
using athanor::error_kind;

namespace {

void billing(operations& op) {
    op.create_sequence("billing.number", sequence().start(1000));
    op.create_table("customers", {column("id", bigint())}, {primary_key("pk_customers", {"id"})});
    op.create_table("billing.customers", {column("id", bigint())}, {primary_key("pk_customers", {"id"})});
    op.create_table("billing.invoices",
                    {
                        column("id", bigint()).identity(always),
                        column("number", bigint()).server_default(sql("nextval('billing.number')")),
                        column("customer_id", bigint()),
                        column("during", custom_type("tsrange")),
                    },
                    {
                        primary_key("pk_invoices", {"id"}),
                        foreign_key("fk_invoices_customer_id", {"customer_id"}, "billing.customers", {"id"}),
                        exclude("ex_invoices", {{"customer_id", "="}, {expression("\"during\""), "&&"}})
                            .where("\"number\" > 0"),
                    });
    op.alter_sequence("billing.number", to(sequence().start(1000).owned_by("billing.invoices", "number")));
    op.create_index("ix_number", "billing.invoices", {"number"}, include({"customer_id"}));
    op.create_index("ix_number", "customers", {"id"}); // an index's name is its schema's
}

catalog after(step more) {
    return replay(replay({}, record(billing)), record(more));
}
std::string refusal(step more) {
    auto const before = replay({}, record(billing));
    try {
        (void)replay(before, record(more));
    } catch (error const& e) {
        return e.what();
    }
    return "nothing thrown";
}
bool says(std::string const& text, std::string const& part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a table moves to another schema with its sequences, and foreign keys follow") {
    auto const state = after([](operations& op) {
        op.rename_table("billing.invoices", "archive.bills");
        op.rename_table("billing.customers", "archive.customers");
    });
    CHECK(state.find("billing.invoices") == nullptr);
    auto const* bills = state.find("archive.bills");
    REQUIRE(bills != nullptr);
    CHECK(bills->schema == "archive");
    CHECK(bills->foreign_keys.at(0).referred_key() == "archive.customers");
    REQUIRE(state.find_sequence("archive.number") != nullptr);
    CHECK(state.find_sequence("archive.number")->owner_table == "archive.bills");
    CHECK(state.find("customers") != nullptr); // another table of that name
    auto const plain = after([](operations& op) { op.rename_table("billing.invoices", "invoices"); });
    CHECK(plain.find("invoices")->schema.empty());
    CHECK(says(refusal([](operations& op) { op.rename_table("billing.customers", "customers"); }),
               "exists already"));
}

TEST_CASE("a column takes its sequences, exclude constraints and indexes along") {
    auto const state = after([](operations& op) { op.drop_column("billing.invoices", "number"); });
    CHECK(state.sequences.empty());
    CHECK(state.find("billing.invoices")->indexes.empty());
    CHECK(state.find("billing.invoices")->excludes.empty()); // its predicate
    auto const included = after([](operations& op) { op.drop_column("billing.invoices", "customer_id"); });
    CHECK(included.find("billing.invoices")->indexes.empty());
    CHECK(included.sequences.size() == 1);
    CHECK(after([](operations& op) { op.drop_table("billing.invoices"); }).sequences.empty());
}

TEST_CASE("a renamed column is followed into sequences, exclude constraints and included columns") {
    auto const state = after([](operations& op) {
        op.rename_column("billing.invoices", "number", "no");
        op.rename_column("billing.invoices", "customer_id", "who");
        op.rename_column("billing.invoices", "during", "span");
    });
    auto const& t = *state.find("billing.invoices");
    CHECK(state.sequences.at(0).owner_column == "no");
    CHECK(t.excludes.at(0).elements.at(0).text == "who");
    CHECK(t.excludes.at(0).elements.at(1).text == "\"span\"");
    CHECK(t.excludes.at(0).where == "\"no\" > 0");
    CHECK(t.indexes.at(0).include.at(0) == "who");
}

TEST_CASE("a column is seen among the elements of an array") {
    static constexpr auto checked = [](operations& op) {
        op.create_table("t", {column("a", integer()), column("b", integer())},
                        {check("ck_t", "\"a\" = ANY (ARRAY[b, 1])")});
    };
    auto const renamed = after([](operations& op) {
        checked(op);
        op.rename_column("t", "b", "c");
    });
    CHECK(renamed.find("t")->checks.at(0).expression == "\"a\" = ANY (ARRAY[\"c\", 1])");
    auto const dropped = after([](operations& op) {
        checked(op);
        op.drop_column("t", "b");
    });
    CHECK(dropped.find("t")->checks.empty());
}

TEST_CASE("an identity outlives its primary key, an autoincrement doesn't") {
    auto const state = after([](operations& op) { op.drop_primary_key("pk_invoices", "billing.invoices"); });
    CHECK(state.find("billing.invoices")->find_column("id")->autoincrement);
    auto const counted = after([](operations& op) {
        op.create_table("t", {column("id", bigint()).autoincrement()}, {primary_key("pk_t", {"id"})});
        op.drop_primary_key("pk_t", "t");
    });
    CHECK_FALSE(counted.find("t")->find_column("id")->autoincrement);
}

TEST_CASE("what can't be is refused with names") {
    CHECK(
        says(refusal([](operations& op) { op.create_sequence("billing.number"); }), "sequence of this name"));
    CHECK(says(refusal([](operations& op) { op.create_sequence("billing.invoices"); }), "exists already"));
    CHECK(
        says(refusal([](operations& op) { op.drop_sequence("number"); }), "\"number\": the history has no"));
    CHECK(says(refusal([](operations& op) { op.alter_sequence("number", to(sequence())); }),
               "no such sequence"));
    CHECK(says(refusal([](operations& op) {
                   op.alter_sequence("billing.number", from(sequence().start(1)), to(sequence()));
               }),
               "not what the history says"));
    CHECK(says(refusal([](operations& op) {
                   op.create_sequence("s", sequence().owned_by("billing.invoices", "id"));
               }),
               "in the schema of the table"));
    CHECK(
        says(refusal([](operations& op) { op.create_sequence("s", sequence().owned_by("customers", "x")); }),
             "[column x]"));
    CHECK(says(refusal([](operations& op) {
                   op.add_constraint("customers", exclude("ex", {{"x", "="}}));
               }),
               "[column x]"));
    CHECK(says(refusal([](operations& op) { op.create_index("ix", "customers", {"id"}, include({"x"})); }),
               "[column x]"));
    CHECK(says(refusal([](operations& op) { op.drop_exclude("ex", "customers"); }), "no such constraint"));
    CHECK(says(refusal([](operations& op) { op.drop_table("billing.customers"); }), "billing.invoices"));
    CHECK(says(refusal([](operations& op) { op.create_index("ix_number", "billing.customers", {"id"}); }),
               "already"));
    athanor::table_def dotted;
    dotted.name = "a.b";
    dotted.columns.resize(1);
    CHECK_THROWS_AS((void)replay({}, {athanor::operation::create_table{dotted}}), error);
}

TEST_CASE("at the end of a unit all columns of one enumeration have the same labels, in one schema") {
    auto const two = [](operations& op) {
        op.create_table("a", {column("mood", enumeration("mood", {"sad"}))});
        op.create_table("b", {column("temper", enumeration("mood", {"sad"}))});
        op.create_table("x.c", {column("mood", enumeration("mood", {"other"}))}); // a type of its own
    };
    auto const state = replay({}, record(two));
    auto const half = record([](operations& op) {
        op.alter_column("a", to(column("mood", enumeration("mood", {"sad", "ok"}))));
    });
    try {
        (void)replay(state, half);
        FAIL("accepted");
    } catch (error const& e) {
        CHECK(e.kind() == error_kind::migration);
        CHECK(e.table() == "b");
        CHECK(e.column() == "temper");
        CHECK(says(e.what(), "a.mood"));
    }
    auto const whole =
        replay(state, record([](operations& op) {
                   op.alter_column("a", to(column("mood", enumeration("mood", {"sad", "ok"}))));
                   op.alter_column("b", to(column("temper", enumeration("mood", {"sad", "ok"}))));
               }));
    CHECK(whole.find("b")->find_column("temper")->labels.size() == 2);
}
