#include <doctest/doctest.h>

#include "unit/driver_postgresql/wire_server.hpp"

#include <string>
#include <vector>

using namespace live;

namespace {
constexpr char const* canary = "ter2";

// "hunter2", whole or with something in it that a URL can't hold raw.
std::vector<std::string> passwords() {
    return {"hunter2",  "hun/ter2", "hun?ter2",  "hun@ter2",    "hun#ter2", "hun:ter2",  "hun&ter2",
            "hun=ter2", "hun ter2", "hun%ter2",  "hun%2Fter2",  "hun'ter2", "hun,ter2",  "hun[ter2",
            "hun]ter2", "12/ter2",  "12?x=ter2", "12?ter2=x&y", "1@h/ter2", "1@h?ter2=", "hun\\ter2"};
}
std::vector<std::string> urls(std::string const& host) {
    std::vector<std::string> out;
    for (auto const& password : passwords()) {
        out.push_back("postgresql://u:" + password + "@" + host + "/db");
        out.push_back("postgresql://u:" + password + "@" + host + "/db?sslmode=disable&nonsense=1");
        if (password.starts_with("hun") && !contains(password, "@")) { // else it says a host and a database
            out.push_back("postgresql://u:" + password);
        }
        out.push_back("postgresql://u@" + host + "/db?sslmode=disable&password=" + password + "&nonsense=1");
        out.push_back("host=127.0.0.1 port=1 user=u password=" + password + " nonsense=1");
    }
    for (auto const& more : {"u:hunter2@h/db",
                             "post gres://u:hunter2@h",
                             "postgresql:/u:hunter2@h",
                             "POSTGRESQL://u:hunter2@h",
                             "postgresql://:hunter2@",
                             "postgresql://u:hunter2@h:port/db",
                             "postgresql://u:hunter2@h/db?x",
                             "postgresql://u:hunter2@h/db?x=1&x=2",
                             "postgresql://u:hunter2@h/%zz",
                             "postgresql://u:hunter2@[::1/db",
                             "postgresql://u@h:1/?password=hunter2&password=hunter2",
                             "postgresql://u@h:1/?PASSWORD=hunter2",
                             "postgresql://u@h:1/?passwd=hunter2",
                             "postgresql://u@h:1/?pwd=hunter2",
                             "postgresql://u@h:1/?p%61ss=hunter2",
                             "postgresql://u@h:1/?sslpassword=hunter2&sslmode=maybe",
                             "postgresql://u:hunter2@h:1/?connect_timeout=x",
                             "postgresql://u:hunter2@h:1/?client_encoding=x",
                             "postgresql://u:hunter2@h:1/?prepared_statements=x",
                             "password='hunter2",
                             "password=hunter2 host",
                             "password = 'hun''ter2' x=1",
                             "password=hun ter2=x",
                             "password='hun' ter2",
                             "host=h password=hunter2://"}) {
        out.push_back(more);
    }
    return out;
}
bool leaks(std::string_view text) {
    return contains(text, canary);
}
} // namespace

TEST_CASE("no message, display or server's word holds a piece of a password, however a URL is mangled") {
    // A server that repeats the password to everybody.
    wire_server const gossip{[](int fd) {
        read_startup(fd);
        write_all(fd, message('R', be32(3)));
        std::string const said = read_message(fd).substr(5);
        write_all(fd, error_message("FATAL", "28P01",
                                    "no entry with the password " + said.substr(0, said.size() - 1)));
    }};
    int refused = 0;
    int reached = 0;
    auto const all = urls("127.0.0.1:" + gossip.port());
    CHECK(all.size() > 60);
    for (auto const& url : all) {
        CAPTURE(url);
        CHECK_FALSE(leaks(athanor::masked_url(url)));
        athanor::detail::pg_options parsed;
        try {
            parsed = options(url);
        } catch (athanor::error const& e) {
            ++refused;
            CHECK(e.kind() == athanor::error_kind::invalid_url);
            CHECK_FALSE(leaks(e.what()));
            continue;
        }
        CHECK_FALSE(leaks(parsed.display));
        auto const e = error_of([&] { pg_handle const handle{parsed}; });
        ++reached;
        CHECK_FALSE(leaks(e.what()));
        CHECK_FALSE(leaks(e.server_message()));
        CHECK_FALSE(leaks(e.detail()));
    }
    CHECK(refused > 50);
    CHECK(reached > 10);
}

TEST_CASE("the server's words about a statement lose the password, from the URL or the environment") {
    auto const said = [](pg_handle const& handle, std::string const& sql) {
        PGresult* const result = PQexec(handle.get(), sql.c_str());
        auto const e = athanor::detail::pg_error(handle.get(), result, sql);
        PQclear(result);
        return std::string{e.what()} + e.server_message() + e.detail() + e.hint();
    };
    std::string const raise =
        "DO $$ BEGIN RAISE EXCEPTION 'hunter2' USING DETAIL = 'x hunter2', HINT = 'hunter2'; END $$";
    std::string const folder = socket_folder();
    pg_handle const from_url{options("postgresql://postgres:hunter2@/postgres?host=" + folder)};
    CHECK(contains(said(from_url, raise), "***"));
    CHECK_FALSE(leaks(said(from_url, raise)));
    CHECK_FALSE(leaks(said(from_url, "SELECT hunter2")));
    environment const password{"PGPASSWORD", "hunter2"};
    pg_handle const from_environment{options("postgresql://postgres@/postgres?host=" + folder)};
    CHECK_FALSE(leaks(said(from_environment, raise)));
    // A password that is the name of the user is no secret, and the message would lose its sense.
    pg_handle const same{options("postgresql://postgres:postgres@/postgres?host=" + folder)};
    CHECK(contains(said(same, "SELECT postgres"), "column \"postgres\" does not exist"));
}

TEST_CASE("an unknown option is refused by name, and its name is hidden when it may belong to a password") {
    auto const what = [](std::string const& url) {
        return std::string{error_of([&] { (void)options(url); }).what()};
    };
    CHECK(contains(what("postgresql://u@h/db?colour=red"), "'colour'"));
    CHECK(contains(what("host=h colour=red"), "'colour'"));
    CHECK_FALSE(contains(what("postgresql://u@h/db?password=x&colour=red"), "colour"));
    CHECK_FALSE(contains(what("password=x colour=red"), "colour"));
    for (auto const* bad :
         {"statement_timeout=soon", "lock_timeout=-1", "search_path=", "prepared_statements=maybe",
          "client_encoding=LATIN1", "replication=database", "connect_timeout=x"}) {
        CAPTURE(bad);
        CHECK(kind_of([&] { (void)options(std::string{"postgresql://u@h/db?"} + bad); }) == "invalid_url");
    }
    CHECK(options("postgresql://h/?ssl=true").find("sslmode") == "require");
    CHECK(options("postgresql://[::1],h/").find("host") == "::1,h");
    CHECK(options("postgresql://h/?fallback_application_name=x").find("fallback_application_name") == "x");
}
