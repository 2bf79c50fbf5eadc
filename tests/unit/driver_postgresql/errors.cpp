#include <doctest/doctest.h>

#include "unit/driver_postgresql/live.hpp"

#include <chrono>
#include <string>
#include <thread>
#include <vector>

using namespace live;
using athanor::error;
using athanor::error_kind;
using athanor::facts_of;

namespace {
/// The error that a statement ends in; kind names as in the enum.
error failure(PGconn* conn, std::string const& sql) {
    PGresult* const result = PQexec(conn, sql.c_str());
    error e = athanor::detail::pg_error(conn, result, sql);
    auto const status = PQresultStatus(result);
    PQclear(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
        throw std::runtime_error("no error: " + sql);
    }
    return e;
}
error failure(pg_handle const& handle, std::string const& sql) {
    return failure(handle.get(), sql);
}
error failure_of_parameter(pg_handle const& handle, char const* sql, std::string const& value, bool binary) {
    char const* const values[] = {value.data()};
    int const lengths[] = {static_cast<int>(value.size())};
    int const formats[] = {binary ? 1 : 0};
    PGresult* const result = PQexecParams(handle.get(), sql, 1, nullptr, values, lengths, formats, 0);
    error e = athanor::detail::pg_error(handle.get(), result, sql);
    PQclear(result);
    return e;
}
std::string what_without_statement(error e) {
    e.with_statement("");
    return e.what();
}
std::string name_of(error const& e) {
    return std::string{facts_of(e.kind()).name};
}
} // namespace

