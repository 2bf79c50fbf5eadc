// SPDX-License-Identifier: BSL-1.0
// Several tables: joins of every kind, aliases, subqueries, derived tables, WITH, unions.

#include "unit/query/people.hpp"

namespace query_tests {

using orm::avg, orm::count, orm::desc, orm::entity, orm::literal, orm::max, orm::min, orm::scalar,
    orm::select, orm::sum;

namespace {
template <class Query, class Row>
constexpr bool gives = std::is_same_v<typename std::remove_cvref_t<Query>::result_type, Row>;

struct Spent {
    std::int64_t person_id{};
    std::optional<double> total{};
};
struct Node {
    std::int64_t id{};
    std::int64_t depth{};
};
constexpr auto spent = orm::derived<Spent, "spent">;
constexpr auto tree = orm::cte<Node, "tree">;
} // namespace

TEST_CASE("inner joins, along the foreign key and on a condition") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        auto const along = select<Person, Order>().join<Order>().order_by(col<&Order::id>);
        static_assert(gives<decltype(along), std::tuple<Person, Order>>);
        CHECK(shown(conn.all(along)) == "Ann #1, Ann #2, Bob #3");
        CHECK(shown(conn.all(select(col<&Order::id>, col<&Person::name>)
                                 .join<Person>()
                                 .order_by(desc(col<&Order::id>)))) == "3 Bob, 2 Ann, 1 Ann");
        CHECK(shown(conn.all(select(col<&Person::name>, entity<Line>)
                                 .join<Order>()
                                 .join<Line>()
                                 .order_by(col<&Line::order_id>, col<&Line::number>))) ==
              "Ann pen, Ann ink, Bob pen");
        CHECK(shown(conn.all(
                  select(col<&Person::name>, col<&Order::id>)
                      .join<Order>(col<&Order::person_id> == col<&Person::id> && col<&Order::price> > 2)
                      .where(col<&Person::age> < 100)
                      .order_by(col<&Order::id>))) == "Ann 1, Ann 2");
        CHECK(conn.count(along) == 3);
        CHECK(conn.count(select<Person, Order>().cross_join<Order>()) == 12);
    });
}

TEST_CASE("outer joins: what may be missing is a std::optional") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        auto const left =
            select<Person, Order>().left_join<Order>().order_by(col<&Person::id>, col<&Order::id>);
        static_assert(gives<decltype(left), std::tuple<Person, std::optional<Order>>>);
        CHECK(shown(conn.all(left)) == "Ann #1, Ann #2, Bob #3, Cid -, Dan -");
        auto const counted =
            select(col<&Person::name>, count(col<&Order::id>), col<&Person::age>, max(col<&Order::state>))
                .left_join<Order>()
                .group_by(col<&Person::id>, col<&Person::name>, col<&Person::age>)
                .order_by(col<&Person::id>);
        static_assert(
            gives<decltype(counted), std::tuple<std::string, std::int64_t, std::optional<std::int32_t>,
                                                std::optional<std::string>>>);
        CHECK(shown(conn.all(counted)) == "Ann 2 30 paid, Bob 1 40 paid, Cid 0 - -, Dan 0 40 -");
        CHECK(shown(conn.all(counted.having(count(col<&Order::id>) > 1))) == "Ann 2 30 paid");

        auto const right = select(col<&Order::id>, col<&Person::name>, orm::coalesce(col<&Order::price>, 0.0),
                                  col<&Order::id>.is_null())
                               .right_join<Person>()
                               .order_by(col<&Person::id>, col<&Order::id>);
        static_assert(
            gives<decltype(right), std::tuple<std::optional<std::int64_t>, std::string, double, bool>>);
        CHECK(shown(conn.all(right)) == "1 Ann 2.5 no, 2 Ann 3.5 no, 3 Bob 1 no, - Cid 0 yes, - Dan 0 yes");

        auto const full =
            select(entity<Line>, entity<Order>, literal(1))
                .full_join<Order>(col<&Line::order_id> == col<&Order::id> && col<&Line::number> == 2)
                .order_by(col<&Line::order_id>, col<&Line::number>, col<&Order::id>);
        static_assert(
            gives<decltype(full), std::tuple<std::optional<Line>, std::optional<Order>, std::int64_t>>);
        CHECK(shown(conn.all(full)) == "- #2 1, - #3 1, pen - 1, ink #1 1, pen - 1");
        // The NULLs of an outer join stand first, as those of the table itself.
        CHECK(shown(conn.all(select(col<&Person::name>)
                                 .left_join<Order>()
                                 .where(col<&Person::id> > 1)
                                 .order_by(col<&Order::id>, col<&Person::id>))) == "Cid, Dan, Bob");
    });
}

