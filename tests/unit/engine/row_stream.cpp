// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <athanor/create_all.hpp>
#include <athanor/sqlite.hpp>

#include "unit/driver/scratch.hpp"

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
    std::optional<std::int32_t> size{};
    static constexpr auto table = orm::table("items", orm::primary_key<&Item::id>);
    friend bool operator==(Item const&, Item const&) = default;
};

struct fixture {
    scratch::folder dir;
    std::string file = dir.file("a.db");
    orm::connection<orm::sqlite> conn = orm::connect<orm::sqlite>(dir.url("a.db"));
    fixture() {
        conn.create_all<orm::metadata<Item>>();
        std::vector<Item> items;
        for (int i = 1; i <= 100; ++i) {
            items.push_back({i, "item " + std::to_string(i),
                             i % 10 == 0 ? std::nullopt : std::optional<std::int32_t>{i % 7}});
        }
        conn.insert(items);
    }
};

} // namespace

TEST_CASE_FIXTURE(fixture, "all, first, one, count and exists answer the same select") {
    auto const big =
        orm::select<Item>().where(orm::col<&Item::id> > 90).order_by(orm::desc(orm::col<&Item::id>));
    auto const rows = conn.all(big);
    REQUIRE(rows.size() == 10);
    CHECK(rows.front() == Item{100, "item 100", std::nullopt});
    CHECK(conn.first(big)->id == 100);
    CHECK(conn.count(big) == 10);
    CHECK(conn.exists(big));
    CHECK(conn.all(big.limit(3).offset(2)).at(0).id == 98);
    CHECK(conn.count(big.limit(3)) == 3);

    auto const none = orm::select<Item>().where(orm::col<&Item::name> == "nobody");
    CHECK(conn.all(none).empty());
    CHECK_FALSE(conn.first(none).has_value());
    CHECK_FALSE(conn.exists(none));
    CHECK(kind_of([&] { (void)conn.one(none); }) == "not_found");
    CHECK(kind_of([&] { (void)conn.one(big); }) != "no error");
    CHECK(conn.one(orm::select<Item>().where(orm::col<&Item::id> == 7)).name == "item 7");
}

TEST_CASE_FIXTURE(fixture, "conditions mean in the database what they say, NULL included") {
    auto const counted = [&](auto const& condition) {
        return conn.count(orm::select<Item>().where(condition));
    };
    CHECK(counted(orm::col<&Item::size>.is_null()) == 10);
    CHECK(counted(orm::col<&Item::size> == 3) ==
          std::stoll(ask(file, "SELECT count(*) FROM items WHERE size = 3")));
    CHECK(counted(orm::col<&Item::size> != 3) ==
          std::stoll(ask(file, "SELECT count(*) FROM items WHERE size <> 3")));
    CHECK(counted(!(orm::col<&Item::id> < 50) && orm::col<&Item::id> <= 60) == 11);
    CHECK(counted(orm::col<&Item::id> < 3 || orm::col<&Item::id> > 98) == 4);
    CHECK(counted(orm::col<&Item::id>.between(10, 19)) == 10);
    CHECK(counted(orm::col<&Item::name>.like("item 1_")) == 10);
    CHECK(counted(orm::col<&Item::name> == "' OR 1=1 --") == 0);
}

TEST_CASE_FIXTURE(fixture, "a stream is an input range that reads row by row and can be left early") {
    static_assert(std::ranges::input_range<decltype(conn.stream(orm::select<Item>()))>);
    static_assert(!std::is_copy_constructible_v<decltype(conn.stream(orm::select<Item>()))>);
    std::int64_t sum = 0;
    for (auto const& item : conn.stream(orm::select<Item>())) {
        sum += item.id;
    }
    CHECK(sum == 5050);
    int seen = 0;
    for ([[maybe_unused]] auto const& item : conn.stream(orm::select<Item>().order_by(orm::col<&Item::id>))) {
        if (++seen == 3) {
            break;
        }
    }
    // Left early, it holds no lock: another connection can write at once.
    CHECK(ask(file, "DELETE FROM items WHERE id = 100 RETURNING id") == "100");
}

