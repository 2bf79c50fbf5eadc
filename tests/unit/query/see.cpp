// SPDX-License-Identifier: BSL-1.0
// Watching a program at work: events, lines, plans, and statements with their values written out.

#include "conformance/both.hpp"

#include <cstdio>
#include <stdexcept>

namespace {

namespace orm = athanor;
using conformance::on_both;
using conformance::site;
using orm::col;
using orm::logged_values;
using orm::select;

struct Person {
    std::int64_t id{};
    std::string name;
    std::optional<double> height;
    std::vector<std::byte> photo;

    static constexpr auto table =
        orm::table("people", orm::primary_key<&Person::id>.autoincrement(), orm::index<&Person::name>);
};
using people = orm::metadata<Person>;

struct heard {
    std::string sql;
    std::vector<orm::statement_parameter> parameters;
    std::optional<std::int64_t> rows;
    bool failed;
};
std::vector<heard> listen(site& s, logged_values values, auto&& f) {
    std::vector<heard> out;
    s.conn.on_event(
        [&](orm::statement_event const& e) {
            CHECK(e.duration.count() > 0);
            out.push_back({std::string{e.sql}, e.parameters, e.rows, e.failed});
        },
        values);
    f();
    s.conn.on_event({});
    return out;
}
std::string values_of(heard const& h) {
    std::string out;
    for (auto const& p : h.parameters) {
        out += (out.empty() ? "" : " ") + p.value;
    }
    return out;
}

} // namespace

TEST_CASE("each statement is told of after it ran, without values unless asked") {
    on_both<people>([](site& s) {
        std::string const name = "O'Ne\"il ? $1 -- \xC3\xA4";
        auto const events = listen(s, logged_values::hidden, [&] {
            s.conn.insert(Person{.name = name, .height = {}, .photo = {}});
            (void)s.conn.all(select<Person>().where(col<&Person::name> == name && col<&Person::id> > 0));
            (void)s.conn.update(
                orm::update<Person>().set<&Person::height>(1.5).where(col<&Person::name> == name));
            (void)s.conn.query("SELECT 1");
        });
        REQUIRE(events.size() == 4);
        for (auto const& e : events) {
            CHECK_FALSE(e.failed);
            for (auto const& p : e.parameters) {
                CHECK(p.value.empty());
                CHECK_FALSE(p.type.empty());
            }
        }
        REQUIRE(events[1].parameters.size() == 2);
        CHECK(events[1].parameters[0].type == "text");
        CHECK(events[1].parameters[1].type == (s.is_sqlite ? "integer" : "bigint"));
        CHECK(events[1].rows == 1);
        CHECK(events[2].rows == 1);
    });
}

TEST_CASE("values are shown to who asks for them") {
    on_both<people>([](site& s) {
        std::string const name = "O'Ne\"il ? $1 -- \xC3\xA4";
        auto const events = listen(s, logged_values::shown, [&] {
            (void)s.conn.all(select<Person>().where(
                col<&Person::name> == name && col<&Person::height> < -2.5 && col<&Person::id>.in(7, -8)));
            s.conn.insert(Person{.name = "x", .height = {}, .photo = {std::byte{0x0A}}});
            s.conn.execute(s.is_sqlite ? orm::raw_sql{orm::unsafe_sql{"UPDATE people SET name = ? /* ? */"}}
                                       : orm::raw_sql{orm::unsafe_sql{"UPDATE people SET name = $1"}},
                           "y");
        });
        REQUIRE(events.size() == 3);
        CHECK(values_of(events[0]) == "'O''Ne\"il ? $1 -- \xC3\xA4' -2.5 7 -8");
        CHECK(events[1].parameters.size() == 3);
        CHECK(events[1].parameters[0].value == "'x'");
        CHECK(events[1].parameters[1].value == "NULL");
        CHECK(events[1].parameters[2].value == (s.is_sqlite ? "x'0a'" : "1 bytes"));
        CHECK(values_of(events[2]) == "'y'");
    });
}

TEST_CASE("failures, streams and ranges are told of as well") {
    on_both<people>([](site& s) {
        std::vector<Person> const three(3, Person{.name = "n", .height = {}, .photo = {}});
        auto const events = listen(s, logged_values::hidden, [&] {
            s.conn.insert(three);
            for (auto const& p : s.conn.stream(select<Person>())) {
                CHECK(p.name == "n");
            }
            for (auto const& p : s.conn.stream(select<Person>())) {
                CHECK(p.name == "n");
                break;
            }
            CHECK(s.outcome([&] { s.conn.execute("INSERT INTO people (id, name) VALUES (1, 'x')"); }) !=
                  "ok");
        });
        std::vector<std::string> told;
        for (auto const& e : events) {
            if (e.sql.starts_with("INSERT") || e.sql.starts_with("COPY") || e.sql.starts_with("SELECT")) {
                told.push_back((e.rows ? std::to_string(*e.rows) : "-") + (e.failed ? " failed" : ""));
            }
        }
        CHECK(told == std::vector<std::string>{"3", "3", "1", "- failed"});
    });
}

