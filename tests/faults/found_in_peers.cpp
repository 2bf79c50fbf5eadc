// SPDX-License-Identifier: BSL-1.0
// What went wrong in other libraries, each as a test against the real server.

#include "unit/engine_postgresql/shop.hpp"

#include <athanor/create_all.hpp>
#include <athanor/migrate/introspect/introspect.hpp>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace {

struct Odd {
    std::int64_t id{};
    std::string value{};

    static constexpr auto table = orm::table("a\"b; DROP TABLE items; --", orm::primary_key<&Odd::id>,
                                             orm::column<&Odd::value>.name("x\" = '1' OR 1=1 --"),
                                             orm::check("o\"dd", orm::col<&Odd::id> > 0));
};
struct Emoji {
    std::int64_t id{};
    std::string value{};
    static constexpr auto table = orm::table(
        "\xF0\x9F\x90\x98 select", orm::primary_key<&Emoji::id>,
        orm::column<&Emoji::value>.name("012345678901234567890123456789012345678901234567890123456789abc"));
};
struct Number {
    std::int64_t id{};
    double d{};
    float f{};
};
struct Bytes {
    std::int64_t id{};
    std::vector<std::byte> b{};
};
struct Flag {
    std::int64_t id{};
    bool on{};
};
struct When {
    std::int64_t id{};
    orm::timestamp at{};
};
enum class state { open, it_s_closed };
struct Ticket {
    std::int64_t id{};
    state now{};
};

template <class T>
void round_trip(connection& conn, std::vector<T> const& rows) {
    conn.create_all<orm::metadata<T>>();
    CHECK(conn.insert(rows) == rows.size());
    for (auto const& row : rows) {
        CHECK(conn.get<T>(row.id)->value == row.value);
        CHECK(conn.count(orm::select<T>().where(orm::col<&T::value> == row.value)) == 1);
    }
    auto copy = rows;
    for (auto& row : copy) {
        row.value += "'";
    }
    CHECK(conn.update(copy) == rows.size());
    CHECK(conn.erase(copy) == rows.size());
}

} // namespace

TEST_CASE("quotes in the names of tables, columns and constraints are only characters") {
    shop const s;
    auto conn = s.connect();
    round_trip<Odd>(conn, {{1, "a"}, {2, "b'; DROP TABLE items; --"}});
    round_trip<Emoji>(conn, {{1, "a"}});
    CHECK(s.rows() == "0"); // the table is still there
    auto const seen = orm::migrate::introspect(conn.database());
    CHECK(seen.find("a\"b; DROP TABLE items; --") != nullptr);
    CHECK(live::error_of([&] { conn.insert(Odd{-1, "x"}); }).kind() == orm::error_kind::check);
}

