#include <doctest/doctest.h>

#include <athanor/driver/url.hpp>

#include "unit/driver/scratch.hpp"

#include <string>
#include <vector>

using athanor::parse_url;

TEST_CASE("three slashes begin a relative path and four an absolute one") {
    CHECK(parse_url("sqlite:///shop.db").path == "shop.db");
    CHECK(parse_url("sqlite:////var/lib/shop.db").path == "/var/lib/shop.db");
    CHECK(parse_url("sqlite://").path.empty());
    CHECK(parse_url("sqlite:///").path.empty());
    CHECK(scratch::options("sqlite://").path == ":memory:");
    CHECK(scratch::options("sqlite:///:memory:").path == ":memory:");
}

TEST_CASE("every part of a server URL is percent-decoded on its own") {
    auto const u = parse_url("postgresql://a%40b:p%2F%3A%25w@db.example:5433/my%20db?application_name=x%26y");
    CHECK(u.scheme == "postgresql");
    CHECK(u.user == "a@b");
    CHECK(u.password == "p/:%w");
    CHECK(u.host == "db.example");
    CHECK(u.port == "5433");
    CHECK(u.path == "my db");
    REQUIRE(u.find("application_name") != nullptr);
    CHECK(*u.find("application_name") == "x&y");
    CHECK(parse_url("postgresql://[::1]:5432/x").host == "[::1]");
    CHECK(parse_url("postgresql://[::1]:5432/x").port == "5432");
}

TEST_CASE("what is shown of a URL never holds its password") {
    std::vector<std::string> const urls{
        "postgresql://u:hunter2@h/db",
        "postgresql://u:hunter2@h:1/db?sslmode=require",
        "postgresql://u:hun/ter2@h/db",
        "postgresql://u:hunter2@x@h/db",
        "postgresql://u:hunter2?x@h/db",
        "postgresql://u:hunter2%zz@h/db",
        "postgresql://u@h/db?password=hunter2",
        "postgresql://u@h/db?sslpassword=hunter2&x=1",
        "postgresql://h/db?x=1&passfile=hunter2",
        "postgresql://:hunter2@h",
        "u:hunter2@h/db",
        "post gres://u:hunter2@h/db",
        "postgresql://u:hunter2@h/db?novalue",
        "postgresql://u:hunter2@h/db?a=1&a=2",
        "postgresql://u:hunter2@h/d%0",
    };
    for (auto const& url : urls) {
        CAPTURE(url);
        CHECK(athanor::masked_url(url).find("ter2") == std::string::npos);
        try {
            auto const parsed = parse_url(url);
            CHECK(parsed.display.find("ter2") == std::string::npos);
        } catch (athanor::error const& e) {
            CHECK(e.kind() == athanor::error_kind::invalid_url);
            CHECK(std::string(e.what()).find("ter2") == std::string::npos);
        }
    }
    CHECK(athanor::masked_url("postgresql://u:p@h/db?sslmode=require") ==
          "postgresql://u:***@h/db?sslmode=require");
    CHECK(athanor::masked_url("sqlite:///shop.db?mode=ro") == "sqlite:///shop.db?mode=ro");
}

TEST_CASE("what a sqlite URL can't say is refused with what it can") {
    using scratch::message_of;
    CHECK(message_of([] {
              (void)scratch::options("sqlite:///x?colour=red");
          }).find("allowed: mode, busy_timeout") != std::string::npos);
    CHECK(message_of([] {
              (void)scratch::options("sqlite:///x?mode=maybe");
          }).find("allowed: ro, rw, rwc, memory") != std::string::npos);
    CHECK(message_of([] { (void)scratch::options("sqlite://x.db"); }).find("three slashes") !=
          std::string::npos);
    CHECK(message_of([] { (void)scratch::options("sqlite:///x?foreign_keys=off"); }).find("always on") !=
          std::string::npos);
    for (auto const* url : {"sqlite:///x?busy_timeout=soon", "sqlite:///x?busy_timeout=-1",
                            "sqlite:///x?busy_timeout=", "sqlite:///x?mode=ro&mode=rw", "sqlite:///a%",
                            "sqlite:///a%0", "sqlite:///a%00b", "sqlite:///a%gg", "sqlite:///x?mode",
                            "shop.db", "", "://", "sqlite://?mode=ro"}) {
        CAPTURE(url);
        CHECK(scratch::kind_of([&] { (void)scratch::options(url); }) == "invalid_url");
    }
}
