#pragma once
// SPDX-License-Identifier: BSL-1.0
// Pairs of schemas: unique constraints, indexes, checks, foreign keys.

#include "../diff/schema_words.hpp"

namespace athanor::test {

[[nodiscard]] inline std::vector<schema_pair> unique_and_index_pairs() {
    std::vector<schema_pair> out;
    auto const t = [] { return base(col{"x", text()}).with(col{"y", text()}).with(col{"z", integer()}); };
    auto const one = [&](std::string name, table const& from, table const& to,
                         std::vector<std::string> expected) {
        out.push_back({std::move(name), schema({from}), schema({to}), std::move(expected)});
    };
    one("index becomes unique constraint", t().index({"x"}), t().unique({"x"}),
        {"drop index ix_t_x on t", "add unique constraint uq_t_x (x) to t"});
    one("unique constraint added", t(), t().unique({"x"}), {"add unique constraint uq_t_x (x) to t"});
    one("composite unique constraint added", t(), t().unique({"x", "y"}),
        {"add unique constraint uq_t_x_y (x, y) to t"});
    one("unique index stays", t().index({"x"}, true), t().index({"x"}, true), {});
    one("index becomes unique", t().index({"x"}), t().index({"x"}, true),
        {"drop index ix_t_x on t", "create unique index ix_t_x on t"});
    one("columns of a named unique constraint change", t().unique({"x"}, "uq_n"),
        t().unique({"x", "y"}, "uq_n"),
        {"drop unique constraint uq_n of t", "add unique constraint uq_n (x, y) to t"});
    one("unique constraint and index on one column stay", t().unique({"x"}).index({"x"}),
        t().index({"x"}).unique({"x"}), {});
    one("two unique constraints that share a column stay", t().unique({"x", "y"}).unique({"y", "z"}),
        t().unique({"y", "z"}).unique({"x", "y"}), {});
    one("one of two unique constraints goes", t().unique({"x"}).unique({"y"}), t().unique({"y"}),
        {"drop unique constraint uq_t_x of t"});
    one("a name that differs only in case: drop first", t().unique({"x"}, "UQ_X"), t().unique({"x"}, "uq_x"),
        {"drop unique constraint UQ_X of t", "add unique constraint uq_x (x) to t"});
    one("an index name that differs only in case", t().index({"x"}, false, "", "IX_X"),
        t().index({"x"}, false, "", "ix_x"), {"drop index IX_X on t", "create index ix_x on t"});
    out.push_back(
        {"a dropped table has no operation of its own for a unique constraint",
         schema(
             {base(), table{"u"}.with(col{"id", bigint()}).with(col{"x", text()}).key({"id"}).unique({"x"})}),
         schema({base()}),
         {"drop table u"}});
    out.push_back(
        {"a new table with unique constraint and indexes",
         schema({base()}),
         schema({base(), table{"u"}
                             .with(col{"id", bigint()})
                             .with(col{"x", text()})
                             .key({"id"})
                             .unique({"x"})
                             .index({"x"}, true)
                             .index({"id", "x"})}),
         {"create table u (2 columns)", "create unique index ix_u_x on u", "create index ix_u_id_x on u"}});
    one("an index named as its column", t(), t().index({"x"}, false, "", "x"), {"create index x on t"});
    one("order of an index's columns", t().index({"x", "y"}, false, "", "i"),
        t().index({"y", "x"}, false, "", "i"), {"drop index i on t", "create index i on t"});
    one("ascending to descending", t().index_parts("i", {{"x"}}), t().index_parts("i", {{"x", false, true}}),
        {"drop index i on t", "create index i on t"});
    one("descending stays", t().index_parts("i", {{"x", false, true}, {"y"}}),
        t().index_parts("i", {{"x", false, true}, {"y"}}), {});
    one("a partial index's predicate changes", t().index({"x"}, false, "\"z\" > 0"),
        t().index({"x"}, false, "\"z\" > 1"), {"drop index ix_t_x on t", "create index ix_t_x on t"});
    one("a partial index stays", t().index({"x"}, false, "\"z\" > 0"), t().index({"x"}, false, "\"z\" > 0"),
        {});
    one("a long name, cut with a hash, stays", t().unique({"x"}, std::string(54, 'u') + "_0123abcd"),
        t().unique({"x"}, std::string(54, 'u') + "_0123abcd"), {});
    out.push_back({"a column goes with all that is on it",
                   schema({t().unique({"x"}).index({"x", "y"}).check("x", "\"x\" <> 'q'")}),
                   schema({base(col{"y", text()}).with(col{"z", integer()})}),
                   {"drop index ix_t_x_y on t", "drop check constraint ck_t_x of t",
                    "drop unique constraint uq_t_x of t", "drop column t.x"}});
    // Expressions.
    auto const expression = [](std::string text) { return index_part{std::move(text), true, false}; };
    using parts = std::vector<index_part>;
    auto const forms = std::vector<std::pair<parts, parts>>{
        {{{"y"}, expression("lower(\"x\")")}, {expression("lower(\"x\")")}},
        {{{"y"}, expression("lower(\"x\")")}, {expression("lower(\"x\")"), {"y"}}},
        {{expression("lower(\"x\")")}, {expression("lower(\"y\")")}},
        {{expression("upper(\"x\")")}, {expression("lower(\"x\")")}},
        {{expression("\"z\" + 1")}, {expression("\"z\" + 3")}},
        {{expression("lower(\"x\")")}, {expression("lower(\"x\" || \"y\")")}},
        {{expression("\"z\" + 3")}, {expression("\"z\" * 3")}},
        {{expression("coalesce(\"z\", -1)")}, {expression("coalesce(\"y\", '-1')")}},
        {{expression("lower(\"x\")")}, {{"lower(\"x\")", true, true}}},
        {{{"x"}}, {expression("CAST(\"x\" AS INTEGER)")}}};
    int n = 0;
    for (auto const& [from, to] : forms) {
        one("expression index " + std::to_string(++n), t().index_parts("i", from), t().index_parts("i", to),
            {"drop index i on t", "create index i on t"});
        one("expression index " + std::to_string(n) + " stays", t().index_parts("i", from),
            t().index_parts("i", from), {});
    }
    return out;
}

[[nodiscard]] inline std::vector<schema_pair> check_pairs() {
    std::vector<schema_pair> out;
    auto const t = [] { return base(col{"x", integer()}); };
    auto const one = [&](std::string name, table const& from, table const& to,
                         std::vector<std::string> expected) {
        out.push_back({std::move(name), schema({from}), schema({to}), std::move(expected)});
    };
    one("check added", t(), t().check("x", "\"x\" > 0"), {"add check constraint ck_t_x to t"});
    one("check changed under the same name", t().check("x", "\"x\" > 0"), t().check("x", "\"x\" > -5"),
        {"drop check constraint ck_t_x of t", "add check constraint ck_t_x to t"});
    one("check stays", t().check("x", "\"x\" > 0"), t().check("x", "\"x\" > 0"), {});
    one("one of several checks goes", t().check("x", "\"x\" > 0").check("small", "\"x\" < 1000"),
        t().check("x", "\"x\" > 0"), {"drop check constraint ck_t_small of t"});
    one("a table check over two columns", t(), t().check("far", "\"x\" + \"id\" > 0 AND \"x\" <> 'a''b'"),
        {"add check constraint ck_t_far to t"});
    out.push_back({"a new table carries its check once",
                   schema({t()}),
                   schema({t(), table{"u"}.with(col{"id", bigint()}).key({"id"}).check("id", "\"id\" > 0")}),
                   {"create table u (1 columns)"}});
    out.push_back({"the check of an enumeration is no check of the table",
                   schema({base(col{"x", "mood", {"a", "b"}})}),
                   schema({base(col{"x", "mood", {"a", "b"}})}),
                   {}});
    return out;
}

[[nodiscard]] inline std::vector<schema_pair> foreign_key_pairs() {
    std::vector<schema_pair> out;
    auto const parent = [] {
        return table{"p"}
            .with(col{"id", bigint()})
            .with(col{"a", bigint()}.required())
            .with(col{"b", bigint()}.required())
            .key({"id"})
            .unique({"a", "b"})
            .unique({"a"});
    };
    auto const c = [] {
        return table{"c"}
            .with(col{"id", bigint()})
            .with(col{"x", bigint()})
            .with(col{"y", bigint()})
            .key({"id"});
    };
    auto const one = [&](std::string name, table const& from, table const& to,
                         std::vector<std::string> expected) {
        out.push_back(
            {std::move(name), schema({parent(), from}), schema({parent(), to}), std::move(expected)});
    };
    auto const fk = [&](fk_action on_delete = no_action, fk_action on_update = no_action,
                        bool deferrable = false, bool deferred = false) {
        return c().refers({"x"}, "p", {"id"}, on_delete, on_update, deferrable, deferred);
    };
    std::vector<std::string> const added{"add foreign key fk_c_x to c (refers to p)"};
    std::vector<std::string> const changed{"drop foreign key fk_c_x of c",
                                           "add foreign key fk_c_x to c (refers to p)"};
    one("foreign key added", c(), fk(), added);
    one("foreign key stays", fk(), fk(), {});
    one("composite foreign key stays", c().refers({"x", "y"}, "p", {"a", "b"}),
        c().refers({"x", "y"}, "p", {"a", "b"}), {});
    one("composite foreign key added", c(), c().refers({"x", "y"}, "p", {"a", "b"}),
        {"add foreign key fk_c_x_y to c (refers to p)"});
    one("on delete none to cascade", fk(), fk(cascade), changed);
    one("on delete restrict stays", fk(restrict_), fk(restrict_), {});
    one("no action is the same as none", fk(no_action), fk(), {});
    one("on delete restrict to cascade", fk(restrict_), fk(cascade), changed);
    one("on delete cascade to set null", fk(cascade), fk(set_null), changed);
    one("on update none to cascade", fk(), fk(no_action, cascade), changed);
    one("on update restrict to cascade", fk(no_action, restrict_), fk(no_action, cascade), changed);
    one("both at once", fk(cascade, set_null), fk(restrict_, restrict_), changed);
    one("initially deferred", fk(), fk(no_action, no_action, true, true), changed);
    one("deferrable", fk(), fk(no_action, no_action, true), changed);
    one("deferrable to initially deferred", fk(no_action, no_action, true),
        fk(no_action, no_action, true, true), changed);
    one("deferred stays", fk(no_action, no_action, true, true), fk(no_action, no_action, true, true), {});
    one("another target column", fk(), c().refers({"x"}, "p", {"a"}), changed);
    one("a name that differs only in case: drop first",
        c().refers({"x"}, "p", {"id"}, no_action, no_action, false, false, "FK_X"),
        c().refers({"y"}, "p", {"id"}, no_action, no_action, false, false, "fk_x"),
        {"drop foreign key FK_X of c", "add foreign key fk_x to c (refers to p)"});
    out.push_back({"a column that refers to another table",
                   schema({parent(), table{"c"}.with(col{"id", bigint()}).key({"id"})}),
                   schema({parent(), table{"c"}
                                         .with(col{"id", bigint()})
                                         .with(col{"x", bigint()})
                                         .key({"id"})
                                         .refers({"x"}, "p", {"id"}, set_null)}),
                   {"add column c.x bigint", "add foreign key fk_c_x to c (refers to p)"}});
    out.push_back({"a foreign key goes with its table",
                   schema({parent(), fk()}),
                   schema({c()}),
                   {"drop foreign key fk_c_x of c", "drop table p"},
                   {},
                   true});
    return out;
}

} // namespace athanor::test
