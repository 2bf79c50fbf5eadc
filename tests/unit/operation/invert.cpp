// SPDX-License-Identifier: BSL-1.0
#include "../diff/schema_words.hpp"

#include <athanor/migrate/diff/diff.hpp>
#include <athanor/migrate/diff/invert.hpp>
#include <athanor/operation/invert.hpp>

#include <doctest/doctest.h>

using namespace athanor;
using namespace athanor::operation;
using test::base;
using test::col;
using test::schema;

namespace {

catalog rich() {
    return schema({base(col{"x", text()})
                       .with(col{"y", integer()}.required())
                       .unique({"x"})
                       .index({"x", "y"})
                       .check("x", "\"x\" <> ''")
                       .comment("c"),
                   test::table{"u"}
                       .with(col{"id", bigint()}.autoincrement())
                       .with(col{"t_id", bigint()})
                       .key({"id"})
                       .refers({"t_id"}, "t", {"id"}, cascade)});
}

// And what PostgreSQL alone has: a schema, sequences, an exclude constraint, an identity.
catalog wide() {
    auto c = rich();
    auto invoices = test::table{"invoices"}
                        .with(col{"id", bigint()})
                        .with(col{"number", bigint()}.sql_default("nextval('billing.number')"))
                        .key({"id"})
                        .refers({"id"}, "t", {"id"});
    invoices.def.schema = "billing";
    invoices.def.columns[0].autoincrement = true;
    invoices.def.columns[0].identity = identity_def{true, {}};
    invoices.def.excludes.push_back({"ex", "gist", {{"number", false, "="}}, {}});
    index_def index{"ix_number", {{"id"}}, false, {}};
    index.include = {"number"};
    invoices.def.indexes.push_back(index);
    c.tables.push_back(invoices.def);
    sequence_def q;
    q.schema = "billing";
    q.name = "number";
    q.owner_table = "billing.invoices";
    q.owner_column = "number";
    c.sequences.push_back(q);
    sequence_def alone;
    alone.name = "alone";
    alone.options.start = 5;
    c.sequences.push_back(alone);
    return c;
}

} // namespace

TEST_CASE("each operation and its inverse leave the schema as it was") {
    list const each{create_table{base(col{"n", text()}).def},
                    drop_table{"u"},
                    rename_table{"t", "tt"},
                    add_column{"t", col{"z", text()}.def, {}},
                    drop_column{"t", "x"},
                    rename_column{"t", "x", "xx"},
                    alter_column{"t", col{"x", varchar(5)}.required().def, {}, {}, {}},
                    create_index{"t", {"i", {{"y", false, true}}, true, "\"y\" > 0"}},
                    drop_index{"t", "ix_t_x_y"},
                    add_unique{"t", {"q", {"y"}}},
                    add_check{"t", {"k", "\"y\" > 0"}},
                    add_foreign_key{"t", {"f", {"y"}, "", "u", {"id"}}},
                    drop_constraint{"t", constraint_kind::unique, "uq_t_x"},
                    drop_constraint{"t", constraint_kind::check, "ck_t_x"},
                    drop_constraint{"u", constraint_kind::foreign_key, "fk_u_t_id"},
                    drop_constraint{"u", constraint_kind::primary_key, "pk_u"},
                    comment_table{"t", "other"}};
    for (auto op : each) {
        auto before = rich();
        if (auto* c = std::get_if<create_table>(&op)) {
            c->table.name = "new";
        }
        auto const there = migrate::replay(before, {op});
        CHECK_FALSE(migrate::same_schema(there, before));
        CHECK(migrate::same_schema(migrate::replay(there, inverse_of(op, before)), before));
    }
}

TEST_CASE("a dropped key comes back with its autoincrement, an added one gives nullability back") {
    auto const before = rich();
    drop_constraint const drop{"u", constraint_kind::primary_key, "pk_u"};
    CHECK(inverse_of(drop, before).size() == 2);

    auto const without = schema({test::table{"t"}.with(col{"a", bigint()})});
    any const add = add_primary_key{"t", {"pk_t", {"a"}}};
    auto const there = migrate::replay(without, {add});
    CHECK_FALSE(there.find("t")->find_column("a")->nullable);
    CHECK(migrate::same_schema(migrate::replay(there, inverse_of(add, without)), without));
}

