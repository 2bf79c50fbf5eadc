// SPDX-License-Identifier: BSL-1.0
// Many structs into SQLite: many rows a statement where nothing has to come back, and still what one by one
// would have done.

#include <doctest/doctest.h>

#include <athanor/create_all.hpp>
#include <athanor/sqlite.hpp>

#include "unit/driver/scratch.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <ranges>
#include <string>
#include <vector>

namespace orm = athanor;
using scratch::ask;
using scratch::kind_of;

namespace {

struct Item {
    std::int64_t id{};
    std::string name{};
    std::optional<std::string> source{};
    orm::defaulted<std::int32_t> level{};
    static constexpr auto table = orm::table(
        "items", orm::primary_key<&Item::id>, orm::column<&Item::name>.unique(),
        orm::column<&Item::source>.default_value("web"), orm::column<&Item::level>.server_default(7));
};
struct Counted {
    std::int64_t id{};
    std::string name{};
    static constexpr auto table =
        orm::table("counted", orm::column<&Counted::id>.primary_key().autoincrement());
};
using metadata = orm::metadata<Item, Counted>;

/// Longer than what a std::string keeps in itself, so that memory used too late is seen.
[[nodiscard]] std::string name(std::size_t i) {
    return "a name that is longer than a small string, " + std::to_string(i);
}
[[nodiscard]] std::vector<Item> items(std::size_t number) {
    std::vector<Item> out(number);
    for (std::size_t i = 0; i < number; ++i) {
        out[i].id = static_cast<std::int64_t>(i) + 1;
        out[i].name = name(i);
        out[i].level = 1;
    }
    return out;
}

struct fixture {
    scratch::folder dir;
    std::string file = dir.file("a.db");
    orm::connection<orm::sqlite> conn = orm::connect<orm::sqlite>(dir.url("a.db"));
    std::vector<std::string> seen;
    fixture() {
        conn.create_all<metadata>();
        conn.on_statement([this](std::string_view sql) { seen.emplace_back(sql); });
    }
    [[nodiscard]] std::size_t rows_of_statement(std::size_t at) const {
        std::size_t rows = 0;
        for (std::size_t i = seen.at(at).find('?'); i != std::string::npos; i = seen[at].find("(?", i)) {
            ++rows;
            ++i;
        }
        return rows;
    }
    [[nodiscard]] std::string names_in_order() {
        return ask(file,
                   "SELECT count(*) FROM items WHERE name = 'a name that is longer than a small string, ' "
                   "|| (rowid - 1)");
    }
};

} // namespace

TEST_CASE_FIXTURE(fixture, "rows that bring nothing back go in fifty a statement") {
    CHECK(conn.insert(items(120)) == 120);
    REQUIRE(seen.size() == 4); // BEGIN and COMMIT
    CHECK(rows_of_statement(1) == 50);
    CHECK(rows_of_statement(2) == 1);
    CHECK(names_in_order() == "120");
    CHECK(ask(file, "SELECT min(source) || max(source) || sum(level) FROM items") == "webweb120");
}

TEST_CASE_FIXTURE(fixture, "constants, temporaries and what can be read once go in like what stays") {
    auto const all = items(230);
    auto const part = [&](std::size_t from, std::size_t to) {
        return std::ranges::subrange(all.begin() + static_cast<std::ptrdiff_t>(from),
                                     all.begin() + static_cast<std::ptrdiff_t>(to));
    };
    CHECK(conn.insert(part(0, 70)) == 70);
    CHECK(conn.insert(part(70, 140) | std::views::transform([](Item const& i) { return i; })) == 70);
    auto other = orm::connect<orm::sqlite>("sqlite://");
    other.create_all<metadata>();
    other.insert(part(140, 230));
    auto stream = other.stream(orm::select<Item>());
    CHECK(conn.insert(stream) == 90);
    CHECK(names_in_order() == "230");
    CHECK(ask(file, "SELECT count(*) FROM items WHERE source = 'web'") == "230");
}

TEST_CASE_FIXTURE(fixture, "another shape of the row, or an answer to come, keeps the order") {
    auto some = items(160);
    for (std::size_t i = 60; i < 70; ++i) {
        some[i].level = orm::defaulted<std::int32_t>{};
    }
    CHECK(conn.insert(some) == 160);
    CHECK(some[65].level.value() == 7);
    CHECK(names_in_order() == "160");
    CHECK(ask(file, "SELECT count(*) FROM items WHERE level = 7 AND id BETWEEN 61 AND 70") == "10");

    std::vector<Counted> counted(130);
    counted[80].id = 1000;
    conn.insert(counted);
    CHECK(counted[79].id == 80);
    CHECK(counted[129].id == 1049);
    std::vector<Counted> const constants(60);
    CHECK(conn.insert(constants) == 60);
    CHECK(ask(file, "SELECT count(*) || ' ' || max(id) FROM counted") == "190 1109");
}

TEST_CASE_FIXTURE(fixture, "one row that can't go in takes all with it") {
    auto twice = items(100);
    twice[72].name = twice[3].name;
    CHECK(kind_of([&] { conn.insert(twice); }) == "unique");
    CHECK(ask(file, "SELECT count(*) FROM items") == "0");

    auto bad = items(100);
    bad[30].name = "\xff";
    try {
        conn.insert(bad);
        FAIL("invalid UTF-8 went in");
    } catch (orm::error const& e) {
        CHECK(e.kind() == orm::error_kind::invalid_text);
        CHECK(e.column() == "name");
    }
    conn.execute(
        "CREATE TRIGGER ignores BEFORE INSERT ON items WHEN new.id = 20 BEGIN SELECT RAISE(IGNORE); END");
    CHECK(kind_of([&] { conn.insert(items(100)); }) == "constraint");
    CHECK_FALSE(conn.in_transaction());
    CHECK(ask(file, "SELECT count(*) FROM items") == "0");

    conn.execute("DROP TRIGGER ignores");
    CHECK(conn.insert(items(100)) == 100); // the statements are as good as new
    CHECK(names_in_order() == "100");
}
