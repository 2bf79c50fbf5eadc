// SPDX-License-Identifier: BSL-1.0
// INSERT, UPDATE, DELETE as statements, what happens on a conflict, RETURNING; upsert() of structs; locks of
// rows.

#include "unit/query/people.hpp"

namespace query_tests {

using orm::count, orm::desc, orm::entity, orm::erase, orm::excluded, orm::insert, orm::literal, orm::select,
    orm::set, orm::sum, orm::update;

namespace {
template <class Query, class Row>
constexpr bool gives = std::is_same_v<typename std::remove_cvref_t<Query>::result_type, Row>;

struct Number {
    std::int64_t n{};
};

std::string counters(site& s) {
    std::string out;
    for (auto const& [name, n, remark] :
         s.conn.all(select(col<&Counter::name>, col<&Counter::n>, col<&Counter::remark>)
                        .order_by(col<&Counter::name>))) {
        out += (out.empty() ? "" : ", ") + name + '=' + shown(n) + (remark ? ' ' + *remark : "");
    }
    return out;
}
} // namespace

TEST_CASE("insert one row, many, those of a select, and defaults") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        CHECK(conn.insert(insert<Counter>().set<&Counter::name>("a").set<&Counter::n>(1)) == 1);
        CHECK(conn.insert(insert<Counter>()
                              .set<&Counter::name>(literal("b") + "c")
                              .set<&Counter::remark>(std::nullopt)) == 1);
        CHECK(counters(s) == "a=1, bc=7");
        CHECK(conn.insert(insert<Counter>()
                              .columns<&Counter::name, &Counter::n, &Counter::remark>()
                              .values("d", 4, std::optional<std::string>{"x"})
                              .values("e", scalar(select(sum(col<&Person::age>))), std::nullopt)) == 2);
        CHECK(counters(s) == "a=1, bc=7, d=4 x, e=110");
        CHECK(conn.insert(insert<Counter>().columns<&Counter::name, &Counter::n>().from(
                  select(col<&Person::name>, col<&Person::id> * 10 + 5).where(col<&Person::age> == 40))) ==
              2);
        CHECK(counters(s) == "Bob=25, Dan=45, a=1, bc=7, d=4 x, e=110");
        auto const lacking = kind([&] { (void)conn.insert(insert<Counter>().set<&Counter::name>("a")); });
        CHECK(lacking == "unique");
        CHECK(kind([&] {
                  (void)conn.insert(insert<Order>().set<&Order::person_id>(99).set<&Order::price>(1));
              }) == "foreign_key");
        CHECK(conn.one(insert<Order>().set<&Order::person_id>(4).set<&Order::price>(1).returning(
                  col<&Order::state>)) == "new");
    });
}

TEST_CASE("one row of defaults") {
    on_both_filled([](site& s) {
        auto const made = s.conn.one(insert<Defaulted>().default_values().returning<Defaulted>());
        CHECK(made.id == 1);
        CHECK(made.what == "none");
        CHECK(s.conn.insert(insert<Defaulted>().default_values()) == 1);
        s.note_rows("SELECT id, what FROM defaulted ORDER BY id");
        CHECK(s.notes.back() == "2|none");
    });
}

