// SPDX-License-Identifier: BSL-1.0
// SELECT from one table: what is selected, distinct, order, pages, groups, windows.

#include "unit/query/people.hpp"

namespace query_tests {

using orm::asc, orm::avg, orm::count, orm::desc, orm::entity, orm::literal, orm::max, orm::min, orm::select,
    orm::sum;

template <class Query, class Row>
constexpr bool gives = std::is_same_v<typename std::remove_cvref_t<Query>::result_type, Row>;

TEST_CASE("structs, columns, expressions and values") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        auto const people = select<Person>().order_by(col<&Person::id>);
        static_assert(gives<decltype(people), Person>);
        CHECK(shown(conn.all(people)) == "Ann, Bob, Cid, Dan");
        CHECK(conn.all(people)[1].age == 40);
        CHECK_FALSE(conn.all(people)[2].age.has_value());

        auto const names =
            select(col<&Person::name>).where(col<&Person::age> > 30).order_by(col<&Person::id>);
        static_assert(gives<decltype(names), std::string>);
        CHECK(shown(conn.all(names)) == "Bob, Dan");

        auto const mixed =
            select(entity<Person>, col<&Person::age> + 1, literal("x"), literal(2.5), literal(true))
                .order_by(desc(col<&Person::id>));
        static_assert(gives<decltype(mixed),
                            std::tuple<Person, std::optional<std::int64_t>, std::string, double, bool>>);
        CHECK(shown(conn.all(mixed)) ==
              "Dan 41 x 2.5 yes, Cid - x 2.5 yes, Bob 41 x 2.5 yes, Ann 31 x 2.5 yes");

        auto const computed =
            select(col<&Person::name> + "!", orm::length(col<&Person::name>), orm::upper(col<&Person::name>),
                   orm::coalesce(col<&Person::age>, -1), col<&Person::age>.is_null(), -col<&Person::id>)
                .where(col<&Person::id>.in(1, 3))
                .order_by(col<&Person::id>);
        static_assert(
            gives<decltype(computed),
                  std::tuple<std::string, std::int64_t, std::string, std::int32_t, bool, std::int64_t>>);
        CHECK(shown(conn.all(computed)) == "Ann! 3 ANN 30 no -1, Cid! 3 CID -1 yes -3");
        CHECK(shown(conn.all(select(literal(1), literal("no table")))) == "1 no table");
    });
}

TEST_CASE("one, first, count, exists and streams") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        auto const by_age = select<Person>().where(col<&Person::age> == 40).order_by(col<&Person::id>);
        CHECK(conn.first(by_age)->name == "Bob");
        CHECK(conn.count(by_age) == 2);
        CHECK(conn.exists(by_age));
        CHECK(kind([&] { (void)conn.one(by_age); }) == "misuse");
        auto const nobody = select<Person>().where(col<&Person::age> == 41);
        CHECK(kind([&] { (void)conn.one(nobody); }) == "not_found");
        CHECK_FALSE(conn.first(nobody).has_value());
        CHECK_FALSE(conn.exists(nobody));
        CHECK(conn.count(nobody) == 0);
        CHECK(conn.one(select(max(col<&Person::age>))) == 40);
        CHECK(conn.count(by_age.limit(1)) == 1);
        CHECK(conn.count(select(col<&Person::age>).distinct()) == 3);
        CHECK(conn.count(select(col<&Person::age>, count()).group_by(col<&Person::age>)) == 3);
        CHECK(conn.exists(by_age.offset(1)));
        CHECK_FALSE(conn.exists(by_age.offset(2)));

        std::string read;
        for (auto const& [name, age] :
             conn.stream(select(col<&Person::name>, col<&Person::age>).order_by(col<&Person::id>))) {
            read += name + shown(age) + ' ';
        }
        CHECK(read == "Ann30 Bob40 Cid- Dan40 ");
    });
}

TEST_CASE("a statement is used again while its stream is open") {
    on_both_filled([](site& s) {
        auto const above = [](std::int64_t id) {
            return select(col<&Person::name>).where(col<&Person::id> > id).order_by(col<&Person::id>);
        };
        std::string read;
        for (std::string const& outer : s.conn.stream(above(1))) {
            read += outer + '(' + shown(s.conn.all(above(3))) + ')';
            for (std::string const& inner : s.conn.stream(above(2))) {
                read += inner;
                break;
            }
        }
        CHECK(read == "Bob(Dan)CidCid(Dan)CidDan(Dan)Cid");
        CHECK(shown(s.conn.all(above(0))) == "Ann, Bob, Cid, Dan");
    });
}

