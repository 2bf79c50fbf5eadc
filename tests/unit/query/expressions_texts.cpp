// SPDX-License-Identifier: BSL-1.0
// Patterns and functions of texts, with the rows that they find.

#include "unit/query/expressions.hpp"

#include <doctest/doctest.h>

#include <athanor/dialect/render_literal.hpp>

#include <cstdint>
#include <string>
#include <vector>

using namespace expression_tests;
using orm::literal;

namespace {

/// One row for each text, numbered from 1.
void add_names(site& s) {
    std::int64_t number = 0;
    for (char const* text : {"Abc", "abc", "a%c", "a_c", "a*c", "a?c", "a[c", "a\\c", "",
                             "\xc3\x84"
                             "bc",
                             "\xc3\xa4", "it's", "a]c", "[", "a%", "100%"}) {
        s.conn.insert(Thing{.id = ++number, .name = text});
    }
}
constexpr auto all = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16";

/// The rows that a query finds when its values are written into its text.
template <class C>
std::string written_out(site& s, C const& condition) {
    auto const query = orm::select(col<&Thing::id>).where(condition).order_by(col<&Thing::id>);
    auto const text =
        s.is_sqlite ? orm::to_sql_literal<orm::sqlite>(query) : orm::to_sql_literal<orm::postgresql>(query);
    std::string out;
    for (auto const& row : s.conn.query(orm::unsafe_sql{text}).rows) {
        out += (out.empty() ? "" : " ") + conformance::shown(row[0]);
    }
    return out;
}

} // namespace

TEST_CASE("a pattern takes letters as they are, on both databases") {
    on_both<schema>([](site& s) {
        add_names(s);
        struct expected {
            std::string pattern, rows;
        };
        for (auto const& [pattern, found] : {expected{"a%", "2 3 4 5 6 7 8 13 15"},
                                             {"A%", "1"},
                                             {"_bc", "1 2 10"},
                                             {"a\\%c", "3"},
                                             {"a\\_c", "4"},
                                             {"a*c", "5"},
                                             {"a?c", "6"},
                                             {"a[c", "7"},
                                             {"a]c", "13"},
                                             {"a\\\\c", "8"},
                                             {"a\\[c", "7"},
                                             {"it's", "12"},
                                             {"", "9"},
                                             {"%\\%", "15 16"},
                                             {"\xc3\x84%", "10"},
                                             {"[", "14"},
                                             {"_", "11 14"},
                                             {"%", all},
                                             {"%\\\\%", "8"}}) {
            CAPTURE(pattern);
            CHECK(rows(s, name.like(pattern)) == found);
            CHECK(rows(s, name.like(literal(pattern))) == found); // a pattern that only the database knows
            CHECK(rows(s, orm::filter<Thing>{name.like(pattern)}) == found);
            CHECK(written_out(s, name.like(pattern)) == found);
        }
        CHECK(rows(s, name.not_like("%c")) == "9 11 12 14 15 16");
        CHECK(rows(s, name.like(orm::like_escaped("a%") + "%")) == "3 15");
        CHECK(rows(s, nick.like("%")).empty()); // NULL is like nothing
        CHECK(s.outcome([&] { rows(s, name.like("a\\")); }) == "misuse");
        CHECK(rows(s, name.like(orm::replace(name, "\\", "\\\\"))) == all); // each is like itself

        CHECK(rows(s, name.ilike("A%")) == "1 2 3 4 5 6 7 8 13 15");
        CHECK(rows(s, name.ilike("a\\%C")) == "3");
        CHECK(rows(s, name.not_ilike("A%C")) == "9 10 11 12 14 15 16");
    });
}

