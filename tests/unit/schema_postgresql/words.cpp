// SPDX-License-Identifier: BSL-1.0
// The words that PostgreSQL brought, on a server: a table made from the struct, rows that come and go through
// it.
#include <athanor/create_all.hpp>
#include <athanor/model.hpp>
#include <athanor/postgresql.hpp>
#include <athanor/query.hpp>

#include "unit/driver_postgresql/live.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

namespace live_words {

namespace orm = athanor;
using athanor::col;
using i64 = std::int64_t;

struct Booking {
    i64 id{};
    i64 ticket{};
    orm::defaulted<i64> number{};
    std::int32_t room{};
    orm::json data{};
    std::vector<std::string> tags{};
    std::vector<i64> grades{};
    std::optional<std::string> note{};

    static constexpr auto table = orm::table(
        "bookings",
        orm::column<&Booking::id>.primary_key().identity(orm::identity().always().start(100).increment(5)),
        orm::column<&Booking::ticket>.identity(),
        orm::sequence("booking_number").start(1000).owned_by<&Booking::number>(),
        orm::column<&Booking::number>.server_default(orm::next_value("booking_number")),
        orm::column<&Booking::data>.type(orm::jsonb()),
        orm::column<&Booking::tags>.type(orm::array(orm::varchar(20))).server_default("{}"),
        orm::column<&Booking::grades>.type(orm::array(orm::integer())),
        orm::unique<&Booking::note>.nulls_not_distinct().initially_deferred(),
        orm::index<&Booking::tags>.using_("gin"), orm::index<&Booking::ticket>.include<&Booking::room>(),
        orm::index_on("ix_data", orm::asc(col<&Booking::data>).operator_class("jsonb_path_ops"))
            .using_("gin"),
        orm::index_on("ix_note", orm::desc(col<&Booking::note>).nulls_last()),
        orm::exclude("room", orm::with(orm::sql("int4range(room, room + 2)"), "&&"))
            .where(col<&Booking::room> > 0));
};
using models = orm::metadata<Booking>;

[[nodiscard]] std::string index_text(live::database const& database, std::string const& name) {
    return live::ask(live::plain{database.name()}, "SELECT pg_get_indexdef('" + name + "'::regclass)");
}

} // namespace live_words

TEST_CASE("a struct with all of PostgreSQL's words becomes a table, and rows pass through it") {
    using namespace live_words;
    live::database const database;
    auto conn = orm::connect<orm::postgresql>(database.url());
    conn.create_all<models>();

    Booking first;
    first.id = 7; // the database's alone: not written
    first.room = 1;
    first.data = {"{\"b\": 1, \"a\": [2]}"};
    first.tags = {"x", "y,\"z\""};
    first.grades = {3, 5};
    conn.insert(first);
    CHECK(first.id == 100);
    CHECK(first.ticket == 1);
    CHECK(first.number == 1000);
    Booking second;
    second.room = -1;
    second.ticket = 40; // BY DEFAULT: may be given
    second.note = "n";
    conn.insert(second);
    CHECK(second.id == 105);
    CHECK(second.ticket == 40);
    CHECK(second.number == 1001);

    auto back = conn.get<Booking>(100);
    REQUIRE(back.has_value());
    CHECK(back->data.text == "{\"a\": [2], \"b\": 1}");
    CHECK(back->tags == first.tags);
    CHECK(back->grades == first.grades);
    back->note = "other";
    conn.update(*back); // leaves the identity alone
    CHECK(conn.get<Booking>(100)->note == "other");

    Booking near;
    near.room = 2;
    near.note = "far";
    CHECK(live::kind_of([&] { conn.insert(near); }) == "constraint");
    Booking same; // the same note: seen at COMMIT only
    same.note = "n";
    auto tx = conn.transaction();
    conn.insert(same);
    CHECK(live::kind_of([&] { tx.commit(); }) == "unique");

    std::vector<Booking> many(50); // by COPY
    for (std::size_t i = 0; i < many.size(); ++i) {
        many[i].id = 1;
        many[i].note = std::to_string(i);
    }
    CHECK(conn.insert(many) == 50);
    live::plain const witness{database.name()};
    CHECK(live::ask(witness,
                    "SELECT count(*) FROM bookings WHERE id > 105 AND ticket > 1 AND number > 1001") == "50");

    CHECK(index_text(database, "ix_bookings_tags").find("USING gin (tags)") != std::string::npos);
    CHECK(index_text(database, "ix_bookings_ticket").find("(ticket) INCLUDE (room)") != std::string::npos);
    CHECK(index_text(database, "ix_data").find("(data jsonb_path_ops)") != std::string::npos);
    CHECK(index_text(database, "ix_note").find("(note DESC NULLS LAST)") != std::string::npos);
    CHECK(index_text(database, "ex_bookings_room").find("USING gist") != std::string::npos);
}
