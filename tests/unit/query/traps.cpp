// SPDX-License-Identifier: BSL-1.0
// What other libraries of this kind were caught by, on both databases.

#include "conformance/both.hpp"

#include <array>
#include <cstdint>
#include <limits>
#include <utility>

namespace {

namespace orm = athanor;
using conformance::on_both;
using conformance::site;
using orm::col;
using orm::select;

struct Author {
    std::int64_t id{};
    std::string name;
    double rating{};
    std::int32_t born{};

    static constexpr auto table = orm::table("authors", orm::primary_key<&Author::id>);
};
struct Book {
    std::int64_t id{};
    std::int64_t author_id{};

    static constexpr auto table =
        orm::table("books", orm::primary_key<&Book::id>.autoincrement(),
                   orm::foreign_key<&Book::author_id>.references<&Author::id>.on_delete(orm::cascade));
};
using library = orm::metadata<Author, Book>;

Author author(std::int64_t id, std::string name = "A") {
    return {id, std::move(name), 0.5, 1900};
}

// Fifty models of one shape.
constexpr std::array<char const*, 50> shelves = {
    "s00", "s01", "s02", "s03", "s04", "s05", "s06", "s07", "s08", "s09", "s10", "s11", "s12",
    "s13", "s14", "s15", "s16", "s17", "s18", "s19", "s20", "s21", "s22", "s23", "s24", "s25",
    "s26", "s27", "s28", "s29", "s30", "s31", "s32", "s33", "s34", "s35", "s36", "s37", "s38",
    "s39", "s40", "s41", "s42", "s43", "s44", "s45", "s46", "s47", "s48", "s49"};
template <std::size_t N>
struct Shelf {
    std::int64_t id{};
    std::string place;

    static constexpr auto table = orm::table(shelves[N], orm::primary_key<&Shelf::id>);
};

} // namespace

TEST_CASE("line ends, quotes and every other character come back; NUL is refused with a word") {
    on_both<library>([](site& s) {
        std::string const odd = "a\nb\r\n\tc'\"\\%_;--$1?\x7F\xC3\xA4\xF0\x9F\x8E\xB2";
        s.conn.insert(author(1, odd));
        CHECK(s.conn.scalar(select(col<&Author::name>)) == odd);
        CHECK(s.conn.count(select<Author>().where(col<&Author::name> == odd)) == 1);
        s.note_outcome("nul", [&] { s.conn.insert(author(2, std::string{"a\0b", 3})); });
        s.note_outcome("nul in a condition", [&] {
            (void)s.conn.count(select<Author>().where(col<&Author::name> == std::string{"a\0b", 3}));
        });
        CHECK(s.conn.count(select<Author>()) == 1);
    });
}

TEST_CASE("doubles keep all 17 digits, in rows and in conditions") {
    on_both<library>([](site& s) {
        double const values[] = {0.1,
                                 0.1 + 0.2,
                                 1.0 / 3.0,
                                 123456789.123456789,
                                 std::numeric_limits<double>::max(),
                                 std::numeric_limits<double>::denorm_min(),
                                 5e-324,
                                 -0.0};
        std::int64_t id = 0;
        for (double const v : values) {
            Author a = author(++id);
            a.rating = v;
            s.conn.insert(a);
            CHECK(s.conn.scalar(select(col<&Author::rating>).where(col<&Author::id> == id)) == v);
            CHECK(s.conn.count(select<Author>().where(col<&Author::id> == id && col<&Author::rating> == v)) ==
                  1);
        }
    });
}

TEST_CASE("a read inside a transaction that is rolled back leaves nothing open") {
    on_both<library>([](site& s) {
        s.conn.insert(author(1));
        {
            auto tx = s.conn.transaction();
            for (auto const& a : s.conn.stream(select<Author>())) { // left in the middle
                CHECK(a.id == 1);
                break;
            }
            s.conn.insert(author(2));
            tx.rollback();
        }
        CHECK_FALSE(s.conn.in_transaction());
        CHECK(s.conn.count(select<Author>()) == 1);
        s.conn.insert(author(2));
        CHECK(s.conn.count(select<Author>()) == 2);
    });
}

TEST_CASE("a statement that is first used inside a transaction outlives its rollback") {
    on_both<library>([](site& s) {
        auto const find = [&] {
            return s.conn.all(select(col<&Author::id>, col<&Author::born>).where(col<&Author::id> >= 0))
                .size();
        };
        {
            auto tx = s.conn.transaction();
            CHECK(find() == 0);
            tx.rollback();
        }
        s.conn.insert(author(1));
        CHECK(find() == 1);
        auto moved = std::move(s.conn);
        CHECK(moved.count(select<Author>()) == 1);
        CHECK(s.outcome([&] { (void)s.conn.count(select<Author>()); }) == "misuse");
        s.conn = std::move(moved);
        CHECK(find() == 1);
    });
}

TEST_CASE("a query may run again while its own stream is open") {
    on_both<library>([](site& s) {
        for (std::int64_t id = 1; id <= 5; ++id) {
            s.conn.insert(author(id));
        }
        auto const query = select<Author>().where(col<&Author::id> > 0).order_by(col<&Author::id>);
        std::int64_t outer = 0;
        std::int64_t inner = 0;
        for (auto const& a : s.conn.stream(query)) {
            outer += a.id;
            for (auto const& b : s.conn.stream(query)) {
                inner += b.id;
            }
        }
        CHECK(outer == 15);
        CHECK(inner == 75);
    });
}