TEST_CASE("a needle means itself, whatever signs it has") {
    on_both<schema>([](site& s) {
        add_names(s);
        struct expected {
            std::string needle, contains, starts, ends;
        };
        for (auto const& [needle, contains, starts, ends] :
             {expected{"a", "2 3 4 5 6 7 8 13 15", "2 3 4 5 6 7 8 13 15", ""},
              {"A", "1", "1", ""},
              {"%", "3 15 16", "", "15 16"},
              {"_", "4", "", ""},
              {"*", "5", "", ""},
              {"?", "6", "", ""},
              {"[", "7 14", "14", "14"},
              {"]", "13", "", ""},
              {"\\", "8", "", ""},
              {"'", "12", "", ""},
              {"\xc3\x84", "10", "10", ""},
              {"%c", "3", "", "3"},
              {"bc", "1 2 10", "", "1 2 10"},
              {"abc", "2", "2", "2"},
              {"zz", "", "", ""},
              {"", all, all, all}}) {
            CAPTURE(needle);
            CHECK(rows(s, name.contains(needle)) == contains);
            CHECK(rows(s, name.starts_with(needle)) == starts);
            CHECK(rows(s, name.ends_with(needle)) == ends);
            CHECK(rows(s, name.contains(literal(needle))) == contains);
            CHECK(rows(s, name.starts_with(literal(needle))) == starts);
            CHECK(rows(s, name.ends_with(literal(needle))) == ends);
        }
        for (auto const& [needle, contains, starts, ends] :
             {expected{"A", "1 2 3 4 5 6 7 8 13 15", "1 2 3 4 5 6 7 8 13 15", ""},
              {"C", "1 2 3 4 5 6 7 8 10 13", "", "1 2 3 4 5 6 7 8 10 13"},
              {"%", "3 15 16", "", "15 16"},
              {"_C", "4", "", "4"},
              {"\\C", "8", "", "8"},
              {"\xc3\x84"
               "B",
               "10", "10", ""}}) {
            CAPTURE(needle);
            CHECK(rows(s, name.icontains(needle)) == contains);
            CHECK(rows(s, name.istarts_with(needle)) == starts);
            CHECK(rows(s, name.iends_with(needle)) == ends);
            CHECK(rows(s, name.icontains(literal(needle))) == contains);
            CHECK(rows(s, name.istarts_with(literal(needle))) == starts);
            CHECK(rows(s, name.iends_with(literal(needle))) == ends);
        }
        CHECK(s.outcome([&] { rows(s, name.glob("[Aa]b?")); }) == (s.is_sqlite ? "ok" : "unsupported"));
        CHECK(s.outcome([&] { rows(s, name.regexp("b.$")); }) == (s.is_sqlite ? "unsupported" : "ok"));
        if (s.is_sqlite) {
            CHECK(rows(s, name.glob("[Aa]b?")) == "1 2");
        } else {
            CHECK(rows(s, name.regexp("^[Aa]b.$")) == "1 2");
        }
    });
    // Where an index can serve, the text is one that it serves.
    CHECK(sql<orm::sqlite>(name.starts_with("a")) == R"(("things"."name" GLOB ?))");
    CHECK(sql<orm::postgresql>(name.starts_with("a")) == R"(("things"."name" LIKE $1::text))");
    CHECK(sql<orm::postgresql>(name.contains("a")) == R"(("things"."name" LIKE $1::text))");
    static_assert(orm::sql_of<orm::sqlite, decltype(orm::select(col<&Thing::id>).where(name.like("a%")))> ==
                  R"(SELECT "things"."id" FROM "things" WHERE "things"."name" GLOB ?)");
}

TEST_CASE("functions of texts") {
    on_both<schema>([](site& s) {
        add_things(s);
        CHECK(values(s, orm::length(name), orm::octet_length(name), orm::upper(nick), orm::lower(nick)) ==
              "9|10|NICK|nick / 0|0|-|- / 6|6||");
        CHECK(values(s, orm::trim(name), orm::ltrim(name), orm::rtrim(name), orm::trim(name, "\xc3\x84 s"),
                     orm::ltrim(nick, "n"), orm::rtrim(nick, "k"), orm::trim(nick)) ==
              "\xc3\x84 bc it's|\xc3\x84 bc it's|\xc3\x84 bc it's|bc it'|ick|nic|nick / ||||-|-|- / "
              "xx|xx  |  xx|xx|||");
        CHECK(values(s, orm::replace(name, "'", "''"), orm::replace(name, "", "x"),
                     orm::replace(name, "x", nick), orm::position(name, "bc"), orm::position(name, ""),
                     orm::position(nick, "i")) ==
              "\xc3\x84 bc it''s|\xc3\x84 bc it's|\xc3\x84 bc it's|3|1|2 / ||-|0|1|- / "
              "  xx  |  xx  |    |0|1|0");
        CHECK(values(s, orm::substr(name, 3), orm::substr(name, 3, 2), orm::substr(name, 1, 0),
                     orm::substr(name, orm::position(name, "x") + 1, 2), orm::left(name, 1),
                     orm::left(nick, 2), orm::right(name, 2), orm::right(name, 0), orm::right(name, 99),
                     orm::right(nick, 1)) == "bc it's|bc||\xc3\x84 |\xc3\x84|ni|'s||\xc3\x84 bc it's|k / "
                                             "|||||-||||- / xx  |xx||x | ||  ||  xx  |");
        CHECK(values(s, orm::concat(name, "-", nick), name + "-" + nick, "<" + name) ==
              "\xc3\x84 bc it's-nick|\xc3\x84 bc it's-nick|<\xc3\x84 bc it's / -|-|< /   xx  -|  xx  -|<  xx "
              " ");
        CHECK(s.outcome([&] { (void)orm::substr(name, 0); }) == "out_of_range");
        CHECK(s.outcome([&] { (void)orm::left(name, -1); }) == "out_of_range");
        CHECK(rows(s, orm::trim(name) == "xx") == "3");
    });
}
