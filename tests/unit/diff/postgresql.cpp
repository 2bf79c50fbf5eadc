// SPDX-License-Identifier: BSL-1.0
// Schemas, sequences, identities and the like: what the diff says of them, and in which order.
#include "schema_words.hpp"

#include <athanor/base/error.hpp>
#include <athanor/migrate/diff/diff.hpp>
#include <athanor/migrate/diff/invert.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace athanor;
using migrate::question_kind;
using test::base;
using test::col;
using test::schema;
using test::table;
using lines = std::vector<std::string>;

namespace {

catalog with(catalog c, sequence_def q) {
    c.sequences.push_back(std::move(q));
    return c;
}
sequence_def named(std::string name, std::string owner = {}, std::string column = {}) {
    sequence_def q;
    q.name = std::move(name);
    q.owner_table = std::move(owner);
    q.owner_column = std::move(column);
    return q;
}
table in(std::string schema_name, table t) {
    t.def.schema = std::move(schema_name);
    return t;
}
// Both ways; the summary of the way up.
lines way(catalog const& from, catalog const& to, migrate::decisions given = {},
          std::vector<rename_hint> hints = {}) {
    given.allow_all_loss = true;
    auto const d = migrate::diff(from, {to, std::move(hints)}, given);
    CHECK(d.unused.empty());
    auto const there = migrate::replay(from, d.upgrade);
    CHECK(migrate::same_schema(there, to));
    CHECK(migrate::same_schema(migrate::replay(there, migrate::invert(d.upgrade, from)), from));
    CHECK(migrate::diff(there, {to, {}}, given).upgrade.empty());
    return d.summary;
}

} // namespace

TEST_CASE("a sequence is there before the table that asks it, and its owner after") {
    auto const to =
        with(schema({base(col{"n", bigint()}.sql_default("nextval('s')"))}), named("s", "t", "n"));
    CHECK(way({}, to) == lines{"create sequence s", "create table t (2 columns)", "alter sequence s"});
    // It goes with the table, without a word of its own.
    CHECK(way(to, {}) == lines{"drop table t"});
    CHECK(migrate::diff(to, {{}, {}}).questions.size() == 1);
}

TEST_CASE("a sequence that goes is asked for, after the default that uses it") {
    auto const asks = with(schema({base(col{"n", bigint()}.sql_default("nextval('s')"))}), named("s"));
    auto const plain = schema({base(col{"n", bigint()})});
    CHECK(way(asks, plain) == lines{"alter column t.n: default nextval('s') -> none", "drop sequence s"});
    CHECK(way(plain, asks) == lines{"create sequence s", "alter column t.n: default none -> nextval('s')"});
    auto const d = migrate::diff(asks, {plain, {}});
    REQUIRE(d.questions.size() == 1);
    CHECK(d.questions[0].kind == question_kind::drop_sequence);
    CHECK(d.questions[0].flags == lines{"--drop s"});
    migrate::decisions given;
    given.drops = {"s"};
    CHECK(migrate::diff(asks, {plain, {}}, given).questions.empty());
}

TEST_CASE("a sequence whose owner goes is kept where the models want it") {
    auto from = with(schema({base(col{"n", bigint()})}), named("s", "t", "n"));
    CHECK(way(from, with(schema({base()}), named("s"))) == lines{"alter sequence s", "drop column t.n"});
    CHECK(way(from, with({}, named("s"))) == lines{"alter sequence s", "drop table t"});
    // A table of the same name in another case stands in the way and goes first.
    auto const cased = schema({table{"T"}.with(col{"n", bigint()})});
    CHECK(way(with(cased, named("s", "T", "n")),
              with(schema({table{"t"}.with(col{"m", text()})}), named("s"))) ==
          lines{"alter sequence s", "drop table T", "create table t (1 columns)"});
    // A column of the same name in another case stands in the way and goes first.
    auto const to = with(schema({base(col{"N", bigint()})}), named("s", "t", "N"));
    CHECK(way(from, to) ==
          lines{"alter sequence s", "drop column t.n", "add column t.N bigint", "alter sequence s"});
}

TEST_CASE("how a sequence counts is altered") {
    auto q = named("s");
    auto other = q;
    other.options.increment = 5;
    CHECK(way(with({}, q), with({}, other)) == lines{"alter sequence s"});
}

