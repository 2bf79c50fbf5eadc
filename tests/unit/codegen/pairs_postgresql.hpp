#pragma once
// SPDX-License-Identifier: BSL-1.0
// Pairs of schemas that only PostgreSQL has: arrays, jsonb, identities, sequences, indexes with more words,
// exclusion, deferrable keys, schemas, enumerations that change.

#include "../diff/schema_words.hpp"

namespace athanor::test {

[[nodiscard]] inline table_def& only_table(catalog& c) {
    return c.tables.front();
}

[[nodiscard]] inline table words_of_two() {
    return base(col{"x", text()}).with(col{"y", integer()});
}

[[nodiscard]] inline std::vector<schema_pair> postgresql_pairs() {
    std::vector<schema_pair> out;
    auto const one = [&](std::string name, col const& from, col const& to, std::vector<std::string> expected,
                         bool in_the_way = false) {
        out.push_back(
            {std::move(name), schema({base(from)}), schema({base(to)}), std::move(expected), {}, in_the_way});
    };
    // A table t(id, x, y) and what is done to it.
    auto const words = words_of_two();
    auto const changed = [&](std::string name, auto&& before, auto&& after, std::vector<std::string> expected,
                             bool in_the_way = false) {
        catalog from = schema({words});
        catalog to = schema({words});
        before(only_table(from), from);
        after(only_table(to), to);
        out.push_back({std::move(name), std::move(from), std::move(to), std::move(expected), {}, in_the_way});
    };
    auto const nothing = [](table_def&, catalog&) {};
    using id = type_id;

    // ---- types
    one("an array stays", {"x", array(text())}, {"x", array(text())}, {});
    one("an array's elements widen", {"x", array(integer())}, {"x", array(bigint())},
        {"alter column t.x: integer[] -> bigint[]"});
    one("a number becomes an array", {"x", integer()}, {"x", array(integer())},
        {"alter column t.x: integer -> integer[]"});
    one("json becomes jsonb", {"x", {id::json}}, {"x", jsonb()}, {"alter column t.x: json -> jsonb"});
    out.push_back({"an array is added",
                   schema({base()}),
                   schema({base({"x", array(varchar(5))})}),
                   {"add column t.x varchar(5)[]"}});

    // ---- enumerations
    auto const mood = [](names labels) { return col{"x", "mood", std::move(labels)}; };
    one("a label in the middle", mood({"sad", "happy"}), mood({"sad", "ok", "happy"}),
        {"alter column t.x: labels (sad, happy) -> (sad, ok, happy)"});
    one("a label goes", mood({"sad", "ok", "happy"}), mood({"sad", "happy"}),
        {"alter column t.x: labels (sad, ok, happy) -> (sad, happy)"}, true);
    one("labels change places", mood({"sad", "happy"}), mood({"happy", "sad"}),
        {"alter column t.x: labels (sad, happy) -> (happy, sad)"});
    one("the type gets another name", mood({"sad", "happy"}), col{"x", "state", {"sad", "happy"}},
        {"alter column t.x: enumeration mood -> enumeration state"});

    // ---- identities and sequences
    auto const identity = [](bool always, sequence_options options = {}) {
        col c{"y", integer()};
        c.def.nullable = false;
        c.def.identity = identity_def{always, options};
        c.def.autoincrement = true;
        return c;
    };
    sequence_options by_ten;
    by_ten.increment = 10;
    by_ten.start = 100;
    one("an identity stays", identity(true, by_ten), identity(true, by_ten), {});
    one("an identity comes", col{"y", integer()}.required(), identity(false),
        {"alter column t.y: identity by default"});
    one("by default becomes always", identity(false), identity(true), {"alter column t.y: identity always"});
    one("an identity counts otherwise", identity(false), identity(false, by_ten),
        {"alter column t.y: identity by default"});
    sequence_def numbers;
    numbers.name = "numbers";
    auto counting = numbers;
    counting.options = by_ten;
    changed("a sequence comes", nothing, [&](table_def&, catalog& c) { c.sequences.push_back(numbers); },
            {"create sequence numbers"});
    changed(
        "a sequence counts otherwise", [&](table_def&, catalog& c) { c.sequences.push_back(numbers); },
        [&](table_def&, catalog& c) { c.sequences.push_back(counting); }, {"alter sequence numbers"});
    changed(
        "a sequence gets an owner", [&](table_def&, catalog& c) { c.sequences.push_back(numbers); },
        [&](table_def&, catalog& c) {
            auto owned = numbers;
            owned.owner_table = "t";
            owned.owner_column = "y";
            c.sequences.push_back(owned);
        },
        {"alter sequence numbers"});

    // ---- indexes
    auto const index = [](auto&& change) {
        return [change](table_def& t, catalog&) {
            index_def i{"ix_t_x", {{"x", false, false}}, false, {}};
            change(i);
            t.indexes.push_back(std::move(i));
        };
    };
    auto const plain = index([](index_def&) {});
    std::vector<std::string> const replaced{"drop index ix_t_x on t", "create index ix_t_x on t"};
    changed("INCLUDE", plain, index([](index_def& i) { i.include = {"y"}; }), replaced);
    changed("USING hash", plain, index([](index_def& i) { i.method = "hash"; }), replaced);
    changed("an operator class", plain,
            index([](index_def& i) { i.parts[0].operator_class = "text_pattern_ops"; }), replaced);
    changed("NULLS FIRST", plain, index([](index_def& i) { i.parts[0].nulls = nulls_order::first; }),
            replaced);
    changed("NULLS LAST, said though a rising part has it", plain,
            index([](index_def& i) { i.parts[0].nulls = nulls_order::last; }), replaced);
    changed("NULLS NOT DISTINCT", index([](index_def& i) { i.unique = true; }), index([](index_def& i) {
                i.unique = true;
                i.nulls_not_distinct = true;
            }),
            {"drop index ix_t_x on t", "create unique index ix_t_x on t"}, true);
    changed("an expression with a predicate", nothing, index([](index_def& i) {
                i.parts = {{"lower(\"x\")", true, true}};
                i.where = "\"y\" > 3";
            }),
            {"create index ix_t_x on t"});
    changed("the same predicate in other words", index([](index_def& i) { i.where = "\"y\" IN (1, 2)"; }),
            index([](index_def& i) { i.where = "\"y\" IN (1, 2)"; }), {});

    // ---- constraints
    changed(
        "a deferrable unique constraint",
        [](table_def& t, catalog&) {
            t.uniques.push_back({"uq_t_x", {"x"}});
        },
        [](table_def& t, catalog&) {
            unique_def u{"uq_t_x", {"x"}};
            u.deferrable = true;
            u.initially_deferred = true;
            t.uniques.push_back(u);
        },
        {"drop unique constraint uq_t_x of t", "add unique constraint uq_t_x (x) to t"}, true);
    exclude_def apart{"ex_t_x", "", {{"x", false, "=", {}}}, "\"y\" > 0"};
    apart.method = "hash";
    changed(
        "an exclusion comes", nothing, [&](table_def& t, catalog&) { t.excludes.push_back(apart); },
        {"add exclude constraint ex_t_x to t"}, true);
    changed(
        "an exclusion asks for other rows", [&](table_def& t, catalog&) { t.excludes.push_back(apart); },
        [&](table_def& t, catalog&) {
            auto other = apart;
            other.where = "\"y\" > 1";
            t.excludes.push_back(other);
        },
        {"drop exclude constraint ex_t_x of t", "add exclude constraint ex_t_x to t"}, true);

    // ---- schemas, comments, generated columns
    changed("a table in another schema beside one of its name", nothing,
            [](table_def& t, catalog& c) {
                auto other = t;
                other.schema = "billing";
                other.primary_key->name = "pk_billing_t";
                c.tables.push_back(other);
            },
            {"create table billing.t (3 columns)"});
    changed(
        "comments", [](table_def& t, catalog&) { t.comment = "one"; },
        [](table_def& t, catalog&) {
            t.comment = "it's \"two\"";
            t.find_column("x")->comment = "a ' \" \\";
        },
        {"alter column t.x: comment", "comment on table t"});
    changed(
        "the type of a column that a generated column uses",
        [](table_def& t, catalog&) {
            t.columns.push_back(col{"z", bigint()}.computed("\"y\" + 1", true).def);
        },
        [](table_def& t, catalog&) {
            t.find_column("y")->type = bigint();
            t.columns.push_back(col{"z", bigint()}.computed("\"y\" + 1", true).def);
        },
        {"alter column t.y: integer -> bigint"});
    return out;
}

} // namespace athanor::test