TEST_CASE_FIXTURE(fixture, "queries and changes inside a loop over a stream work, the same statement too") {
    int pairs = 0;
    auto const small = orm::select<Item>().where(orm::col<&Item::id> <= 5);
    for (auto const& outer : conn.stream(small)) {
        for (auto const& inner : conn.stream(small)) {
            pairs += inner.id >= outer.id ? 1 : 0;
        }
        CHECK(conn.get<Item>(outer.id)->name == outer.name);
    }
    CHECK(pairs == 15);
    auto tx = conn.transaction();
    for (auto const& item : conn.stream(orm::select<Item>().where(orm::col<&Item::size>.is_null()))) {
        conn.execute("UPDATE items SET name = 'seen' WHERE id = ?", item.id);
    }
    tx.commit();
    CHECK(ask(file, "SELECT count(*) FROM items WHERE name = 'seen'") == "10");
}

TEST_CASE_FIXTURE(fixture, "a row that can't be read ends the stream with an error that names the column") {
    CHECK(ask(file, "UPDATE items SET size = 'many' WHERE id = 50 RETURNING id") == "50");
    int read = 0;
    auto const message = scratch::message_of([&] {
        for ([[maybe_unused]] auto const& item :
             conn.stream(orm::select<Item>().order_by(orm::col<&Item::id>))) {
            ++read;
        }
    });
    CHECK(read == 49);
    CHECK(message.find("[table items] [column size]") != std::string::npos);
    CHECK(message.find("many") == std::string::npos);
    CHECK(conn.count(orm::select<Item>()) == 100); // the connection goes on
}

TEST_CASE_FIXTURE(fixture, "a list of any length is one parameter") {
    std::vector<std::int64_t> ids;
    for (std::int64_t i = 0; i < 300'000; ++i) {
        ids.push_back(i);
    }
    CHECK(conn.count(orm::select<Item>().where(orm::col<&Item::id>.in(ids))) == 100);
    CHECK(conn.count(orm::select<Item>().where(orm::col<&Item::id>.not_in(ids))) == 0);
}

TEST_CASE_FIXTURE(fixture, "more parameters than SQLite can take: it says so, briefly") {
    std::string sql = "SELECT 1 WHERE 1 IN (?";
    for (int i = 0; i < 300'000; ++i) {
        sql += ",?";
    }
    sql += ')';
    auto const ask_for_all = [&] { (void)conn.query(orm::unsafe_sql{sql}); };
    CHECK(kind_of(ask_for_all) == "out_of_range");
    auto const message = scratch::message_of(ask_for_all);
    CHECK(message.find("give a long list in parts") != std::string::npos);
    CHECK(message.size() < 2000);
    CHECK(conn.count(orm::select<Item>()) == 100);
}

TEST_CASE_FIXTURE(fixture, "after a column is gone, no statement takes its quoted name for a string") {
    CHECK(ask(file, "ALTER TABLE items DROP COLUMN name").empty());
    auto const fails = [&](auto&& call) { return kind_of(call) == "sql"; };
    auto const by_name = orm::select<Item>().where(orm::col<&Item::name> != "x");
    CHECK(fails([&] { (void)conn.all(orm::select<Item>()); }));
    CHECK(fails([&] { (void)conn.count(by_name); }));
    CHECK(fails([&] { (void)conn.exists(by_name); }));
    CHECK(fails([&] { (void)conn.get<Item>(1); }));
    CHECK(fails([&] { conn.insert(Item{1000, "x", 1}); }));
    CHECK(fails([&] { conn.update(Item{1, "x", 1}); }));
    CHECK(fails([&] { (void)conn.erase(orm::erase<Item>().where(orm::col<&Item::name> != "x")); }));
    CHECK(fails([&] {
        (void)conn.update(orm::update<Item>().set<&Item::size>(1).where(orm::col<&Item::name> != "x"));
    }));
    CHECK(fails([&] { conn.execute("DELETE FROM items WHERE \"name\" <> 'x'"); }));
    CHECK(fails([&] { conn.execute("CREATE INDEX strange ON items(\"name\")"); }));
    CHECK(ask(file, "SELECT count(*) FROM items") == "100");
}
