#include <doctest/doctest.h>

#include "unit/driver/scratch.hpp"

#include <sys/stat.h>
#include <sys/wait.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <thread>

using namespace athanor;
using namespace athanor::detail;
using scratch::ask;
using scratch::kind_of;
using scratch::message_of;

namespace {
int config(sqlite3* db, int option) {
    int now = -1;
    sqlite3_db_config(db, option, -1, &now);
    return now;
}
void open_only(std::string const& url) {
    sqlite_handle const handle{scratch::options(url)};
}
} // namespace

TEST_CASE("a connection begins with the safe settings, read back through the C API") {
    sqlite_handle const handle{scratch::options()};
    sqlite3* db = handle.get();
    CHECK(ask(db, "PRAGMA foreign_keys") == "1");
    CHECK(ask(db, "PRAGMA busy_timeout") == "5000");
    CHECK(ask(db, "PRAGMA trusted_schema") == "0");
    CHECK(config(db, SQLITE_DBCONFIG_DQS_DML) == 0);
    CHECK(config(db, SQLITE_DBCONFIG_DQS_DDL) == 0);
    CHECK(config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA) == 0);
    CHECK(config(db, SQLITE_DBCONFIG_DEFENSIVE) == 1);
    CHECK(config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION) == 0);
    CHECK(config(db, SQLITE_DBCONFIG_ENABLE_FKEY) == 1);
    CHECK(sqlite3_extended_errcode(db) == SQLITE_OK);
}

TEST_CASE("options of the URL arrive in the database") {
    scratch::folder const dir;
    sqlite_handle const handle{
        scratch::options(dir.url("a.db", "?journal_mode=wal&synchronous=normal&busy_timeout=123&dqs=on"))};
    CHECK(ask(handle.get(), "PRAGMA journal_mode") == "wal");
    CHECK(ask(handle.get(), "PRAGMA synchronous") == "1");
    CHECK(ask(handle.get(), "PRAGMA busy_timeout") == "123");
    CHECK(config(handle.get(), SQLITE_DBCONFIG_DQS_DML) == 1);
    CHECK(config(handle.get(), SQLITE_DBCONFIG_DQS_DDL) == 1);
    CHECK(kind_of([] { open_only("sqlite://?journal_mode=wal"); }) == "unsupported");
}

TEST_CASE("a database that can't be opened says why") {
    scratch::folder const dir;
    CHECK(kind_of([&] { open_only("sqlite:///" + dir.file("no/such/x.db")); }) == "connection");
    CHECK(message_of([&] { open_only("sqlite:///" + dir.file("no/such/x.db")); }).find("doesn't exist") !=
          std::string::npos);
    CHECK(message_of([&] { open_only(dir.url("")); }).find("is a folder") != std::string::npos);
    CHECK(message_of([&] { open_only(dir.url("none.db", "?mode=rw")); }).find("there is no database file") !=
          std::string::npos);
    CHECK(kind_of([&] { open_only(dir.url("none.db", "?mode=ro")); }) == "connection");
    CHECK_FALSE(std::filesystem::exists(dir.file("none.db")));

    std::ofstream(dir.file("text.db")) << std::string(4096, 'x');
    CHECK(kind_of([&] { open_only(dir.url("text.db")); }) == "not_a_database");
    CHECK(message_of([&] { open_only(dir.url("text.db")); }).find("text.db") != std::string::npos);
    std::ifstream left(dir.file("text.db"));
    CHECK(std::string(std::istreambuf_iterator<char>(left), {}) == std::string(4096, 'x'));

    ask(dir.file("real.db"), "CREATE TABLE t(a)");
    std::filesystem::create_symlink(dir.file("real.db"), dir.file("link.db"));
    CHECK(message_of([&] { open_only(dir.url("link.db", "?nofollow=on")); }).find("symbolic link") !=
          std::string::npos);
    if (::geteuid() != 0) {
        std::filesystem::permissions(dir.file("real.db"), std::filesystem::perms::none);
        CHECK(kind_of([&] { open_only(dir.url("real.db")); }) == "permission");
    }
}

TEST_CASE("a connection that can only read refuses to write and reads on") {
    scratch::folder const dir;
    ask(dir.file("a.db"), "CREATE TABLE t(a)");
    ask(dir.file("a.db"), "INSERT INTO t VALUES (7)");
    sqlite_handle const handle{scratch::options(dir.url("a.db", "?mode=ro"))};
    CHECK(handle.read_only());
    sqlite_statement write{handle, "INSERT INTO t VALUES (8)"};
    CHECK(kind_of([&] { (void)write.step(); }) == "read_only");
    sqlite_statement read{handle, "SELECT a FROM t"};
    REQUIRE(read.step());
    CHECK(read.column_integer(0) == 7);
    CHECK(ask(dir.file("a.db"), "SELECT count(*) FROM t") == "1");
}

TEST_CASE("a locked database is busy after the timeout, at the statement and not at connect") {
    scratch::folder const dir;
    ask(dir.file("a.db"), "CREATE TABLE t(a)");
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open(dir.file("a.db").c_str(), &other) == SQLITE_OK);
    ask(other, "BEGIN EXCLUSIVE");
    sqlite_handle const handle{scratch::options(dir.url("a.db", "?busy_timeout=20"))};
    CHECK(kind_of([&] { sqlite_statement{handle, "SELECT * FROM t"}; }) == "busy");
    ask(other, "ROLLBACK");
    sqlite3_close(other);
    sqlite_statement read{handle, "SELECT * FROM t"};
    CHECK_FALSE(read.step());
}