TEST_CASE("a stream keeps the values of its statement") {
    on_both_filled([](site& s) {
        std::string const name = "a name that is too long for a small buffer";
        s.conn.insert(Person{9, name, {}, {}});
        std::string read;
        for (auto const& [id, text] : s.conn.stream(select(col<&Person::id>, literal(name + "!"))
                                                        .where(col<&Person::name> == std::string{name}))) {
            read += shown(id) + text;
        }
        CHECK(read == "9" + name + "!");
    });
}

TEST_CASE("distinct rows and the first row of each group") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        CHECK(shown(conn.all(select(col<&Person::age>).distinct().order_by(col<&Person::age>))) ==
              "-, 30, 40");
        CHECK(conn.one(select(count(col<&Person::age>), count(col<&Person::age>).distinct(), count())) ==
              std::tuple<std::int64_t, std::int64_t, std::int64_t>{3, 2, 4});
        auto const dearest = select<Order>()
                                 .distinct_on(col<&Order::person_id>)
                                 .order_by(col<&Order::person_id>, desc(col<&Order::price>));
        if (s.is_sqlite) {
            auto const e = live::error_of([&] { (void)conn.all(dearest); });
            CHECK(e.kind() == orm::error_kind::unsupported);
            CHECK(live::contains(e.what(), "DISTINCT ON"));
        } else {
            CHECK(shown(conn.all(dearest)) == "#2, #3");
        }
    });
}

TEST_CASE("order, with NULLs where they are wanted") {
    on_both_filled([](site& s) {
        auto const by = [&](auto... order) {
            return shown(s.conn.all(select(col<&Person::name>).order_by(order..., col<&Person::id>)));
        };
        constexpr auto age = col<&Person::age>;
        CHECK(by(age) == "Cid, Ann, Bob, Dan");
        CHECK(by(desc(age)) == "Bob, Dan, Ann, Cid");
        CHECK(by(asc(age).nulls_last()) == "Ann, Bob, Dan, Cid");
        CHECK(by(desc(age).nulls_first()) == "Cid, Bob, Dan, Ann");
        CHECK(by(age + 1) == "Cid, Ann, Bob, Dan");
        CHECK(by(age.is_null(), desc(age)) == "Bob, Dan, Ann, Cid");
    });
}

TEST_CASE("limit, offset and the rows behind one") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        auto const people = select<Person>().order_by(col<&Person::id>);
        CHECK(shown(conn.all(people.limit(2))) == "Ann, Bob");
        CHECK(shown(conn.all(people.limit(2).offset(3))) == "Dan");
        CHECK(shown(conn.all(people.offset(2))) == "Cid, Dan");
        CHECK(conn.all(people.limit(0)).empty());
        CHECK(kind([&] { (void)people.limit(-1); }) == "out_of_range");

        auto const in_pages = [&](auto const& query, auto... key) {
            std::string out;
            for (auto page = conn.all(query.limit(1)); !page.empty();
                 page = conn.all(query.after(key(page.back())...).limit(1))) {
                out += shown(page) + ' ';
            }
            return out;
        };
        auto const id = [](Person const& p) { return p.id; };
        auto const age = [](Person const& p) { return p.age; };
        auto const name = [](Person const& p) { return p.name; };
        CHECK(in_pages(people, id) == "Ann Bob Cid Dan ");
        CHECK(in_pages(select<Person>().order_by(desc(col<&Person::name>), desc(col<&Person::id>)), name,
                       id) == "Dan Cid Bob Ann ");
        CHECK(in_pages(select<Person>().order_by(col<&Person::age>, desc(col<&Person::id>)), age, id) ==
              "Cid Ann Dan Bob ");
        CHECK(in_pages(select<Person>().order_by(desc(col<&Person::age>).nulls_first(), col<&Person::id>),
                       age, id) == "Cid Bob Dan Ann ");
        CHECK(in_pages(select<Person>().order_by(asc(col<&Person::age>).nulls_last(), col<&Person::id>), age,
                       id) == "Ann Bob Dan Cid ");
    });
}

