// SPDX-License-Identifier: BSL-1.0
// What PostgreSQL's types refuse, SQLite refuses too, before anything is sent, by every way into a table.

#include "both.hpp"

#include <limits>

namespace conformance {
namespace {

enum class Mood { sad, happy };

struct Narrow {
    std::int64_t id{};
    std::string name{"n"};
    std::optional<std::string> code{};
    std::int64_t small{};
    std::int64_t medium{};
    std::uint8_t byte{};
    orm::decimal<12, 4> price{};
    orm::big_decimal balance{"0.00"};
    double single{};
    float ratio{};
    orm::json document{};
    orm::json binary{};
    Mood mood{};

    static constexpr auto table = orm::table(
        "narrow", orm::primary_key<&Narrow::id>, orm::column<&Narrow::name>.type(orm::varchar(5)),
        orm::column<&Narrow::code>.type(orm::character(3)), orm::column<&Narrow::small>.type(orm::smallint()),
        orm::column<&Narrow::medium>.type(orm::integer()),
        orm::column<&Narrow::price>.type(orm::numeric(6, 2)),
        orm::column<&Narrow::balance>.type(orm::numeric(8, 2)),
        orm::column<&Narrow::single>.type(orm::real()), orm::column<&Narrow::binary>.type(orm::jsonb()));
};
using narrow = orm::metadata<Narrow>;

struct Key {
    std::int32_t id{};
    std::string part{};
    static constexpr auto table = orm::table("keys", orm::primary_key<&Key::id, &Key::part>,
                                             orm::column<&Key::part>.type(orm::varchar(3)));
};

// By insert(one), insert(range: COPY on PostgreSQL), update(one), update(range): all must say the same.
void note_every_way(site& s, std::string_view what, Narrow row) {
    row.id = 1;
    s.note_outcome(what, [&] { (void)s.conn.insert(std::as_const(row)); });
    s.conn.erase(orm::erase<Narrow>().every_row());
    std::vector<Narrow> const rows{Narrow{.id = 2}, row};
    s.note_outcome(what, [&] { s.conn.insert(rows); });
    s.note("rows", s.conn.count(orm::select<Narrow>()));
    s.conn.erase(orm::erase<Narrow>().every_row());
    s.conn.insert(Narrow{.id = 1});
    s.note_outcome(what, [&] { s.conn.update(std::as_const(row)); });
    s.note_outcome(what, [&] { s.conn.update(std::vector<Narrow>{row}); });
    s.conn.erase(orm::erase<Narrow>().every_row());
}
// The last outcome is this one, on this back end too.
void want(site const& s, std::string_view line) {
    CHECK(s.notes.back() == line);
}

} // namespace

TEST_CASE("what a narrower column doesn't hold is refused with table and column, whichever way it comes") {
    on_both<narrow>([](site& s) {
        note_every_way(s, "ok", {});
        want(s, "ok: ok");
        note_every_way(s, "five characters", {.name = "h\xC3\xA9ll\xF0\x9F\x90\x98"});
        want(s, "five characters: ok");
        note_every_way(s, "six characters", {.name = "h\xC3\xA9llo!"});
        want(s, "six characters: out_of_range narrow.name");
        note_every_way(s, "spaces at the end", {.name = "abcde  "});
        want(s, "spaces at the end: out_of_range narrow.name");
        note_every_way(s, "three", {.code = "abc"});
        want(s, "three: ok");
        for (std::string const text : {"ab", "abcd", "", "ab "}) {
            note_every_way(s, "char", {.code = text});
            want(s, "char: out_of_range narrow.code");
        }
        note_every_way(s, "smallint", {.small = 32767});
        want(s, "smallint: ok");
        for (std::int64_t const v : {std::int64_t{32768}, std::int64_t{-32769}, INT64_MAX, INT64_MIN}) {
            note_every_way(s, "smallint", {.small = v});
            want(s, "smallint: out_of_range narrow.small");
        }
        note_every_way(s, "integer", {.medium = INT32_MIN});
        want(s, "integer: ok");
        note_every_way(s, "integer", {.medium = std::int64_t{INT32_MAX} + 1});
        want(s, "integer: out_of_range narrow.medium");
    });
}

TEST_CASE("a numeric column never rounds, cuts or pads") {
    on_both<narrow>([](site& s) {
        using price = orm::decimal<12, 4>;
        for (char const* const good : {"0", "9999.99", "-9999.99", "0.0100"}) {
            note_every_way(s, good, {.price = price{good}});
            want(s, std::string{good} + ": ok");
        }
        for (char const* const bad : {"10000", "-10000", "0.001", "-1.0001", "99999999.9999"}) {
            note_every_way(s, bad, {.price = price{bad}});
            want(s, std::string{bad} + ": out_of_range narrow.price");
        }
        for (char const* const good : {"0.00", "999999.99", "-999999.99", "-0.01"}) {
            note_every_way(s, good, {.balance = orm::big_decimal{good}});
            want(s, std::string{good} + ": ok");
        }
        for (char const* const bad : {"0", "1.5", "1.500", "1000000.00", "0.001"}) {
            note_every_way(s, bad, {.balance = orm::big_decimal{bad}});
            want(s, std::string{bad} + ": out_of_range narrow.balance");
        }
    });
}

TEST_CASE("a real column takes what a float holds") {
    on_both<narrow>([](site& s) {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        for (double const good : {0.5, -3.25, 3.4028234663852886e+38, infinity, -infinity}) {
            note_every_way(s, "float", {.single = good});
            want(s, "float: ok");
        }
        for (double const bad : {0.1, 1e39, -1e39, 16777217.0, 1e-50}) {
            note_every_way(s, "double", {.single = bad});
            want(s, "double: out_of_range narrow.single");
        }
    });
}

TEST_CASE("json is JSON, and enumerators are enumerators") {
    on_both<narrow>([](site& s) {
        for (char const* const good :
             {"null", " true ", "\"\"", "-0.5e+7", "[]", "{}", R"([1,"a",{"b":[null,{}]},[[]]])", "\t[1]\r\n",
              R"("\ud83d\ude00\n\"")", "{\"\":1,\"\":2}", "\"\x7F\xF0\x9F\x98\x80\"", "1E400"}) {
            note_every_way(s, good, {.document = {good}});
            want(s, std::string{good} + ": ok");
            note_every_way(s, good, {.binary = {good}});
            want(s, std::string{good} + ": ok");
        }
        for (char const* const bad :
             {"",        " ",           "nul",      "nullx",      "NULL", "01",        "1.",
              ".5",      "-",           "+1",       "1e",         "0x1",  "'a'",       "\"a",
              "\"\\x\"", "\"\\u12g4\"", "\"a\nb\"", "[1,]",       "[,1]", "[1",        "1]",
              "{\"a\"}", "{\"a\":}",    "{a:1}",    "{\"a\":1,}", "[1}",  "{\"a\":1]", "1 2",
              "[1][2]",  "\"\\",        "\"\\u00",  "{\"a\":1",   "NaN",  "/**/1"}) {
            CAPTURE(bad);
            note_every_way(s, bad, {.document = {bad}});
            want(s, std::string{bad} + ": type_mismatch narrow.document");
            note_every_way(s, bad, {.binary = {bad}});
            want(s, std::string{bad} + ": type_mismatch narrow.binary");
        }
        note_every_way(s, "escaped NUL", {.document = {R"("\u0000")"}});
        want(s, "escaped NUL: ok");
        note_every_way(s, "escaped NUL", {.binary = {R"("\u0000")"}});
        want(s, "escaped NUL: invalid_text narrow.binary");
        for (char const* const half : {R"("\ud83d")", R"("\ude00")", R"("\ud83d\ud83d")", R"("\ud83d\n")"}) {
            note_every_way(s, half, {.binary = {half}});
            want(s, std::string{half} + ": type_mismatch narrow.binary");
        }
        std::string const levels = std::string(1024, '[') + std::string(1024, ']');
        note_every_way(s, "1024 levels", {.document = {levels}});
        want(s, "1024 levels: ok");
        note_every_way(s, "1025 levels", {.document = {'[' + levels + ']'}});
        want(s, "1025 levels: ok"); // the empty array inside takes no level
        note_every_way(s, "1026 levels", {.document = {"[[" + levels + "]]"}});
        want(s, "1026 levels: out_of_range narrow.document");
        note_every_way(s, "enum", {.mood = static_cast<Mood>(7)});
        want(s, "enum: out_of_range narrow.mood");
    });
}

TEST_CASE("an assignment in an UPDATE is checked like a member") {
    on_both<narrow>([](site& s) {
        s.conn.insert(Narrow{.id = 1});
        auto const set = [&](std::string_view what, auto const& statement, std::string_view end) {
            s.note_outcome(what, [&] { s.conn.update(statement.where(orm::col<&Narrow::id> == 1)); });
            want(s, std::string{what} + ": " + std::string{end});
        };
        auto const u = orm::update<Narrow>();
        set("name", u.set<&Narrow::name>("abcdef"), "out_of_range narrow.name");
        set("name", u.set<&Narrow::name>(std::string("abcde")), "ok");
        set("code", u.set<&Narrow::code>("ab"), "out_of_range narrow.code");
        set("code", u.set<&Narrow::code>(std::nullopt), "ok");
        set("small", u.set<&Narrow::small>(40000), "out_of_range narrow.small");
        set("byte", u.set<&Narrow::byte>(256), "out_of_range narrow.byte");
        set("byte", u.set<&Narrow::byte>(-1), "out_of_range narrow.byte");
        set("byte", u.set<&Narrow::byte>(255), "ok");
        set("medium", u.set<&Narrow::medium>(5'000'000'000), "out_of_range narrow.medium");
        set("medium", u.set<&Narrow::medium>(2.5), "type_mismatch narrow.medium");
        set("medium", u.set<&Narrow::medium>(100000.0), "ok");
        set("medium", u.set<&Narrow::medium>(1e300), "out_of_range narrow.medium");
        set("single", u.set<&Narrow::single>(0.1), "out_of_range narrow.single");
        set("ratio", u.set<&Narrow::ratio>(0.1), "out_of_range narrow.ratio");
        set("ratio", u.set<&Narrow::ratio>(0.1F), "ok");
        set("ratio", u.set<&Narrow::ratio>(16777217), "out_of_range narrow.ratio");
        set("price", u.set<&Narrow::price>(orm::decimal<12, 4>{"0.001"}), "out_of_range narrow.price");
        set("document", u.set<&Narrow::document>(orm::json{"[1"}), "type_mismatch narrow.document");
        set("two", u.set<&Narrow::name>("ok").set<&Narrow::small>(-32769), "out_of_range narrow.small");
        set("expression", u.set<&Narrow::small>(orm::col<&Narrow::small> + 1), "ok");
        set("invalid text", u.set<&Narrow::name>("a\xFFzzzzzzz"), "invalid_text narrow.name");
        s.note_rows("SELECT id, name, code, small, medium, byte FROM narrow");
        want(s, "1|abcde|NULL|1|100000|255");
    });
}

TEST_CASE("a key that no row can have is an error on both, not a row that isn't there") {
    on_both<orm::metadata<Key>>([](site& s) {
        s.conn.insert(Key{7, "abc"});
        CHECK(s.conn.get<Key>(7, "abc").has_value());
        CHECK(s.conn.get<Key>(7.0, "abc").has_value());
        s.note_outcome("get", [&] { (void)s.conn.get<Key>(5'000'000'000, "abc"); });
        want(s, "get: out_of_range keys.id");
        s.note_outcome("get", [&] { (void)s.conn.get<Key>(7.5, "abc"); });
        want(s, "get: type_mismatch keys.id");
        s.note_outcome("get", [&] { (void)s.conn.get<Key>(7, "abcd"); });
        want(s, "get: out_of_range keys.part");
        s.note_outcome("erase", [&] { (void)s.conn.erase<Key>(7, "a\xFF"); });
        want(s, "erase: invalid_text keys.part");
        s.note_outcome("erase", [&] { (void)s.conn.erase(Key{7, "abcd"}); });
        want(s, "erase: out_of_range keys.part");
        s.note_outcome("update", [&] { s.conn.update(std::vector{Key{7, "abcd"}}); });
        CHECK(s.conn.erase<Key>(7, std::string("abc")));
    });
}

TEST_CASE("limit and offset take no negative number") {
    on_both<narrow>([](site& s) {
        s.note_outcome("limit", [&] { (void)s.conn.all(orm::select<Narrow>().limit(-1)); });
        want(s, "limit: out_of_range .");
        s.note_outcome("offset", [&] { (void)s.conn.count(orm::select<Narrow>().offset(-1)); });
        want(s, "offset: out_of_range .");
        s.conn.insert(Narrow{.id = 1});
        s.note("none", static_cast<std::int64_t>(s.conn.all(orm::select<Narrow>().limit(0)).size()));
        CHECK_FALSE(s.conn.exists(orm::select<Narrow>().offset(1)));
    });
}

namespace {

struct Held {
    std::int64_t id{};
    std::string code{};
    std::int32_t small{};

    static constexpr auto table = orm::table("held", orm::primary_key<&Held::id>,
                                             orm::column<&Held::code>.type(orm::varchar(3)).enforced(),
                                             orm::column<&Held::small>.type(orm::smallint()).enforced());
};

} // namespace

TEST_CASE("enforced() limits hold in the database as well, for what goes past athanor") {
    on_both<orm::metadata<Held>>([](site& s) {
        s.conn.execute("INSERT INTO held (id, code, small) VALUES (1, 'abc', 32767)");
        for (auto const* const bad : {"INSERT INTO held (id, code, small) VALUES (2, 'abcd', 1)",
                                      "INSERT INTO held (id, code, small) VALUES (2, 'abc', 32768)"}) {
            std::string const outcome = s.outcome([&] { s.conn.execute(orm::unsafe_sql{bad}); });
            CHECK(outcome == (s.is_sqlite ? "check" : "out_of_range"));
        }
        s.note_rows("SELECT id, code, small FROM held");
    });
}

} // namespace conformance
