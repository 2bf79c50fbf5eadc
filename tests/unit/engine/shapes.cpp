// SPDX-License-Identifier: BSL-1.0
// Models that share code because their members have the same types, and those that don't fit it.

#include <doctest/doctest.h>

#include <athanor/create_all.hpp>
#include <athanor/sqlite.hpp>

#include "unit/driver/scratch.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace orm = athanor;
using scratch::ask;

namespace {

struct Left {
    std::int64_t id{};
    std::string title{};
};
struct Right {
    std::int64_t number{};
    std::string body{};
    static constexpr auto table = orm::table("rights", orm::primary_key<&Right::number>);
};
/// Its key is written in another order than its columns.
struct Price {
    std::int64_t day{};
    std::string product{};
    std::int64_t cents{};
    static constexpr auto table = orm::table("prices", orm::primary_key<&Price::product, &Price::day>);
};
/// More columns than a word has bits.
struct Wide {
    std::int64_t id{};
    std::int64_t m0{};
    std::int64_t m1{};
    std::int64_t m2{};
    std::int64_t m3{};
    std::int64_t m4{};
    std::int64_t m5{};
    std::int64_t m6{};
    std::int64_t m7{};
    std::int64_t m8{};
    std::int64_t m9{};
    std::int64_t m10{};
    std::int64_t m11{};
    std::int64_t m12{};
    std::int64_t m13{};
    std::int64_t m14{};
    std::int64_t m15{};
    std::int64_t m16{};
    std::int64_t m17{};
    std::int64_t m18{};
    std::int64_t m19{};
    std::int64_t m20{};
    std::int64_t m21{};
    std::int64_t m22{};
    std::int64_t m23{};
    std::int64_t m24{};
    std::int64_t m25{};
    std::int64_t m26{};
    std::int64_t m27{};
    std::int64_t m28{};
    std::int64_t m29{};
    std::int64_t m30{};
    std::int64_t m31{};
    std::int64_t m32{};
    std::int64_t m33{};
    std::int64_t m34{};
    std::int64_t m35{};
    std::int64_t m36{};
    std::int64_t m37{};
    std::int64_t m38{};
    std::int64_t m39{};
    std::int64_t m40{};
    std::int64_t m41{};
    std::int64_t m42{};
    std::int64_t m43{};
    std::int64_t m44{};
    std::int64_t m45{};
    std::int64_t m46{};
    std::int64_t m47{};
    std::int64_t m48{};
    std::int64_t m49{};
    std::int64_t m50{};
    std::int64_t m51{};
    std::int64_t m52{};
    std::int64_t m53{};
    std::int64_t m54{};
    std::int64_t m55{};
    std::int64_t m56{};
    std::int64_t m57{};
    std::int64_t m58{};
    std::int64_t m59{};
    std::int64_t m60{};
    std::int64_t m61{};
    std::int64_t m62{};
    std::int64_t m63{};
    std::int64_t m64{};
    std::int64_t m65{};
    static constexpr auto table = orm::table("wide", orm::primary_key<&Wide::id>.autoincrement());
};
using metadata = orm::metadata<Left, Right, Price, Wide>;

struct fixture {
    scratch::folder dir;
    std::string file = dir.file("a.db");
    orm::connection<orm::sqlite> conn = orm::connect<orm::sqlite>(dir.url("a.db"));
    fixture() { conn.create_all<metadata>(); }
};

template <class F>
std::string where_of(F&& f) {
    try {
        f();
    } catch (orm::error const& e) {
        return e.table() + '.' + e.column();
    }
    return "no error";
}

} // namespace

TEST_CASE_FIXTURE(fixture, "models of the same types keep their own names, texts and rows") {
    conn.insert(Left{1, "left"});
    conn.insert(Right{1, "right"});
    CHECK(conn.get<Left>(1)->title == "left");
    CHECK(conn.get<Right>(1)->body == "right");
    conn.update(Right{1, "changed"});
    CHECK(ask(file, "SELECT title || ' ' || body FROM \"left\", rights") == "left changed");

    std::string const bad("a\0b", 3);
    CHECK(where_of([&] { conn.insert(Left{2, bad}); }) == "left.title");
    CHECK(where_of([&] { conn.insert(Right{2, bad}); }) == "rights.body");
    CHECK(where_of([&] { conn.update(Right{1, bad}); }) == "rights.body");
    (void)ask(file, "UPDATE rights SET body = x'80'");
    CHECK(where_of([&] { (void)conn.get<Right>(1); }) == "rights.body");
}

TEST_CASE_FIXTURE(fixture, "a key in another order than its columns names the right row") {
    conn.insert(Price{1, "a", 10});
    conn.insert(Price{2, "a", 20});
    conn.update(Price{2, "a", 25});
    CHECK(conn.get<Price>("a", 1)->cents == 10);
    CHECK(conn.get<Price>("a", 2)->cents == 25);
    CHECK_FALSE(conn.get<Price>("b", 1).has_value());
    CHECK(conn.erase(Price{1, "a", 0}));
    CHECK(ask(file, "SELECT group_concat(day || product || cents) FROM prices") == "2a25");
}

TEST_CASE_FIXTURE(fixture, "more columns than a word has bits are written and read, the last ones too") {
    Wide w;
    w.m0 = 1;
    w.m65 = 2;
    conn.insert(w);
    CHECK(w.id == 1);
    w.m63 = 3;
    w.m64 = 4;
    conn.update(w);
    CHECK(ask(file, "SELECT m0 || ' ' || m62 || ' ' || m63 || ' ' || m64 || ' ' || m65 FROM wide") ==
          "1 0 3 4 2");
    auto const back = conn.get<Wide>(1).value();
    CHECK(back.m64 == 4);
    CHECK(back.m65 == 2);
}
