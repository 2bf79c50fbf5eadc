// SPDX-License-Identifier: BSL-1.0
// What SQLite's own ALTER TABLE does safely on a table with rows is left to it.

#include "../support/migration_bench.hpp"

#include <doctest/doctest.h>

using namespace athanor;
using namespace athanor::test;

namespace {
struct shop : migration_bench {
    shop()
        : migration_bench(users_and_orders(), shop_rows) {
        db.log.clear();
    }
};
} // namespace

TEST_CASE("Columns that ADD COLUMN takes on a table with rows are added without a rebuild") {
    shop s;
    auto nocase = col("d", text());
    nocase.collation = "NOCASE";
    s.apply({op::add_column{"users", col("a", text()), ""},
             op::add_column{"users", with_default(col("b", integer(), false), "-1"), ""},
             op::add_column{"users", with_text_default(col("c", varchar(5), false), "x"), ""},
             op::add_column{"users", nocase, ""},
             op::add_column{"users", generated("e", text(), "upper(\"name\")", false), ""},
             op::add_column{"users", enum_col("f", {"on", "off"}), ""},
             op::add_column{"users", with_text_default(enum_col("g", {"on", "off"}, false), "on"), ""}});
    CHECK(s.rebuilds() == 0);
    CHECK(s.rows("SELECT a, b, c, d, e, f, g FROM users WHERE id = 1") == "NULL|-1|x|NULL|ANN|NULL|on\n");
}

TEST_CASE("Columns that it would refuse on a table with rows go through a rebuild") {
    for (auto const& column :
         {with_default(col("x", {type_id::timestamp_tz}), "CURRENT_TIMESTAMP"),
          with_default(col("x", text()), "lower('A')"), generated("x", text(), "upper(\"name\")", true)}) {
        shop s;
        s.apply({op::add_column{"users", column, ""}});
        CHECK(s.rebuilds() == 1);
        CHECK(s.rows("SELECT count(x) FROM users") == "5\n");
    }
}

TEST_CASE("A column that nothing uses is dropped without a rebuild") {
    shop s;
    s.apply({op::drop_column{"users", "made"}});
    CHECK(s.rebuilds() == 0);
    s.apply({op::drop_column{"users", "name"}}); // unique
    CHECK(s.rebuilds() == 1);
    CHECK(s.rows("SELECT id, age FROM users ORDER BY id") == "1|41\n2|007\n3|NULL\n4|8.5\n5|1e3\n");
}

TEST_CASE("Renames and indexes need no rebuild") {
    shop s;
    s.apply({op::rename_column{"users", "age", "years"}, op::rename_table{"users", "people"},
             op::create_index{"people", index_on("ix_people_years", {"years"})}});
    s.apply({op::drop_index{"people", "ix_people_years"}});
    CHECK(s.rebuilds() == 0);
}

TEST_CASE("A table that was created in the unit is created as it ends") {
    shop s;
    table_def t;
    t.name = "t";
    t.columns = {col("id", integer(), false)};
    s.apply({op::create_table{t}, op::add_column{"t", col("name", text(), false), ""},
             op::rename_column{"t", "name", "title"}, op::rename_table{"t", "books"},
             op::add_primary_key{"books", {"pk_books", {"id"}}},
             op::create_index{"books", index_on("ix_books_title", {"title"})}});
    CHECK(s.rebuilds() == 0);
    s.apply({op::drop_table{"books"}});
    CHECK(s.sql_of("books") == "");
}

TEST_CASE("A table can be dropped and created anew in one unit") {
    shop s;
    auto orders = *s.state.find("orders");
    orders.indexes.clear();
    orders.columns.push_back(col("note", text()));
    s.apply({op::drop_table{"orders"}, op::create_table{orders}});
    CHECK(s.rows("SELECT count(*) FROM orders") == "0\n");
}