TEST_CASE("a connection that broke prepares its statements anew") {
    on_both<library>([](site& s) {
        s.conn.insert(author(1));
        auto const find = [&] { return s.conn.get<Author>(1).has_value(); };
        CHECK(find());
        if (s.is_sqlite) { // has no connection that could break: another one begins with no statements
            CHECK(s.conn.alive());
            return;
        }
        auto const pid = std::get<std::int64_t>(s.conn.query("SELECT pg_backend_pid()").rows.at(0).at(0));
        live::plain const other;
        std::string const kill = "SELECT pg_terminate_backend(" + std::to_string(pid) + ")";
        PQclear(PQexec(other.get(), kill.c_str()));
        std::string const first = s.outcome(find);
        CHECK((first == "ok" || first == "connection_lost"));
        CHECK(find());
    });
}

TEST_CASE("a table that was altered doesn't break the statements that know it") {
    on_both<library>([](site& s) {
        s.conn.insert(author(1));
        auto const all = select<Author>();
        CHECK(s.conn.all(all).size() == 1);
        s.conn.execute("ALTER TABLE authors ADD COLUMN died integer");
        CHECK(s.conn.all(all).size() == 1);
        s.conn.insert(author(2));
        CHECK(s.conn.get<Author>(2)->name == "A");
    });
}

TEST_CASE("more rows and more values than a statement takes parameters") {
    on_both<library>([](site& s) {
        std::vector<Author> many;
        std::vector<std::int64_t> ids;
        for (std::int64_t id = 1; id <= 70'000; ++id) { // of four columns each
            many.push_back(author(id, "n"));
            ids.push_back(id);
        }
        CHECK(s.conn.insert(many) == many.size());
        CHECK(s.conn.count(select<Author>().where(col<&Author::id>.in(ids))) == 70'000);
        CHECK(s.conn.count(select<Author>().where(col<&Author::id>.not_in(ids))) == 0);
    });
}

TEST_CASE("an upsert leaves the children where they are") {
    on_both<library>([](site& s) {
        s.conn.insert(author(1));
        s.conn.insert(Book{.author_id = 1});
        s.conn.upsert(author(1, "renamed"));
        s.conn.insert(orm::insert<Author>()
                          .set<&Author::id>(1)
                          .set<&Author::name>("again")
                          .set<&Author::rating>(1.0)
                          .set<&Author::born>(1)
                          .on_conflict<&Author::id>()
                          .do_update<&Author::name>());
        CHECK(s.conn.count(select<Book>()) == 1);
        CHECK(s.conn.get<Author>(1)->name == "again");
    });
}

TEST_CASE("a number that the member can't hold is an error, not another number") {
    on_both<library>([](site& s) {
        s.conn.insert(author(5'000'000'000));
        CHECK(s.conn.get<Author>(5'000'000'000).has_value());
        s.note_outcome("a condition beyond 32 bits", [&] {
            CHECK(s.conn.count(select<Author>().where(col<&Author::born> < 5'000'000'000)) == 1);
        });
        auto const sum = s.conn.scalar(select(orm::sum(col<&Author::born>)));
        static_assert(std::is_same_v<decltype(sum), std::optional<std::int64_t> const>);
        CHECK(sum == 1900);
    });
}

TEST_CASE("NULL in a column that the struct says can't be NULL names the column") {
    on_both<library>([](site& s) {
        s.conn.execute("DROP TABLE books");
        s.conn.execute("DROP TABLE authors");
        s.conn.execute("CREATE TABLE authors (id bigint, name text, rating double precision, born integer)");
        s.conn.execute("INSERT INTO authors VALUES (1, NULL, 1.5, 1)");
        s.note_outcome("all of it", [&] { (void)s.conn.all(select<Author>()); });
        s.note_outcome("the column", [&] { (void)s.conn.all(select(col<&Author::name>)); });
        CHECK(s.conn.scalar(select(col<&Author::rating>)) == 1.5);
    });
}

TEST_CASE("fifty models in one file, and structs inside a function") {
    on_both<library>([](site& s) {
        auto const use = [&]<std::size_t... N>(std::index_sequence<N...>) {
            return (std::int64_t{0} + ... + s.conn.count(select<Shelf<N>>()));
        };
        for (auto const* name : shelves) {
            std::string const sql =
                "CREATE TABLE " + std::string{name} + " (id bigint PRIMARY KEY, place text NOT NULL)";
            s.conn.execute(orm::unsafe_sql{sql});
        }
        s.conn.insert(Shelf<7>{1, "left"});
        CHECK(use(std::make_index_sequence<50>{}) == 1);
        struct Total {
            std::string name;
            std::int64_t books{};
        };
        s.conn.insert(author(1));
        auto const totals = s.conn.all(select(col<&Author::name>, orm::count(col<&Book::id>).as<"books">())
                                           .left_join<Book>()
                                           .group_by(col<&Author::id>)
                                           .into<Total>());
        REQUIRE(totals.size() == 1);
        CHECK(totals[0].books == 0);
    });
}