TEST_CASE("a listener that throws does no harm, and hears no more when it is gone") {
    on_both<people>([](site& s) {
        int calls = 0;
        s.conn.on_event([&](orm::statement_event const&) {
            ++calls;
            throw std::runtime_error{"the disk of the log is full"};
        });
        s.conn.insert(Person{.name = "x", .height = {}, .photo = {}});
        CHECK(s.conn.count(select<Person>()) == 1);
        CHECK(calls == 2);
        s.conn.on_event({});
        CHECK(s.conn.count(select<Person>()) == 1);
        CHECK(calls == 2);
    });
}

TEST_CASE("echo writes a line for each statement") {
    on_both<people>([](site& s) {
        std::FILE* const file = std::tmpfile();
        REQUIRE(file != nullptr);
        s.conn.echo(file);
        (void)s.conn.all(select(col<&Person::id>).where(col<&Person::name> == "secret"));
        s.conn.echo(file, logged_values::shown);
        (void)s.conn.all(select(col<&Person::id>).where(col<&Person::name> == "known"));
        s.conn.echo(nullptr);
        (void)s.conn.count(select<Person>());
        std::rewind(file);
        std::string text(4096, '\0');
        text.resize(std::fread(text.data(), 1, text.size(), file));
        std::fclose(file);
        CHECK(text.find("secret") == std::string::npos);
        CHECK(text.find(" ms, 0 rows [text]\n") != std::string::npos);
        CHECK(text.find(" ms, 0 rows [text 'known']\n") != std::string::npos);
        CHECK(text.find("count") == std::string::npos);
    });
}

TEST_CASE("explain() shows the plan and runs nothing") {
    on_both<people>([](site& s) {
        s.conn.insert(Person{.name = "x", .height = {}, .photo = {}});
        auto const erase = orm::erase<Person>().where(col<&Person::id> == 1);
        auto const plan = s.conn.explain(erase);
        CHECK(plan.text().find("people") != std::string::npos);
        CHECK(s.conn.count(select<Person>()) == 1);
        auto const joined = s.conn.explain(
            select<Person>().where(orm::exists(select<Person>().where(col<&Person::id> == 3))));
        CHECK(joined.lines.size() > 1);
        CHECK(joined.text().find("\n  ") != std::string::npos); // a step below another
        if (s.is_sqlite) {
            CHECK(s.outcome([&] { (void)s.conn.explain(erase, orm::explain_mode::analyze); }) ==
                  "unsupported");
        } else {
            auto const measured = s.conn.explain(erase, orm::explain_mode::analyze);
            CHECK(measured.text().find("actual time") != std::string::npos);
        }
        CHECK(s.conn.count(select<Person>()) == 1);
    });
}

TEST_CASE("to_sql_literal writes the values out, escaped for each database") {
    auto const query = select(col<&Person::id>)
                           .where(col<&Person::name> == "O'Neil \\" && col<&Person::height> < 2.5 &&
                                  col<&Person::id>.in(1, -2))
                           .limit(3);
    CHECK(orm::to_sql_literal<orm::sqlite>(query) ==
          R"(SELECT "people"."id" FROM "people" WHERE "people"."name" = 'O''Neil \' )"
          R"(AND "people"."height" < 2.5 AND "people"."id" IN (1, -2) LIMIT 3)");
    CHECK(orm::to_sql_literal<orm::postgresql>(query) ==
          R"(SELECT "people"."id" FROM "people" WHERE "people"."name" = E'O''Neil \\' )"
          R"(AND "people"."height" < 2.5 AND "people"."id" IN (1, -2) LIMIT 3)");
    on_both<people>([&](site& s) {
        s.conn.insert(Person{.name = "O'Neil \\", .height = 1.5, .photo = {std::byte{0xFF}}});
        CHECK(s.conn.all(query).size() == 1);
        std::string const text = s.is_sqlite ? orm::to_sql_literal<orm::sqlite>(query)
                                             : orm::to_sql_literal<orm::postgresql>(query);
        CHECK(s.conn.query(orm::unsafe_sql{text}).rows.size() == 1);
        auto const change = orm::update<Person>()
                                .set<&Person::photo>(std::vector<std::byte>{std::byte{0}, std::byte{1}})
                                .set<&Person::height>(std::nullopt)
                                .where(col<&Person::id> == 1);
        s.conn.execute(orm::unsafe_sql{s.is_sqlite ? orm::to_sql_literal<orm::sqlite>(change)
                                                   : orm::to_sql_literal<orm::postgresql>(change)});
        s.note_rows("SELECT name, height, photo FROM people");
    });
}
