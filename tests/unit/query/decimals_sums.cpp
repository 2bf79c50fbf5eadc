// SPDX-License-Identifier: BSL-1.0
// Sums, averages and calculations of decimals are exact, and the same on both databases.

#include "unit/query/decimals.hpp"

#include <algorithm>
#include <random>

namespace decimal_tests {
namespace {

TEST_CASE("sums, averages and calculations are exact") {
    on_both<schema>([](site& s) {
        CHECK(rows(s, orm::select(orm::sum(price), orm::avg(price), orm::min(price),
                                  orm::coalesce(orm::sum(price), money{0}))) == "- - - 0.0000");
        s.conn.insert(entries());
        CHECK(rows(s, orm::select(orm::sum(price), orm::avg(price), orm::min(price), orm::max(huge))) ==
              "10.2500 2.0500000000000000 -10.2500 900719925474099312345.67");
        CHECK(rows(s, orm::select(orm::sum(huge), orm::sum(discount), orm::avg(discount),
                                  orm::avg(price).filter(id == 5))) ==
              "3.070 -0.1100 -0.03666666666666666667 10.0000000000000000");
        CHECK(rows(s, orm::select(orm::sum(price * quantity), orm::sum(price).filter(quantity > 100))) ==
              "50.0000 -");
        CHECK(rows(s, orm::select(price, orm::sum(huge), orm::avg(number))
                          .group_by(price)
                          .having(orm::sum(price) > money{"9.5"} && orm::sum(number) < big_decimal{"200"})
                          .order_by(orm::sum(huge))) == "10.0000 1.500 55.0000000000000000");
        CHECK(values(s,
                     orm::sum(price).over(
                         orm::window_order_by(id).rows_between(orm::preceding<1>, orm::current_row)),
                     orm::avg(discount).over(
                         orm::window_order_by(id).rows_between(orm::current_row, orm::following<1>))) ==
              "9.5000 -0.01000000000000000000 / 19.5000 0.00000000000000000000 / -0.2500 "
              "-0.05000000000000000000 / "
              "-19.2500 -0.10000000000000000000 / 1.0000 -");

        CHECK(values(s, price + price, price - discount, -price, orm::abs(price), price * price) ==
              "19.0000 9.5100 -9.5000 9.5000 90.25000000 / 20.0000 - -10.0000 10.0000 100.00000000 / "
              "-20.5000 -10.2500 10.2500 10.2500 105.06250000 / -18.0000 -8.9000 9.0000 9.0000 81.00000000 / "
              "20.0000 - -10.0000 10.0000 100.00000000");
        CHECK(values(s, price / 3, 1 / price, price % 3, quantity * price, orm::literal(money{2}) * quantity,
                     orm::round(price), orm::round(price / 7, 2), orm::cast<std::int64_t>(price)) ==
              "3.1666666666666667 0.10526315789473684211 0.5000 19.0000 4.0000 10 1.36 9 / "
              "3.3333333333333333 0.10000000000000000000 1.0000 -30.0000 -6.0000 10 1.43 10 / "
              "-3.4166666666666667 -0.09756097560975609756 -1.2500 0.0000 0.0000 -10 -1.46 -10 / "
              "-3.0000000000000000 -0.11111111111111111111 0.0000 -9.0000 2.0000 -9 -1.29 -9 / "
              "3.3333333333333333 0.10000000000000000000 1.0000 70.0000 14.0000 10 1.43 10");
        CHECK(s.outcome([&] { values(s, price / discount); }) == "sql"); // by zero
    });
}

TEST_CASE("a calculated decimal takes the form of its column") {
    on_both<schema>([](site& s) {
        s.conn.insert(entries());
        s.conn.update(orm::update<Entry>()
                          .set<&Entry::price>(price / 3)
                          .set<&Entry::discount>(discount * discount)
                          .set<&Entry::huge>(price * quantity)
                          .every_row());
        s.note_rows("SELECT price, discount, huge FROM entries ORDER BY id");
        CHECK(s.notes[0] == "3.1667|0.0001|19.0000");
        CHECK(s.notes[3] == "-3.0000|0.0100|-9.0000");
        s.note_outcome(
            "too large",
            [&] { s.conn.update(orm::update<Entry>().set<&Entry::price>(price * 100'000'000).every_row()); },
            false);
        CHECK(s.notes.back() == "too large: out_of_range");
        // What a scalar query gives, too.
        s.conn.update(orm::update<Entry>()
                          .set<&Entry::discount>(orm::scalar(orm::select(orm::avg(huge))))
                          .where(id == 1));
        s.note_rows("SELECT discount FROM entries WHERE id = 1");
        CHECK(s.notes.back() == "10.0000");
    });
}

TEST_CASE("random decimals: order, extremes, sums and pages are those of their values") {
    std::mt19937 random{20};
    auto const below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    auto const digits = [&](int count) {
        std::string out;
        for (int i = 0; i < count; ++i) {
            out += static_cast<char>('0' + below(10));
        }
        return out;
    };
    std::vector<Entry> all;
    for (int i = 1; i <= 400; ++i) {
        Entry e{.id = i};
        e.price = money::from_units((below(2) * 2 - 1) * (below(3) == 0 ? below(300) : below(2'000'000'000)));
        if (below(4) > 0) {
            e.discount = money::from_units(below(7) - 3);
        }
        e.huge = big_decimal{(below(2) == 0 ? "-" : "") + digits(1 + below(60)) +
                             (below(3) == 0 ? "" : '.' + digits(1 + below(40)))};
        all.push_back(e);
    }
    auto by_price = all;
    std::sort(by_price.begin(), by_price.end(), [](Entry const& a, Entry const& b) {
        return std::tie(a.price, a.id) < std::tie(b.price, b.id);
    });
    orm::detail::int128 sum = 0;
    std::string below_limit;
    for (Entry const& e : all) {
        sum += e.price.units();
        below_limit += e.price < money{"12.5"} ? " " + std::to_string(e.id) : "";
    }
    std::string in_order;
    for (Entry const& e : by_price) {
        in_order += " / " + std::to_string(e.id);
    }
    on_both<schema>([&](site& s) {
        s.conn.insert(all);
        CHECK(" / " + rows(s, orm::select(id).order_by(price, id)) == in_order);
        CHECK(" " + found(s, price < money{"12.5"}) == below_limit);
        auto const last = by_price[200];
        CHECK(" / " + rows(s, orm::select(id).order_by(price, id).after(last.price, last.id)) ==
              in_order.substr(in_order.find(" / " + std::to_string(last.id) + " /") +
                              std::to_string(last.id).size() + 3));
        CHECK(rows(s, orm::select(orm::min(price), orm::max(price), orm::sum(price))) ==
              text(std::tuple{by_price.front().price, by_price.back().price,
                              orm::decimal<38, 4>::from_units(sum)}));
        // As PostgreSQL has them:
        rows(s, orm::select(id).order_by(huge, id));
        rows(s, orm::select(orm::sum(huge), orm::avg(huge), orm::min(huge), orm::max(huge)));
        rows(s, orm::select(discount, orm::count(), orm::sum(huge), orm::avg(price))
                    .group_by(discount)
                    .order_by(discount));
        rows(s, orm::select(orm::sum(huge).over(
                                orm::window_order_by(id).rows_between(orm::preceding<3>, orm::following<2>)))
                    .from<Entry>()
                    .order_by(id));
        values(s, huge + price, huge - price, huge * price, price * huge - huge, orm::round(huge, 3));
        values(s, huge / (price * price + 1), price / (huge * huge + 1), huge % (price * price + 1));
        found(s, huge > huge * price || huge.between(big_decimal{"-1"}, big_decimal{"5000"}));
    });
}

} // namespace
} // namespace decimal_tests