TEST_CASE("PostgreSQL's SQLSTATEs become kinds, with names and without values") {
    database const db;
    plain const setup{db.name()};
    ask(setup,
        "CREATE TABLE users(id int CONSTRAINT pk_users PRIMARY KEY, email text CONSTRAINT uq_users_email "
        "UNIQUE, name "
        "text NOT NULL, age smallint CONSTRAINT ck_users_age CHECK (age < 200), boss int CONSTRAINT "
        "fk_users_boss "
        "REFERENCES users(id), during int4range, CONSTRAINT ex_users_during EXCLUDE USING gist (during WITH "
        "&&), code "
        "varchar(3), \"Full Name\" text, CONSTRAINT uq_users_name_age UNIQUE (\"Full Name\", age));"
        "CREATE UNIQUE INDEX ix_users_lower ON users (lower(email));"
        "CREATE SCHEMA app; CREATE TABLE app.things(id int PRIMARY KEY);"
        "INSERT INTO users(id, email, name, age, during, \"Full Name\") VALUES (1, 'SECRET@x', 'SECRET', 30, "
        "'[1,5)', 'SECRET, =(');"
        "INSERT INTO users(id, name, boss) VALUES (2, 'b', 1); INSERT INTO app.things VALUES (7);"
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'SECRET %', "
        "new.name; END $$; CREATE TRIGGER no BEFORE UPDATE OF name ON users FOR EACH ROW EXECUTE FUNCTION "
        "refuse();"
        "CREATE FUNCTION pretend() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'SECRET' USING "
        "ERRCODE "
        "= '42601'; END $$;"
        "CREATE DOMAIN small AS int CONSTRAINT ck_small CHECK (VALUE < 10);"
        "CREATE VIEW young AS SELECT * FROM users WHERE age < 40 WITH CHECK OPTION;"
        "ALTER TABLE users ADD CONSTRAINT uq_users_later UNIQUE (id) DEFERRABLE INITIALLY DEFERRED;");
    struct wanted {
        char const* sql;
        char const* kind;
        char const* state;
        char const* table;
        char const* column;
        char const* constraint;
    };
    std::vector<wanted> const cases{
        {"INSERT INTO users(id, email, name) VALUES (3, 'SECRET@x', 'c')", "unique", "23505", "users",
         "email", "uq_users_email"},
        {"INSERT INTO users(id, name) VALUES (1, 'c')", "unique", "23505", "users", "id", "pk_users"},
        {"INSERT INTO users(id, name, \"Full Name\", age) VALUES (3, 'c', 'SECRET, =(', 30)", "unique",
         "23505", "users", "Full Name, age", "uq_users_name_age"},
        {"INSERT INTO users(id, email, name) VALUES (3, 'secret@X', 'c')", "unique", "23505", "users", "",
         "ix_users_lower"},
        {"INSERT INTO app.things VALUES (7)", "unique", "23505", "app.things", "id", "things_pkey"},
        {"INSERT INTO users(id, name, boss) VALUES (3, 'c', 77)", "foreign_key", "23503", "users", "boss",
         "fk_users_boss"},
        {"DELETE FROM users WHERE id = 1", "foreign_key", "23503", "users", "", "fk_users_boss"},
        {"INSERT INTO users(id) VALUES (3)", "not_null", "23502", "users", "name", ""},
        {"INSERT INTO users(id, name, age) VALUES (3, 'SECRET', 250)", "check", "23514", "users", "",
         "ck_users_age"},
        {"SELECT 11::small", "check", "23514", "", "", "ck_small"},
        {"INSERT INTO young(id, name, age) VALUES (3, 'SECRET', 50)", "check", "44000", "", "", ""},
        {"INSERT INTO users(id, name, during) VALUES (3, 'c', '[2,3)')", "constraint", "23P01", "users",
         "during", "ex_users_during"},
        {"UPDATE users SET name = 'SECRET'", "constraint", "P0001", "", "", ""},
        {"INSERT INTO users(id, name, age) VALUES (3, 'c', 99999)", "out_of_range", "22003", "", "", ""},
        {"INSERT INTO users(id, name, code) VALUES (3, 'c', 'SECRET')", "out_of_range", "22001", "", "", ""},
        {"SELECT date '2024-02-31'", "out_of_range", "22008", "", "", ""},
        {"SELECT interval '999999999999 years'", "out_of_range", "22015", "", "", ""},
        {"SELECT 'SECRET'::int", "type_mismatch", "22P02", "", "", ""},
        {"SELECT 'SECRET'::date", "type_mismatch", "22007", "", "", ""},
        {"INSERT INTO users(id, name) VALUES (3, 'c') RETURNING id = 'SECRET'", "type_mismatch", "22P02", "",
         "", ""},
        {"UPDATE users SET boss = now()", "type_mismatch", "42804", "", "", ""},
        {"SELECT 1::uuid", "type_mismatch", "42846", "", "", ""},
        {"SELECT convert_to(U&'\\65E5SECRET', 'LATIN1')", "invalid_text", "22P05", "", "", ""},
        {"SELECT convert_from('\\xff'::bytea, 'UTF8')", "invalid_text", "22021", "", "", ""},
        {"INSERT INTO users(id, name) VALUES (1, 'c') ON CONFLICT ON CONSTRAINT uq_users_later DO NOTHING",
         "sql", "55000", "users", "", "uq_users_later"},
        {"SELECT count(DISTINCT a) OVER () FROM generate_series(1, 2) a", "unsupported", "0A000", "", "", ""},
        {"SELEC 1", "sql", "42601", "", "", ""},
        {"SELECT nowhere FROM users", "sql", "42703", "", "", ""},
        {"SELECT * FROM nothing", "sql", "42P01", "", "", ""},
        {"SELECT nothing()", "sql", "42883", "", "", ""},
        {"SELECT pretend()", "sql", "42601", "", "", ""},
        {"EXECUTE nothing", "sql", "26000", "", "", ""},
        {"SELECT 1/0", "sql", "22012", "", "", ""},
        {"VACUUM; SELECT 1", "misuse", "25001", "", "", ""},
        {"SAVEPOINT a", "misuse", "25P01", "", "", ""},
        {"COPY users FROM '/no/such/file'", "io", "58P01", "", "", ""},
        {"SELECT repeat('x', 1073741824)", "out_of_range", "54000", "", "", ""},
        {"SET default_transaction_read_only = on; SET transaction_read_only = on; DELETE FROM users",
         "read_only", "25006", "", "", ""},
    };
    pg_handle handle{options(db.url())};
    for (auto const& c : cases) {
        CAPTURE(std::string{c.sql});
        auto const e = failure(handle, c.sql);
        CHECK(name_of(e) == c.kind);
        CHECK(e.sqlstate() == c.state);
        CHECK(e.table() == c.table);
        CHECK(e.column() == c.column);
        CHECK(e.constraint() == c.constraint);
        CHECK(e.statement() == c.sql);
        CHECK_FALSE(e.server_message().empty());
        CHECK_FALSE(contains(what_without_statement(e), "SECRET"));
        CHECK(e.connection_usable());
        CHECK(e.transaction_usable()); // no transaction is open
        CHECK(handle.ok());
    }
    CHECK(ask(setup, "SELECT count(*) FROM users") == "2");
    CHECK(contains(failure(handle, cases[0].sql).detail(), "SECRET@x"));
    CHECK(failure(handle, "SELECT * FROM userz, pg_class, nothing(1)").kind() == error_kind::sql);
    CHECK(contains(failure(handle, "SELECT nam FROM users").hint(), "users.name"));
}

