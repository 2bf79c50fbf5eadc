// SPDX-License-Identifier: BSL-1.0
// Decimals are compared, ordered and grouped by their values on both databases, although SQLite keeps text.

#include "unit/query/decimals.hpp"

#include <athanor/driver/sqlite/decimal_text.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace decimal_tests {
namespace {

template <class Back, class S>
std::string sql(S const& statement) {
    return std::string{orm::to_sql<Back>(statement)};
}

TEST_CASE("decimals are ordered and compared by their values") {
    on_both<schema>([](site& s) {
        s.conn.insert(entries());
        CHECK(rows(s, orm::select(id).order_by(price, id)) == "3 / 4 / 1 / 2 / 5");
        CHECK(rows(s, orm::select(id).order_by(orm::desc(discount).nulls_last(), id)) == "3 / 1 / 4 / 2 / 5");
        CHECK(rows(s, orm::select(id).order_by(discount, id)) == "2 / 5 / 4 / 1 / 3");
        CHECK(rows(s, orm::select(id).order_by(huge, orm::desc(id))) == "3 / 5 / 2 / 1 / 4");
        CHECK(rows(s, orm::select(number).order_by(number)) == "1 / 2 / 9 / 10 / 100");
        CHECK(rows(s, orm::select(id, (price * 2).as<"twice">())
                          .order_by(orm::desc((price * 2).as<"twice">()), id)
                          .limit(2)) == "2 20.0000 / 5 20.0000");

        CHECK(found(s, price < money{"9.50"}) == "3 4");
        CHECK(found(s, price >= money{"9.50"}) == "1 2 5");
        CHECK(found(s, price.between(money{"-9"}, money{"9.9"})) == "1 4");
        CHECK(found(s, price == money{10} && number != orm::decimal<20, 0>{10}) == "5");
        CHECK(found(s, huge == big_decimal{"1.500"}) == "1 2");
        CHECK(found(s, huge.in(big_decimal{"1.5"}, big_decimal{"0"})) == "1 2 5");
        CHECK(found(s, huge.not_in(std::vector{big_decimal{"1.5"}, big_decimal{"0"}})) == "3 4");
        CHECK(found(s, discount.is_distinct_from(money{0})) == "1 2 4 5");
        CHECK(found(s, price > huge) == "1 2 3 5"); // of two types
        CHECK(found(s, orm::decimal<5, 1>{"9.5"} == price) == "1");
        CHECK(found(s, price.in(orm::select(price).where(id == 2))) == "2 5");
        CHECK(found(s, orm::coalesce(discount, price) < price) == "1");

        orm::filter<Entry> chosen{price > money{"9.6"}};
        chosen |= huge < big_decimal{"-1"};
        CHECK(found(s, chosen) == "2 3 5");

        CHECK(values(s, orm::nullif(huge, big_decimal{"1.500"})).starts_with("- / - / -9"));
        CHECK(values(s, orm::greatest(price, discount), orm::least(price, money{"9.75"}, discount)) ==
              "9.5000 -0.0100 / 10.0000 9.7500 / 0.0000 -10.2500 / -0.1000 -9.0000 / 10.0000 9.7500");

        // How far apart two are isn't asked of texts.
        auto const near = orm::window_order_by(price).range_between(orm::preceding<1>, orm::current_row);
        CHECK(s.outcome([&] { (void)s.conn.all(orm::select(orm::count().over(near)).from<Entry>()); }) ==
              (s.is_sqlite ? "unsupported" : "ok"));

        auto const pages = orm::select(id).order_by(price, number);
        CHECK(rows(s, pages.after(money{"-9"}, orm::decimal<20, 0>{2}).limit(2)) == "1 / 2");
        CHECK(rows(s, pages.after(money{"10"}, orm::decimal<20, 0>{10})) == "5");
        CHECK(rows(s, orm::select(id).order_by(discount, id).after(money{"-0.1"}, 4)) == "1 / 3");
    });
}

TEST_CASE("equal decimals are one, however they are written") {
    on_both<schema>([](site& s) {
        s.conn.insert(entries());
        CHECK(rows(s, orm::select(price, orm::count()).group_by(price).order_by(price)) ==
              "-10.2500 1 / -9.0000 1 / 9.5000 1 / 10.0000 2");
        CHECK(rows(s, orm::select((huge + 0).as<"h">(), orm::count())
                          .group_by((huge + 0).as<"h">())
                          .having(orm::count() > 1))
                  .ends_with(" 2"));
        CHECK(s.conn.all(orm::select(huge).distinct()).size() == 4);
        CHECK(s.conn.all(orm::select(huge).where(id == 1).union_(orm::select(huge).where(id == 2))).size() ==
              1);
        CHECK(s.conn.all(orm::select(huge).where(id == 1).except(orm::select(huge).where(id == 2))).empty());
        auto const one = [](std::int64_t key) {
            return orm::select(huge).where(id == key).order_by(id).limit(1);
        };
        CHECK(s.conn.all(one(1).union_(one(2))).size() == 1); // each a select of its own
        CHECK(s.conn.all(one(1).union_all(one(3)).union_(one(2))).size() == 2);
        CHECK(rows(s, orm::select(orm::count(huge).distinct(), orm::sum(price).distinct())) == "4 0.2500");
        CHECK(rows(s, orm::select(id, orm::rank().over(orm::window_order_by(huge)),
                                  orm::count().over(orm::partition_by(huge)))
                          .order_by(id)) == "1 3 2 / 2 3 2 / 3 1 1 / 4 5 1 / 5 2 1");
        // Also what other programs wrote.
        s.conn.execute(orm::unsafe_sql{"UPDATE entries SET price = '10.5' WHERE id IN (1, 2)"});
        s.conn.execute(orm::unsafe_sql{"UPDATE entries SET price = '010.50' WHERE id = 2"});
        CHECK(found(s, price == money{"10.5"}) == "1 2");
        CHECK(found(s, price.in(std::vector{money{"10.5"}})) == "1 2");
    });
}

TEST_CASE("what is no decimal stands behind all numbers and is an error in a sum") {
    orm::connection<orm::sqlite> conn = orm::connect<orm::sqlite>("sqlite://");
    conn.create_all<schema>();
    conn.insert(entries());
    conn.execute(orm::unsafe_sql{"UPDATE entries SET price = '1e3' WHERE id = 1"});
    conn.execute(orm::unsafe_sql{"UPDATE entries SET price = '' WHERE id = 4"});
    CHECK(conn.all(orm::select(id).order_by(price, id)) == std::vector<std::int64_t>{3, 2, 5, 4, 1});
    auto const kind = [&](auto const& statement) {
        try {
            (void)conn.all(statement);
        } catch (orm::error const& e) {
            CHECK(e.message() == "a value of a calculation is no decimal number");
            return e.kind();
        }
        return orm::error_kind::misuse;
    };
    CHECK(kind(orm::select(orm::sum(price))) == orm::error_kind::type_mismatch);
    CHECK(kind(orm::select(orm::avg(price))) == orm::error_kind::type_mismatch);
    CHECK(kind(orm::select(price * 2)) == orm::error_kind::type_mismatch);
    CHECK(kind(orm::select(orm::round(price))) == orm::error_kind::type_mismatch);

    // A total order, whatever the texts are.
    using orm::detail::compare_decimals;
    std::array const sorted{"-10", "-9.99", "-.5",  "-0", "0.000", "+0", "00.10", "0.1", "5.",  "9.99",
                            "10",  "+11",   "0012", "",   "+",     "-",  "1.2.3", "1e3", "NaN", "x"};
    auto const sign = [](int n) { return (n > 0) - (n < 0); };
    auto const place = [&](std::size_t i) { // of those that are equal, one
        return i == 4 || i == 5 ? std::size_t{3} : i == 7 ? std::size_t{6} : i;
    };
    for (std::size_t a = 0; a < sorted.size(); ++a) {
        for (std::size_t b = 0; b < sorted.size(); ++b) {
            CAPTURE(sorted[a]);
            CAPTURE(sorted[b]);
            bool const both_malformed = a >= 13 && b >= 13;
            int const expected = both_malformed
                                     ? sign(std::string_view{sorted[a]}.compare(sorted[b]))
                                     : sign(static_cast<int>(place(a)) - static_cast<int>(place(b)));
            CHECK(compare_decimals(sorted[a], sorted[b]) == expected);
        }
    }
}

TEST_CASE("the text of statements with decimals") {
    CHECK(sql<orm::sqlite>(
              orm::select(id).where(price < money{5} && number == orm::decimal<20, 0>{1}).order_by(price)) ==
          R"(SELECT "entries"."id" FROM "entries" WHERE "entries"."price" COLLATE athanor_decimal < ? AND )"
          R"("entries"."number" = ? ORDER BY "entries"."price" COLLATE athanor_decimal)");
    CHECK(sql<orm::postgresql>(orm::select(id).where(price < money{5}).order_by(price)) ==
          R"(SELECT "entries"."id" FROM "entries" WHERE "entries"."price" < $1 ORDER BY "entries"."price")");
    static_assert(orm::to_sql<orm::sqlite>(orm::select(orm::sum(price), orm::min(price))) ==
                  R"(SELECT athanor_decimal_sum("entries"."price"), )"
                  R"(min("entries"."price" COLLATE athanor_decimal) FROM "entries")");
    static_assert(orm::to_sql<orm::postgresql>(orm::select(orm::sum(price), orm::min(price))) ==
                  R"(SELECT sum("entries"."price"), min("entries"."price") FROM "entries")");
    static_assert(std::is_same_v<decltype(price + price)::value_type, money>);
    static_assert(std::is_same_v<decltype(price * price)::value_type, big_decimal>);
    auto conn = orm::connect<orm::sqlite>("sqlite://");
    conn.create_all<schema>();
    conn.insert(entries());
    // The text with literals is for people, but athanor's connections run it; explain() asks on one of them.
    auto const dear =
        orm::select(id).where(price > money{"9.6"} && price * 2 < big_decimal{"20.5"}).order_by(price);
    CHECK(conn.query(orm::unsafe_sql{orm::to_sql_literal<orm::sqlite>(dear)}).rows.size() == 2);
    CHECK_FALSE(conn.explain(dear).text().empty());
    // The schema holds no name that other programs don't know.
    CHECK(conn.query(orm::unsafe_sql{"SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%athanor%'"})
              .rows[0][0] == orm::cell{std::int64_t{0}});
    // A view may be made with them, but not even athanor reads it.
    conn.execute(orm::unsafe_sql{"CREATE VIEW v AS SELECT athanor_decimal_sum(price) FROM entries"});
    CHECK_THROWS_AS((void)conn.query(orm::unsafe_sql{"SELECT * FROM v"}), orm::error);
}

} // namespace
} // namespace decimal_tests