TEST_CASE("what an insert does when the row is there") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        auto const add = [](std::string name, std::int64_t n) {
            return insert<Counter>().set<&Counter::name>(std::move(name)).set<&Counter::n>(n);
        };
        CHECK(conn.insert(add("a", 1)) == 1);
        CHECK(conn.insert(add("a", 2).on_conflict<&Counter::name>().do_nothing()) == 0);
        CHECK(conn.insert(add("a", 2).on_conflict().do_nothing()) == 0);
        CHECK(counters(s) == "a=1");
        CHECK(conn.insert(add("a", 5).on_conflict<&Counter::name>().do_update<&Counter::n>()) == 1);
        CHECK(counters(s) == "a=5");
        auto const sum_up = add("a", 10).on_conflict<&Counter::name>().do_update(
            set<&Counter::n>(col<&Counter::n> + excluded<&Counter::n> + 100), set<&Counter::remark>("seen"));
        CHECK(conn.insert(sum_up) == 1);
        CHECK(counters(s) == "a=115 seen");
        CHECK(conn.insert(sum_up.where(col<&Counter::n> < excluded<&Counter::n>)) == 0);
        CHECK(conn.insert(sum_up.where(col<&Counter::n> > 114)) == 1);
        CHECK(counters(s) == "a=225 seen");

        // Of many rows, and of those of a select.
        auto const both =
            insert<Counter>().columns<&Counter::name, &Counter::n>().values("a", 1).values("b", 2);
        CHECK(conn.all(both.on_conflict<&Counter::name>().do_nothing().returning(col<&Counter::name>)) ==
              std::vector<std::string>{"b"});
        CHECK(conn.all(both.on_conflict<&Counter::name>().do_update<&Counter::n>().returning(
                  col<&Counter::name>, col<&Counter::n>)) ==
              std::vector<std::tuple<std::string, std::int64_t>>{{"a", 1}, {"b", 2}});
        auto const people = insert<Counter>().columns<&Counter::name, &Counter::n>();
        auto const from_people = people.from(select(col<&Person::name>, col<&Person::id>))
                                     .on_conflict<&Counter::name>()
                                     .do_update(set<&Counter::n>(excluded<&Counter::n> + 1000));
        CHECK(conn.insert(from_people) == 4);
        CHECK(conn.insert(from_people) == 4);
        CHECK(counters(s) == "Ann=1001, Bob=1002, Cid=1003, Dan=1004, a=1 seen, b=2");
        CHECK(conn.insert(people.from(select(col<&Order::state>, count()).group_by(col<&Order::state>))
                              .on_conflict<&Counter::name>()
                              .do_nothing()) == 2);
        CHECK(
            conn.insert(people.from(select(literal("a"), literal(3)).union_(select(literal("z"), literal(4))))
                            .on_conflict<&Counter::name>()
                            .do_nothing()) == 1);
        CHECK(
            conn.insert(
                people.from(select(col<&Person::name>, col<&Person::id>).order_by(col<&Person::id>).limit(2))
                    .on_conflict<&Counter::name>()
                    .do_update<&Counter::n>()) == 2);
        CHECK(counters(s) == "Ann=1, Bob=2, Cid=1003, Dan=1004, a=1 seen, b=2, new=1, paid=2, z=4");
    });
}

TEST_CASE("update many rows, with expressions and the rows of another table") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        auto const people = [&] {
            return shown(conn.all(select(col<&Person::name>, col<&Person::age>).order_by(col<&Person::id>)));
        };
        CHECK(conn.update(update<Person>()
                              .set<&Person::age>(col<&Person::age> + 1)
                              .set<&Person::name>(col<&Person::name> + "!")
                              .where(col<&Person::id> < 3)) == 2);
        CHECK(people() == "Ann! 31, Bob! 41, Cid -, Dan 40");
        CHECK(conn.update(
                  update<Person>().set<&Person::age>(std::nullopt).where(col<&Person::name>.like("%!"))) ==
              2);
        CHECK(conn.update(update<Person>()
                              .set<&Person::age>(scalar(select(count()).from<Order>().where(
                                  col<&Order::person_id> == col<&Person::id>)))
                              .every_row()) == 4);
        CHECK(people() == "Ann! 2, Bob! 1, Cid 0, Dan 0");
        CHECK(conn.update(update<Person>().set<&Person::age>(7).where(col<&Person::id> == 99)) == 0);
        std::optional<std::int32_t> age{77};
        auto const aged = [&] {
            return update<Person>().set<&Person::age>(age).where(col<&Person::id> == 4);
        };
        CHECK(conn.update(aged()) == 1);
        CHECK(conn.get<Person>(4)->age == 77);
        age.reset();
        CHECK(conn.update(aged()) == 1);
        CHECK_FALSE(conn.get<Person>(4)->age.has_value());
        CHECK(conn.update(
                  update<Person>().set<&Person::age>(std::optional{0}).where(col<&Person::id> == 4)) == 1);

        CHECK(conn.update(update<Order>()
                              .set<&Order::state>(col<&Person::name>)
                              .set<&Order::price>(col<&Order::price> * 2)
                              .from<Person>()
                              .where(col<&Person::id> == col<&Order::person_id> && col<&Person::age> > 1)) ==
              2);
        CHECK(shown(conn.all(select(col<&Order::state>, col<&Order::price>).order_by(col<&Order::id>))) ==
              "Ann! 5, Ann! 7, paid 1");
        CHECK(conn.update(update<Person>()
                              .set<&Person::name>(boss.col<&Person::name> + "'s")
                              .from(boss)
                              .where(boss.col<&Person::id> == col<&Person::boss_id>)) == 3);
        CHECK(people() == "Ann! 2, Ann!'s 1, Ann!'s 0, Bob!'s 0");

        auto const older =
            update<Person>().set<&Person::age>(col<&Person::age> + 1).where(col<&Person::id> <= 2);
        auto rows = conn.all(older.returning(col<&Person::id>, col<&Person::age>));
        static_assert(std::is_same_v<decltype(rows),
                                     std::vector<std::tuple<std::int64_t, std::optional<std::int32_t>>>>);
        std::sort(rows.begin(), rows.end());
        CHECK(shown(rows) == "1 3, 2 2");
        CHECK(conn.one(older.where(col<&Person::id> == 1).returning<Person>()).age == 4);
        CHECK(conn.first(older.returning(col<&Person::age>)).has_value());
        CHECK(people() == "Ann! 5, Ann!'s 3, Ann!'s 0, Bob!'s 0"); // first() changes all rows all the same
        CHECK(conn.all(older.where(col<&Person::id> > 2).returning(col<&Person::id>)).empty());
    });
}

