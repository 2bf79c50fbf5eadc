// SPDX-License-Identifier: BSL-1.0
// Statements as text: a constant for each kind, on both databases, and the order of their values.

#include "unit/query/models.hpp"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

namespace query_tests {

using orm::asc, orm::avg, orm::count, orm::desc, orm::entity, orm::erase, orm::excluded, orm::insert,
    orm::literal, orm::max, orm::scalar, orm::select, orm::set, orm::sum, orm::to_sql, orm::update;

namespace {

struct Spent {
    std::int64_t person_id{};
    std::optional<double> total{};
};
struct Node {
    std::int64_t id{};
    std::int64_t depth{};
};
constexpr auto spent = orm::derived<Spent, "spent">;
constexpr auto node = orm::derived<Node, "node">;
constexpr auto tree = orm::cte<Node, "tree">;
constexpr auto bucket = (col<&Order::id> / 2).as<"bucket">();

template <class Statement>
constexpr bool each(Statement const& statement, std::string_view sqlite, std::string_view postgresql) {
    return to_sql<orm::sqlite>(statement) == sqlite && to_sql<orm::postgresql>(statement) == postgresql;
}
template <class Statement>
constexpr bool both(Statement const& statement, std::string_view sql) {
    return each(statement, sql, sql);
}

// ---- SELECT
static_assert(
    both(select<Person>(),
         R"(SELECT "people"."id", "people"."name", "people"."age", "people"."boss_id" FROM "people")"));
static_assert(each(
    select<Person>().where(col<&Person::age> >= 18 &&
                           !(col<&Person::name> == "Ann" || col<&Person::age>.is_null())),
    R"(SELECT "people"."id", "people"."name", "people"."age", "people"."boss_id" FROM "people" WHERE "people"."age" >= ? AND NOT ("people"."name" = ? OR "people"."age" IS NULL))",
    R"(SELECT "people"."id", "people"."name", "people"."age", "people"."boss_id" FROM "people" WHERE "people"."age" >= $1::bigint AND NOT ("people"."name" = $2 OR "people"."age" IS NULL))"));
static_assert(each(
    select(col<&Person::name>, col<&Person::age> + 1, literal("x"), orm::lower(col<&Person::name>))
        .where(col<&Person::id>.in(1, 2) || col<&Person::age>.between(1, 9)),
    R"(SELECT "people"."name", "people"."age" + ?, ?, lower("people"."name") FROM "people" WHERE "people"."id" IN (?, ?) OR "people"."age" BETWEEN ? AND ?)",
    R"(SELECT "people"."name", "people"."age" + $1::bigint, $2::text, lower("people"."name") FROM "people" WHERE "people"."id" IN ($3, $4) OR "people"."age" BETWEEN $5::bigint AND $6::bigint)"));
static_assert(each(select(literal(1), literal(2.5), literal(true)), R"(SELECT ?, ?, ?)",
                   R"(SELECT $1::bigint, $2::double precision, $3::boolean)"));
static_assert(both(select(col<&Person::age>).distinct(), R"(SELECT DISTINCT "people"."age" FROM "people")"));
static_assert(
    to_sql<orm::postgresql>(select<Order>()
                                .distinct_on(col<&Order::person_id>)
                                .order_by(col<&Order::person_id>, desc(col<&Order::price>))) ==
    R"(SELECT DISTINCT ON ("orders"."person_id") "orders"."id", "orders"."person_id", "orders"."price", "orders"."state" FROM "orders" ORDER BY "orders"."person_id", "orders"."price" DESC)");
static_assert(each(
    select(col<&Person::id>)
        .order_by(col<&Person::age>, desc(col<&Person::age>), asc(col<&Person::age>).nulls_last(),
                  desc(col<&Person::id>)),
    R"(SELECT "people"."id" FROM "people" ORDER BY "people"."age", "people"."age" DESC, "people"."age" NULLS LAST, "people"."id" DESC)",
    R"(SELECT "people"."id" FROM "people" ORDER BY "people"."age" NULLS FIRST, "people"."age" DESC NULLS LAST, "people"."age" NULLS LAST, "people"."id" DESC)"));
static_assert(each(select<Line>().limit(1),
                   R"(SELECT "lines"."order_id", "lines"."number", "lines"."item" FROM "lines" LIMIT ?)",
                   R"(SELECT "lines"."order_id", "lines"."number", "lines"."item" FROM "lines" LIMIT $1)"));
static_assert(
    each(select<Line>().offset(1),
         R"(SELECT "lines"."order_id", "lines"."number", "lines"."item" FROM "lines" LIMIT -1 OFFSET ?)",
         R"(SELECT "lines"."order_id", "lines"."number", "lines"."item" FROM "lines" OFFSET $1)"));
static_assert(
    each(select<Line>().limit(1).offset(2),
         R"(SELECT "lines"."order_id", "lines"."number", "lines"."item" FROM "lines" LIMIT ? OFFSET ?)",
         R"(SELECT "lines"."order_id", "lines"."number", "lines"."item" FROM "lines" LIMIT $1 OFFSET $2)"));
static_assert(each(
    select(col<&Order::id>).order_by(col<&Order::state>, col<&Order::id>).after("new", 7).limit(5),
    R"(SELECT "orders"."id" FROM "orders" WHERE ("orders"."state", "orders"."id") > (?, ?) ORDER BY "orders"."state", "orders"."id" LIMIT ?)",
    R"(SELECT "orders"."id" FROM "orders" WHERE ("orders"."state", "orders"."id") > ($1, $2) ORDER BY "orders"."state", "orders"."id" LIMIT $3)"));
static_assert(each(
    select(col<&Order::id>).order_by(desc(col<&Order::price>), col<&Order::id>).after(1.5, 7),
    R"(SELECT "orders"."id" FROM "orders" WHERE "orders"."price" <= ? AND ("orders"."price" < ? OR "orders"."price" = ? AND "orders"."id" > ?) ORDER BY "orders"."price" DESC, "orders"."id")",
    R"(SELECT "orders"."id" FROM "orders" WHERE "orders"."price" <= $1 AND ("orders"."price" < $2 OR "orders"."price" = $3 AND "orders"."id" > $4) ORDER BY "orders"."price" DESC, "orders"."id")"));

// ---- GROUP BY
static_assert(each(
    select(col<&Order::state>, count(), sum(col<&Order::id>), avg(col<&Order::price>),
           count(col<&Order::id>).distinct(), max(col<&Order::price>).filter(col<&Order::id> > 1))
        .group_by(col<&Order::state>)
        .having(count() > 2),
    R"(SELECT "orders"."state", count(*), sum("orders"."id"), avg("orders"."price"), count(DISTINCT "orders"."id"), max("orders"."price") FILTER (WHERE "orders"."id" > ?) FROM "orders" GROUP BY "orders"."state" HAVING count(*) > ?)",
    R"(SELECT "orders"."state", count(*), CAST(sum("orders"."id") AS bigint), CAST(avg("orders"."price") AS double precision), count(DISTINCT "orders"."id"), max("orders"."price") FILTER (WHERE "orders"."id" > $1) FROM "orders" GROUP BY "orders"."state" HAVING count(*) > $2)"));
static_assert(each(
    select(bucket, count()).group_by(bucket).order_by(bucket.desc()),
    R"(SELECT "orders"."id" / ? AS "bucket", count(*) FROM "orders" GROUP BY 1 ORDER BY "bucket" DESC)",
    R"(SELECT "orders"."id" / $1 AS "bucket", count(*) FROM "orders" GROUP BY 1 ORDER BY "bucket" DESC)"));

// ---- joins
static_assert(both(
    select<Person, Order>().join<Order>(),
    R"(SELECT "people"."id", "people"."name", "people"."age", "people"."boss_id", "orders"."id", "orders"."person_id", "orders"."price", "orders"."state" FROM "people" JOIN "orders" ON "orders"."person_id" = "people"."id")"));
static_assert(each(
    select(col<&Person::name>, entity<Line>)
        .left_join<Order>()
        .left_join<Line>(col<&Line::order_id> == col<&Order::id>)
        .order_by(col<&Line::item>),
    R"(SELECT "people"."name", "lines"."order_id", "lines"."number", "lines"."item" FROM "people" LEFT JOIN "orders" ON "orders"."person_id" = "people"."id" LEFT JOIN "lines" ON "lines"."order_id" = "orders"."id" ORDER BY "lines"."item")",
    R"(SELECT "people"."name", "lines"."order_id", "lines"."number", "lines"."item" FROM "people" LEFT JOIN "orders" ON "orders"."person_id" = "people"."id" LEFT JOIN "lines" ON "lines"."order_id" = "orders"."id" ORDER BY "lines"."item" NULLS FIRST)"));
static_assert(both(
    select(col<&Order::id>, col<&Person::name>).right_join<Person>(),
    R"(SELECT "orders"."id", "people"."name" FROM "orders" RIGHT JOIN "people" ON "orders"."person_id" = "people"."id")"));
static_assert(both(
    select(col<&Order::id>, col<&Person::name>).full_join<Person>(col<&Person::id> == col<&Order::person_id>),
    R"(SELECT "orders"."id", "people"."name" FROM "orders" FULL JOIN "people" ON "people"."id" = "orders"."person_id")"));
static_assert(both(select(col<&Order::id>, col<&Person::name>).cross_join<Person>(),
                   R"(SELECT "orders"."id", "people"."name" FROM "orders" CROSS JOIN "people")"));
static_assert(both(
    select(col<&Person::name>, boss.col<&Person::name>)
        .left_join(boss, boss.col<&Person::id> == col<&Person::boss_id>),
    R"(SELECT "people"."name", "boss"."name" FROM "people" LEFT JOIN "people" AS "boss" ON "boss"."id" = "people"."boss_id")"));

// ---- subqueries
static_assert(both(
    select<Person>().where(orm::exists(select<Order>().where(col<&Order::person_id> == col<&Person::id>))),
    R"(SELECT "people"."id", "people"."name", "people"."age", "people"."boss_id" FROM "people" WHERE EXISTS (SELECT "orders"."id", "orders"."person_id", "orders"."price", "orders"."state" FROM "orders" WHERE "orders"."person_id" = "people"."id"))"));
static_assert(each(
    select(col<&Person::name>)
        .where(col<&Person::id>.not_in(select(col<&Order::person_id>)) &&
               col<&Person::age> > scalar(select(avg(boss.col<&Person::age>)))),
    R"(SELECT "people"."name" FROM "people" WHERE "people"."id" NOT IN (SELECT "orders"."person_id" FROM "orders") AND "people"."age" > (SELECT avg("boss"."age") FROM "people" AS "boss"))",
    R"(SELECT "people"."name" FROM "people" WHERE "people"."id" NOT IN (SELECT "orders"."person_id" FROM "orders") AND "people"."age" > (SELECT CAST(avg("boss"."age") AS double precision) FROM "people" AS "boss"))"));
static_assert(each(
    select(col<&Person::name>, spent.col<&Spent::total>)
        .join(spent.as(
                  select(col<&Order::person_id>, sum(col<&Order::price>)).group_by(col<&Order::person_id>)),
              spent.col<&Spent::person_id> == col<&Person::id>),
    R"(SELECT "people"."name", "spent"."total" FROM "people" JOIN (SELECT "orders"."person_id" AS "person_id", sum("orders"."price") AS "total" FROM "orders" GROUP BY "orders"."person_id") AS "spent" ON "spent"."person_id" = "people"."id")",
    R"(SELECT "people"."name", "spent"."total" FROM "people" JOIN (SELECT "orders"."person_id" AS "person_id", CAST(sum("orders"."price") AS double precision) AS "total" FROM "orders" GROUP BY "orders"."person_id") AS "spent" ON "spent"."person_id" = "people"."id")"));
static_assert(
    to_sql<orm::postgresql>(select(col<&Person::name>, node.col<&Node::id>)
                                .cross_join(orm::lateral(node.as(select(col<&Order::id>, literal(1))
                                                                     .where(col<&Order::person_id> ==
                                                                            col<&Person::id>)
                                                                     .limit(1))))) ==
    R"(SELECT "people"."name", "node"."id" FROM "people" CROSS JOIN LATERAL (SELECT "orders"."id" AS "id", $1::bigint AS "depth" FROM "orders" WHERE "orders"."person_id" = "people"."id" LIMIT $2) AS "node")");

// ---- WITH
static_assert(each(
    orm::with(tree.as(select(col<&Person::id>, literal(0))
                          .where(col<&Person::boss_id>.is_null())
                          .union_all(select(col<&Person::id>, tree.col<&Node::depth> + 1)
                                         .join(tree, tree.col<&Node::id> == col<&Person::boss_id>))))
        .select(tree.col<&Node::id>, tree.col<&Node::depth>),
    R"(WITH RECURSIVE "tree" ("id", "depth") AS (SELECT "people"."id", ? FROM "people" WHERE "people"."boss_id" IS NULL UNION ALL SELECT "people"."id", "tree"."depth" + ? FROM "people" JOIN "tree" ON "tree"."id" = "people"."boss_id") SELECT "tree"."id", "tree"."depth" FROM "tree")",
    R"(WITH RECURSIVE "tree" ("id", "depth") AS (SELECT "people"."id", $1::bigint FROM "people" WHERE "people"."boss_id" IS NULL UNION ALL SELECT "people"."id", "tree"."depth" + $2 FROM "people" JOIN "tree" ON "tree"."id" = "people"."boss_id") SELECT "tree"."id", "tree"."depth" FROM "tree")"));
static_assert(each(
    orm::with(tree.as(select(col<&Person::id>, literal(0))).materialized()).select(count()).from(tree),
    R"(WITH "tree" ("id", "depth") AS MATERIALIZED (SELECT "people"."id", ? FROM "people") SELECT count(*) FROM "tree")",
    R"(WITH "tree" ("id", "depth") AS MATERIALIZED (SELECT "people"."id", $1::bigint FROM "people") SELECT count(*) FROM "tree")"));

// ---- unions
static_assert(each(
    select(col<&Person::id>).union_(select(col<&Order::id>)).order_by(col<&Person::id>).limit(3),
    R"(SELECT "people"."id" FROM "people" UNION SELECT "orders"."id" FROM "orders" ORDER BY 1 LIMIT ?)",
    R"(SELECT "people"."id" FROM "people" UNION SELECT "orders"."id" FROM "orders" ORDER BY 1 LIMIT $1)"));
static_assert(each(
    select(col<&Person::id>).limit(1).union_all(select(col<&Order::id>).except(select(col<&Line::order_id>))),
    R"(SELECT * FROM (SELECT "people"."id" FROM "people" LIMIT ?) UNION ALL SELECT * FROM (SELECT "orders"."id" FROM "orders" EXCEPT SELECT "lines"."order_id" FROM "lines"))",
    R"((SELECT "people"."id" FROM "people" LIMIT $1) UNION ALL (SELECT "orders"."id" FROM "orders" EXCEPT SELECT "lines"."order_id" FROM "lines"))"));
static_assert(each(
    select(col<&Person::id>).except(select(col<&Order::id>)).intersect(select(col<&Line::order_id>)),
    R"(SELECT "people"."id" FROM "people" EXCEPT SELECT "orders"."id" FROM "orders" INTERSECT SELECT "lines"."order_id" FROM "lines")",
    R"((SELECT "people"."id" FROM "people" EXCEPT SELECT "orders"."id" FROM "orders") INTERSECT SELECT "lines"."order_id" FROM "lines")"));

// ---- windows
static_assert(each(
    select(
        orm::row_number().over(orm::partition_by(col<&Order::person_id>).order_by(desc(col<&Order::price>))),
        sum(col<&Order::price>)
            .over(orm::window_order_by(col<&Order::id>).rows_between(orm::preceding<2>, orm::current_row)),
        orm::lag(col<&Order::price>).over(orm::partition_by(col<&Order::state>))),
    R"(SELECT row_number() OVER (PARTITION BY "orders"."person_id" ORDER BY "orders"."price" DESC), sum("orders"."price") OVER (ORDER BY "orders"."id" ROWS BETWEEN 2 PRECEDING AND CURRENT ROW), lag("orders"."price", ?) OVER (PARTITION BY "orders"."state") FROM "orders")",
    R"(SELECT row_number() OVER (PARTITION BY "orders"."person_id" ORDER BY "orders"."price" DESC), CAST(sum("orders"."price") OVER (ORDER BY "orders"."id" ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) AS double precision), lag("orders"."price", $1::integer) OVER (PARTITION BY "orders"."state") FROM "orders")"));

// ---- locks
static_assert(
    to_sql<orm::postgresql>(select<Line>().where(col<&Line::order_id> == 1).for_update()) ==
    R"(SELECT "lines"."order_id", "lines"."number", "lines"."item" FROM "lines" WHERE "lines"."order_id" = $1 FOR UPDATE)");
static_assert(
    to_sql<orm::postgresql>(select<Line, Order>().join<Order>().for_share().of<Line>().skip_locked()) ==
    R"(SELECT "lines"."order_id", "lines"."number", "lines"."item", "orders"."id", "orders"."person_id", "orders"."price", "orders"."state" FROM "lines" JOIN "orders" ON "lines"."order_id" = "orders"."id" FOR SHARE OF "lines" SKIP LOCKED)");
static_assert(
    to_sql<orm::postgresql>(select<Line>().for_no_key_update().nowait()) ==
    R"(SELECT "lines"."order_id", "lines"."number", "lines"."item" FROM "lines" FOR NO KEY UPDATE NOWAIT)");

// ---- INSERT
static_assert(
    each(insert<Person>().set<&Person::id>(1).set<&Person::name>("Ann").set<&Person::age>(std::nullopt),
         R"(INSERT INTO "people" ("id", "name", "age") VALUES (?, ?, NULL))",
         R"(INSERT INTO "people" ("id", "name", "age") VALUES ($1, $2, NULL))"));
static_assert(
    each(insert<Line>()
             .columns<&Line::order_id, &Line::number, &Line::item>()
             .values(1, 1, "pen")
             .values(1, 2, "ink"),
         R"(INSERT INTO "lines" ("order_id", "number", "item") VALUES (?, ?, ?), (?, ?, ?))",
         R"(INSERT INTO "lines" ("order_id", "number", "item") VALUES ($1, $2, $3), ($4, $5, $6))"));
static_assert(each(
    insert<Line>().columns<&Line::order_id, &Line::number, &Line::item>().from(
        select(col<&Order::id>, literal(1), col<&Order::state>).where(col<&Order::price> > 2)),
    R"(INSERT INTO "lines" ("order_id", "number", "item") SELECT "orders"."id", ?, "orders"."state" FROM "orders" WHERE "orders"."price" > ?)",
    R"(INSERT INTO "lines" ("order_id", "number", "item") SELECT "orders"."id", $1::bigint, "orders"."state" FROM "orders" WHERE "orders"."price" > $2::bigint)"));
static_assert(both(insert<Defaulted>().default_values(), R"(INSERT INTO "defaulted" DEFAULT VALUES)"));
static_assert(each(insert<Counter>().set<&Counter::name>("a").on_conflict<&Counter::name>().do_nothing(),
                   R"(INSERT INTO "counters" ("name") VALUES (?) ON CONFLICT ("name") DO NOTHING)",
                   R"(INSERT INTO "counters" ("name") VALUES ($1) ON CONFLICT ("name") DO NOTHING)"));
static_assert(each(
    insert<Counter>()
        .set<&Counter::name>("a")
        .set<&Counter::n>(1)
        .on_conflict<&Counter::name>()
        .do_update(set<&Counter::n>(col<&Counter::n> + excluded<&Counter::n>))
        .where(col<&Counter::n> < 9)
        .returning(col<&Counter::id>, col<&Counter::n>),
    R"(INSERT INTO "counters" ("name", "n") VALUES (?, ?) ON CONFLICT ("name") DO UPDATE SET "n" = "counters"."n" + excluded."n" WHERE "counters"."n" < ? RETURNING "counters"."id", "counters"."n")",
    R"(INSERT INTO "counters" ("name", "n") VALUES ($1, $2) ON CONFLICT ("name") DO UPDATE SET "n" = "counters"."n" + excluded."n" WHERE "counters"."n" < $3 RETURNING "counters"."id", "counters"."n")"));
static_assert(each(
    insert<Counter>().columns<&Counter::name>().from(select(col<&Person::name>)).on_conflict().do_nothing(),
    R"(INSERT INTO "counters" ("name") SELECT "people"."name" FROM "people" WHERE true ON CONFLICT DO NOTHING)",
    R"(INSERT INTO "counters" ("name") SELECT "people"."name" FROM "people" ON CONFLICT DO NOTHING)"));

// ---- UPDATE
static_assert(
    each(update<Person>()
             .set<&Person::name>("x")
             .set<&Person::age>(col<&Person::age> + 1)
             .where(col<&Person::id> == 1),
         R"(UPDATE "people" SET "name" = ?, "age" = "people"."age" + ? WHERE "people"."id" = ?)",
         R"(UPDATE "people" SET "name" = $1, "age" = "people"."age" + $2::bigint WHERE "people"."id" = $3)"));
static_assert(both(
    update<Order>()
        .set<&Order::state>(col<&Person::name>)
        .from<Person>()
        .where(col<&Person::id> == col<&Order::person_id>),
    R"(UPDATE "orders" SET "state" = "people"."name" FROM "people" WHERE "people"."id" = "orders"."person_id")"));
static_assert(both(
    update<Person>().set<&Person::age>(std::nullopt).every_row().returning<Person>(),
    R"(UPDATE "people" SET "age" = NULL RETURNING "people"."id", "people"."name", "people"."age", "people"."boss_id")"));

// ---- DELETE
static_assert(each(erase<Line>().where(col<&Line::order_id> == 1),
                   R"(DELETE FROM "lines" WHERE "lines"."order_id" = ?)",
                   R"(DELETE FROM "lines" WHERE "lines"."order_id" = $1)"));
static_assert(both(erase<Line>().every_row(), R"(DELETE FROM "lines")"));
static_assert(each(
    erase<Line>()
        .using_<Order>()
        .where(col<&Order::id> == col<&Line::order_id> && col<&Order::state> == "new")
        .returning(col<&Line::item>),
    R"(DELETE FROM "lines" WHERE EXISTS (SELECT 1 FROM "orders" WHERE "orders"."id" = "lines"."order_id" AND "orders"."state" = ?) RETURNING "lines"."item")",
    R"(DELETE FROM "lines" USING "orders" WHERE "orders"."id" = "lines"."order_id" AND "orders"."state" = $1 RETURNING "lines"."item")"));

/// The text for PostgreSQL with the values in the places of $1, $2, ...
template <class Statement>
std::string filled(Statement const& statement) {
    std::vector<std::string> values;
    orm::detail::for_each_parameter(statement, [&values](auto const& v) {
        auto const cell = orm::detail::cell_of(v);
        auto const* const number = std::get_if<std::int64_t>(&cell);
        values.push_back(number != nullptr ? std::to_string(*number) : "?");
    });
    std::string const text{to_sql<orm::postgresql>(statement)};
    std::string out;
    std::size_t used = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '$') {
            out += text[i];
            continue;
        }
        std::size_t n = 0;
        while (i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9') {
            n = n * 10 + static_cast<std::size_t>(text[++i] - '0');
        }
        CHECK(n == ++used); // numbered in the order of the text
        out += values.at(n - 1);
    }
    CHECK(used == values.size());
    return out;
}

} // namespace