TEST_CASE("what can't be undone says so") {
    for (any const& op :
         list{execute{"DELETE FROM t", "", ""}, insert_rows{"t", {"x"}, {}},
              update_rows{"t", {"x"}, {"id"}, {}}, delete_rows{"t", {"id"}, {}}, run{nullptr, "by hand"}}) {
        auto const back = inverse_of(op, rich());
        REQUIRE(back.size() == 1);
        CHECK(std::holds_alternative<irreversible>(back.front()));
    }
}

TEST_CASE("a list is undone in reverse order") {
    list const up{add_column{"t", col{"z", text()}.def, {}}, create_index{"t", {"i", {{"z"}}, false, {}}}};
    auto const down = migrate::invert(up, rich());
    REQUIRE(down.size() == 2);
    CHECK(std::holds_alternative<drop_index>(down[0]));
    CHECK(std::holds_alternative<drop_column>(down[1]));
}

TEST_CASE("a NOT NULL column that comes back brings a value for the rows: unique where it must be") {
    auto const fill = [](catalog const& before, std::string const& column) {
        auto const down = migrate::invert({drop_column{"t", column}}, before);
        return std::get<add_column>(down.front()).fill;
    };
    CHECK(fill(schema({base(col{"x", text()})}), "x").empty());
    CHECK(fill(schema({base(col{"x", text()}.required())}), "x") == "''");
    CHECK(fill(schema({base(col{"x", text()}.text_default("d").required())}), "x").empty());
    CHECK(fill(schema({base(col{"x", text()}.required()).unique({"x"})}), "x") == "CAST(\"id\" AS TEXT)");
    CHECK(fill(schema({base(col{"x", integer()}.required()).index({"x"}, true)}), "x") == "\"id\"");
    CHECK(fill(schema({base(col{"x", numeric(10, 2)}.required())}), "x") == "'0.00'");
    CHECK(fill(schema({base(col{"x", "mood", {"it's", "b"}}.required())}), "x") == "'it''s'");
    CHECK(fill(schema({base(col{"x", bigint()}.required()).refers({"x"}, "t", {"id"})}), "x") == "\"id\"");
}

TEST_CASE("operations of PostgreSQL and their inverses leave the schema as it was") {
    auto other = *wide().find_sequence("alone");
    other.options.cycle = true;
    auto fresh = other;
    fresh.name = "fresh";
    auto new_table = base(col{"n", array(text())}).def;
    new_table.schema = "billing";
    list const each{create_table{new_table},
                    drop_table{"billing.invoices"},
                    rename_table{"billing.invoices", "archive.bills"},
                    drop_column{"billing.invoices", "number"},
                    alter_column{"billing.invoices", col{"id", bigint()}.required().def, {}, {}, {}},
                    drop_constraint{"billing.invoices", constraint_kind::primary_key, "pk_invoices"},
                    drop_constraint{"billing.invoices", constraint_kind::exclude, "ex"},
                    add_exclude{"t", {"ex_t", "", {{"y", false, "="}}, {}}},
                    create_sequence{fresh},
                    drop_sequence{"alone"},
                    drop_sequence{"billing.number"},
                    alter_sequence{other}};
    for (auto const& op : each) {
        auto const before = wide();
        CAPTURE(migrate::describe(op));
        auto const there = migrate::replay(before, {op});
        CHECK_FALSE(migrate::same_schema(there, before));
        auto const down = migrate::invert({op}, before);
        CHECK(migrate::same_schema(migrate::replay(there, down), before));
        // The way back is a unit too, with a way back of its own.
        CHECK(migrate::same_schema(migrate::replay(before, migrate::invert(down, there)), there));
    }
}

TEST_CASE("a dropped table's sequence is there before its columns ask it, and owned after") {
    auto const down = inverse_of(drop_table{"billing.invoices"}, wide());
    REQUIRE(down.size() == 4);
    CHECK(std::get<create_sequence>(down[0]).sequence.owner_table.empty());
    CHECK(std::holds_alternative<create_table>(down[1]));
    CHECK(std::holds_alternative<create_index>(down[2]));
    CHECK(std::get<alter_sequence>(down[3]).to.owner_table == "billing.invoices");
}

TEST_CASE("an index that came concurrently goes concurrently") {
    create_index const create{"t", {"i", {{"y"}}, false, {}}, true};
    CHECK(std::get<drop_index>(inverse_of(create, rich()).at(0)).concurrently);
    CHECK(std::get<create_index>(inverse_of(drop_index{"t", "ix_t_x_y", true}, rich()).at(0)).concurrently);
}