TEST_CASE("a change whose rows aren't all read is done all the same") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        auto const many = orm::cte<Number, "many">;
        CHECK(conn.insert(insert<Counter>().columns<&Counter::name, &Counter::n>().from(
                  orm::with(many.as(select(literal(1))
                                        .union_all(select(many.col<&Number::n> + 1)
                                                       .from(many)
                                                       .where(many.col<&Number::n> < 5000))))
                      .select(orm::expression::formula<"'c' || {}", "'c' || {}", std::string>(
                                  many.col<&Number::n>),
                              many.col<&Number::n>))) == 5000);
        // More than fits on the wire.
        std::string const remark(2000, 'x');
        auto const all = update<Counter>().set<&Counter::remark>(remark).every_row();
        for (auto const& text : conn.stream(all.returning(col<&Counter::remark>))) {
            CHECK(text == remark);
            break;
        }
        CHECK(conn.count(select<Counter>().where(col<&Counter::remark> == remark)) == 5000);
        CHECK(kind([&] { (void)conn.one(erase<Counter>().every_row().returning(col<&Counter::id>)); }) ==
              "misuse");
        CHECK(conn.count(select<Counter>()) == 0);
    });
}

TEST_CASE("erase many rows, also by those of another table") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        CHECK(conn.erase(erase<Line>().using_<Order>().where(col<&Order::id> == col<&Line::order_id> &&
                                                             col<&Order::state> == "new")) == 2);
        CHECK(shown(conn.all(select<Line>())) == "pen");
        CHECK(conn.all(erase<Line>()
                           .using_<Order>()
                           .where(col<&Order::id> == col<&Line::order_id> && col<&Order::price> < 2)
                           .returning(col<&Line::item>, col<&Line::number>)) ==
              std::vector<std::tuple<std::string, std::int32_t>>{{"pen", 1}});
        CHECK(conn.count(select<Line>()) == 0);
        CHECK(conn.erase(erase<Person>().using_(boss).where(boss.col<&Person::id> == col<&Person::boss_id> &&
                                                            boss.col<&Person::name> == "Bob")) == 1);
        CHECK(shown(conn.all(erase<Order>()
                                 .where(col<&Order::person_id>.in(
                                     select(col<&Person::id>).where(col<&Person::age> > 35)))
                                 .returning<Order>())) == "#3");
        CHECK(kind([&] { (void)conn.erase(erase<Person>().where(col<&Person::id> == 1)); }) == "foreign_key");
        auto const with_others = update<Order>()
                                     .set<&Order::price>(0)
                                     .from<Person>()
                                     .where(col<&Person::id> == col<&Order::person_id>)
                                     .returning(col<&Order::id>, col<&Person::name>);
        auto const by_erase = erase<Order>()
                                  .using_<Person>()
                                  .where(col<&Person::id> == col<&Order::person_id>)
                                  .returning(entity<Person>);
        if (s.is_sqlite) {
            CHECK(live::contains(live::error_of([&] { (void)conn.all(with_others); }).what(), "RETURNING"));
            CHECK(kind([&] { (void)conn.all(by_erase); }) == "unsupported");
        } else {
            auto const undone = conn.transaction();
            CHECK(shown(conn.all(with_others)) == "1 Ann, 2 Ann");
            CHECK(shown(conn.all(by_erase)) == "Ann, Ann");
        }
        CHECK(conn.erase(erase<Order>().every_row()) == 2);
        CHECK(conn.erase(erase<Order>().every_row()) == 0);
    });
}

