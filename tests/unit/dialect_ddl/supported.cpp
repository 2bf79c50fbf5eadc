// SPDX-License-Identifier: BSL-1.0
// What SQLite lacks is an error with table and column, on every way to it.
#include "../support/migration_bench.hpp"

#include <athanor/dialect/sqlite/ddl.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <optional>
#include <string>

using namespace athanor;
using namespace athanor::test;

namespace {

table_def plain() {
    table_def t;
    t.name = "t";
    t.columns = {col("id", bigint(), false), col("x", text())};
    t.primary_key = primary_key_def{"pk_t", {"id"}};
    return t;
}

struct refusal {
    std::string what;   // part of the sentence
    std::string column; // that the error names
    std::function<void(table_def&)> change;
    std::optional<op::any> by_itself; // the same as an operation on a table that exists
};

std::vector<refusal> all() {
    auto const column = [](auto change) {
        auto c = col("x", text());
        change(c);
        return std::pair{[c](table_def& t) { t.columns[1] = c; }, op::any{alter("t", c)}};
    };
    auto const index = [](auto change) {
        auto i = index_on("ix", {"x"});
        change(i);
        return std::pair{[i](table_def& t) { t.indexes = {i}; }, op::any{op::create_index{"t", i}}};
    };
    auto const array = column([](column_def& c) { c.type.array = true; });
    auto const always = column([](column_def& c) { c.identity = identity_def{true, {}}; });
    auto const counted = column([](column_def& c) {
        c.identity = identity_def{};
        c.identity->options.start = 5;
    });
    auto const gin = index([](index_def& i) { i.method = "gin"; });
    auto const include = index([](index_def& i) { i.include = {"id"}; });
    auto const index_nulls = index([](index_def& i) { i.nulls_not_distinct = true; });
    auto const first = index([](index_def& i) { i.parts[0].nulls = nulls_order::first; });
    auto const last = index([](index_def& i) { i.parts[0].nulls = nulls_order::last; });
    auto const classed = index([](index_def& i) { i.parts[0].operator_class = "text_ops"; });
    unique_def const nulls{"uq", {"x"}, true, false, false};
    unique_def const deferred{"uq", {"x"}, false, true, false};
    exclude_def const exclude{"ex", "gist", {{"x", false, "="}}, {}};
    auto far = fk("fk", "x", "u", "id");
    far.referred_schema = "billing";
    sequence_def q;
    q.name = "s";
    return {
        {"arrays", "x", array.first, array.second},
        {"ALWAYS", "x", always.first, always.second},
        {"options for an identity", "x", counted.first, counted.second},
        {"gin", "", gin.first, gin.second},
        {"INCLUDE", "id", include.first, include.second},
        {"NULLS NOT DISTINCT", "", index_nulls.first, index_nulls.second},
        {"NULLS FIRST", "x", first.first, first.second},
        {"NULLS FIRST", "x", last.first, last.second},
        {"text_ops", "x", classed.first, classed.second},
        {"NULLS NOT DISTINCT", "", [=](table_def& t) { t.uniques = {nulls}; }, op::add_unique{"t", nulls}},
        {"can't defer", "", [=](table_def& t) { t.uniques = {deferred}; }, op::add_unique{"t", deferred}},
        {"EXCLUDE", "", [=](table_def& t) { t.excludes = {exclude}; }, op::add_exclude{"t", exclude}},
        {"no schemas", "", [=](table_def& t) { t.foreign_keys = {far}; }, op::add_foreign_key{"t", far}},
        {"no schemas", "", [](table_def& t) { t.schema = "billing"; }, op::rename_table{"t", "billing.t"}}};
}

} // namespace

TEST_CASE("what SQLite lacks is refused with table and column, in CREATE TABLE and as a change of its own") {
    for (auto const& r : all()) {
        CAPTURE(r.what);
        auto asked = plain();
        r.change(asked);
        try {
            (void)sqlite_dialect::create_table_sql(asked);
            FAIL("create_table_sql took it");
        } catch (error const& e) {
            CHECK(e.kind() == error_kind::unsupported);
            CHECK(e.message().find(r.what) != std::string::npos);
            CHECK_FALSE(e.table().empty());
            CHECK(e.column() == r.column);
        }
        migration_bench b({op::create_table{plain()}});
        auto const e = b.refused({*r.by_itself});
        CHECK(e.kind() == error_kind::unsupported);
        CHECK(e.message().find(r.what) != std::string::npos);
        CHECK(e.message().starts_with("operation 1 ("));
        CHECK_FALSE(e.table().empty());
        CHECK(e.column() == r.column);
    }
}

TEST_CASE("sequences, and SQL outside the transaction, are refused") {
    sequence_def q;
    q.name = "s";
    migration_bench b({op::create_table{plain()}});
    auto const sequence = b.refused({op::create_sequence{q}});
    CHECK(sequence.kind() == error_kind::unsupported);
    CHECK(sequence.message().find("no sequences (\"s\")") != std::string::npos);
    auto const vacuum = b.refused({op::execute{"VACUUM", "", "", true}});
    CHECK(vacuum.kind() == error_kind::unsupported);
    CHECK(vacuum.message().find("one transaction") != std::string::npos);
}

TEST_CASE("every operation on a table in a schema is refused for that") {
    migration_bench b({op::create_table{plain()}});
    for (op::any const& one :
         op::list{op::drop_table{"billing.t"}, op::rename_table{"billing.t", "t2"},
                  op::add_column{"billing.t", col("y", text()), ""}, op::comment_table{"billing.t", "x"},
                  op::insert_rows{"billing.t", {"id"}, {{std::int64_t{1}}}}}) {
        auto const e = b.refused({one});
        CHECK(e.kind() == error_kind::unsupported);
        CHECK(e.message().find("no schemas: \"billing\"") != std::string::npos);
    }
}

TEST_CASE("what means the same on SQLite, or nothing, is taken") {
    auto t = plain();
    t.columns[0].autoincrement = true;
    t.columns[0].identity = identity_def{}; // no more than autoincrement says
    auto i = index_on("ix", {"x"});
    i.method = "btree";
    migration_bench b({op::create_table{t}, op::create_index{"t", i, true}});
    CHECK(b.sql_of("t").find("AUTOINCREMENT") != std::string::npos);
    b.apply({op::execute{"", "INSERT INTO t (x) VALUES ('a')", "VACUUM", true}});
    b.apply({op::execute{"", "", "VACUUM", true}});
    CHECK(b.rows("SELECT id, x FROM t") == "1|a\n");
    b.apply({op::drop_index{"t", "ix", true}});
    CHECK(b.sql_of("ix").empty());
}

TEST_CASE("a column that counts must be the whole primary key") {
    auto t = plain();
    t.columns[1] = col("x", bigint());
    t.columns[1].autoincrement = true;
    t.columns[1].identity = identity_def{};
    CHECK_THROWS_WITH_AS((void)sqlite_dialect::create_table_sql(t),
                         doctest::Contains("make the column the whole key"), error);
    t.primary_key.reset();
    CHECK_THROWS_WITH_AS((void)sqlite_dialect::create_table_sql(t),
                         doctest::Contains("make the column the whole key"), error);
}
