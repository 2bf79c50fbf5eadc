#include <doctest/doctest.h>

#include "unit/driver_postgresql/wire_server.hpp"

#include <sys/stat.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

using namespace live;
using athanor::error_kind;

namespace {
void check_connects(std::string const& url, std::string const& database) {
    CAPTURE(url);
    pg_handle const handle{options(url)};
    CHECK(handle.ok());
    CHECK(ask(handle, "SELECT current_database()") == database);
    CHECK(ask(handle, "SELECT current_user") == "postgres");
}
class text_file {
public:
    explicit text_file(std::string const& text)
        : path_{std::filesystem::temp_directory_path() / unique_name("athanor_file")} {
        std::ofstream{path_} << text;
        ::chmod(path_.c_str(), 0600);
    }
    text_file(text_file const&) = delete;
    text_file& operator=(text_file const&) = delete;
    ~text_file() { std::remove(path_.c_str()); }
    [[nodiscard]] std::string path() const { return path_.string(); }

private:
    std::filesystem::path path_;
};
} // namespace

TEST_CASE("every form of a URL reaches the same database") {
    database const db;
    std::string const folder = socket_folder();
    std::string encoded;
    for (char const c : folder) {
        encoded += c == '/' ? std::string{"%2F"} : std::string(1, c);
    }
    check_connects(db.url(), db.name());
    check_connects("postgres://postgres@/" + db.name() + "?host=" + folder, db.name());
    check_connects("postgresql:///" + db.name() + "?host=" + folder + "&user=postgres", db.name());
    check_connects("postgresql://postgres@" + encoded + "/" + db.name(), db.name());
    check_connects("postgresql://postgres@" + encoded + ":5432/" + db.name(), db.name());
    check_connects("postgresql://postgres@%2Fnowhere," + encoded + "/" + db.name(), db.name());
    check_connects("host=" + folder + " user=postgres dbname=" + db.name(), db.name());
    check_connects(" host = '" + folder + "'  user=postgres dbname='" + db.name() + "' ", db.name());
    check_connects("postgresql://?host=" + folder + "&user=postgres&dbname=" + db.name() + "&port=5432",
                   db.name());
    environment const host{"PGHOST", folder};
    environment const user{"PGUSER", "postgres"};
    environment const name{"PGDATABASE", db.name()};
    check_connects("postgresql://", db.name());
    check_connects("postgresql:///", db.name());
    check_connects("postgresql:///postgres", "postgres");
    check_connects("dbname=postgres", "postgres");
}

TEST_CASE("a name in a URL is never read as a connection text") {
    database const db;
    ask(plain{}, "ALTER DATABASE " + db.name() + " RENAME TO \"" + db.name() + " dbname=postgres\"");
    check_connects("postgresql://postgres@/" + db.name() + "%20dbname%3Dpostgres?host=" + socket_folder(),
                   db.name() + " dbname=postgres");
    ask(plain{}, "ALTER DATABASE \"" + db.name() + " dbname=postgres\" RENAME TO " + db.name());
}

TEST_CASE("TCP, IPv6 and several hosts work, in the order that they are written") {
    database const db;
    wire_server const one{relay()};
    check_connects(one.url("postgres", db.name()), db.name());
    check_connects("postgresql://postgres@127.0.0.1:1,127.0.0.1:" + one.port() + "/" + db.name(), db.name());
    check_connects("host=127.0.0.1,127.0.0.1 port=1," + one.port() + " user=postgres dbname=" + db.name(),
                   db.name());
    std::unique_ptr<wire_server> six;
    try {
        six = std::make_unique<wire_server>(relay(), AF_INET6);
    } catch (std::runtime_error const&) {
        MESSAGE("this machine has no IPv6");
    }
    if (six) {
        check_connects("postgresql://postgres@[::1]:" + six->port() + "/" + db.name(), db.name());
        check_connects("postgresql://postgres@127.0.0.1:1,[::1]:" + six->port() + "/" + db.name(), db.name());
    }
}

