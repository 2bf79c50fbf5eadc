// SPDX-License-Identifier: BSL-1.0
// The text of a CHECK is the same for every back end: each kind of expression is made, met and broken on
// SQLite and on PostgreSQL.
#include <athanor/create_all.hpp>
#include <athanor/model.hpp>
#include <athanor/postgresql.hpp>
#include <athanor/query.hpp>
#include <athanor/sqlite.hpp>

#include "unit/driver_postgresql/live.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <string_view>

namespace both_test {

namespace orm = athanor;
using athanor::col;
using i64 = std::int64_t;

enum class mood { sad, calm, happy };

/// One row that meets every condition.
struct Thing {
    i64 id{1};
    std::int32_t whole{4};
    std::int16_t small{2};
    double weight{0.25};
    std::string name{"it's"};
    std::string path{"a%b"};
    std::optional<std::string> note{};
    bool active{true};
    bool hidden{false};
    std::optional<bool> maybe{};
    mood feeling{mood::calm};
    orm::decimal<8, 2> price{"10.00"}; // as text, '10.00' < '9.00'
    orm::big_decimal huge{"12345678901234567890"};
    orm::timestamp at{orm::timestamp::of(2024, 5, 6, 7, 8, 9)};
    orm::timestamp local{orm::timestamp::of(2024, 5, 6, 7, 8, 9)};
    orm::date day{orm::date::of(2024, 5, 6)};
    orm::time_of_day clock{orm::time_of_day::of(7, 8, 9)};
    orm::uuid uid{};

    static constexpr auto table = orm::table(
        "things", orm::column<&Thing::local>.type(orm::timestamp_without_time_zone()),
        orm::check("sum", (col<&Thing::whole> + 1) * 2 - col<&Thing::small> == 8),
        orm::check("parts", col<&Thing::whole> / 3 >= 1 && col<&Thing::whole> % 3 == 1),
        orm::check("sign", -(-col<&Thing::whole>) > 0 && orm::abs(-col<&Thing::small>) == 2),
        orm::check("either", col<&Thing::whole> < 0 || !(col<&Thing::small> == 3)),
        orm::check("fraction", col<&Thing::weight> >= 0.25 && col<&Thing::weight> < 0.5),
        orm::check("quote", col<&Thing::name> == "it's" || col<&Thing::name>.in("x", "y''")),
        orm::check("joined", col<&Thing::name> + "!" != "!" && orm::length(col<&Thing::name>) <= 4),
        orm::check("case", orm::lower(orm::upper(col<&Thing::name>)) == col<&Thing::name>),
        orm::check("like", col<&Thing::path>.like("a\\%_") && col<&Thing::path>.not_like("_")),
        orm::check("note", col<&Thing::note>.is_null() || orm::coalesce(col<&Thing::note>, "-") != "-"),
        orm::check("flags", col<&Thing::active> == true && col<&Thing::hidden>.in(false)),
        orm::check("truth", (col<&Thing::whole> == 4) == (col<&Thing::small> == 2)),
        orm::check("maybe", col<&Thing::maybe>.is_null() || col<&Thing::maybe> != false),
        orm::check("range", col<&Thing::whole>.between(1, 9) && col<&Thing::small>.not_in(7, 8)),
        orm::check("feeling", col<&Thing::feeling> != mood::sad && col<&Thing::feeling>.in(mood::calm)),
        orm::check("price", col<&Thing::price> > orm::decimal<8, 2>{"9.00"} &&
                                col<&Thing::price>.between(orm::decimal<8, 2>{"-0.50"},
                                                           orm::decimal<8, 2>{"1000.00"})),
        orm::check("huge", col<&Thing::huge>.is_not_null()),
        orm::check("at", col<&Thing::at> > orm::timestamp::of(2020, 1, 2)),
        orm::check("local", col<&Thing::local> > orm::timestamp::of(2020, 1, 2)),
        orm::check("day", col<&Thing::day> >= orm::date::of(2020, 1, 2)),
        orm::check("clock", col<&Thing::clock> < orm::time_of_day::of(20, 0, 0)),
        orm::check("uid", col<&Thing::uid> == orm::uuid{}),
        orm::check("written", orm::sql("whole > 0") && col<&Thing::whole> < 9),
        orm::index_on("ix_things_lower", orm::lower(col<&Thing::name>), orm::desc(col<&Thing::whole>)),
        orm::index<&Thing::day>.where(col<&Thing::price> > orm::decimal<8, 2>{"1.00"} &&
                                      col<&Thing::feeling> == mood::calm));
};

struct broken {
    char const* check;
    char const* set; // SQL that both understand
};
constexpr broken breaks[] = {
    {"sum", "whole = 7, small = -2"},
    {"parts", "whole = 5, small = 4"},
    {"fraction", "weight = 0.5"},
    {"fraction", "weight = 0.24"},
    {"quote", "name = 'its'"},
    {"like", "path = 'axb'"}, // the % is a plain one
    {"note", "note = '-'"},
    {"flags", "active = FALSE"},
    {"flags", "hidden = TRUE"},
    {"maybe", "maybe = FALSE"},
    {"feeling", "feeling = 'happy'"},
    {"price", "price = '8.99'"},
    {"price", "price = '1000.01'"},
    {"at", "at = '2019-01-01 00:00:00'"},
    {"local", "local = '2019-01-01 00:00:00'"},
    {"day", "day = '2020-01-01'"},
    {"clock", "clock = '20:00:00'"},
    {"uid", "uid = '00000000-0000-0000-0000-000000000001'"},
};

template <class Connection>
void try_all(Connection& conn) {
    conn.template create_all<orm::metadata<Thing>>();
    Thing thing;
    conn.insert(thing);
    for (auto const& b : breaks) {
        CAPTURE(std::string(b.set));
        std::string constraint;
        try {
            (void)conn.execute(orm::unsafe_sql{std::string("UPDATE things SET ") + b.set});
        } catch (orm::error const& e) {
            CHECK(e.kind() == orm::error_kind::check);
            constraint = e.constraint();
        }
        CHECK(constraint == std::string("ck_things_") + b.check);
    }
    (void)conn.execute("UPDATE things SET note = 'x', maybe = TRUE, price = '1000.00'");
    auto const back = conn.template get<Thing>(1);
    REQUIRE(back.has_value());
    CHECK(back->price == orm::decimal<8, 2>{"1000.00"});
}

} // namespace both_test

TEST_CASE("a CHECK of every kind holds and is broken on SQLite") {
    auto conn = both_test::orm::connect<both_test::orm::sqlite>("sqlite://");
    both_test::try_all(conn);
}

TEST_CASE("a CHECK of every kind holds and is broken on PostgreSQL") {
    live::database const database;
    auto conn = both_test::orm::connect<both_test::orm::postgresql>(database.url());
    both_test::try_all(conn);
}