TEST_CASE("identity: added, changed, dropped, and the same as autoincrement where it says no more") {
    auto const id = [](std::optional<identity_def> identity, bool counts) {
        auto t = base();
        t.def.columns[0].identity = std::move(identity);
        t.def.columns[0].autoincrement = counts;
        return schema({t});
    };
    identity_def const by_default{};
    identity_def const always{true, {}};
    identity_def from_ten{};
    from_ten.options.start = 10;
    CHECK(way(id({}, false), id(by_default, true)) == lines{"alter column t.id: identity by default"});
    CHECK(way(id(by_default, true), id(always, true)) == lines{"alter column t.id: identity always"});
    CHECK(way(id(by_default, true), id(from_ten, true)) == lines{"alter column t.id: identity by default"});
    CHECK(way(id(always, true), id({}, false)) == lines{"alter column t.id: no identity"});
    CHECK(way(id(always, true), id(always, false)).empty()); // it counts, said or not
}

TEST_CASE("arrays and jsonb are types of their own, and may lose something") {
    auto const of = [](sql_type t) { return schema({base(col{"x", t})}); };
    CHECK(way(of(integer()), of(array(integer()))) == lines{"alter column t.x: integer -> integer[]"});
    CHECK(way(of(array(integer())), of(array(bigint()))) == lines{"alter column t.x: integer[] -> bigint[]"});
    CHECK(way(of({type_id::json}), of(jsonb())) == lines{"alter column t.x: json -> jsonb"});
    for (auto const& [from, to, asks] :
         {std::tuple{array(integer()), array(bigint()), false},
          std::tuple{array(bigint()), array(integer()), true}, std::tuple{integer(), array(integer()), true},
          std::tuple{array(integer()), text(), false}, std::tuple{sql_type{type_id::json}, jsonb(), true},
          std::tuple{jsonb(), sql_type{type_id::json}, false}, std::tuple{jsonb(), text(), false},
          std::tuple{array(text()), text(), false}}) {
        auto const d = migrate::diff(of(from), {of(to), {}});
        CAPTURE(d.summary.at(0));
        CHECK(d.questions.size() == (asks ? 1U : 0U));
    }
}

TEST_CASE("an index or a constraint with another property is another one") {
    auto const index = [](index_def i) {
        auto t = base(col{"x", text()});
        t.def.indexes.push_back(std::move(i));
        return schema({t});
    };
    index_def const plain{"ix", {{"x"}}, false, {}};
    auto gin = plain;
    gin.method = "gin";
    auto include = plain;
    include.include = {"id"};
    auto nulls = plain;
    nulls.parts[0].nulls = nulls_order::first;
    auto classed = plain;
    classed.parts[0].operator_class = "text_pattern_ops";
    for (auto const& other : {gin, include, nulls, classed}) {
        CHECK(way(index(plain), index(other)) == lines{"drop index ix on t", "create index ix on t"});
    }
    auto const unique = [](bool nulls_not_distinct, bool deferrable) {
        auto t = base(col{"x", text()});
        t.def.uniques.push_back({"uq", {"x"}, nulls_not_distinct, deferrable, false});
        return schema({t});
    };
    for (auto const& other : {unique(true, false), unique(false, true)}) {
        CHECK(way(unique(false, false), other) ==
              lines{"drop unique constraint uq of t", "add unique constraint uq (x) to t"});
    }
    auto const exclude = [](std::string with) {
        auto t = base(col{"x", text()});
        if (!with.empty()) {
            t.def.excludes.push_back({"ex", "", {{"x", false, std::move(with)}}, {}});
        }
        return schema({t});
    };
    CHECK(way(exclude(""), exclude("=")) == lines{"add exclude constraint ex to t"});
    CHECK(way(exclude("="), exclude("&&")) ==
          lines{"drop exclude constraint ex of t", "add exclude constraint ex to t"});
    CHECK(way(exclude("="), schema({base()})) == lines{"drop exclude constraint ex of t", "drop column t.x"});
}

TEST_CASE("the same name in two schemas is two tables") {
    auto const one = schema({base()});
    auto const both = schema({base(), in("billing", base(col{"x", text()}))});
    CHECK(way(one, both) == lines{"create table billing.t (2 columns)"});
    auto changed = both;
    changed.tables[1].columns[1].nullable = false;
    migrate::decisions fill;
    fill.fills = {migrate::parse_expression("--fill", "billing.t.x=''")};
    CHECK(way(both, changed, fill) == lines{"alter column billing.t.x: NOT NULL"});
    CHECK(way(both, one) == lines{"drop table billing.t"});
}