TEST_CASE("PGPASSFILE and a service file are honoured") {
    database const db;
    text_file const passwords{"*:*:" + db.name() + ":postgres:from the file\n"};
    environment const passfile{"PGPASSFILE", passwords.path()};
    pg_handle const with_file{options(db.url())};
    CHECK(std::string{PQpass(with_file.get())} == "from the file");

    text_file const services{"[shop]\nhost=" + socket_folder() + "\nuser=postgres\ndbname=" + db.name() +
                             "\nconnect_timeout=7\napplication_name=of the service\n"};
    environment const servicefile{"PGSERVICEFILE", services.path()};
    check_connects("postgresql://?service=shop", db.name());
    check_connects("service=shop", db.name());
    pg_handle const served{options("postgresql://?service=shop")};
    CHECK(ask(served, "SHOW application_name") == "of the service");
    environment const service{"PGSERVICE", "shop"};
    check_connects("postgresql://", db.name());
    CHECK(connect_error("postgresql://?service=none").kind() == error_kind::connection);
}

TEST_CASE("options of the URL arrive in the session, and application_name has a default") {
    database const db;
    ask(plain{db.name()}, "CREATE SCHEMA app; CREATE SCHEMA \"My App\"");
    pg_handle const handle{options(db.url(
        "&statement_timeout=1234&lock_timeout=99&search_path=app,%22My%20App%22&application_name=shop"))};
    CHECK(ask(handle, "SHOW statement_timeout") == "1234ms");
    CHECK(ask(handle, "SHOW lock_timeout") == "99ms");
    CHECK(ask(handle, "SELECT array_to_string(current_schemas(false), '|')") == "app|My App");
    CHECK(ask(handle, "SHOW application_name") == "shop");
    pg_handle const plain_one{options(db.url())};
    CHECK(ask(plain_one, "SHOW application_name") == "athanor");
    CHECK(ask(plain_one, "SHOW statement_timeout") == "0");
    environment const name{"PGAPPNAME", "from the environment"};
    pg_handle const named{options(db.url())};
    CHECK(ask(named, "SHOW application_name") == "from the environment");
    CHECK(connect_error(db.url("&search_path=a%20b%20%22c")).kind() == error_kind::invalid_url);
    CHECK(connect_error(db.url("&options=-c%20nothing%3D1")).kind() == error_kind::connection);
}

TEST_CASE("the session has the settings that values depend on, whatever the database's defaults are") {
    database const db;
    for (char const* hostile :
         {"TimeZone = 'Asia/Kathmandu'", "standard_conforming_strings = off", "DateStyle = 'SQL, DMY'",
          "bytea_output = 'escape'", "client_encoding = 'LATIN1'", "IntervalStyle = 'sql_standard'",
          "search_path = 'pg_temp', 'nowhere'", "default_transaction_read_only = on"}) {
        ask(plain{}, "ALTER DATABASE " + db.name() + " SET " + hostile);
    }
    CHECK(ask(plain{db.name()}, "SHOW TimeZone") == "Asia/Kathmandu");
    environment const zone{"PGTZ", "Asia/Tokyo"};
    environment const encoding{"PGCLIENTENCODING", "LATIN1"};
    environment const style{"PGDATESTYLE", "German"};
    pg_handle handle{options(db.url())};
    auto const check = [&] {
        CHECK(ask(handle, "SHOW TimeZone") == "UTC");
        CHECK(ask(handle, "SHOW standard_conforming_strings") == "on");
        CHECK(ask(handle, "SHOW client_encoding") == "UTF8");
        CHECK(ask(handle, "SHOW DateStyle") == "ISO, MDY");
        CHECK(handle.settings_hold());
    };
    check();
    ask(handle, "SET TimeZone = 'Asia/Kathmandu'");
    CHECK_FALSE(handle.settings_hold());
    handle.reconnect();
    check();
    ask(handle, "DISCARD ALL");
    CHECK_FALSE(handle.settings_hold());
}

