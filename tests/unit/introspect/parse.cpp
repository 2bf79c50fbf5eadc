// SPDX-License-Identifier: BSL-1.0
// Tables of other hands: unnamed constraints, odd spacing, comments, every way to quote.

#include "../support/migration_bench.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace athanor;
using namespace athanor::test;

namespace {
// SQLite itself must accept the text first.
catalog read(std::string_view sql) {
    raw_sqlite_database db;
    db.execute_script(sql);
    return migrate::introspect(db);
}
} // namespace

TEST_CASE("A table in every odd spelling is read") {
    auto const c =
        read("create table if not exists main.[odd table](`id` integer primary key autoincrement,\n"
             " -- a comment, with ) and ' in it\n"
             "\"na\"\"me\" varchar ( 20 ) not null /* , ( */ default 'it''s' collate nocase unique,\n"
             " plain, n NUMERIC DEFAULT -1.5e-3, h DEFAULT x'00FF', e DEFAULT (1+(2)), s DEFAULT \"dq\", t "
             "TEXT DEFAULT CURRENT_DATE,\n"
             " neg INT DEFAULT +7, tr BOOLEAN DEFAULT TRUE, flo DEFAULT .5, long LONG VARCHAR(3),\n"
             " g AS (n * 2), st TEXT GENERATED ALWAYS AS (plain || ')') STORED,\n"
             " r REFERENCES p, r2 INT CONSTRAINT fk2 REFERENCES p(b) ON UPDATE SET DEFAULT ON DELETE NO "
             "ACTION DEFERRABLE INITIALLY DEFERRED CHECK(r2>0),\n"
             " CONSTRAINT c1 CHECK (n <> ')' AND (1)), UNIQUE(plain, n) CONSTRAINT c2 UNIQUE (h),"
             " FOREIGN KEY (n, h) REFERENCES p (a, b) ON DELETE RESTRICT NOT DEFERRABLE);\n"
             "create table p(a, b, primary key (b, a)) without rowid;");
    auto const& t = *c.find("odd table");
    REQUIRE(t.columns.size() == 16);
    CHECK(t.columns[0].autoincrement);
    CHECK_FALSE(t.columns[0].nullable);
    CHECK(t.columns[0].type == integer());
    CHECK(t.primary_key->name == "");
    CHECK(t.primary_key->columns == std::vector<std::string>{"id"});
    auto const& name = *t.find_column("na\"me");
    CHECK(name.type == varchar(20));
    CHECK(name.collation == "nocase");
    CHECK(name.server_default == default_def{default_kind::text, "it's"});
    CHECK(t.find_column("plain")->type.id == type_id::custom);
    CHECK(t.find_column("n")->server_default.text == "-1.5e-3");
    CHECK(t.find_column("h")->server_default.text == "x'00FF'");
    CHECK(t.find_column("e")->server_default.text == "1+(2)");
    CHECK(t.find_column("s")->server_default == default_def{default_kind::text, "dq"});
    CHECK(t.find_column("neg")->server_default.text == "+7");
    CHECK(t.find_column("flo")->server_default.text == ".5");
    CHECK(t.find_column("long")->type_name == "LONG VARCHAR(3)");
    CHECK(t.find_column("g")->computed == "n * 2");
    CHECK_FALSE(t.find_column("g")->stored);
    CHECK(t.find_column("st")->computed == "plain || ')'");
    CHECK(t.find_column("st")->stored);
    REQUIRE(t.uniques.size() == 3);
    CHECK(t.uniques[0].columns == std::vector<std::string>{"na\"me"});
    CHECK(t.uniques[2].name == "c2");
    REQUIRE(t.checks.size() == 2);
    CHECK(t.checks[0].expression == "r2>0");
    CHECK(t.checks[1].expression == "n <> ')' AND (1)");
    REQUIRE(t.foreign_keys.size() == 3);
    CHECK(t.foreign_keys[0].referred_columns == std::vector<std::string>{"b", "a"});
    CHECK(t.foreign_keys[1].name == "fk2");
    CHECK(t.foreign_keys[1].on_update == fk_action::set_default);
    CHECK(t.foreign_keys[1].initially_deferred);
    CHECK(t.foreign_keys[2].on_delete == fk_action::restrict_);
    CHECK_FALSE(t.foreign_keys[2].deferrable);
    CHECK(c.find("p")->without_rowid);
    CHECK_FALSE(c.find("p")->columns[0].nullable);
}

TEST_CASE("Indexes are read with order, expressions and predicate; those of constraints are not indexes") {
    auto const c = read("CREATE TABLE t(a TEXT UNIQUE, B TEXT, c INT);"
                        "CREATE UNIQUE INDEX [i 1] ON t(b DESC, lower(a || ','), c COLLATE NOCASE ASC) WHERE "
                        "c > 0 AND a <> ' WHERE ';");
    auto const& t = *c.find("t");
    REQUIRE(t.indexes.size() == 1);
    auto const& i = t.indexes[0];
    CHECK(i.name == "i 1");
    CHECK(i.unique);
    REQUIRE(i.parts.size() == 3);
    CHECK(i.parts[0] == index_part{"B", false, true});
    CHECK(i.parts[1] == index_part{"lower(a || ',')", true, false});
    CHECK(i.parts[2] == index_part{"c COLLATE NOCASE", true, false});
    CHECK(i.where == "c > 0 AND a <> ' WHERE '");
}

TEST_CASE("The version table, SQLite's own and virtual tables never appear") {
    auto const c = read(
        "CREATE TABLE athanor_migrations(id); CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a UNIQUE);"
        "CREATE TABLE made AS SELECT 1 AS x, 'y' AS z; CREATE VIRTUAL TABLE r USING rtree(id, a, b);");
    CHECK(c.find("athanor_migrations") == nullptr);
    CHECK(c.find("sqlite_sequence") == nullptr);
    CHECK(c.find("r") == nullptr);
    CHECK(c.find("made")->columns.size() == 2);
}

TEST_CASE("Text that is no table is an error, not a crash") {
    std::string const whole = "CREATE TABLE \"t\" (\"a\" VARCHAR(3) NOT NULL DEFAULT (1) CHECK (\"a\" <> "
                              "''), CONSTRAINT x FOREIGN KEY (a) "
                              "REFERENCES p (b) ON DELETE SET NULL) STRICT";
    (void)sqlite_dialect::parse_create_table(whole);
    for (std::size_t n = 0; n < whole.size(); ++n) {
        try {
            (void)sqlite_dialect::parse_create_table(whole.substr(0, n));
        } catch (error const& e) {
            CHECK(e.kind() == error_kind::unsupported);
        }
        std::string damaged = whole;
        damaged[n] = '(';
        try {
            (void)sqlite_dialect::parse_create_table(damaged);
        } catch (error const& e) {
            CHECK(e.kind() == error_kind::unsupported);
        }
    }
}

TEST_CASE("Introspection takes one statement however many tables there are") {
    raw_sqlite_database db;
    for (int i = 0; i < 50; ++i) {
        auto const n = std::to_string(i);
        db.execute("CREATE TABLE t" + n + "(id INTEGER PRIMARY KEY, a TEXT)");
        db.execute("CREATE INDEX i" + n + " ON t" + n + "(a)");
    }
    db.log.clear();
    CHECK(migrate::introspect(db).tables.size() == 50);
    CHECK(db.log.size() == 1);
}
