// SPDX-License-Identifier: BSL-1.0
// What rows are read into: structs of the user's own by name, views, single values, several statements at
// once.

#include "conformance/both.hpp"

#include <cstddef>
#include <ranges>
#include <span>
#include <tuple>

namespace {

namespace orm = athanor;
using conformance::on_both;
using conformance::site;
using orm::col;
using orm::count;
using orm::select;

struct User {
    std::int64_t id{};
    std::string name;
    std::optional<std::string> email;
    std::vector<std::byte> photo;
    std::int32_t age{};

    static constexpr auto table =
        orm::table("people", orm::primary_key<&User::id>.autoincrement(),
                   orm::column<&User::name>.name("full_name"), orm::column<&User::email>.unique());
};
struct Order {
    std::int64_t id{};
    std::int64_t user_id{};
    double price{};

    static constexpr auto table = orm::table("orders", orm::primary_key<&Order::id>.autoincrement(),
                                             orm::foreign_key<&Order::user_id>.references<&User::id>);
};
using shop = orm::metadata<User, Order>;

void fill(site& s) {
    auto const ann =
        s.conn.insert(User{.name = "Ann", .email = {}, .photo = {std::byte{1}, std::byte{0}}, .age = 30});
    auto const bob = s.conn.insert(User{.name = "B\xC3\xB6"
                                                "b",
                                        .email = "b@example.org",
                                        .photo = {},
                                        .age = 40});
    s.conn.insert(Order{.user_id = ann.id, .price = 2.5});
    s.conn.insert(Order{.user_id = ann.id, .price = 4});
    s.conn.insert(Order{.user_id = bob.id, .price = 1});
}

struct Card {
    std::string name;
    std::int64_t orders{};
};
struct Slim {
    std::int32_t age{};
    std::string name;
};
struct Wide {
    std::int64_t age{}; // wider than the column
    std::optional<std::string> name;
};
struct Lent {
    std::int64_t id{};
    std::string_view name;
    std::optional<std::string_view> email;
    std::span<std::byte const> photo;
};
struct Row {
    std::string name;
    std::optional<double> price;
};
struct Named {
    std::string name;
};

} // namespace

TEST_CASE("a struct takes the columns of its members' names, in any order") {
    on_both<shop>([](site& s) {
        fill(s);
        auto const cards = s.conn.all(select(count().as<"orders">(), col<&User::name>)
                                          .join<Order>()
                                          .group_by(col<&User::id>, col<&User::name>)
                                          .order_by(col<&User::id>)
                                          .into<Card>());
        REQUIRE(cards.size() == 2);
        CHECK(cards[0].name == "Ann");
        CHECK(cards[0].orders == 2);
        CHECK(cards[1].orders == 1);
        auto const wide = s.conn.first(select<User>().order_by(col<&User::id>.desc()).into<Wide>());
        REQUIRE(wide);
        CHECK(wide->age == 40);
    });
}

TEST_CASE("of a whole model only the columns are asked for that the struct has") {
    constexpr auto query = select<User>().into<Slim>();
    static_assert(orm::to_sql<orm::sqlite>(query) ==
                  R"(SELECT "people"."full_name", "people"."age" FROM "people")");
    static_assert(std::is_same_v<decltype(query)::result_type, Slim>);
    constexpr auto joined = select<User, Order>().left_join<Order>().into<Row>();
    static_assert(orm::to_sql<orm::postgresql>(joined) ==
                  R"(SELECT "people"."full_name", "orders"."price" FROM "people" )"
                  R"(LEFT JOIN "orders" ON "orders"."user_id" = "people"."id")");
    constexpr auto other = orm::alias<User, "other">;
    on_both<shop>([&](site& s) {
        fill(s);
        CHECK(s.conn.all(query).size() == 2);
        CHECK(s.conn.all(joined).size() == 3);
        auto const rest = s.conn.all(select(other).where(other.col<&User::age> > 30).into<Slim>());
        REQUIRE(rest.size() == 1);
        CHECK(rest[0].age == 40);
        auto const changed = s.conn.all(orm::update<User>()
                                            .set<&User::age>(31)
                                            .where(col<&User::name> == "Ann")
                                            .returning<User>()
                                            .into<Slim>());
        REQUIRE(changed.size() == 1);
        CHECK(changed[0].age == 31);
        CHECK(changed[0].name == "Ann");
    });
}

TEST_CASE("a union fills by the names of its first select") {
    on_both<shop>([](site& s) {
        fill(s);
        auto const both = s.conn.all(select(col<&User::name>)
                                         .where(col<&User::age> < 35)
                                         .union_all(select(col<&User::name>).where(col<&User::age> > 35))
                                         .order_by(col<&User::name>)
                                         .into<Named>());
        REQUIRE(both.size() == 2);
        CHECK(both[0].name == "Ann");
    });
}