TEST_CASE("the server's sentence is shown with its place where it can hold names only") {
    pg_handle const handle{options(server_url())};
    CHECK(failure(handle, "SELECT nowhere FROM pg_class").message() ==
          "PostgreSQL rejects the statement at character 8: column \"nowhere\" does not exist");
    CHECK(failure(handle, "SELEC 1").message() ==
          "PostgreSQL rejects the statement at character 1: syntax error at or near \"SELEC\"");
    CHECK(contains(failure(handle, "SELECT 1::uuid").message(),
                   "(at character 9): cannot cast type integer to uuid"));
    CHECK(failure(handle, "SELECT 1/0").message() == "PostgreSQL rejects the statement");
    CHECK(failure(handle, "DROP TABLE \"app\".Nothing").message() ==
          "PostgreSQL rejects the statement: schema \"app\" does not exist");
    CHECK(contains(failure(handle, "ALTER TABLE \"public\".\"nothing\" ADD x int").message(),
                   "relation \"public.nothing\" does not exist"));
    // A name that comes from a parameter is a value.
    for (auto const* sql : {"SELECT $1::text::regclass", "SELECT nextval($1)", "SELECT $1::text::regtype"}) {
        auto const e = failure_of_parameter(handle, sql, "secret", false);
        CHECK(e.kind() == error_kind::sql);
        CHECK_FALSE(contains(e.what(), "secret"));
        CHECK(contains(e.server_message(), "secret"));
    }
    role const nobody{"LOGIN"};
    plain const theirs{"postgres", nobody.name()};
    auto const e = failure(theirs.get(), "SELECT * FROM pg_authid");
    CHECK(e.kind() == error_kind::permission);
    CHECK(contains(e.message(), "permission denied for table pg_authid"));
}

TEST_CASE("a parameter in the wrong form is told from a lost connection") {
    pg_handle const handle{options(server_url())};
    auto const longer = failure_of_parameter(handle, "SELECT $1::int4", std::string(8, '\1'), true);
    CHECK(longer.sqlstate() == "22P03");
    CHECK(longer.kind() == error_kind::type_mismatch);
    auto const shorter = failure_of_parameter(handle, "SELECT $1::int8", std::string(4, '\1'), true);
    CHECK(shorter.sqlstate() == "08P01");
    CHECK(shorter.kind() == error_kind::type_mismatch);
    CHECK(shorter.connection_usable());
    auto const broken = failure_of_parameter(handle, "SELECT $1::text", "SECRET\xff", false);
    CHECK(broken.kind() == error_kind::invalid_text);
    CHECK_FALSE(contains(broken.what(), "SECRET"));
    CHECK(handle.ok());
    std::vector<char const*> const many(70000, nullptr);
    PGresult* const result =
        PQexecParams(handle.get(), "SELECT 1", 70000, nullptr, many.data(), nullptr, nullptr, 0);
    auto const e = athanor::detail::pg_error(handle.get(), result, "SELECT 1");
    PQclear(result);
    CHECK(e.kind() == error_kind::out_of_range);
    CHECK(contains(e.what(), "65535"));
}

