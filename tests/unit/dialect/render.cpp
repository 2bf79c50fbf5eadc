#include <doctest/doctest.h>

#include <athanor/query.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orm = athanor;

namespace {

struct Item {
    std::int64_t id{};
    std::string na_me{};
    std::optional<int> age{};
    bool on{};

    static constexpr auto table = orm::table("my \"items\"", orm::column<&Item::na_me>.name("na\"me"));
};
using orm::col;

template <class S>
std::string sl(S const& s) {
    return std::string{orm::to_sql<orm::sqlite>(s)};
}
template <class S>
std::string pg(S const& s) {
    return std::string{orm::to_sql<orm::postgresql>(s)};
}

} // namespace

// A statement whose shape is fixed is a constant.
static_assert(
    orm::to_sql<orm::sqlite>(orm::select<Item>().limit(3)) ==
    R"(SELECT "my ""items"""."id", "my ""items"""."na""me", "my ""items"""."age", "my ""items"""."on" FROM "my ""items""" LIMIT ?)");

namespace {
struct T {
    std::int64_t id{};
    std::string name{};
    std::optional<int> age{};
    bool on{};
    static constexpr auto table = orm::table("t");
};
std::string where(std::string const& sql) {
    auto const at = sql.find(" WHERE ");
    return at == std::string::npos ? sql : sql.substr(at + 7);
}
template <class E>
std::string condition(E const& e) {
    return where(sl(orm::select<T>().where(e)));
}
} // namespace

TEST_CASE("columns carry their table and every value is a placeholder") {
    CHECK(condition(col<&T::id> == 1) == R"("t"."id" = ?)");
    CHECK(condition(col<&T::name> != "x") == R"("t"."name" <> ?)");
    CHECK(condition(col<&T::age> < col<&T::id>) == R"("t"."age" < "t"."id")");
    CHECK(condition(col<&T::age>.is_null()) == R"("t"."age" IS NULL)");
    CHECK(condition(col<&T::age>.is_not_null()) == R"("t"."age" IS NOT NULL)");
    CHECK(condition(col<&T::name>.like("a%")) == R"("t"."name" GLOB ?)");
    CHECK(condition(col<&T::id>.between(1, 2)) == R"("t"."id" BETWEEN ? AND ?)");
    CHECK(condition(col<&T::id>.in(1, 2, 3)) == R"("t"."id" IN (?, ?, ?))");
    CHECK(condition(orm::lower(col<&T::name>) == "x") == R"(lower("t"."name") = ?)");
    CHECK(condition(col<&T::id> + 1 == 2) == R"("t"."id" + ? = ?)");
    CHECK(condition(-col<&T::id> == 2) == R"(-("t"."id") = ?)");
}

TEST_CASE("parentheses keep the meaning of the C++ expression") {
    auto const a = col<&T::id> == 1;
    auto const b = col<&T::id> == 2;
    auto const c = col<&T::id> == 3;
    CHECK(condition(a && b && c) == R"("t"."id" = ? AND "t"."id" = ? AND "t"."id" = ?)");
    CHECK(condition(a || (b && c)) == R"("t"."id" = ? OR "t"."id" = ? AND "t"."id" = ?)");
    CHECK(condition((a || b) && c) == R"(("t"."id" = ? OR "t"."id" = ?) AND "t"."id" = ?)");
    CHECK(condition(!(a || b)) == R"(NOT ("t"."id" = ? OR "t"."id" = ?))");
    CHECK(condition((col<&T::id> - (col<&T::id> - 1)) * 2 == 0) == R"(("t"."id" - ("t"."id" - ?)) * ? = ?)");
    CHECK(where(sl(orm::select<T>().where(a || b).where(c))) ==
          R"(("t"."id" = ? OR "t"."id" = ?) AND "t"."id" = ?)");
}

TEST_CASE("clauses stand in SQL's order and PostgreSQL's placeholders are numbered") {
    auto const s = orm::select<T>()
                       .limit(5)
                       .offset(2)
                       .order_by(orm::desc(col<&T::name>), col<&T::id>)
                       .where(col<&T::id> > 1);
    CHECK(sl(s) == R"(SELECT "t"."id", "t"."name", "t"."age", "t"."on" FROM "t" WHERE "t"."id" > ? )"
                   R"(ORDER BY "t"."name" DESC, "t"."id" LIMIT ? OFFSET ?)");
    CHECK(pg(s) == R"(SELECT "t"."id", "t"."name", "t"."age", "t"."on" FROM "t" WHERE "t"."id" > $1 )"
                   R"(ORDER BY "t"."name" DESC, "t"."id" LIMIT $2 OFFSET $3)");
    // NULLs are the smallest on both; only where there can be one, because an index serves the plain order.
    auto const by_age = orm::select<T>().order_by(col<&T::age>, orm::desc(col<&T::age>), col<&T::id>);
    CHECK(sl(by_age).ends_with(R"( ORDER BY "t"."age", "t"."age" DESC, "t"."id")"));
    CHECK(pg(by_age).ends_with(R"( ORDER BY "t"."age" NULLS FIRST, "t"."age" DESC NULLS LAST, "t"."id")"));
    CHECK(pg(orm::select<T>().order_by(orm::abs(col<&T::age>)))
              .ends_with(R"( ORDER BY abs("t"."age") NULLS FIRST)"));
    CHECK(sl(orm::select<T>().offset(1)).ends_with(R"( LIMIT -1 OFFSET ?)"));
    CHECK(pg(orm::select<T>().offset(1)).ends_with(R"(FROM "t" OFFSET $1)"));
    CHECK(sl(orm::update<T>()
                 .set<&T::age>(std::nullopt)
                 .set<&T::id>(col<&T::id> + 1)
                 .where(col<&T::on> == true)) ==
          R"(UPDATE "t" SET "age" = NULL, "id" = "t"."id" + ? WHERE "t"."on" = ?)");
    CHECK(sl(orm::erase<T>().every_row()) == R"(DELETE FROM "t")");
}

TEST_CASE("a list whose size only run time knows is one parameter, unless JSON would round its values") {
    std::vector<std::int64_t> const ids{7, 8};
    auto const among = orm::select<T>().where(col<&T::name> == "x" && col<&T::id>.in(ids) && col<&T::on>);
    static_assert(orm::sql_of<orm::postgresql, std::remove_const_t<decltype(among)>>.ends_with(
        R"( WHERE "t"."name" = $1 AND "t"."id" = ANY ($2) AND "t"."on")"));
    CHECK(where(sl(among)) ==
          R"("t"."name" = ? AND "t"."id" IN (SELECT value FROM json_each(?)) AND "t"."on")");
    CHECK(where(pg(orm::select<T>().where(col<&T::id>.not_in(ids)))) == R"("t"."id" <> ALL ($1))");
    CHECK(where(pg(orm::select<T>().where(col<&T::age>.in(ids)))) == R"("t"."age" = ANY ($1::bigint[]))");

    std::vector<double> numbers{1.5, 2};
    auto const near = [&] { return orm::select<T>().where(col<&T::id>.in(numbers) && col<&T::on>); };
    CHECK(where(pg(near())) == R"("t"."id" IN ($1::double precision, $2::double precision) AND "t"."on")");
    numbers.clear();
    CHECK(where(pg(near())) == R"("t"."id" = ANY ('{}') AND "t"."on")");
    CHECK(where(sl(near())) == R"("t"."id" IN (SELECT NULL WHERE 1 = 0) AND "t"."on")");
    CHECK(where(pg(orm::select<T>().where(col<&T::id>.not_in(numbers)))) == R"("t"."id" <> ALL ('{}'))");
}