TEST_CASE("streamed rows may lend their text and bytes") {
    on_both<shop>([](site& s) {
        fill(s);
        auto rows = s.conn.stream(select<User>().order_by(col<&User::id>).into<Lent>());
        static_assert(std::ranges::input_range<decltype(rows)>);
        std::vector<std::string> seen;
        for (Lent const& row : rows) {
            seen.push_back(std::string{row.name} + '|' + std::string{row.email.value_or("none")} + '|' +
                           std::to_string(row.photo.size()));
        }
        CHECK(seen == std::vector<std::string>{"Ann|none|2", "B\xC3\xB6"
                                                             "b|b@example.org|0"});
        std::vector<std::int64_t> ids;
        for (std::int64_t const id : s.conn.stream(select(col<&User::id>).order_by(col<&User::id>)) |
                                         std::views::filter([](std::int64_t i) { return i > 1; })) {
            ids.push_back(id);
        }
        CHECK(ids == std::vector<std::int64_t>{2});
    });
}

TEST_CASE("a member of into<>() that can't take the value is named") {
    on_both<shop>([](site& s) {
        fill(s);
        if (!s.is_sqlite) { // PostgreSQL's column can't hold it
            CHECK(s.outcome([&] { s.conn.execute("UPDATE people SET age = 5000000000"); }) == "out_of_range");
            return;
        }
        s.conn.execute("UPDATE people SET age = 5000000000");
        try {
            (void)s.conn.all(select<User>().into<Slim>());
            FAIL("read");
        } catch (orm::error const& e) {
            CHECK(e.kind() == orm::error_kind::out_of_range);
            CHECK(e.column() == "age");
        }
    });
}

TEST_CASE("scalar() gives the one value") {
    on_both<shop>([](site& s) {
        auto const users = s.conn.scalar(select(count()).from<User>());
        static_assert(std::is_same_v<decltype(users), std::int64_t const>);
        CHECK(users == 0);
        CHECK_FALSE(s.conn.scalar(select(orm::max(col<&User::age>))));
        CHECK_FALSE(s.conn.scalar(select(col<&User::name>)));
        fill(s);
        auto const email = s.conn.scalar(select(col<&User::email>).order_by(col<&User::id>));
        static_assert(std::is_same_v<decltype(email), std::optional<std::string> const>);
        CHECK_FALSE(email);
        CHECK(s.conn.scalar(select(col<&User::name>).order_by(col<&User::id>)) == "Ann");
        CHECK(s.conn.scalar(select(orm::max(col<&User::age>))) == 40);
    });
}

TEST_CASE("a pipeline answers each statement in its order") {
    on_both<shop>([](site& s) {
        fill(s);
        auto const [users, changed, prices, names] = s.conn.pipeline(
            select<User>().order_by(col<&User::id>),
            orm::update<Order>().set<&Order::price>(col<&Order::price> * 2).where(col<&Order::price> > 2),
            select(col<&Order::price>).order_by(col<&Order::id>),
            orm::erase<Order>().where(col<&Order::price> == 1).returning(col<&Order::id>));
        static_assert(std::is_same_v<decltype(users), std::vector<User> const>);
        static_assert(std::is_same_v<decltype(changed), std::int64_t const>);
        CHECK(users.size() == 2);
        CHECK(changed == 2);
        CHECK(prices == std::vector<double>{5, 8, 1});
        CHECK(names == std::vector<std::int64_t>{3});
        // The same statements again, and one statement twice.
        auto const [one, two] = s.conn.pipeline(select<User>().where(col<&User::id> == 1),
                                                select<User>().where(col<&User::id> == 2));
        CHECK(one.at(0).name == "Ann");
        CHECK(two.at(0).age == 40);
    });
}

TEST_CASE("a pipeline does all or nothing") {
    on_both<shop>([](site& s) {
        fill(s);
        auto const both = [&s] {
            (void)s.conn.pipeline(orm::update<User>().set<&User::age>(1).every_row(),
                                  orm::update<User>().set<&User::email>("same").every_row());
        };
        s.note_outcome("outside", both);
        CHECK(s.conn.all(select(col<&User::age>).order_by(col<&User::id>)) ==
              std::vector<std::int32_t>{30, 40});
        CHECK(s.conn.count(select<User>()) == 2); // the connection is as good as before
        s.note_rows("SELECT full_name, email, age FROM people ORDER BY id");
    });
}

TEST_CASE("a pipeline notices a table that was altered since") {
    on_both<shop>([](site& s) {
        fill(s);
        auto const ask = [&s] {
            return std::get<0>(s.conn.pipeline(select<User>().order_by(col<&User::id>))).size();
        };
        CHECK(ask() == 2);
        s.conn.execute("ALTER TABLE people ADD COLUMN more integer");
        CHECK(ask() == 2);
        if (!s.is_sqlite) { // says so once, and has prepared it anew the next time
            s.conn.execute("ALTER TABLE people ALTER COLUMN full_name TYPE varchar(80)");
            CHECK(s.outcome(ask) == "serialization");
        }
        CHECK(ask() == 2);
    });
}