TEST_CASE("several statements, none, or a NUL where one statement is expected are refused") {
    sqlite_handle const handle{scratch::options()};
    ask(handle.get(), "CREATE TABLE t(a)");
    CHECK(kind_of([&] { sqlite_statement{handle, "SELECT 1; DROP TABLE t"}; }) == "misuse");
    CHECK(kind_of([&] { sqlite_statement{handle, "SELECT 1; SELECT"}; }) == "sql");
    CHECK(kind_of([&] { sqlite_statement{handle, ""}; }) == "misuse");
    CHECK(kind_of([&] { sqlite_statement{handle, " -- nothing"}; }) == "misuse");
    CHECK(kind_of([&] {
              sqlite_statement{handle, std::string_view{"SELECT 1\0; DROP TABLE t", 23}};
          }) == "invalid_text");
    CHECK(kind_of([&] { sqlite_statement{handle, "SELECT 1; ; -- done\n /* really */ ;"}; }) == "no error");
    CHECK(ask(handle.get(), "SELECT count(*) FROM sqlite_schema") == "1");
}

TEST_CASE("a connection carried into a forked child refuses to work there and doesn't close") {
    scratch::folder const dir;
    auto* handle = new sqlite_handle{scratch::options(dir.url("a.db"))};
    ask(handle->get(), "CREATE TABLE t(a)");
    std::fflush(nullptr);
    pid_t const child = ::fork();
    if (child == 0) {
        int code = 1;
        try {
            sqlite_handle::in_use const guard{*handle};
        } catch (error const& e) {
            code = e.kind() == error_kind::misuse ? 0 : 2;
        }
        delete handle;
        ::_exit(code);
    }
    int status = -1;
    ::waitpid(child, &status, 0);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK_NOTHROW((sqlite_handle::in_use{*handle}));
    ask(handle->get(), "INSERT INTO t VALUES (1)");
    delete handle;
    CHECK(ask(dir.file("a.db"), "SELECT count(*) FROM t") == "1");
}

TEST_CASE("a second thread on a busy connection gets an error instead of a race") {
    sqlite_handle const handle{scratch::options()};
    sqlite_handle::in_use const mine{handle};
    std::string other;
    std::thread([&] { other = kind_of([&] { sqlite_handle::in_use const theirs{handle}; }); }).join();
    CHECK(other == "misuse");
}

TEST_CASE("SQLite's result codes become kinds, with names and without values") {
    sqlite_handle const handle{scratch::options()};
    sqlite3* db = handle.get();
    ask(db,
        "CREATE TABLE users(id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT NOT NULL, age INTEGER, boss "
        "INTEGER REFERENCES users(id), CONSTRAINT ck_users_age CHECK (age < 200), UNIQUE(name, age))");
    ask(db, "CREATE UNIQUE INDEX ix_lower ON users(lower(email))");
    ask(db, "CREATE TRIGGER t1 BEFORE INSERT ON users WHEN new.name = 'no' BEGIN SELECT RAISE(ABORT, "
            "'SECRET'); END");
    ask(db, "INSERT INTO users VALUES (1, 'SECRET@x', 'SECRET', 30, NULL)");
    struct wanted {
        char const* sql;
        char const* kind;
        char const* table;
        char const* column;
        char const* constraint;
    };
    wanted const cases[] = {
        {"INSERT INTO users VALUES (2, 'SECRET@x', 'b', 1, NULL)", "unique", "", "", "ix_lower"},
        {"INSERT INTO users VALUES (1, 'c', 'c', 1, NULL)", "unique", "users", "id", ""},
        {"INSERT INTO users VALUES (2, 'd', 'SECRET', 30, NULL)", "unique", "users", "name, age", ""},
        {"INSERT INTO users VALUES (2, 'd', NULL, 30, NULL)", "not_null", "users", "name", ""},
        {"INSERT INTO users VALUES (2, 'd', 'd', 999, NULL)", "check", "", "", "ck_users_age"},
        {"INSERT INTO users VALUES (2, 'd', 'd', 1, 77)", "foreign_key", "", "", ""},
        {"INSERT INTO users VALUES (2, 'd', 'no', 1, NULL)", "constraint", "", "", ""},
        {"INSERT INTO users VALUES ('SECRET', 'd', 'd', 1, NULL)", "type_mismatch", "", "", ""},
    };
    for (auto const& c : cases) {
        CAPTURE(c.sql);
        sqlite_statement statement{handle, c.sql};
        try {
            (void)statement.step();
            FAIL("no error");
        } catch (error const& e) {
            CHECK(facts_of(e.kind()).name == c.kind);
            CHECK(e.table() == c.table);
            CHECK(e.column() == c.column);
            CHECK(e.constraint() == c.constraint);
            CHECK(e.native_code() != 0);
            error plain = e;
            plain.with_statement("");
            CHECK(std::string(plain.what()).find("SECRET") == std::string::npos);
        }
    }
    ask(db, "DROP INDEX ix_lower");
    sqlite_statement one{handle, "INSERT INTO users VALUES (2, 'SECRET@x', 'b', 1, NULL)"};
    try {
        (void)one.step();
        FAIL("no error");
    } catch (error const& e) {
        CHECK(e.kind() == error_kind::unique);
        CHECK(e.table() == "users");
        CHECK(e.column() == "email");
    }
    CHECK(kind_of([&] { sqlite_statement{handle, "SELECT nowhere FROM users"}; }) == "sql");
    CHECK(message_of([&] {
              sqlite_statement{handle, "SELECT nowhere FROM users"};
          }).find("no such column") != std::string::npos);
}