TEST_CASE("every error in a transaction ends it, and what follows says so") {
    database const db;
    pg_handle const handle{options(db.url())};
    ask(handle, "CREATE TABLE t(id int PRIMARY KEY); INSERT INTO t VALUES (1)");
    ask(handle, "BEGIN");
    auto const first = failure(handle, "INSERT INTO t VALUES (1)");
    CHECK(first.kind() == error_kind::unique);
    CHECK_FALSE(first.transaction_usable());
    CHECK(first.connection_usable());
    CHECK(handle.transaction_status() == PQTRANS_INERROR);
    auto const second = failure(handle, "SELECT 1");
    CHECK(second.kind() == error_kind::transaction_rolled_back);
    CHECK(second.sqlstate() == "25P02");
    CHECK_FALSE(second.transaction_usable());
    ask(handle, "ROLLBACK");
    CHECK(failure(handle, "INSERT INTO t VALUES (1)").transaction_usable());
}

TEST_CASE("locks, races and deadlocks can be tried again") {
    database const db;
    pg_handle const one{options(db.url())};
    pg_handle const two{options(db.url("&lock_timeout=50"))};
    ask(one, "CREATE TABLE t(id int PRIMARY KEY, n int); INSERT INTO t VALUES (1, 0), (2, 0)");
    ask(one, "BEGIN; UPDATE t SET n = 1 WHERE id = 1");
    auto const late = failure(two, "UPDATE t SET n = 2 WHERE id = 1");
    CHECK(late.kind() == error_kind::busy);
    CHECK(late.sqlstate() == "55P03");
    CHECK(late.retryable());
    CHECK(failure(two, "SELECT * FROM t WHERE id = 1 FOR UPDATE NOWAIT").kind() == error_kind::busy);

    ask(two, "SET lock_timeout = 0; SET deadlock_timeout = '2s'; BEGIN; UPDATE t SET n = 2 WHERE id = 2");
    ask(one, "SET deadlock_timeout = '20ms'");
    std::thread waiting{[&] {
        try {
            ask(two, "UPDATE t SET n = 2 WHERE id = 1");
        } catch (std::exception const&) {
        }
    }};
    while (ask(plain{db.name()},
               "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
               "wait_event_type = 'Lock'") == "0") {
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    auto const dead = failure(one, "UPDATE t SET n = 1 WHERE id = 2");
    CHECK(dead.kind() == error_kind::deadlock);
    CHECK(dead.retryable());
    CHECK_FALSE(dead.transaction_usable());
    ask(one, "ROLLBACK");
    waiting.join();
    ask(two, "ROLLBACK");

    for (auto const* h : {&one, &two}) {
        ask(*h, "BEGIN ISOLATION LEVEL REPEATABLE READ");
        ask(*h, "SELECT sum(n) FROM t");
    }
    ask(one, "UPDATE t SET n = n + 1 WHERE id = 1");
    ask(one, "COMMIT");
    auto const lost = failure(two, "UPDATE t SET n = n + 1 WHERE id = 1");
    CHECK(lost.kind() == error_kind::serialization);
    CHECK(lost.retryable());
}

TEST_CASE("a statement that takes too long ends with timeout, and the connection goes on") {
    pg_handle const handle{options(server_url() + "&statement_timeout=30")};
    auto const e = failure(handle, "SELECT pg_sleep(20)");
    CHECK(e.kind() == error_kind::timeout);
    CHECK(e.sqlstate() == "57014");
    CHECK(ask(handle, "SELECT 1") == "1");
}

TEST_CASE("an error is made of nothing at all without reading null pointers") {
    auto const e = athanor::detail::pg_error(nullptr, nullptr);
    CHECK(e.kind() == error_kind::connection_lost);
    CHECK(e.sqlstate().empty());
    pg_handle const handle{options(server_url())};
    PGresult* const made = PQmakeEmptyPGresult(handle.get(), PGRES_FATAL_ERROR);
    CHECK(athanor::detail::pg_error(handle.get(), made).kind() == error_kind::misuse);
    PQclear(made);
}