TEST_CASE("values go in the order of the text, whatever the order of the calls") {
    constexpr auto named = orm::cte<Node, "named">;
    constexpr auto price = (col<&Order::id> + 3).as<"price">();
    auto const all =
        orm::with(named.as(select(col<&Person::id>, literal(1)).where(col<&Person::id> > 2)))
            .select(price, literal(4), scalar(select(count()).from<Line>().where(col<&Line::order_id> < 5)),
                    sum(col<&Order::id>).filter(col<&Order::id> != 6))
            .limit(18)
            .from<Order>()
            .offset(19)
            .order_by(price, desc(sum(col<&Order::id> * 17)))
            .having(count() > 15 && max(col<&Order::id>).is_distinct_from(16))
            .where(col<&Order::id>.in(11, 12) && col<&Order::id>.between(13, 14))
            .group_by(price)
            .join(named, named.col<&Node::id> == col<&Order::id> + 7)
            .left_join(node.as(select(col<&Line::order_id>, literal(8)).where(col<&Line::order_id> > 9)),
                       node.col<&Node::depth> == 10);
    CHECK(
        filled(all) ==
        R"(WITH "named" ("id", "depth") AS (SELECT "people"."id", 1::bigint FROM "people" WHERE "people"."id" > 2) )"
        R"(SELECT "orders"."id" + 3 AS "price", 4::bigint, (SELECT count(*) FROM "lines" WHERE "lines"."order_id" < 5), )"
        R"(CAST(sum("orders"."id") FILTER (WHERE "orders"."id" <> 6) AS bigint) FROM "orders" )"
        R"(JOIN "named" ON "named"."id" = "orders"."id" + 7 )"
        R"(LEFT JOIN (SELECT "lines"."order_id" AS "id", 8::bigint AS "depth" FROM "lines" WHERE "lines"."order_id" > 9) AS "node" )"
        R"(ON "node"."depth" = 10 WHERE "orders"."id" IN (11, 12) AND "orders"."id" BETWEEN 13 AND 14 GROUP BY 1 )"
        R"(HAVING count(*) > 15 AND max("orders"."id") IS DISTINCT FROM 16 )"
        R"(ORDER BY "price", CAST(sum("orders"."id" * 17) AS bigint) DESC NULLS LAST LIMIT 18 OFFSET 19)");

    auto const merged = select(col<&Person::id>, literal(1))
                            .where(col<&Person::id> > 2)
                            .limit(3)
                            .union_(select(col<&Order::id>, literal(4)).where(col<&Order::id> > 5))
                            .limit(6);
    CHECK(filled(merged) ==
          R"((SELECT "people"."id", 1::bigint FROM "people" WHERE "people"."id" > 2 LIMIT 3) UNION )"
          R"(SELECT "orders"."id", 4::bigint FROM "orders" WHERE "orders"."id" > 5 LIMIT 6)");

    auto const added =
        insert<Counter>()
            .columns<&Counter::name, &Counter::n>()
            .from(select(col<&Person::name>, col<&Person::id> + 1).where(col<&Person::id> == 2))
            .on_conflict<&Counter::name>()
            .do_update(set<&Counter::n>(excluded<&Counter::n> + 3))
            .returning(col<&Counter::id>, literal(5))
            .where(col<&Counter::n> < 4);
    CHECK(filled(added) ==
          R"(INSERT INTO "counters" ("name", "n") SELECT "people"."name", "people"."id" + 1 FROM "people" )"
          R"(WHERE "people"."id" = 2 ON CONFLICT ("name") DO UPDATE SET "n" = excluded."n" + 3 )"
          R"(WHERE "counters"."n" < 4 RETURNING "counters"."id", 5::bigint)");

    auto const changed = update<Order>()
                             .where(col<&Order::id> == node.col<&Node::id> && col<&Order::id> > 3)
                             .returning(literal(4))
                             .from(node.as(select(col<&Line::order_id>, literal(2))))
                             .set<&Order::person_id>(col<&Order::person_id> + 1);
    CHECK(
        filled(changed) ==
        R"(UPDATE "orders" SET "person_id" = "orders"."person_id" + 1 FROM (SELECT "lines"."order_id" AS "id", )"
        R"(2::bigint AS "depth" FROM "lines") AS "node" WHERE "orders"."id" = "node"."id" AND "orders"."id" > 3 )"
        R"(RETURNING 4::bigint)");
}