TEST_CASE("a table twice, under other names") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        auto const bosses =
            select(col<&Person::name>, boss.col<&Person::name>, boss.col<&Person::age> - col<&Person::age>)
                .left_join(boss, boss.col<&Person::id> == col<&Person::boss_id>)
                .order_by(col<&Person::id>);
        static_assert(
            gives<decltype(bosses),
                  std::tuple<std::string, std::optional<std::string>, std::optional<std::int64_t>>>);
        CHECK(shown(conn.all(bosses)) == "Ann - -, Bob Ann -10, Cid Ann -, Dan Bob 0");
        auto const whole = select(boss, entity<Person>)
                               .from<Person>()
                               .join(boss, boss.col<&Person::id> == col<&Person::boss_id>)
                               .order_by(col<&Person::id>);
        static_assert(gives<decltype(whole), std::tuple<Person, Person>>);
        CHECK(shown(conn.all(whole)) == "Ann Bob, Ann Cid, Bob Dan");
        CHECK(shown(conn.all(select(boss.col<&Person::name>, count(col<&Order::id>))
                                 .join<Order>()
                                 .group_by(boss.col<&Person::id>, boss.col<&Person::name>)
                                 .order_by(boss.col<&Person::name>))) == "Ann 2, Bob 1");
    });
}

TEST_CASE("subqueries: one value, any row, among the rows") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        auto const has_order = orm::exists(select<Order>().where(col<&Order::person_id> == col<&Person::id> &&
                                                                 col<&Order::state> == "paid"));
        CHECK(shown(conn.all(select<Person>().where(has_order).order_by(col<&Person::id>))) == "Ann, Bob");
        CHECK(shown(conn.all(select<Person>().where(!has_order).order_by(col<&Person::id>))) == "Cid, Dan");
        CHECK(shown(conn.all(select<Person>().where(col<&Person::id>.in(
                  select(col<&Order::person_id>).where(col<&Order::price> < 2))))) == "Bob");
        CHECK(shown(conn.all(select<Person>()
                                 .where(col<&Person::id>.not_in(select(col<&Order::person_id>)))
                                 .order_by(col<&Person::id>))) == "Cid, Dan");
        CHECK(shown(conn.all(select<Order>()
                                 .where(col<&Order::price> > scalar(select(avg(col<&Order::price>))))
                                 .order_by(col<&Order::id>))) == "#1, #2");

        auto const totals =
            select(col<&Person::name>,
                   scalar(select(sum(col<&Order::price>))
                              .where(col<&Order::person_id> == col<&Person::id> && col<&Order::price> > 1)),
                   orm::coalesce(scalar(select(col<&Order::state>)
                                            .where(col<&Order::person_id> == col<&Person::id>)
                                            .order_by(col<&Order::id>)
                                            .limit(1)),
                                 "none"))
                .where(col<&Person::id> < 4)
                .order_by(col<&Person::id>);
        static_assert(gives<decltype(totals), std::tuple<std::string, std::optional<double>, std::string>>);
        CHECK(shown(conn.all(totals)) == "Ann 6 new, Bob - paid, Cid - none");
        CHECK(shown(conn.all(select(orm::exists(select<Order>()), scalar(select(count()).from<Line>())))) ==
              "yes 3");
    });
}

TEST_CASE("the rows of a subquery as a table") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        auto const sums = spent.as(select(col<&Order::person_id>, sum(col<&Order::price>))
                                       .where(col<&Order::price> > 1)
                                       .group_by(col<&Order::person_id>));
        auto const joined = select(col<&Person::name>, spent.col<&Spent::total>)
                                .left_join(sums, spent.col<&Spent::person_id> == col<&Person::id>)
                                .where(col<&Person::id> < 3)
                                .order_by(col<&Person::id>);
        static_assert(gives<decltype(joined), std::tuple<std::string, std::optional<double>>>);
        CHECK(shown(conn.all(joined)) == "Ann 6, Bob -");
        CHECK(conn.one(select(max(spent.col<&Spent::total>)).from(sums)) == 6.0);
        auto const first =
            orm::derived<Node, "latest">.as(select(col<&Order::id>, literal(1))
                                                .where(col<&Order::person_id> == col<&Person::id>)
                                                .order_by(desc(col<&Order::id>))
                                                .limit(1));
        auto const latest = select(col<&Person::name>, orm::derived<Node, "latest">.col<&Node::id>)
                                .cross_join(orm::lateral(first))
                                .order_by(col<&Person::id>);
        if (s.is_sqlite) {
            CHECK(kind([&] { (void)conn.all(latest); }) == "unsupported");
        } else {
            CHECK(shown(conn.all(latest)) == "Ann 2, Bob 3");
        }
    });
}