TEST_CASE("a server that can't be reached or refuses says where and why") {
    database const db;
    std::string const folder = socket_folder();
    auto const unknown = connect_error("postgresql://postgres@/no_such_db?host=" + folder);
    CHECK(unknown.kind() == error_kind::connection);
    CHECK(unknown.sqlstate() == "3D000");
    CHECK(contains(unknown.what(), "there is no database 'no_such_db'"));
    CHECK(contains(unknown.what(), "CREATE DATABASE"));
    CHECK(contains(unknown.server_message(), "does not exist"));

    auto const nobody = connect_error("postgresql://no_such_role@/postgres?host=" + folder);
    CHECK(nobody.kind() == error_kind::permission);
    CHECK(nobody.sqlstate() == "28000");
    CHECK(contains(nobody.what(), "'no_such_role'"));

    role const locked{"NOLOGIN"};
    CHECK(connect_error("postgresql://" + locked.name() + "@/postgres?host=" + folder).kind() ==
          error_kind::permission);
    role const stranger{"LOGIN"};
    ask(plain{}, "REVOKE CONNECT ON DATABASE " + db.name() + " FROM public");
    auto const refused =
        connect_error("postgresql://" + stranger.name() + "@/" + db.name() + "?host=" + folder);
    CHECK(refused.kind() == error_kind::permission);
    CHECK(refused.sqlstate() == "42501");
    CHECK(contains(refused.what(), "GRANT CONNECT"));
    role const single{"LOGIN CONNECTION LIMIT 0"};
    auto const full = connect_error("postgresql://" + single.name() + "@/postgres?host=" + folder);
    CHECK(full.kind() == error_kind::connection);
    CHECK(full.sqlstate() == "53300");

    auto const no_socket = connect_error("postgresql://postgres@/postgres?host=/nowhere/at/all");
    CHECK(no_socket.kind() == error_kind::connection);
    CHECK(contains(no_socket.what(), "the socket /nowhere/at/all/.s.PGSQL.5432"));
    auto const no_port = connect_error("postgresql://postgres@127.0.0.1:1/postgres");
    CHECK(no_port.kind() == error_kind::connection);
    CHECK(contains(no_port.what(), "127.0.0.1:1"));
    CHECK(contains(no_port.server_message(), "refused"));
    auto const no_host = connect_error("postgresql://postgres@no.such.host.invalid/postgres");
    CHECK(no_host.kind() == error_kind::connection);
    CHECK(contains(no_host.what(), "no.such.host.invalid"));
    CHECK(connect_error("postgresql://postgres@/postgres?sslmode=maybe&host=" + folder).kind() ==
          error_kind::connection);
    environment const timeout{"PGCONNECT_TIMEOUT", "soon"};
    CHECK(contains(connect_error(db.url()).what(), "PGCONNECT_TIMEOUT"));
}

TEST_CASE("a wrong password, a missing one and a server that starts up are told apart") {
    wire_server const wrong{[](int fd) {
        read_startup(fd);
        write_all(fd, message('R', be32(3)));
        std::string const password = read_message(fd).substr(5);
        write_all(
            fd, error_message("FATAL", "28P01",
                              "password authentication failed: " + password.substr(0, password.size() - 1)));
    }};
    auto const e = connect_error(wrong.url("u:hunter2canary"));
    CHECK(e.kind() == error_kind::permission);
    CHECK(e.sqlstate() == "28P01");
    CHECK(contains(e.what(), "refuses the login of 'u' to the database 'db'"));
    CHECK(contains(e.server_message(), "password authentication failed: ***"));
    CHECK_FALSE(contains(e.server_message(), "hunter2"));
    auto const none = connect_error(wrong.url());
    CHECK(none.kind() == error_kind::permission);
    CHECK(contains(none.what(), "wants a password"));
    // A German server's words are understood by their state.
    wire_server const german{[](int fd) {
        read_startup(fd);
        write_all(fd, error_message("SCHWERWIEGEND", "3D000", "Datenbank existiert nicht"));
    }};
    CHECK(contains(connect_error(german.url()).what(), "there is no database 'db'"));
    wire_server const starting{[](int fd) {
        read_startup(fd);
        write_all(fd, error_message("FATAL", "57P03", "the database system is starting up"));
    }};
    auto const soon = connect_error(starting.url());
    CHECK(soon.kind() == error_kind::connection);
    CHECK(contains(soon.what(), "try again in a moment"));
    wire_server const mute{[](int fd) { read_startup(fd); }};
    CHECK(connect_error(mute.url()).kind() == error_kind::connection);
    wire_server const babble{[](int fd) {
        read_startup(fd);
        write_all(fd, "HTTP/1.1 400 Bad Request\r\n\r\n");
    }};
    CHECK(connect_error(babble.url()).kind() == error_kind::connection);
}

