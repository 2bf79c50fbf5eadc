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
