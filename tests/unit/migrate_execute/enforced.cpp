// SPDX-License-Identifier: BSL-1.0
// `enforced`: SQLite takes what PostgreSQL would take, and nothing else.
#include "../support/migration_bench.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace athanor;
using namespace athanor::test;

namespace {

column_def enforced(std::string name, sql_type type) {
    auto c = col(std::move(name), type);
    c.enforced = true;
    return c;
}
table_def one_column(column_def const& c, bool strict = false) {
    table_def t;
    t.name = "t";
    t.columns = {col("id", integer(), false), c};
    t.primary_key = primary_key_def{"pk_t", {"id"}};
    t.strict = strict;
    return t;
}
bool takes(migration_bench& b, std::string const& sql) {
    try {
        b.db.execute("INSERT INTO t (c) VALUES (" + sql + ")");
        return true;
    } catch (error const& e) {
        CHECK(e.kind() == error_kind::constraint);
        return false;
    }
}

} // namespace

TEST_CASE("an enforced column takes the values of its type and NULL, and nothing else") {
    using id = type_id;
    struct row {
        sql_type type;
        std::vector<std::string> good;
        std::vector<std::string> bad;
    };
    for (auto const& [type, good, bad] : std::vector<row>{
             {varchar(3), {"''", "'abc'", "'\xC3\xA9t\xC3\xA9'"}, {"'abcd'", "x'00'"}},
             {character(2), {"'a'", "'ab'"}, {"'abc'"}},
             {text(), {"'any'"}, {"x'00'"}},
             {boolean(), {"0", "1", "TRUE"}, {"2", "'x'", "-1", "0.5"}},
             {smallint(), {"-32768", "32767", "'12'"}, {"32768", "-32769", "1.5", "'x'"}},
             {integer(), {"-2147483648", "2147483647"}, {"2147483648", "'x'", "1.5"}},
             {bigint(), {"9223372036854775807"}, {"9223372036854775808", "'x'"}},
             {real(), {"1", "1.5"}, {"'x'", "x'00'"}},
             {double_precision(), {"1e300"}, {"'x'"}},
             {blob(), {"x'00'"}, {"'x'", "1"}},
             {{id::date},
              {"'2020-02-29'"},
              {"'2021-02-29'", "'2020-13-01'", "'2020-2-3'", "'now'", "5", "'2020-01-01 00:00:00'"}},
             {{id::timestamp_tz},
              {"'2020-02-29 23:59:59'", "'2020-02-29 23:59:59.123456'", "CURRENT_TIMESTAMP"},
              {"'2020-02-30 00:00:00'", "'2020-02-29'", "'2020-02-29 24:00:61'", "'x'"}},
             {{id::time_of_day}, {"'23:59:59'", "'23:59:59.5'"}, {"'24:00:61'", "'1:2:3'", "'x'"}},
             {{id::uuid},
              {"'00000000-0000-4000-8000-00000000000a'"},
              {"'00000000-0000-4000-8000-00000000000A'", "'x'"}},
             {{id::json}, {"'[1]'", "'null'"}, {"x'00'"}},
             {jsonb(), {"'{}'"}, {"x'00'"}},
             {numeric(3, 1), {"'anything'"}, {}}}) { // not held: see docs
        for (bool const strict : {false, true}) {
            migration_bench b({op::create_table{one_column(enforced("c", type), strict)}});
            CAPTURE(b.sql_of("t"));
            CHECK(takes(b, "NULL"));
            for (auto const& sql : good) {
                CAPTURE(sql);
                CHECK(takes(b, sql));
            }
            for (auto const& sql : bad) {
                CAPTURE(sql);
                CHECK_FALSE(takes(b, sql));
            }
        }
    }
}

TEST_CASE("enforcing a column counts the rows that it would refuse, and then keeps the others") {
    migration_bench b({op::create_table{one_column(col("c", varchar(3)))}},
                      "INSERT INTO t (c) VALUES ('ab'), ('too long'), ('as well'), (NULL);");
    auto const e = b.refused({alter("t", enforced("c", varchar(3)))});
    CHECK(e.kind() == error_kind::migration_data);
    CHECK(e.column() == "c");
    CHECK(e.message().find("2 rows stand in the way") != std::string::npos);
    b.db.execute("DELETE FROM t WHERE length(c) > 3");
    b.apply({alter("t", enforced("c", varchar(3)))});
    CHECK(b.rows("SELECT c FROM t ORDER BY id") == "ab\nNULL\n");
    CHECK_FALSE(takes(b, "'abcd'"));
    b.apply({alter("t", col("c", varchar(3)))});
    CHECK(takes(b, "'abcd'"));
}

TEST_CASE("a change of type is converted and held") {
    migration_bench b({op::create_table{one_column(col("c", text()))}},
                      "INSERT INTO t (c) VALUES ('12'), ('-3'), (NULL);");
    b.apply({alter("t", enforced("c", smallint()))});
    CHECK(b.rows("SELECT c, typeof(c) FROM t ORDER BY id") == "12|integer\n-3|integer\nNULL|null\n");
    CHECK_FALSE(takes(b, "40000"));
    b.db.execute("INSERT INTO t (c) VALUES (30000)");
    b.apply({alter("t", enforced("c", bigint()))});
    CHECK(takes(b, "40000"));
    CHECK(b.refused({alter("t", enforced("c", smallint()))}).kind() == error_kind::migration_data);
}

TEST_CASE("the check follows the names of column and table, and a new column brings it") {
    migration_bench b({op::create_table{one_column(enforced("c", varchar(3)))}},
                      "INSERT INTO t (c) VALUES ('ab');");
    b.apply({op::rename_column{"t", "c", "d"}});
    CHECK(b.sql_of("t").find("ck_t_d_type") != std::string::npos);
    b.apply({op::rename_table{"t", "s"}});
    CHECK(b.sql_of("s").find("ck_s_d_type") != std::string::npos);
    CHECK(b.sql_of("s").find("ck_t_d_type") == std::string::npos);
    b.apply({op::rename_table{"s", "t"}});
    b.db.log.clear();
    b.apply({op::add_column{"t", enforced("c", varchar(3)), ""}});
    CHECK(b.rebuilds() == 0);
    CHECK_FALSE(takes(b, "'abcd'"));
    b.apply({op::add_column{"t", with_text_default(enforced("e", varchar(3)), "abc"), ""}});
    CHECK(b.rows("SELECT d, e FROM t") == "ab|abc\n");
    b.apply({op::drop_column{"t", "e"}});
}