TEST_CASE("a server that doesn't answer costs connect_timeout and no more") {
    wire_server const silent{[](int fd) { (void)read_exactly(fd, 1 << 20); }};
    auto const begun = std::chrono::steady_clock::now();
    auto const e = connect_error(silent.url("u", "db", "?connect_timeout=1"));
    CHECK(e.kind() == error_kind::timeout);
    CHECK(contains(e.what(), "connect_timeout (1 s)"));
    auto const passed = std::chrono::steady_clock::now() - begun;
    CHECK(passed >= std::chrono::milliseconds{900});
    CHECK(passed < std::chrono::seconds{5});
}

TEST_CASE("of several hosts, one that is silent at any step is passed over") {
    std::string const rest = " connect_timeout=1 user=postgres dbname=postgres";
    wire_server const silent{[](int fd) { (void)read_exactly(fd, 1 << 20); }};
    check_connects("host=127.0.0.1," + socket_folder() + " port=" + silent.port() + ",5432" + rest,
                   "postgres");
    wire_server const real{relay()};
    check_connects("hostaddr=127.0.0.1,127.0.0.1 host=a,b port=" + silent.port() + "," + real.port() + rest,
                   "postgres");
    CHECK(
        connect_error("host=127.0.0.1,127.0.0.1 port=" + silent.port() + "," + silent.port() + rest).kind() ==
        error_kind::timeout);

    black_hole const hole{"127.0.0.1"};
    check_connects("host=127.0.0.1," + socket_folder() + " port=" + hole.port() + ",5432" + rest, "postgres");
    CHECK(connect_error("host=127.0.0.1 port=" + hole.port() + rest).kind() == error_kind::timeout);
}

TEST_CASE("an old server and one that keeps its settings are refused") {
    wire_server const old{relay([](std::string m) {
        return m.starts_with('S') && contains(m, "server_version")
                   ? parameter_message("server_version", "11.22")
                   : m;
    })};
    auto const e = connect_error(old.url("postgres", "postgres"));
    CHECK(e.kind() == error_kind::unsupported);
    CHECK(contains(e.what(), "PostgreSQL 11.22"));
    wire_server const floats{relay([](std::string m) {
        return m.starts_with('S') && contains(m, "integer_datetimes")
                   ? parameter_message("integer_datetimes", "off")
                   : m;
    })};
    auto const f = connect_error(floats.url("postgres", "postgres"));
    CHECK(f.kind() == error_kind::unsupported);
    CHECK(contains(f.what(), "integer_datetimes"));
}

TEST_CASE("a pooler is noticed, and statements are not kept behind it unless the URL says so") {
    wire_server const pooler{
        relay([](std::string m) { return m.starts_with('K') ? message('K', be32(424242) + be32(1)) : m; })};
    pg_handle const behind{options(pooler.url("postgres", "postgres"))};
    CHECK(behind.pooled());
    CHECK_FALSE(behind.keeps_statements());
    CHECK(
        pg_handle{options(pooler.url("postgres", "postgres", "?prepared_statements=on"))}.keeps_statements());
    pg_handle const direct{options(server_url())};
    CHECK_FALSE(direct.pooled());
    CHECK(direct.keeps_statements());
    CHECK_FALSE(pg_handle{options(server_url() + "&prepared_statements=off")}.keeps_statements());
    CHECK(direct.server_version() == PQserverVersion(plain{}.get()));
}
