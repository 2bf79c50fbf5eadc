// SPDX-License-Identifier: BSL-1.0
#include <athanor/dialect/sqlite/types.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace athanor;
using sqlite_dialect::affinity;
using sqlite_dialect::affinity_of;
using sqlite_dialect::type_from_name;
using sqlite_dialect::type_name;

namespace {
column_def of(sql_type t, std::string name = {}) {
    column_def c;
    c.name = "c";
    c.type = t;
    c.type_name = std::move(name);
    return c;
}
} // namespace

TEST_CASE("Every type comes back from its own name") {
    for (auto const t : {boolean(),
                         smallint(),
                         integer(),
                         bigint(),
                         real(),
                         double_precision(),
                         numeric(10, 2),
                         numeric(),
                         numeric(38, 0),
                         text(),
                         varchar(255),
                         character(2),
                         blob(),
                         sql_type{type_id::timestamp},
                         sql_type{type_id::timestamp_tz},
                         sql_type{type_id::date},
                         sql_type{type_id::time_of_day},
                         sql_type{type_id::interval},
                         sql_type{type_id::uuid},
                         sql_type{type_id::json}}) {
        auto const name = type_name(of(t));
        CAPTURE(name);
        auto const [back, custom] = type_from_name(name);
        CHECK(back == t);
        CHECK(custom == "");
    }
}

TEST_CASE("Names that are not ours stay as they were written") {
    for (std::string const name : {"NVARCHAR(10)", "INT", "DECIMAL(10,2)", "VARCHAR", "VARCHAR(10,2)",
                                   "VARCHAR(MAX)", "GEOMETRY", ""}) {
        auto const [type, custom] = type_from_name(name);
        CHECK(type.id == type_id::custom);
        CHECK(custom == name);
        CHECK(type_name(of(type, custom)) == name);
    }
}

TEST_CASE("Names are read without regard to case and spaces inside the parentheses") {
    CHECK(type_from_name("varchar( 20 )").first == varchar(20));
    CHECK(type_from_name("Decimal_Text(10, 2)").first == numeric(10, 2));
    CHECK(type_from_name("double precision").first == double_precision());
}

TEST_CASE("A strict table has only names that SQLite allows there") {
    for (auto const t : {boolean(), bigint(), integer(), varchar(5), numeric(10, 2), real(), blob(),
                         sql_type{type_id::date}}) {
        auto const name = type_name(of(t), true);
        CHECK((name == "INT" || name == "INTEGER" || name == "REAL" || name == "TEXT" || name == "BLOB"));
    }
}

TEST_CASE("An autoincrement key is INTEGER whatever the model says, and a column needs a type") {
    auto c = of(bigint());
    c.autoincrement = true;
    CHECK(type_name(c) == "INTEGER");
    CHECK_THROWS_AS((void)type_name(of({})), error);
}

TEST_CASE("Affinity follows SQLite's rules in their order") {
    CHECK(affinity_of("BIGINT") == affinity::integer);
    CHECK(affinity_of("CHARINT") == affinity::integer);
    CHECK(affinity_of("varchar(9)") == affinity::text);
    CHECK(affinity_of("DECIMAL_TEXT(10,2)") == affinity::text);
    CHECK(affinity_of("") == affinity::blob);
    CHECK(affinity_of("DOUBLE PRECISION") == affinity::real);
    CHECK(affinity_of("TIMESTAMP") == affinity::numeric);
}