TEST_CASE("upsert of structs, one and many") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        Counter a{0, "a", 1, "first"};
        conn.upsert<&Counter::name>(a);
        CHECK(a.id > 0);
        auto const key = a.id;
        Counter again{0, "a", 2, {}};
        conn.upsert<&Counter::name>(again);
        CHECK(again.id == key);
        CHECK(counters(s) == "a=2");
        again.n = 3;
        CHECK(conn.upsert(again).id == key);
        CHECK(conn.upsert(Person{1, "Anna", 31, {}}).name == "Anna"); // its orders are still there
        CHECK(conn.upsert(Person{9, "New", {}, 1}).id == 9);
        CHECK(shown(conn.all(select(col<&Person::name>, count(col<&Order::id>))
                                 .left_join<Order>()
                                 .group_by(col<&Person::id>, col<&Person::name>)
                                 .order_by(col<&Person::id>))) == "Anna 2, Bob 1, Cid 0, Dan 0, New 0");

        std::vector<Counter> many{{0, "a", 10, {}}, {0, "b", 20, {}}, {0, "c", 30, "x"}};
        CHECK(conn.upsert<&Counter::name>(many) == 3);
        CHECK(many[0].id == key);
        CHECK(many[2].id > 0);
        CHECK(counters(s) == "a=10, b=20, c=30 x");
        std::vector<Person> const bad{{1, "Ann", 1, {}}, {10, "Zoe", 1, 77}};
        CHECK(kind([&] { conn.upsert(bad); }) == "foreign_key");
        CHECK(conn.get<Person>(1)->name == "Anna"); // all rows or none
        CHECK(conn.upsert(std::vector<Line>{{1, 1, "cap"}, {2, 1, "nib"}}) == 2);
        CHECK(shown(conn.all(select<Line>().order_by(col<&Line::order_id>, col<&Line::number>))) ==
              "cap, ink, nib, pen");
    });
}

TEST_CASE("rows that are locked") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        auto const open = select<Order>().where(col<&Order::state> == "paid").order_by(col<&Order::id>);
        if (s.is_sqlite) {
            auto const e = live::error_of([&] { (void)conn.all(open.for_update()); });
            CHECK(e.kind() == orm::error_kind::unsupported);
            CHECK(live::contains(e.what(), "immediate"));
            return;
        }
        auto const name =
            conn.one(select(orm::expression::formula<"''", "current_database()::text", std::string>()));
        auto other = orm::connect<orm::postgresql>("postgresql://postgres@/" + name +
                                                   "?host=" + live::socket_folder());
        {
            auto const mine = conn.transaction();
            CHECK(shown(conn.all(open.limit(1).for_update())) == "#2");
            auto const theirs = other.transaction();
            CHECK(shown(other.all(open.for_update().skip_locked())) == "#3");
            CHECK(shown(other.all(open)) == "#2, #3");
        }
        {
            auto const mine = conn.transaction();
            CHECK(shown(conn.all(open.for_no_key_update())) == "#2, #3");
            CHECK(kind([&] { (void)other.all(open.for_update().nowait()); }) == "busy");
            CHECK(shown(other.all(open.for_key_share().nowait())) == "#2, #3");
        }
        {
            auto const mine = conn.transaction();
            auto const pairs = select<Order, Person>().join<Person>().where(col<&Order::id> == 2);
            CHECK(shown(conn.all(pairs.for_update().of<Order>())) == "#2 Ann");
            CHECK(shown(other.all(select<Person>().where(col<&Person::id> == 1).for_share().nowait())) ==
                  "Ann");
            CHECK(other.all(select<Order>().where(col<&Order::id> == 2).for_share().skip_locked()).empty());
        }
    });
}

} // namespace query_tests