TEST_CASE("groups and what is counted in them") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        auto const by_state =
            select(col<&Order::state>, count(), sum(col<&Order::price>), avg(col<&Order::price>),
                   min(col<&Order::id>), max(col<&Order::price>), count().filter(col<&Order::price> > 2))
                .group_by(col<&Order::state>)
                .order_by(col<&Order::state>);
        static_assert(
            gives<decltype(by_state),
                  std::tuple<std::string, std::int64_t, std::optional<double>, std::optional<double>,
                             std::optional<std::int64_t>, std::optional<double>, std::int64_t>>);
        CHECK(shown(conn.all(by_state)) == "new 1 2.5 2.5 1 2.5 1, paid 2 4.5 2.25 2 3.5 1");

        constexpr auto bucket = (col<&Order::id> / 2).as<"bucket">();
        auto const buckets = select(bucket, count(), sum(col<&Order::id>))
                                 .where(col<&Order::id> < 100)
                                 .group_by(bucket)
                                 .having(count() > 0)
                                 .order_by(bucket.desc());
        static_assert(
            gives<decltype(buckets), std::tuple<std::int64_t, std::int64_t, std::optional<std::int64_t>>>);
        CHECK(shown(conn.all(buckets)) == "1 2 5, 0 1 1");
        CHECK(shown(conn.all(buckets.having(sum(col<&Order::id>) > 1))) == "1 2 5");

        CHECK(shown(conn.one(select(count(), sum(col<&Order::price>)).where(col<&Order::id> > 9))) == "0 -");
        CHECK(conn.all(select(count()).from<Person>().having(count() > 10)).empty());
        static_assert(gives<decltype(select(sum(col<&Person::age>), avg(col<&Person::age>))),
                            std::tuple<std::optional<std::int64_t>, std::optional<double>>>);
        CHECK(shown(conn.one(select(sum(col<&Person::age>),
                                    avg(col<&Person::age>).filter(col<&Person::name> != "Ann")))) ==
              "110 40");
    });
}

TEST_CASE("a sum of 64-bit integers that doesn't fit is out of range") {
    on_both_filled([](site& s) {
        s.conn.insert(std::vector<Counter>{{0, "a", INT64_MAX, {}}, {0, "b", 1, {}}});
        s.note_outcome(
            "sum", [&] { (void)s.conn.one(select(sum(col<&Counter::n>))); }, false);
        CHECK(s.notes.back() == "sum: out_of_range");
    });
}

TEST_CASE("windows") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        constexpr auto by_person = orm::partition_by(col<&Order::person_id>).order_by(col<&Order::id>);
        auto const numbered =
            select(col<&Order::id>, orm::row_number().over(by_person),
                   orm::rank().over(orm::window_order_by(col<&Order::state>)),
                   sum(col<&Order::price>).over(orm::partition_by(col<&Order::person_id>)),
                   sum(col<&Order::price>)
                       .over(by_person.rows_between(orm::unbounded_preceding, orm::current_row)),
                   orm::lag(col<&Order::price>).over(by_person),
                   orm::lead(col<&Order::id>, 2).over(orm::window_order_by(col<&Order::id>)))
                .order_by(col<&Order::id>);
        static_assert(
            gives<decltype(numbered),
                  std::tuple<std::int64_t, std::int64_t, std::int64_t, std::optional<double>,
                             std::optional<double>, std::optional<double>, std::optional<std::int64_t>>>);
        CHECK(shown(conn.all(numbered)) == "1 1 1 6 2.5 - 3, 2 2 2 6 6 2.5 -, 3 1 2 1 1 - -");
        auto const more =
            select(
                orm::ntile(2).over(orm::window_order_by(col<&Order::id>)),
                orm::dense_rank().over(orm::window_order_by(desc(col<&Order::state>))),
                orm::percent_rank().over(orm::window_order_by(col<&Order::id>)),
                orm::first_value(col<&Order::id>).over(by_person),
                orm::last_value(col<&Order::id>)
                    .over(by_person.rows_between(orm::current_row, orm::unbounded_following)),
                orm::nth_value(col<&Order::id>, 2)
                    .over(by_person.range_between(orm::unbounded_preceding, orm::unbounded_following)),
                count().over(
                    orm::window_order_by(col<&Order::id>).rows_between(orm::preceding<1>, orm::following<1>)))
                .order_by(col<&Order::id>);
        CHECK(shown(conn.all(more)) == "1 2 0 1 2 2 2, 1 1 0.5 1 2 2 3, 2 1 1 3 3 - 2");
    });
}

TEST_CASE("a prepared statement survives a change of its table") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        auto const cheap = select<Order>().where(col<&Order::price> < 3).order_by(col<&Order::id>);
        auto const pairs = select(entity<Order>, col<&Order::state>).order_by(col<&Order::id>);
        CHECK(shown(conn.all(cheap)) == "#1, #3");
        CHECK(shown(conn.all(pairs)) == "#1 new, #2 paid, #3 paid");
        conn.execute("ALTER TABLE orders ADD COLUMN added INTEGER DEFAULT 5");
        CHECK(shown(conn.all(cheap)) == "#1, #3");
        conn.execute("ALTER TABLE orders DROP COLUMN added");
        CHECK(shown(conn.all(pairs)) == "#1 new, #2 paid, #3 paid");
        if (!s.is_sqlite) { // the type of a column of the result changes, and of a parameter
            conn.execute("ALTER TABLE orders ALTER COLUMN state TYPE varchar(20)");
            CHECK(shown(conn.all(pairs)) == "#1 new, #2 paid, #3 paid");
            CHECK(conn.count(cheap) == 2);
        }
    });
}

} // namespace query_tests
