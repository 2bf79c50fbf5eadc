#pragma once
// SPDX-License-Identifier: BSL-1.0
// Pairs of schemas: whole tables, their order, renames, comments.

#include "../diff/schema_words.hpp"

namespace athanor::test {

[[nodiscard]] inline std::vector<schema_pair> table_pairs() {
    auto const user = [] {
        return table{"user"}
            .with(col{"id", bigint()})
            .with(col{"name", varchar(50)})
            .with(col{"a1", text()})
            .with(col{"pw", varchar(50)})
            .key({"id"})
            .index({"pw"}, false, "", "pw_idx");
    };
    auto const user_later = [] {
        return table{"user"}
            .with(col{"id", bigint()})
            .with(col{"name", varchar(50)}.required())
            .with(col{"a1", text()}.text_default("x"))
            .key({"id"});
    };
    auto const address = [] {
        return table{"address"}
            .with(col{"id", bigint()})
            .with(col{"email", varchar(100)}.required())
            .key({"id"});
    };
    auto const order = [](sql_type amount, bool nullable, std::string check) {
        col c{"amount", amount};
        c.def.nullable = nullable;
        return table{"order"}
            .with(col{"order_id", bigint()})
            .with(c.sql_default("0"))
            .key({"order_id"})
            .check("amount", std::move(check));
    };
    auto const parent = [] { return table{"parent"}.with(col{"id", bigint()}).key({"id"}); };
    auto const child = [] {
        return table{"child"}
            .with(col{"id", bigint()})
            .with(col{"parent_id", bigint()})
            .key({"id"})
            .refers({"parent_id"}, "parent", {"id"});
    };
    auto const a_b = [&](bool both) {
        auto a = table{"a"}
                     .with(col{"id", bigint()})
                     .with(col{"b_id", bigint()})
                     .key({"id"})
                     .refers({"b_id"}, "b", {"id"});
        auto b = table{"b"}
                     .with(col{"id", bigint()})
                     .with(col{"a_id", bigint()})
                     .key({"id"})
                     .refers({"a_id"}, "a", {"id"});
        return both ? schema({parent(), a, b}) : schema({parent()});
    };
    migrate::decisions rename_table;
    rename_table.renames = {{"", "parent", "ancestor"}};
    auto const renamed = [] {
        return schema({table{"ancestor"}.with(col{"id", bigint()}).key({"id"}),
                       table{"child"}
                           .with(col{"id", bigint()})
                           .with(col{"parent_id", bigint()})
                           .key({"id"})
                           .refers({"parent_id"}, "ancestor", {"id"})});
    };

    std::vector<schema_pair> out;
    out.push_back(
        {"the composite example of many changes at once",
         schema({user(), address(), order(numeric(8, 2), false, "\"amount\" >= 0"),
                 table{"extra"}
                     .with(col{"x", character(1)})
                     .with(col{"uid", bigint()})
                     .key({"x"})
                     .refers({"uid"}, "user", {"id"})}),
         schema({user_later(), address().with(col{"street", varchar(50)}).unique({"email"}, "uq_email"),
                 order(numeric(10, 2), true, "\"amount\" > -1")
                     .with(col{"user_id", bigint()})
                     .refers({"user_id"}, "user", {"id"}),
                 table{"item"}
                     .with(col{"id", bigint()})
                     .with(col{"description", varchar(100)})
                     .with(col{"order_id", bigint()})
                     .key({"id"})
                     .check("long", "length(\"description\") > 5")
                     .refers({"order_id"}, "order", {"order_id"})}),
         {"drop index pw_idx on user", "drop check constraint ck_order_amount of order",
          "create table item (3 columns)", "add column address.street varchar(50)",
          "add column order.user_id bigint", "alter column user.name: NOT NULL",
          "alter column user.a1: default none -> 'x'",
          "alter column order.amount: numeric(8, 2) -> numeric(10, 2), NULL allowed",
          "add unique constraint uq_email (email) to address",
          "add check constraint ck_order_amount to order",
          "add foreign key fk_order_user_id to order (refers to user)", "drop column user.pw",
          "drop table extra"}});
    out.push_back({"nothing changed",
                   schema({user(), address(), child(), parent()}),
                   schema({parent(), child(), address(), user()}),
                   {}});
    out.push_back({"empty schemas", {}, {}, {}});
    out.push_back({"a child listed before its new parent",
                   {},
                   schema({child(), parent()}),
                   {"create table parent (1 columns)", "create table child (2 columns)"}});
    out.push_back({"tables that refer to each other",
                   a_b(false),
                   a_b(true),
                   {"create table a (2 columns)", "create table b (2 columns)",
                    "add foreign key fk_a_b_id to a (refers to b)"}});
    out.push_back({"a table that refers to itself",
                   {},
                   schema({table{"node"}
                               .with(col{"id", bigint()})
                               .with(col{"up", bigint()})
                               .key({"id"})
                               .refers({"up"}, "node", {"id"}, set_null)}),
                   {"create table node (2 columns)"}});
    out.push_back(
        {"new columns in the order of the model",
         schema({base()}),
         schema({base(col{"username", text()})
                     .with(col{"password_hash", text()})
                     .with(col{"timestamp", text()})}),
         {"add column t.username text", "add column t.password_hash text", "add column t.timestamp text"}});
    out.push_back({"a dropped table takes its indexes first",
                   schema({parent(), base(col{"x", text()}).index({"x"}).unique({"x"})}),
                   schema({parent()}),
                   {"drop index ix_t_x on t", "drop table t"}});
    out.push_back({"an association table",
                   schema({parent()}),
                   schema({parent(), table{"tag"}.with(col{"id", bigint()}).key({"id"}),
                           table{"parent_tag"}
                               .with(col{"parent_id", bigint()})
                               .with(col{"tag_id", bigint()})
                               .key({"parent_id", "tag_id"})
                               .refers({"parent_id"}, "parent", {"id"}, cascade)
                               .refers({"tag_id"}, "tag", {"id"}, cascade)}),
                   {"create table tag (1 columns)", "create table parent_tag (2 columns)"}});
    out.push_back({"a renamed table that others refer to",
                   schema({parent(), child()}),
                   renamed(),
                   {"rename table parent to ancestor", "drop primary key pk_parent of ancestor",
                    "add primary key pk_ancestor (id) to ancestor"},
                   rename_table});
    out.push_back({"a table's comment",
                   schema({parent()}),
                   schema({parent().comment("say \"so\" // \\")}),
                   {"comment on table parent"}});
    out.push_back({"names with quotes and spaces, and names that are keywords",
                   schema({parent()}),
                   schema({parent(), table{"CapT \"table\""}
                                         .with(col{"select", bigint()})
                                         .with(col{"a b", text()}.text_default("it's"))
                                         .key({"select"})
                                         .index({"a b"})}),
                   {"create table CapT \"table\" (2 columns)",
                    "create index ix_CapT \"table\"_a b on CapT \"table\""}});
    auto const cased = [](std::string t, std::string c) {
        return schema(
            {table{std::move(t)}.with(col{"id", bigint()}).with(col{std::move(c), text()}).key({"id"})});
    };
    out.push_back({"a column whose name differs only in case is dropped before the new one comes",
                   cased("t", "Name"),
                   cased("t", "name"),
                   {"drop column t.Name", "add column t.name text"}});
    migrate::decisions lower_column;
    lower_column.renames = {{"t", "Name", "name"}};
    out.push_back({"a column renamed to another case",
                   cased("t", "Name"),
                   cased("t", "name"),
                   {"rename column t.Name to name"},
                   lower_column});
    migrate::decisions lower_table;
    lower_table.renames = {{"", "T", "t"}};
    out.push_back({"a table renamed to another case goes through a name of its own",
                   cased("T", "x"),
                   cased("t", "x"),
                   {"rename table T to T_aside", "rename table T_aside to t", "drop primary key pk_T of t",
                    "add primary key pk_t (id) to t"},
                   lower_table});
    out.push_back({"a table whose name differs only in case is dropped before the new one comes",
                   cased("T", "x"),
                   cased("t", "x"),
                   {"drop table T", "create table t (2 columns)"}});
    return out;
}

} // namespace athanor::test
