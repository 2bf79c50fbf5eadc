// SPDX-License-Identifier: BSL-1.0
#include "../diff/schema_words.hpp"

#include <athanor/operation/safety.hpp>

#include <doctest/doctest.h>

using namespace athanor;
using namespace athanor::operation;
using test::base;
using test::col;
using test::schema;

TEST_CASE("what an operation destroys is named with table and column") {
    auto const before =
        schema({base(col{"x", varchar(255)}).with(col{"g", bigint()}.computed("\"id\" + 1"))});
    using lines = std::vector<std::string>;
    CHECK(destroys(drop_table{"t"}, before) == lines{"t and all its rows"});
    CHECK(destroys(drop_column{"t", "x"}, before) == lines{"t.x"});
    CHECK(destroys(drop_column{"t", "g"}, before).empty()); // it can be computed again
    CHECK(destroys(alter_column{"t", col{"x", varchar(10)}.def, {}, {}, {}}, before)
              .empty()); // it stops instead
    CHECK(narrows(alter_column{"t", col{"x", varchar(10)}.def, {}, {}, {}}, before) ==
          "t.x: varchar(255) becomes varchar(10)");
    CHECK(narrows(alter_column{"t", col{"x", text()}.def, {}, {}, {}}, before).empty());
    CHECK(destroys(alter_column{"t", col{"x", text()}.computed("1").def, {}, {}, {}}, before) ==
          lines{"t.x: its values give way to generated ones"});
    CHECK(destroys(alter_column{"t", col{"x", text()}.def, {}, {}, {}}, before).empty());
    CHECK(destroys(add_column{"t", col{"y", text()}.def, {}}, before).empty());
    CHECK(destroys(delete_rows{"t", {"id"}, {{std::int64_t{1}}, {std::int64_t{2}}}}, before) ==
          lines{"2 rows of t"});
    CHECK(destroys(rename_column{"t", "x", "y"}, before).empty());
    CHECK(destroys(drop_sequence{"s"}, before) == lines{"sequence s: how far it has counted"});
    auto counting = col{"x", bigint()}.def;
    counting.identity = identity_def{};
    CHECK(destroys(alter_column{"t", col{"x", bigint()}.def, counting, {}, {}}, before) ==
          lines{"t.x: how far its identity has counted"});
    auto always = counting;
    always.identity->always = true;
    CHECK(destroys(alter_column{"t", always, counting, {}, {}}, before).empty());
}

TEST_CASE("every operation says what it locks on both databases") {
    for (any const& op : list{create_table{}, drop_table{}, alter_column{}, add_foreign_key{}, create_index{},
                              run{}, add_exclude{}, create_sequence{}, drop_sequence{}, alter_sequence{}}) {
        CHECK_FALSE(locks(op).sqlite.empty());
        CHECK_FALSE(locks(op).postgresql.empty());
    }
    CHECK(locks(create_index{{}, {}, true}).postgresql.find("nobody waits") != std::string::npos);
    CHECK(locks(create_index{}).postgresql.find("writers wait") != std::string::npos);
}

TEST_CASE("types have words") {
    CHECK(type_words(col{"x", numeric(10, 2)}.def) == "numeric(10, 2)");
    CHECK(type_words(col{"x", varchar(50)}.def) == "varchar(50)");
    CHECK(type_words(col{"x", "mood", {"a"}}.def) == "enumeration mood");
    CHECK(type_words(col{"x", array(varchar(9))}.def) == "varchar(9)[]");
    CHECK(type_words(col{"x", jsonb()}.def) == "jsonb");
}