TEST_CASE("WITH, also recursive") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        auto const sums = orm::cte<Spent, "spent">.as(select(col<&Order::person_id>, sum(col<&Order::price>))
                                                          .where(col<&Order::price> < 100)
                                                          .group_by(col<&Order::person_id>));
        constexpr auto named = orm::cte<Spent, "spent">;
        CHECK(shown(conn.all(orm::with(sums)
                                 .select(col<&Person::name>, named.col<&Spent::total>)
                                 .from<Person>()
                                 .join(named, named.col<&Spent::person_id> == col<&Person::id>)
                                 .where(col<&Person::age> > 1)
                                 .order_by(col<&Person::id>))) == "Ann 6, Bob 1");
        CHECK(conn.one(orm::with(sums.materialized())
                           .select(count())
                           .from(named)
                           .where(named.col<&Spent::total> > 2.0)) == 1);
        auto const whole = orm::with(sums).select(named).order_by(named.col<&Spent::person_id>);
        static_assert(gives<decltype(whole), Spent>);
        CHECK(conn.all(whole)[1].person_id == 2);
        CHECK(conn.all(whole)[1].total == 1.0);
        constexpr auto other = named.alias<"other">();
        CHECK(conn.count(orm::with(sums.not_materialized())
                             .select(named.col<&Spent::person_id>, other.col<&Spent::person_id>)
                             .from(named)
                             .join(other, other.col<&Spent::total> > named.col<&Spent::total>)) == 1);

        auto const under =
            orm::with(tree.as(select(col<&Person::id>, literal(0))
                                  .where(col<&Person::boss_id>.is_null())
                                  .union_all(select(col<&Person::id>, tree.col<&Node::depth> + 1)
                                                 .from<Person>()
                                                 .join(tree, tree.col<&Node::id> == col<&Person::boss_id>)
                                                 .where(col<&Person::id> < 99))))
                .select(col<&Person::name>, tree.col<&Node::depth>)
                .from(tree)
                .join<Person>(col<&Person::id> == tree.col<&Node::id>)
                .where(tree.col<&Node::depth> > 0)
                .order_by(col<&Person::id>);
        static_assert(gives<decltype(under), std::tuple<std::string, std::int64_t>>);
        CHECK(shown(conn.all(under)) == "Bob 1, Cid 1, Dan 2");
        CHECK(conn.count(under) == 3);
        CHECK(conn.exists(under));
    });
}

TEST_CASE("unions and their kin") {
    on_both_filled([](site& s) {
        auto& conn = s.conn;
        auto const below = [](std::int64_t id) {
            return select(col<&Person::id>, col<&Person::name>).where(col<&Person::id> < id);
        };
        auto const above = [](std::int64_t id) {
            return select(col<&Person::id>, col<&Person::name>).where(col<&Person::id> > id);
        };
        CHECK(shown(conn.all(below(3).union_(above(1)).order_by(desc(col<&Person::id>)).limit(3))) ==
              "4 Dan, 3 Cid, 2 Bob");
        CHECK(conn.count(below(3).union_all(above(1))) == 5);
        CHECK(shown(conn.all(below(3).intersect(above(1)))) == "2 Bob");
        CHECK(shown(conn.all(below(4).except(above(1)))) == "1 Ann");
        CHECK(shown(conn.all(below(4).except(above(1)).union_(above(3)).order_by(col<&Person::name>))) ==
              "1 Ann, 4 Dan");
        CHECK(shown(conn.all(below(2).union_(below(4).except(below(3))).order_by(col<&Person::id>))) ==
              "1 Ann, 3 Cid");
        CHECK(shown(conn.all(above(0)
                                 .order_by(desc(col<&Person::id>))
                                 .limit(1)
                                 .union_all(below(9).order_by(col<&Person::id>).limit(1))
                                 .order_by(col<&Person::id>))) == "1 Ann, 4 Dan");
        auto const ages =
            select(col<&Order::id>, literal(1).as<"age">())
                .union_(select(col<&Person::id>, col<&Person::age>).where(col<&Person::id> == 3))
                .order_by(literal(1).as<"age">(), col<&Order::id>);
        static_assert(gives<decltype(ages), std::tuple<std::int64_t, std::optional<std::int64_t>>>);
        CHECK(shown(conn.all(ages)) == "3 -, 1 1, 2 1, 3 1");
        CHECK(shown(conn.all(select<Person>()
                                 .where(col<&Person::id> == 1)
                                 .union_(select<Person>().where(col<&Person::age> == 40))
                                 .order_by(col<&Person::id>))) == "Ann, Bob, Dan");
    });
}

} // namespace query_tests
