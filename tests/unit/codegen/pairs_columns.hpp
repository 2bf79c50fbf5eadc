#pragma once
// SPDX-License-Identifier: BSL-1.0
// Pairs of schemas: types, nullability, defaults, generated columns, keys.

#include "../diff/schema_words.hpp"

namespace athanor::test {

[[nodiscard]] inline std::vector<schema_pair> column_pairs() {
    std::vector<schema_pair> out;
    auto const one = [&](std::string name, col const& from, col const& to, std::vector<std::string> expected,
                         bool in_the_way = false) {
        out.push_back(
            {std::move(name), schema({base(from)}), schema({base(to)}), std::move(expected), {}, in_the_way});
    };
    auto const type = [&](sql_type from, sql_type to, std::string const& a, std::string const& b) {
        one("type " + a + " to " + b, {"x", from}, {"x", to}, {"alter column t.x: " + a + " -> " + b});
    };
    using id = type_id;
    // Each type is equal to itself.
    for (auto const t : {sql_type{id::boolean},
                         sql_type{id::smallint},
                         sql_type{id::integer},
                         sql_type{id::bigint},
                         sql_type{id::real},
                         sql_type{id::double_precision},
                         numeric(10, 5),
                         numeric(10),
                         numeric(),
                         text(),
                         varchar(30),
                         character(3),
                         sql_type{id::blob},
                         sql_type{id::timestamp},
                         sql_type{id::timestamp_tz},
                         sql_type{id::date},
                         sql_type{id::time_of_day},
                         sql_type{id::interval},
                         sql_type{id::uuid},
                         sql_type{id::json}}) {
        one("type " + std::to_string(static_cast<int>(t.id)) + "(" + std::to_string(t.length) + ") stays",
            {"x", t}, {"x", t}, {});
    }
    type(varchar(30), varchar(40), "varchar(30)", "varchar(40)");
    type(varchar(10), varchar(255), "varchar(10)", "varchar(255)");
    type(varchar(10), integer(), "varchar(10)", "integer");
    type(text(), varchar(255), "text", "varchar(255)");
    type(text(), varchar(3000), "text", "varchar(3000)");
    type(character(1), varchar(1), "character(1)", "varchar(1)");
    type(numeric(10, 5), numeric(10, 6), "numeric(10, 5)", "numeric(10, 6)");
    type(numeric(10, 5), numeric(12, 5), "numeric(10, 5)", "numeric(12, 5)");
    type(numeric(10, 5), numeric(10), "numeric(10, 5)", "numeric(10)");
    type(numeric(10, 2), numeric(12, 4), "numeric(10, 2)", "numeric(12, 4)");
    type(bigint(), integer(), "bigint", "integer");
    type(bigint(), smallint(), "bigint", "smallint");
    type(integer(), smallint(), "integer", "smallint");
    type(integer(), numeric(8, 0), "integer", "numeric(8)");
    type(numeric(8, 0), numeric(8, 2), "numeric(8)", "numeric(8, 2)");
    type({id::timestamp}, {id::timestamp_tz}, "timestamp", "timestamp with time zone");
    type(integer(), text(), "integer", "text");
    type(integer(), varchar(20), "integer", "varchar(20)");
    type(boolean(), integer(), "boolean", "integer");
    type(real(), double_precision(), "real", "double precision");

    one("NULL to NOT NULL", {"x", text()}, col{"x", text()}.required(), {"alter column t.x: NOT NULL"});
    one("type and nullability in one operation", {"x", integer()}, col{"x", bigint()}.required(),
        {"alter column t.x: integer -> bigint, NOT NULL"});
    one("type and default in one operation", col{"x", integer()}.sql_default("0"),
        col{"x", text()}.text_default("none"), {"alter column t.x: integer -> text, default 0 -> 'none'"});

    // Defaults: equal.
    for (std::string const text :
         {"some default", "//slash", "has '' quote", "has ' quote", "", "hi", "back\\slash"}) {
        one("default '" + text + "' stays", col{"x", athanor::text()}.text_default(text),
            col{"x", athanor::text()}.text_default(text), {});
    }
    for (std::string const text :
         {"CURRENT_TIMESTAMP", "5", "5.2", "lower('X')", "datetime('now', 'localtime')"}) {
        one("default " + text + " stays", col{"x", athanor::text()}.sql_default(text),
            col{"x", athanor::text()}.sql_default(text), {});
    }
    // And not equal.
    one("default a to b", col{"x", text()}.text_default("a"), col{"x", text()}.text_default("b"),
        {"alter column t.x: default 'a' -> 'b'"});
    one("default 15 to 20", col{"x", integer()}.sql_default("15"), col{"x", integer()}.sql_default("20"),
        {"alter column t.x: default 15 -> 20"});
    one("default 5.2 to 5.3", col{"x", double_precision()}.sql_default("5.2"),
        col{"x", double_precision()}.sql_default("5.3"), {"alter column t.x: default 5.2 -> 5.3"});
    one("default added", {"x", text()}, col{"x", text()}.text_default("there"),
        {"alter column t.x: default none -> 'there'"});
    one("default false to true", col{"x", boolean()}.sql_default("FALSE"),
        col{"x", boolean()}.sql_default("TRUE"), {"alter column t.x: default FALSE -> TRUE"});

    // Added columns.
    auto const added = [&](std::string name, col const& c, std::string expected,
                           migrate::decisions given = {}) {
        out.push_back(
            {std::move(name), schema({base()}), schema({base(c)}), {std::move(expected)}, std::move(given)});
    };
    added("a nullable column", {"x", text()}, "add column t.x text");
    added("a NOT NULL column with a default", col{"x", integer()}.sql_default("7").required(),
          "add column t.x integer NOT NULL");
    added("a column with CURRENT_TIMESTAMP", col{"x", {id::timestamp}}.sql_default("CURRENT_TIMESTAMP"),
          "add column t.x timestamp");
    added("a NOT NULL column with CURRENT_TIMESTAMP",
          col{"x", {id::timestamp}}.sql_default("CURRENT_TIMESTAMP").required(),
          "add column t.x timestamp NOT NULL");
    migrate::decisions fill;
    fill.fills = {{"t", "x", "'unknown'"}};
    added("a NOT NULL column with a fill", col{"x", text()}.required(), "add column t.x text NOT NULL", fill);
    added("an enumeration", {"x", "mood", {"sad", "it's ok"}}, "add column t.x enumeration mood");
    added("a generated column", col{"x", bigint()}.computed("\"id\" * 2"), "add column t.x bigint");
    added("a stored generated column", col{"x", bigint()}.computed("\"id\" * 2", true),
          "add column t.x bigint");

    // Generated columns.
    one("generated expression changes", col{"x", bigint()}.computed("\"id\" * 2"),
        col{"x", bigint()}.computed("\"id\" + 2"), {"alter column t.x: generated as \"id\" + 2"});
    one("virtual to stored", col{"x", bigint()}.computed("\"id\" * 2"),
        col{"x", bigint()}.computed("\"id\" * 2", true), {"alter column t.x: generated as \"id\" * 2"});
    one("ordinary to generated", {"x", bigint()}, col{"x", bigint()}.computed("\"id\" * 2"),
        {"alter column t.x: generated as \"id\" * 2"});
    one("generated stays, line breaks included", col{"x", bigint()}.computed("\"id\"\r\n * 2"),
        col{"x", bigint()}.computed("\"id\"\r\n * 2"), {});

    // The rest of a column.
    one("collation", {"x", text()}, col{"x", text()}.collate("NOCASE"),
        {"alter column t.x: collation NOCASE"});
    one("comment", {"x", text()}, col{"x", text()}.comment("a ' \" \\"), {"alter column t.x: comment"});
    one("an enumeration gets a label", {"x", "mood", {"sad", "ok"}}, {"x", "mood", {"sad", "ok", "happy"}},
        {"alter column t.x: labels (sad, ok) -> (sad, ok, happy)"});
    out.push_back({"a column between others is no change",
                   schema({base(col{"x", text()}).with(col{"y", text()})}),
                   schema({table{"t"}
                               .with(col{"y", text()})
                               .with(col{"id", bigint()})
                               .with(col{"x", text()})
                               .key({"id"})}),
                   {}});

    // Renames.
    migrate::decisions rename;
    rename.renames = {{"t", "x", "y"}};
    out.push_back({"a renamed column keeps its values",
                   schema({base(col{"x", text()})}),
                   schema({base(col{"y", text()})}),
                   {"rename column t.x to y"},
                   rename});
    out.push_back({"a renamed column with everything on it",
                   schema({base(col{"x", text()})
                               .unique({"x"})
                               .index({"x"}, false, "\"x\" IS NOT NULL")
                               .check("x", "\"x\" <> 'y'")}),
                   schema({base(col{"y", text()})
                               .unique({"y"})
                               .index({"y"}, false, "\"y\" IS NOT NULL")
                               .check("y", "\"y\" <> 'y'")}),
                   {"rename column t.x to y", "drop index ix_t_x on t", "drop check constraint ck_t_x of t",
                    "drop unique constraint uq_t_x of t", "add unique constraint uq_t_y (y) to t",
                    "add check constraint ck_t_y to t", "create index ix_t_y on t"},
                   rename});
    migrate::decisions swap;
    swap.renames = {{"t", "x", "y"}, {"t", "y", "x"}};
    out.push_back({"two columns swap their names",
                   schema({base(col{"x", text()}).with(col{"y", integer()})}),
                   schema({base(col{"y", text()}).with(col{"x", integer()})}),
                   {"rename column t.x to x_aside", "rename column t.y to x", "rename column t.x_aside to y"},
                   swap});
    out.push_back({"a renamed column that changes its type too",
                   schema({base(col{"x", varchar(10)})}),
                   schema({base(col{"y", varchar(20)})}),
                   {"rename column t.x to y", "alter column t.y: varchar(10) -> varchar(20)"},
                   rename});

    // Keys.
    out.push_back({"autoincrement on",
                   schema({base()}),
                   schema({table{"t"}.with(col{"id", bigint()}.autoincrement()).key({"id"})}),
                   {"alter column t.id: autoincrement"}});
    out.push_back({"a key of a wider type",
                   schema({table{"t"}.with(col{"id", integer()}).key({"id"})}),
                   schema({base()}),
                   {"alter column t.id: integer -> bigint"}});
    out.push_back({"a single key becomes composite",
                   schema({base(col{"x", bigint()}.required())}),
                   schema({table{"t"}.with(col{"id", bigint()}).with(col{"x", bigint()}).key({"id", "x"})}),
                   {"drop primary key pk_t of t", "add primary key pk_t (id, x) to t"}});
    out.push_back(
        {"another column becomes the key",
         schema({base(col{"x", bigint()}.required())}),
         schema({table{"t"}.with(col{"id", bigint()}).with(col{"x", bigint()}).key({"x"})}),
         {"drop primary key pk_t of t", "alter column t.id: NULL allowed", "add primary key pk_t (x) to t"}});
    return out;
}

} // namespace athanor::test