TEST_CASE("texts that only run time knows") {
    orm::filter<Order> wanted = col<&Order::id> > 2;
    wanted |= col<&Order::id>.in(3, 4);
    orm::filter<Order> more = col<&Order::id> < 5;
    more &= wanted;
    orm::ordering<Order> order{desc(col<&Order::id> + 7)};
    auto const query = select(col<&Order::id>, literal(1))
                           .where(wanted && more && col<&Order::id> != 6)
                           .order_by(order)
                           .limit(8);
    static_assert(!orm::detail::fixed_text<decltype(query)>);
    CHECK(to_sql<orm::sqlite>(select(col<&Order::id>).where(wanted)) ==
          R"(SELECT "orders"."id" FROM "orders" WHERE ("orders"."id" > ? OR "orders"."id" IN (?, ?)))");
    std::string const part = R"(("orders"."id" > 2 OR "orders"."id" IN (3, 4)))";
    CHECK(filled(query) == R"(SELECT "orders"."id", 1::bigint FROM "orders" WHERE )" + part +
                               R"( AND ("orders"."id" < 5 AND )" + part +
                               R"() AND "orders"."id" <> 6 ORDER BY "orders"."id" + 7 DESC LIMIT 8)");
    CHECK(to_sql<orm::postgresql>(
              select(col<&Order::id>).where(orm::filter<Order>{}).order_by(orm::ordering<Order>{})) ==
          R"(SELECT "orders"."id" FROM "orders" WHERE TRUE)");
}

} // namespace query_tests
