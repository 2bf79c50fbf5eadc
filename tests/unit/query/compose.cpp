// SPDX-License-Identifier: BSL-1.0
// Filters and orders that are put together at run time; values of every kind in them; the statements that are
// kept for texts made at run time.

#include "unit/query/people.hpp"

namespace query_tests {

using orm::asc, orm::count, orm::desc, orm::filter, orm::ordering, orm::select;

namespace {
Kinds sample(std::int64_t id) {
    Kinds k;
    k.id = id;
    auto const n = static_cast<int>(id);
    k.truth = n == 2;
    k.small = static_cast<std::int16_t>(-n);
    k.medium = n * 1000000;
    k.wide = 4294967295U - static_cast<unsigned>(n);
    k.single = 0.1F * static_cast<float>(n);
    k.twice = 0.1 * n;
    k.text = "it's " + std::to_string(n);
    k.blob = {std::byte{0}, std::byte(n), std::byte{255}};
    k.at = orm::timestamp{1700000000000001 + n};
    k.day = orm::date::of(2026, 11, n);
    k.clock = orm::time_of_day::of(23, 59, n, 7);
    k.span = orm::interval{n, n, n};
    k.price = orm::decimal<12, 2>{"1234567890.0" + std::to_string(n)};
    k.huge = orm::big_decimal{"12345678901234567890123456789012345678901234567890." + std::to_string(n)};
    k.key.bytes[3] = static_cast<unsigned char>(n);
    k.mood = static_cast<Mood>(n - 1);
    if (n < 3) {
        k.maybe_medium = n;
        k.maybe_day = k.day;
        k.maybe_mood = k.mood;
    }
    return k;
}

/// Row 2 is found by its value of a member, alone and in a list.
template <auto Member>
void finds(site& s) {
    constexpr auto column = col<Member>;
    CAPTURE(column.name());
    auto const member = sample(2).*Member;
    auto const value = [&] {
        if constexpr (requires { member.value(); }) {
            return member.value();
        } else {
            return member;
        }
    }();
    using V = std::remove_const_t<decltype(value)>;
    auto const ids = [&](filter<Kinds> const& f) {
        return shown(s.conn.all(select(col<&Kinds::id>).where(f).order_by(col<&Kinds::id>)));
    };
    CHECK(ids(column == value) == "2");
    CHECK(ids(column.in(std::vector<V>{value, value})) == "2");
}
} // namespace

TEST_CASE("values of every kind in filters") {
    on_both_filled([](site& s) {
        for (std::int64_t id = 1; id <= 3; ++id) {
            (void)s.conn.insert(sample(id));
        }
        finds<&Kinds::truth>(s);
        finds<&Kinds::wide>(s);
        finds<&Kinds::single>(s);
        finds<&Kinds::text>(s);
        finds<&Kinds::blob>(s);
        finds<&Kinds::at>(s);
        finds<&Kinds::day>(s);
        finds<&Kinds::clock>(s);
        finds<&Kinds::span>(s);
        finds<&Kinds::price>(s);
        finds<&Kinds::huge>(s);
        finds<&Kinds::key>(s);
        finds<&Kinds::mood>(s);
        finds<&Kinds::maybe_day>(s);
        finds<&Kinds::maybe_mood>(s);

        // What is kept as text and doesn't sort like its value isn't ordered by it.
        auto const outcome = [&](auto const& query) { return kind([&] { (void)s.conn.all(query); }); };
        std::string const refused = s.is_sqlite ? "unsupported" : "ok";
        CHECK(outcome(select(orm::max(col<&Kinds::span>))) == refused);
        CHECK(outcome(select<Kinds>().order_by(col<&Kinds::span>)) == refused);
        CHECK(outcome(select(orm::min(col<&Kinds::span>).over(orm::partition_by(col<&Kinds::id>)))) ==
              refused);
        CHECK(outcome(select<Kinds>().where(col<&Kinds::span> < sample(2).span)) == refused);
        CHECK(outcome(select<Kinds>().where(filter<Kinds>{col<&Kinds::span> < sample(2).span})) == refused);
        CHECK(outcome(select(orm::max(col<&Kinds::day>))) == "ok");
        CHECK(outcome(select<Kinds>().where(col<&Kinds::span> + col<&Kinds::span> == sample(2).span)) ==
              refused);
        CHECK(outcome(select(-col<&Kinds::span>)) == refused);

        // Values of these kinds, and what comes back of them.
        auto const two = sample(2);
        auto const [day, key, price, mood, maybe_day, last] =
            s.conn.one(select(orm::literal(two.day), orm::literal(two.key), orm::literal(two.price),
                              orm::coalesce(col<&Kinds::maybe_mood>, Mood::so_so), col<&Kinds::maybe_day>,
                              orm::literal(two.at))
                           .where(col<&Kinds::id> == 3 && !col<&Kinds::truth>));
        CHECK(day == two.day);
        CHECK(key == two.key);
        CHECK(price == two.price);
        CHECK(mood == Mood::so_so);
        CHECK_FALSE(maybe_day.has_value());
        CHECK(last == two.at);

        // Numbers that don't fit the column, beside it.
        filter<Kinds> f = col<&Kinds::small> > -100000;
        f &= col<&Kinds::medium> < 10000000000;
        f &= col<&Kinds::medium> > 0.5;
        f &= col<&Kinds::twice> < 1;
        f &= col<&Kinds::day>.between(orm::date::of(2026, 11, 2), orm::date::of(9999, 12, 31));
        f &= col<&Kinds::maybe_medium> == 2 || col<&Kinds::maybe_medium>.is_null();
        CHECK(s.conn.count(select<Kinds>().where(f)) == 2);
    });
}

TEST_CASE("filters: and, or, empty ones, filters in filters") {
    on_both_filled([](site& s) {
        auto const who = [&](auto const& condition) {
            return shown(s.conn.all(select<Person>().where(condition).order_by(col<&Person::id>)));
        };
        filter<Person> f;
        CHECK(f.empty());
        CHECK(who(f) == "Ann, Bob, Cid, Dan");
        CHECK(who(!f) == "");
        f |= col<&Person::name> == "Ann"; // begins it, all the same
        CHECK_FALSE(f.empty());
        CHECK(who(f) == "Ann");
        f |= col<&Person::age> == 40;
        CHECK(who(f) == "Ann, Bob, Dan");
        f &= col<&Person::id> > 1; // ((a or b) and c)
        CHECK(who(f) == "Bob, Dan");
        f |= col<&Person::name> == "Cid" && col<&Person::age>.is_null();
        CHECK(who(f) == "Bob, Cid, Dan");
        f &= filter<Person>{}; // nothing
        CHECK(who(f) == "Bob, Cid, Dan");
        filter<Person> inner = col<&Person::id> == 2;
        inner |= col<&Person::id> == 3;
        filter<Person> deep = inner;
        deep &= col<&Person::boss_id> == 1;
        f &= deep;
        CHECK(who(f) == "Bob, Cid");
        CHECK(who(f && !inner) == "");
        CHECK(who(col<&Person::id> < 3 && f && col<&Person::id> > 0) == "Bob");
        f &= orm::exists(select<Order>().where(col<&Order::person_id> == col<&Person::id> &&
                                               col<&Order::state> == "paid"));
        CHECK(who(f) == "Bob");
        CHECK(who(filter<Person>{col<&Person::id>.in(std::vector<std::int64_t>{})}) == "");
        CHECK(who(filter<Person>{col<&Person::id>.not_in(std::vector<std::int64_t>{})}) ==
              "Ann, Bob, Cid, Dan");
        CHECK(s.conn.count(select<Person>().where(f)) == 1);
        CHECK(s.conn.exists(select<Person>().where(f)));
        CHECK(s.conn.update(orm::update<Person>().set<&Person::age>(1).where(f)) == 1);
        CHECK(s.conn.erase(orm::erase<Line>().where(filter<Line>{col<&Line::item> == "pen"})) == 2);

        filter<Person, Order> joined = col<&Order::price> > 1 && col<&Person::name> != "Bob";
        joined &= col<&Order::state>.in("new", "paid");
        std::string read;
        for (auto const& [name, id] : s.conn.stream(select(col<&Person::name>, col<&Order::id>)
                                                        .join<Order>()
                                                        .where(joined)
                                                        .order_by(col<&Order::id>))) {
            read += name + shown(id);
            joined = {}; // a stream keeps the values
        }
        CHECK(read == "Ann1Ann2");
        filter<decltype(boss)> of_boss = boss.col<&Person::name> == "Ann";
        CHECK(
            s.conn.count(
                select<Person>().join(boss, boss.col<&Person::id> == col<&Person::boss_id>).where(of_boss)) ==
            2);

        // The database's words for what it lacks come when it runs.
        filter<Person> const upper =
            orm::expression::formula<"! SQLite can't.", "{} ~ '^[AB]'", bool>(col<&Person::name>);
        CHECK((s.is_sqlite ? kind([&] { (void)who(upper); }) : who(upper)) ==
              (s.is_sqlite ? "unsupported" : "Ann, Bob"));
    });
}

TEST_CASE("orders that are chosen at run time") {
    on_both_filled([](site& s) {
        auto const who = [&](ordering<Person> const& order) {
            return shown(s.conn.all(select<Person>().order_by(order)));
        };
        ordering<Person> order;
        CHECK(order.empty());
        CHECK(s.conn.all(select<Person>().order_by(order)).size() == 4);
        order.then_by(desc(col<&Person::age>)).then_by(col<&Person::name> + "x");
        CHECK(who(order) == "Bob, Dan, Ann, Cid");
        CHECK(who(ordering<Person>{asc(col<&Person::age>).nulls_last()}.then_by(
                  ordering<Person>{desc(col<&Person::id>)})) == "Ann, Dan, Bob, Cid");
        CHECK(shown(s.conn.all(select<Person>()
                                   .where(filter<Person>{col<&Person::id> < 4})
                                   .order_by(order, col<&Person::id>)
                                   .limit(2)
                                   .offset(1))) == "Ann, Cid");
        auto const few = select<Person>().where(filter<Person>{col<&Person::id> < 4}).order_by(order);
        CHECK(s.conn.count(few) == 3);
        CHECK(s.conn.count(few.limit(2)) == 2);
        CHECK(s.conn.exists(few));
        CHECK(shown(s.conn.all(select<Person>().order_by(ordering<Person>{}, desc(col<&Person::id>)))) ==
              "Dan, Cid, Bob, Ann");
    });
}

namespace {
std::int64_t kept_statements(site& s) {
    auto& database = s.conn.database();
    if (!s.is_sqlite) {
        return std::get<std::int64_t>(
            database.query("SELECT count(*) FROM pg_prepared_statements").rows[0][0]);
    }
    std::int64_t out = 0;
    auto* const db = static_cast<orm::detail::sqlite_backend&>(database).handle().get();
    for (auto* at = sqlite3_next_stmt(db, nullptr); at != nullptr; at = sqlite3_next_stmt(db, at)) {
        ++out;
    }
    return out;
}
/// The first n people, by a text of its own for each n.
auto listed(int n) {
    filter<Person> wanted;
    for (int id = 1; id <= n; ++id) {
        wanted |= col<&Person::id> == id;
    }
    return select(col<&Person::id>).where(wanted).order_by(col<&Person::id>);
}
} // namespace

TEST_CASE("of texts made at run time a connection keeps 32") {
    on_both_filled([](site& s) {
        (void)s.conn.all(select<Person>());
        auto const before = kept_statements(s);
        (void)s.conn.all(listed(1));
        CHECK(kept_statements(s) == before); // it may never come again
        (void)s.conn.all(listed(1));
        CHECK(kept_statements(s) == before + 1);
        for (int round = 0; round < 3; ++round) {
            for (int n = 1; n <= 50; ++n) {
                for (int twice = 0; twice < 2; ++twice) {
                    CHECK(s.conn.all(listed(n)).size() == static_cast<std::size_t>(std::min(n, 4)));
                }
            }
        }
        CHECK(kept_statements(s) == before + 32);
    });
}

TEST_CASE("a statement that comes back late doesn't take another one's place") {
    on_both_filled([](site& s) {
        (void)s.conn.all(listed(2));
        auto late = std::make_optional(s.conn.stream(listed(2)));
        (void)late->begin();
        CHECK(shown(s.conn.all(listed(2))) == "1, 2");
        for (int n = 10; n < 42; ++n) { // now the last of these has the place of listed(2)
            CHECK(s.conn.all(listed(n)).size() == 4);
        }
        auto fresh = std::make_optional(s.conn.stream(listed(41)));
        (void)fresh->begin();
        late.reset();
        fresh.reset();
        CHECK(shown(s.conn.all(listed(41))) == "1, 2, 3, 4");
        CHECK(shown(s.conn.all(listed(2))) == "1, 2");
    });
}

TEST_CASE("a text made at run time survives a change of its table") {
    on_both_filled([](site& s) {
        auto const people =
            select<Person>().where(filter<Person>{col<&Person::id> < 3}).order_by(col<&Person::id>);
        for (int i = 0; i < 3; ++i) {
            CHECK(shown(s.conn.all(people)) == "Ann, Bob");
            s.conn.execute(orm::unsafe_sql{i % 2 == 0 ? "ALTER TABLE people ADD COLUMN more INTEGER"
                                                      : "ALTER TABLE people DROP COLUMN more"});
        }
    });
}

} // namespace query_tests
