// SPDX-License-Identifier: BSL-1.0
// What can't be stored or read is the same error on both; what only one of them has is unsupported on the
// other.

#include "wide.hpp"

namespace conformance {
namespace {

struct Stored {
    std::int64_t id{};
    std::optional<std::int64_t> value{};
    static constexpr auto table = orm::table("stored", orm::primary_key<&Stored::id>);
};
/// The same table, read by a program that takes it for something else.
template <class V>
struct Read {
    std::int64_t id{};
    V value{};
    static constexpr auto table = orm::table("stored", orm::primary_key<&Read::id>);
};
struct Text {
    std::int64_t id{};
    std::string value{};
    static constexpr auto table = orm::table("stored", orm::primary_key<&Text::id>);
};
struct Real {
    std::int64_t id{};
    double value{};
    static constexpr auto table = orm::table("stored", orm::primary_key<&Real::id>);
};
struct Tagged {
    std::int64_t id{};
    std::vector<std::string> tags{};
    std::vector<std::vector<std::int32_t>> grid{};
    std::vector<std::optional<double>> readings{};
    static constexpr auto table = orm::table("tagged", orm::primary_key<&Tagged::id>,
                                             orm::column<&Tagged::tags>.type(orm::array(orm::varchar(5))));
    friend bool operator==(Tagged const&, Tagged const&) = default;
};
struct Mail {
    std::int64_t id{};
    std::string address{};
    static constexpr auto table = orm::table("mails", orm::primary_key<&Mail::id>,
                                             orm::column<&Mail::address>.type(orm::custom_type("mail")));
};

template <class V>
void read_every_way(site& s, std::string_view what) {
    auto const name = std::string{what};
    s.note_outcome(name + " get", [&] { (void)s.conn.get<Read<V>>(1); });
    s.note_outcome(name + " all", [&] { (void)s.conn.all(orm::select<Read<V>>()); });
    s.note_outcome(name + " first", [&] { (void)s.conn.first(orm::select<Read<V>>()); });
    s.note_outcome(name + " stream", [&] {
        for ([[maybe_unused]] auto const& row : s.conn.stream(orm::select<Read<V>>())) {
        }
    });
}

} // namespace

TEST_CASE_TEMPLATE("a stored number is read exactly or is out of range", V, std::int8_t, std::int16_t,
                   std::int32_t, std::uint8_t, std::uint16_t, std::uint32_t, float, double) {
    on_both<orm::metadata<Stored>>([](site& s) {
        for (std::int64_t const v : {INT64_MIN,
                                     INT64_MIN + 1,
                                     -std::int64_t{4294967296},
                                     -std::int64_t{2147483649},
                                     -std::int64_t{2147483648},
                                     std::int64_t{-32769},
                                     std::int64_t{-32768},
                                     std::int64_t{-129},
                                     std::int64_t{-128},
                                     std::int64_t{-1},
                                     std::int64_t{0},
                                     std::int64_t{127},
                                     std::int64_t{128},
                                     std::int64_t{255},
                                     std::int64_t{256},
                                     std::int64_t{32767},
                                     std::int64_t{32768},
                                     std::int64_t{65535},
                                     std::int64_t{65536},
                                     std::int64_t{16777217},
                                     std::int64_t{2147483647},
                                     std::int64_t{2147483648},
                                     std::int64_t{4294967295},
                                     std::int64_t{4294967296},
                                     std::int64_t{9007199254740993},
                                     INT64_MAX}) {
            CAPTURE(v);
            s.conn.insert(Stored{1, v});
            std::string const outcome = s.outcome([&] {
                auto const row = s.conn.get<Read<V>>(1);
                if constexpr (std::is_integral_v<V>) {
                    CHECK(std::cmp_equal(row->value, v));
                } else {
                    CHECK(static_cast<std::int64_t>(row->value) == v);
                }
            });
            if constexpr (std::is_integral_v<V>) {
                CHECK(outcome == (std::in_range<V>(v) ? "ok" : "out_of_range"));
            }
            s.note(std::to_string(v) + ' ' + outcome);
            read_every_way<V>(s, std::to_string(v));
            s.conn.erase<Stored>(1);
        }
    });
}

TEST_CASE_TEMPLATE("NULL in a member that can't hold it", V, bool, std::int8_t, std::int16_t, std::int32_t,
                   std::int64_t, std::uint32_t, float, double) {
    on_both<orm::metadata<Stored>>([](site& s) {
        s.conn.insert(Stored{1, std::nullopt});
        read_every_way<V>(s, "NULL");
        CHECK(s.notes.back() == "NULL stream: null_in_not_null_field stored.value");
        s.note("still good", s.conn.count(orm::select<Stored>()));
    });
}

TEST_CASE("a column of another type") {
    on_both<orm::metadata<Stored>>([](site& s) {
        s.conn.insert(Stored{1, 1});
        read_every_way<std::string>(s, "text from a number");
        CHECK(s.notes.back() == "text from a number stream: type_mismatch stored.value");
        read_every_way<bytes>(s, "bytes from a number");
        read_every_way<orm::timestamp>(s, "time from a number");
        read_every_way<orm::uuid>(s, "uuid from a number");
        read_every_way<Mood>(s, "enum from a number");
        read_every_way<orm::json>(s, "json from a number");
    });
    on_both<orm::metadata<Text>>([](site& s) {
        s.conn.insert(Text{1, "nonsense"});
        read_every_way<std::int64_t>(s, "number from text");
        CHECK(s.notes.back() == "number from text stream: type_mismatch stored.value");
        read_every_way<double>(s, "real from text");
        read_every_way<bool>(s, "bool from text");
        read_every_way<bytes>(s, "bytes from text");
        read_every_way<orm::timestamp>(s, "time from text");
        read_every_way<orm::date>(s, "date from text");
        read_every_way<orm::uuid>(s, "uuid from text");
        read_every_way<Mood>(s, "enum from text");
        read_every_way<orm::decimal<10, 2>>(s, "decimal from text");
        s.conn.update(Text{1, "happy"});
        s.note("an enumerator's name", static_cast<int>(s.conn.get<Read<Mood>>(1)->value));
    });
    on_both<orm::metadata<Real>>([](site& s) {
        s.conn.insert(Real{1, 2.5});
        read_every_way<std::int64_t>(s, "number from real");
        read_every_way<std::string>(s, "text from real");
        s.conn.update(Real{1, 0.1});
        read_every_way<float>(s, "float from double");
        CHECK(s.notes.back() == "float from double stream: out_of_range stored.value");
    });
}

TEST_CASE("a NUL in text, and bytes that are no UTF-8, are refused everywhere") {
    on_both<orm::metadata<Text>>([](site& s) {
        s.conn.insert(Text{1, "good"});
        for (std::string const& bad :
             {std::string("\0", 1), std::string("a\0b", 3), std::string("ab\0", 3), std::string("\xFF"),
              std::string("a\xC3"), std::string("\xC0\x80"), std::string("\xED\xA0\x80"),
              std::string("\xF4\x90\x80\x80"), std::string(100, 'x') + '\x80'}) {
            s.note_outcome("insert", [&] { s.conn.insert(Text{2, bad}); });
            CHECK(s.notes.back() == "insert: invalid_text stored.value");
            s.note_outcome("range", [&] { s.conn.insert(std::vector<Text>{{2, "a"}, {3, bad}}); });
            s.note_outcome("constant range", [&] {
                std::vector<Text> const rows{{2, "a"}, {3, bad}};
                s.conn.insert(rows);
            });
            s.note_outcome("update", [&] { s.conn.update(Text{1, bad}); });
            s.note_outcome("set",
                           [&] { s.conn.update(orm::update<Text>().set<&Text::value>(bad).every_row()); });
            s.note_outcome(
                "where", [&] { (void)s.conn.all(orm::select<Text>().where(orm::col<&Text::value> == bad)); });
            s.note_outcome("like", [&] {
                (void)s.conn.all(orm::select<Text>().where(orm::col<&Text::value>.like(bad)));
            });
            s.note_outcome("in", [&] {
                (void)s.conn.all(orm::select<Text>().where(orm::col<&Text::value>.in(std::vector{bad})));
            });
            s.note("rows", s.conn.count(orm::select<Text>()));
        }
        s.note_rows("SELECT id, value FROM stored");
    });
}

TEST_CASE("years before 1 and after 9999, and clocks past midnight") {
    on_both<orm::metadata<Wide>>([](site& s) {
        auto const refused = [&](std::string_view what, Wide const& row) {
            s.note_outcome(what, [&] { s.conn.insert(row); });
            s.note_outcome(what, [&] {
                std::vector<Wide> const rows{Wide{.id = 1}, row};
                s.conn.insert(rows);
            });
            CHECK(s.notes.back().starts_with(std::string{what} + ": out_of_range wide."));
        };
        for (std::int64_t const us :
             {INT64_MIN, orm::timestamp::of(1, 1, 1).microseconds - 1,
              orm::timestamp::of(9999, 12, 31, 23, 59, 59, 999999).microseconds + 1, INT64_MAX}) {
            refused("timestamp", {.id = 2, .at = {us}});
            refused("optional", {.id = 2, .maybe_at = orm::timestamp{us}});
        }
        for (std::int32_t const days :
             {INT32_MIN, orm::date::of(1, 1, 1).days - 1, orm::date::of(9999, 12, 31).days + 1, INT32_MAX}) {
            refused("date", {.id = 2, .day = {days}});
        }
        for (std::int64_t const us : {INT64_MIN, std::int64_t{-1}, std::int64_t{86'400'000'000}, INT64_MAX}) {
            refused("time", {.id = 2, .clock = {us}});
        }
        refused("interval", {.id = 2, .span = {INT32_MAX, INT32_MAX, INT64_MAX}});
        refused("interval", {.id = 2, .maybe_span = orm::interval{INT32_MIN, INT32_MIN, INT64_MIN}});
        refused("enumerator", {.id = 2, .mood = static_cast<Mood>(99)});
        s.note("rows", s.conn.count(orm::select<Wide>()));
    });
}

TEST_CASE("NaN is stored by PostgreSQL; SQLite, which would make it NULL, refuses it") {
    on_both<orm::metadata<Real>>([](site& s) {
        Real const row{1, std::numeric_limits<double>::quiet_NaN()};
        auto const outcome = s.outcome([&] { s.conn.insert(row); }, true);
        CHECK(outcome == (s.is_sqlite ? "out_of_range stored.value" : "ok"));
        if (!s.is_sqlite) {
            CHECK(std::isnan(s.conn.get<Real>(1)->value));
        }
    });
}

TEST_CASE("arrays: on PostgreSQL with all their limits, on SQLite unsupported") {
    live::database const database;
    auto pg = orm::connect<orm::sqlite, orm::postgresql>(database.url());
    pg.create_all<orm::metadata<Tagged>>();
    std::vector<Tagged> const rows{{1, {}, {}, {}},
                                   {2, {"a", "", "\"\\,{}", "NULL"}, {{1, 2}, {3, 4}}, {1.5, std::nullopt}}};
    CHECK(pg.insert(rows) == 2);
    CHECK(pg.all(orm::select<Tagged>().order_by(orm::col<&Tagged::id>)) == rows);
    auto const e = live::error_of([&] { pg.insert(Tagged{3, {"fine", "too long"}, {}, {}}); });
    CHECK(e.kind() == orm::error_kind::out_of_range);
    CHECK(e.column() == "tags");
    auto sqlite = orm::connect<orm::sqlite, orm::postgresql>("sqlite://");
    CHECK(live::kind_of([&] { sqlite.create_all<orm::metadata<Tagged>>(); }) == "unsupported");
    sqlite.execute("CREATE TABLE tagged (id INTEGER PRIMARY KEY, tags TEXT, grid TEXT, readings TEXT)");
    CHECK(live::kind_of([&] { sqlite.insert(Tagged{.id = 1}); }) == "unsupported");
    sqlite.execute("INSERT INTO tagged VALUES (1, '{}', '{}', '{}')");
    CHECK(live::kind_of([&] { (void)sqlite.get<Tagged>(1); }) == "unsupported");
}

TEST_CASE("a domain's check is the server's") {
    live::database const database;
    auto pg = orm::connect<orm::sqlite, orm::postgresql>(database.url());
    pg.execute("CREATE DOMAIN mail AS varchar(20) CHECK (value LIKE '%@%')");
    pg.create_all<orm::metadata<Mail>>();
    pg.insert(Mail{1, "a@b"});
    CHECK(pg.get<Mail>(1)->address == "a@b");
    CHECK(live::kind_of([&] { pg.insert(Mail{2, "nobody"}); }) == "check");
    CHECK(live::kind_of([&] { pg.insert(Mail{2, std::string(30, '@')}); }) == "out_of_range");
    CHECK(pg.count(orm::select<Mail>()) == 1);
}

} // namespace conformance
