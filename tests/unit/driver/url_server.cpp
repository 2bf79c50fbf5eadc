#include <doctest/doctest.h>

#include <athanor/driver/url.hpp>

#include "unit/driver/scratch.hpp"

#include <string>
#include <string_view>

using athanor::masked_url;
using athanor::parse_url;
using scratch::kind_of;
using scratch::message_of;

TEST_CASE("hosts and ports of a server URL stay lists that match") {
    auto const two = parse_url("postgresql://a:5432,b:5433/db");
    CHECK(two.host == "a,b");
    CHECK(two.port == "5432,5433");
    CHECK(parse_url("postgresql://a,b:5433/db").port == ",5433");
    CHECK(parse_url("postgresql://a,b/db").port.empty());
    auto const six = parse_url("postgresql://u:p@[::1]:1,[fe80::1],c:2/db");
    CHECK(six.host == "[::1],[fe80::1],c");
    CHECK(six.port == "1,,2");
    CHECK(parse_url("postgresql://%2Frun%2Fpostgresql:5433/db").host == "/run/postgresql");
    CHECK(parse_url("postgresql://%2Frun%2Fpostgresql:5433/db").port == "5433");
}

TEST_CASE("the parts of a server URL may be written as options, once") {
    auto const u =
        parse_url("postgresql:///?host=/run/postgresql&port=1&user=me&password=p%26w&dbname=a%2Fb");
    CHECK(u.host == "/run/postgresql");
    CHECK(u.port == "1");
    CHECK(u.user == "me");
    CHECK(u.password == "p&w");
    CHECK(u.path == "a/b");
    CHECK(u.options.empty());
    CHECK(message_of([] { (void)parse_url("postgresql://h/db?host=x"); }).find("'host' is given twice") !=
          std::string::npos);
    CHECK(kind_of([] { (void)parse_url("postgresql://h/db?dbname=x"); }) == "invalid_url");
    CHECK(kind_of([] { (void)parse_url("postgresql://h/?port=x"); }) == "invalid_url");
    CHECK(parse_url("sqlite:///x.db?host=x").options.size() == 1);
}

TEST_CASE("postgres:// and connection texts count as postgresql, and everything may be left out") {
    CHECK(parse_url("postgres://h/db").scheme == "postgresql");
    auto const none = parse_url("postgresql://");
    CHECK((none.host.empty() && none.port.empty() && none.user.empty() && none.path.empty()));
    CHECK(none.options.empty());
    auto const kv =
        parse_url("host=/run/postgresql port = 5433 user='my name' password='it\\'s \\\\ it''s' dbname=db "
                  "sslmode=require application_name=a\\ b connect_timeout=''");
    CHECK(kv.scheme == "postgresql");
    CHECK(kv.host == "/run/postgresql");
    CHECK(kv.port == "5433");
    CHECK(kv.user == "my name");
    CHECK(kv.password == "it's \\ it's");
    CHECK(kv.path == "db");
    REQUIRE(kv.options.size() == 3);
    CHECK(kv.options[1].value == "a b");
    CHECK(kv.options[2].value.empty());
    CHECK(parse_url("password='a://b' host=h").password == "a://b");
    for (auto const* bad : {"host", "host=x password='open", "host=x y", "host=x =y"}) {
        CAPTURE(bad);
        CHECK(kind_of([&] { (void)parse_url(bad); }) == "invalid_url");
    }
    CHECK(kind_of([] { (void)parse_url(std::string_view{"sqlite:///a\0b", 13}); }) == "invalid_url");
}

TEST_CASE(
    "a raw delimiter in a password is refused before its rest is taken for a host, database or option") {
    for (auto const* bad :
         {"postgresql://u:pa/ss@h/db", "postgresql://u:12/ss@h/db", "postgresql://u:pa?ss@h/db",
          "postgresql://u:pa?s=s@h/db", "postgresql://u:12?s=s@h/db", "postgresql://u:pa@ss/x@h/db",
          "postgresql://u:pa@ss?sslmode=x@h/db", "postgresql://u:pass/db", "postgresql://u:pass",
          "postgresql://u@h:65536/db", "postgresql://u@h:0/db", "postgresql://u@h:-1/db",
          "postgresql://u@::1/db", "postgresql://u@h:1,g:x/db"}) {
        CAPTURE(bad);
        CHECK(kind_of([&] { (void)parse_url(bad); }) == "invalid_url");
        CHECK(message_of([&] { (void)parse_url(bad); }).find("%40") != std::string::npos);
    }
    CHECK(parse_url("postgresql://u:pa@ss@h/db").password == "pa@ss"); // the last '@' can be told
}

TEST_CASE("an option is named in a message only when it can't be the rest of a password") {
    auto const named = [](std::string const& url) {
        return message_of([&] { (void)parse_url(url); }).find("twice") != std::string::npos &&
               message_of([&] { (void)parse_url(url); }).find("word") != std::string::npos;
    };
    CHECK(named("postgresql://h/db?word=1&word=2"));
    CHECK_FALSE(named("postgresql://h/db?password=pass&word=1&word=2"));
    CHECK_FALSE(named("host=h password=pass word=1 word=2"));
    CHECK(parse_url("postgresql://h/db?a=1&sslpassword=x&b=2").nameable_options == 1);
}

TEST_CASE("what is shown of a server URL keeps what identifies it") {
    CHECK(masked_url("postgresql://u:p@a:1,[::1]:2/db?sslmode=require") ==
          "postgresql://u:***@a:1,[::1]:2/db?sslmode=require");
    CHECK(masked_url("postgresql://u@h:5432/db") == "postgresql://u@h:5432/db");
    CHECK(masked_url("postgresql://u@h/db?sslmode=require&password=x&y=z") ==
          "postgresql://u@h/db?sslmode=require&password=***");
    CHECK(masked_url("postgresql://u@h/db?pass%77ord=x") == "postgresql://u@h/db?***");
    CHECK(masked_url("postgresql://u@h/db?PASSWORD=x") == "postgresql://u@h/db?PASSWORD=***");
    CHECK(masked_url("postgresql://user:secret/db") == "postgresql://***");
    CHECK(masked_url("host=h dbname='d b' user=u password='x y' sslmode=z") ==
          "host=h dbname='d b' user=u password=***");
    CHECK(masked_url("host=h password='open") == "(not a URL)");
    CHECK(masked_url("password=a://b") == "password=***");
    CHECK(masked_url("sqlite:///a:b/c.db?mode=ro") == "sqlite:///a:b/c.db?mode=ro");
}
