// SPDX-License-Identifier: BSL-1.0
// What the words for PostgreSQL's own things record.
#include <athanor/migrate/recorder.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace athanor::migrate;
using athanor::error;
using athanor::nulls_order;
namespace operation = athanor::operation;

namespace {

template <class Op>
Op recorded(step what) {
    auto const list = record(what);
    REQUIRE(list.size() == 1);
    return std::get<Op>(list.front());
}
std::string refusal(step what) {
    try {
        (void)record(what);
    } catch (error const& e) {
        return e.what();
    }
    return "nothing thrown";
}

} // namespace

TEST_CASE("a table in a schema: the first dot parts the two, in foreign keys too") {
    auto const op = recorded<operation::create_table>([](operations& o) {
        o.create_table("billing.in.voices", {column("id", bigint())},
                       {foreign_key("fk", {"id"}, "archive.cases", {"id"}),
                        foreign_key("fk2", {"id"}, "users", {"id"})});
    });
    CHECK(op.table.schema == "billing");
    CHECK(op.table.name == "in.voices");
    CHECK(op.table.key() == "billing.in.voices");
    CHECK(op.table.foreign_keys.at(0).referred_schema == "archive");
    CHECK(op.table.foreign_keys.at(0).referred_table == "cases");
    CHECK(op.table.foreign_keys.at(1).referred_schema.empty());
}

TEST_CASE("identities and sequences say how they count") {
    auto const id =
        recorded<operation::add_column>([](operations& o) {
            o.add_column("t", column("id", bigint()).identity(always, sequence().start(1000).increment(-5)));
        }).column;
    REQUIRE(id.identity);
    CHECK(id.autoincrement);
    CHECK(id.identity->always);
    CHECK(id.identity->options.start == 1000);
    CHECK(id.identity->options.increment == -5);
    CHECK_FALSE(id.identity->options.maximum);

    auto const s =
        recorded<operation::create_sequence>([](operations& o) {
            o.create_sequence("billing.number",
                              sequence().as(integer()).minvalue(0).maxvalue(99).cache(7).cycle().owned_by(
                                  "billing.invoices", "number"));
        }).sequence;
    CHECK(s.schema == "billing");
    CHECK(s.name == "number");
    CHECK(s.type == athanor::integer());
    CHECK(s.options == athanor::sequence_options{{}, {}, 0, 99, 7, true});
    CHECK(s.owner_table == "billing.invoices");
    CHECK(s.owner_column == "number");
    CHECK(refusal([](operations& o) {
              o.add_column("t", column("id", bigint()).identity(always, sequence().owned_by("t", "id")));
          }).find("[column id]") != std::string::npos);
}

TEST_CASE("indexes with all that PostgreSQL knows of them") {
    auto const op = recorded<operation::create_index>([](operations& o) {
        o.create_index(
            "ix", "t", {"a", desc("b").nulls_last(), asc("c").nulls_first().operator_class("x")},
            unique_index().using_("btree").include({"d", "e"}).nulls_not_distinct().concurrently());
    });
    CHECK(op.concurrently);
    CHECK(op.index.unique);
    CHECK(op.index.method == "btree");
    CHECK(op.index.include == std::vector<std::string>{"d", "e"});
    CHECK(op.index.nulls_not_distinct);
    CHECK(op.index.parts.at(0).nulls == nulls_order::by_default);
    CHECK(op.index.parts.at(1).nulls == nulls_order::last);
    CHECK(op.index.parts.at(1).descending);
    CHECK(op.index.parts.at(2).nulls == nulls_order::first);
    CHECK(op.index.parts.at(2).operator_class == "x");
    CHECK(recorded<operation::drop_index>([](operations& o) {
              o.drop_index("ix", "t", concurrently());
          }).concurrently);
    CHECK(refusal([](operations& o) { o.drop_index("ix", "t", unique_index()); }).find("concurrently()") !=
          std::string::npos);
}

TEST_CASE("exclude constraints, deferred unique ones, and words that mean nothing for a kind") {
    auto const op = recorded<operation::add_exclude>([](operations& o) {
        o.add_constraint("t", exclude("ex", {{"room", "="}, {expression("tsrange(a, b)"), "&&"}})
                                  .using_("gist")
                                  .where("a > 0")
                                  .initially_deferred());
    });
    REQUIRE(op.exclude.elements.size() == 2);
    CHECK(op.exclude.elements[0] == athanor::exclude_def::element{"room", false, "=", ""});
    CHECK(op.exclude.elements[1] == athanor::exclude_def::element{"tsrange(a, b)", true, "&&", ""});
    CHECK(op.exclude.method == "gist");
    CHECK(op.exclude.where == "a > 0");
    CHECK((op.exclude.deferrable && op.exclude.initially_deferred));
    auto const u = recorded<operation::add_unique>(
        [](operations& o) { o.add_constraint("t", unique("uq", {"a"}).nulls_not_distinct().deferrable()); });
    CHECK(u.unique == athanor::unique_def{"uq", {"a"}, true, true, false});
    CHECK(recorded<operation::drop_constraint>([](operations& o) { o.drop_exclude("ex", "t"); }).kind ==
          operation::constraint_kind::exclude);
    CHECK(refusal([](operations& o) {
              o.add_constraint("t", check("ck", "a > 0").deferrable());
          }).find("deferrable() means nothing") != std::string::npos);
    CHECK(refusal([](operations& o) {
              o.add_constraint("t", unique("uq", {"a"}).where("a > 0"));
          }).find("where()") != std::string::npos);
    CHECK(refusal([](operations& o) {
              o.create_table("t", {column("a", bigint())}, {unique("uq", {"a"}).on_delete(cascade)});
          }).find("[table t]") != std::string::npos);
    CHECK(refusal([](operations& o) {
              o.add_constraint("t", exclude("ex", {{desc("a"), "="}}));
          }).find("no order") != std::string::npos);
}

TEST_CASE("types: arrays of any type, jsonb, and a check on SQLite") {
    auto const of = [](step what) { return recorded<operation::add_column>(what).column; };
    CHECK(of([](operations& o) { o.add_column("t", column("a", array(varchar(9)))); }).type ==
          athanor::array(athanor::varchar(9)));
    auto const moods =
        of([](operations& o) { o.add_column("t", column("a", array(enumeration("mood", {"x"})))); });
    CHECK(moods.type.array);
    CHECK(moods.type_name == "mood");
    CHECK(moods.labels == std::vector<std::string>{"x"});
    CHECK(of([](operations& o) { o.add_column("t", column("a", jsonb())); }).type == athanor::jsonb());
    CHECK(of([](operations& o) { o.add_column("t", column("a", varchar(9)).enforced()); }).enforced);
}

TEST_CASE("SQL outside the transaction is PostgreSQL's") {
    auto const op = recorded<operation::execute>(
        [](operations& o) { o.execute(sqlite("ANALYZE"), postgresql("VACUUM").outside_transaction()); });
    CHECK(op.outside_transaction);
    CHECK(op.sqlite == "ANALYZE");
    CHECK(op.postgresql == "VACUUM");
    CHECK(refusal([](operations& o) {
              o.execute(sqlite("VACUUM").outside_transaction());
          }).find("postgresql(...) only") != std::string::npos);
}