TEST_CASE("a table moves to another schema only where that is said") {
    auto const t = [] { return base(col{"x", text()}).with(col{"y", text()}); };
    auto const child = [](std::string schema_name) {
        auto c = table{"child"}.with(col{"id", bigint()}).key({"id"}).refers({"id"}, "t", {"id"});
        c.def.foreign_keys[0].referred_schema = std::move(schema_name);
        return c;
    };
    auto const from = schema({in("billing", t()), child("billing")});
    auto const to = schema({in("archive", t()), child("archive")});
    auto const asked = migrate::diff(from, {to, {}});
    REQUIRE(asked.questions.size() == 1);
    CHECK(asked.questions[0].kind == question_kind::rename_table);
    CHECK(asked.questions[0].flags == lines{"--rename billing.t:archive.t", "--drop billing.t"});

    lines const moved{"rename table billing.t to archive.t"};
    migrate::decisions given;
    given.renames = {migrate::parse_rename("billing.t:archive.t")};
    CHECK(way(from, to, given) == moved);
    CHECK(way(from, to, {}, {{"archive.t", "billing.t", ""}}) == moved);

    auto const home = schema({t(), child("")});
    given.renames = {migrate::parse_rename("billing.t:t")};
    CHECK(way(from, home, given) == lines{"rename table billing.t to t"});
    given.renames = {migrate::parse_rename("t:billing.t")};
    CHECK(way(home, from, given) == lines{"rename table t to billing.t"});
    migrate::decisions drop;
    drop.drops = {"billing.t"};
    CHECK(migrate::diff(from, {to, {}}, drop).questions.empty());
}

TEST_CASE("a table renamed within its schema: the old name may be said without it") {
    auto const t = [](std::string name) {
        return schema({in("billing", table{std::move(name)}.with(col{"id", bigint()}))});
    };
    lines const renamed{"rename table billing.bills to billing.invoices"};
    CHECK(way(t("bills"), t("invoices"), {}, {{"billing.invoices", "bills", ""}}) == renamed);
    migrate::decisions given;
    given.renames = {migrate::parse_rename("billing.bills:invoices")};
    CHECK(way(t("bills"), t("invoices"), given) == renamed);
    given.renames = {migrate::parse_rename("billing.bills:billing.invoices")};
    CHECK(way(t("bills"), t("invoices"), given) == renamed);
}

TEST_CASE("a column in a schema is answered by its whole name") {
    auto const t = [](std::string column) {
        return schema({in("billing", base(col{std::move(column), text()}))});
    };
    migrate::decisions given;
    given.renames = {migrate::parse_rename("billing.t.x:y")};
    CHECK(way(t("x"), t("y"), given) == lines{"rename column billing.t.x to y"});
    auto const d = migrate::diff(t("x"), {t("y"), {}});
    REQUIRE(d.questions.size() == 1);
    CHECK(d.questions[0].flags == lines{"--rename billing.t.x:y", "--drop billing.t.x"});
}

TEST_CASE("all columns of an enumeration change, one after the other, before a new one uses the type") {
    auto const moods = [](test::names labels, bool more) {
        std::vector<table> all{table{"a"}.with(col{"m", "mood", labels}).with(col{"x", text()}),
                               table{"b"}.with(col{"m", "mood", labels}).with(col{"o", "other", {"1"}})};
        if (more) {
            all[0] = all[0].with(col{"n", "mood", labels});
            all.push_back(table{"c"}.with(col{"m", "mood", labels}));
        }
        return schema(all);
    };
    CHECK(way(moods({"sad"}, false), moods({"sad", "ok"}, true)) ==
          lines{"alter column a.m: labels (sad) -> (sad, ok)", "alter column b.m: labels (sad) -> (sad, ok)",
                "create table c (1 columns)", "add column a.n enumeration mood"});
    auto bad = moods({"sad"}, false);
    bad.tables[1].columns[0].labels = {"glad"};
    try {
        (void)migrate::diff({}, {bad, {}});
        FAIL("accepted");
    } catch (error const& e) {
        CHECK(e.table() == "b");
        CHECK(e.message().find("\"a.m\"") != std::string::npos);
    }
}

TEST_CASE("enforced is a property like any other") {
    auto const of = [](bool enforced) {
        auto c = col{"x", varchar(5)};
        c.def.enforced = enforced;
        return schema({base(c)});
    };
    CHECK(way(of(false), of(true)) == lines{"alter column t.x: enforced"});
    CHECK(way(of(true), of(false)) == lines{"alter column t.x: no longer enforced"});
}