TEST_CASE("doubles and floats come back bit by bit, 50,000 random patterns") {
    shop const s;
    auto conn = s.connect();
    conn.create_all<orm::metadata<Number>>();
    std::mt19937_64 random{42};
    std::vector<Number> rows;
    for (int i = 0; i < 50'000; ++i) {
        auto d = std::bit_cast<double>(random());
        auto f = std::bit_cast<float>(static_cast<std::uint32_t>(random()));
        rows.push_back({i, std::isnan(d) ? 0.1 + 0.2 : d, std::isnan(f) ? -0.0F : f});
    }
    double const special[] = {0.0,
                              -0.0,
                              0.1 + 0.2,
                              std::numeric_limits<double>::infinity(),
                              -std::numeric_limits<double>::infinity(),
                              std::numeric_limits<double>::denorm_min(),
                              std::numeric_limits<double>::max()};
    for (double const d : special) {
        rows.push_back({static_cast<std::int64_t>(rows.size()), d, 0.1F});
    }
    conn.insert(rows);
    auto const back = conn.all(orm::select<Number>().order_by(orm::col<&Number::id>));
    REQUIRE(back.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        REQUIRE(std::bit_cast<std::uint64_t>(back[i].d) == std::bit_cast<std::uint64_t>(rows[i].d));
        REQUIRE(std::bit_cast<std::uint32_t>(back[i].f) == std::bit_cast<std::uint32_t>(rows[i].f));
    }
    conn.insert(Number{999'999, std::nan(""), 0.0F});
    CHECK(std::isnan(conn.get<Number>(999'999)->d));
    CHECK(s.ask("SELECT d FROM number WHERE id = 999999") == "NaN");
}

TEST_CASE("text isn't cut at a NUL: it is refused, by every way in") {
    shop const s;
    auto conn = s.connect();
    std::string const bad("a\0b", 3);
    CHECK(live::kind_of([&] { conn.insert(Item{.name = bad, .amount = 1}); }) == "invalid_text");
    CHECK(live::kind_of([&] { conn.insert(std::vector<Item>{{1, bad, {}, 1}}); }) == "invalid_text");
    CHECK(live::kind_of([&] { (void)conn.count(orm::select<Item>().where(orm::col<&Item::name> == bad)); }) ==
          "invalid_text");
    CHECK(live::kind_of([&] { conn.execute("INSERT INTO items (name, amount) VALUES ($1, 1)", bad); }) ==
          "invalid_text");
    CHECK(live::kind_of([&] { (void)conn.query(orm::unsafe_sql{bad}); }) == "invalid_text");
    CHECK(live::kind_of([&] { conn.insert(Item{.name = "\xff\xfe", .amount = 1}); }) == "invalid_text");
    CHECK(s.rows() == "0");
}

TEST_CASE("bytes don't depend on the server's bytea_output") {
    shop const s;
    (void)s.ask("ALTER DATABASE " + s.database.name() + " SET bytea_output = 'escape'");
    auto conn = s.connect();
    conn.create_all<orm::metadata<Bytes>>();
    std::vector<std::byte> all;
    for (int i = 0; i < 256; ++i) {
        all.push_back(static_cast<std::byte>(i));
    }
    conn.insert(std::vector<Bytes>{{1, all}, {2, {}}});
    CHECK(conn.get<Bytes>(1)->b == all);
    CHECK(conn.get<Bytes>(2)->b.empty());
    auto const rows = conn.query("SELECT b FROM bytes ORDER BY id");
    CHECK(std::get<std::vector<std::byte>>(rows.rows[0][0]) == all);
    CHECK(std::get<std::vector<std::byte>>(rows.rows[1][0]).empty());
}

TEST_CASE("what was stored by other hands and doesn't fit is an error with the column's name") {
    shop const s;
    auto conn = s.connect();
    (void)s.ask("CREATE TABLE \"when\" (id BIGINT PRIMARY KEY, at TIMESTAMPTZ NOT NULL)");
    (void)s.ask("INSERT INTO \"when\" VALUES (1, 'infinity'), (2, '-infinity'), (3, '294276-12-31'), (4, "
                "'0044-03-15 BC')");
    for (int id = 1; id <= 4; ++id) {
        auto const e = live::error_of([&] { (void)conn.get<When>(id); });
        CHECK(e.kind() == orm::error_kind::out_of_range);
        CHECK(e.column() == "at");
    }
    (void)s.ask("CREATE TABLE flag (id BIGINT PRIMARY KEY, \"on\" INTEGER)");
    (void)s.ask("INSERT INTO flag VALUES (1, 256)");
    CHECK(live::error_of([&] { (void)conn.get<Flag>(1); }).kind() == orm::error_kind::type_mismatch);
    (void)s.ask("CREATE TABLE ticket (id BIGINT PRIMARY KEY, now TEXT)");
    (void)s.ask("INSERT INTO ticket VALUES (1, 'nonsense'), (2, NULL)");
    auto const unknown = live::error_of([&] { (void)conn.get<Ticket>(1); });
    CHECK(unknown.kind() == orm::error_kind::type_mismatch);
    CHECK(unknown.column() == "now");
    CHECK(live::error_of([&] { (void)conn.get<Ticket>(2); }).kind() ==
          orm::error_kind::null_in_not_null_field);
}

TEST_CASE("no canary in what() or in the statements shown: values and passwords stay where they are") {
    shop const s;
    auto conn = s.connect("&password=canary-pw-31415");
    std::string shown;
    conn.on_statement([&](std::string_view sql) { shown += sql; });
    std::string const canary = "canary-value-27182";
    std::vector<std::string> told;
    auto const tell = [&](auto&& f) {
        auto const e = live::error_of(f);
        told.emplace_back(e.what());
        told.emplace_back(e.message());
        told.emplace_back(e.statement());
    };
    conn.insert(Item{.name = canary, .amount = 1});
    tell([&] { conn.insert(Item{.name = canary, .amount = 1}); });
    tell([&] { conn.insert(Item{.name = canary + '2', .amount = -27182}); });
    tell([&] { conn.insert(std::vector<Item>{{1, canary, canary, 1}}); });
    tell([&] { conn.execute("SELECT $1::int", canary); });
    tell([&] { conn.execute("SELECT $1::jsonb", '{' + canary); });
    tell([&] { conn.execute("SELECT $1::timestamptz", canary); });
    tell([&] { conn.execute("INSERT INTO items (name, amount) VALUES ($1, $2)", canary + '3', canary); });
    tell([&] { conn.execute("DO $$BEGIN RAISE EXCEPTION 'canary-value-27182'; END$$"); });
    tell([&] { conn.insert(Item{.name = canary + std::string("\0", 1), .amount = 1}); });
    for (auto const& text : told) {
        if (text.find("RAISE EXCEPTION") == std::string::npos) { // that one is the user's own statement
            CHECK_MESSAGE(text.find("27182") == std::string::npos, text);
        }
        CHECK(text.find("31415") == std::string::npos);
    }
    CHECK(shown.find("canary-value-27182 ") == std::string::npos);
    CHECK(conn.database().display_name().find("31415") == std::string::npos);
}
