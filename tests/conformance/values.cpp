// SPDX-License-Identifier: BSL-1.0
// Every type at its edges, by every way in and out, on both back ends.

#include "wide.hpp"

namespace conformance {
namespace {

void note_found(site& s, std::string_view what, std::vector<std::int64_t> const& ids) {
    std::string line{what};
    for (auto const id : ids) {
        line += ' ' + std::to_string(id);
    }
    s.note(line);
}

// Each edge on its own and as NULL; rows.cpp has them in ranges, streams and updates, all types in one row.
template <class V>
void go_in_and_out(site& s) {
    auto const all = edges<V>::all();
    std::int64_t id = 0;
    for (V const& v : all) {
        One<V> const row{++id, v, id % 2 == 0 ? std::nullopt : std::optional<V>{v}};
        s.conn.insert(row);
        auto const got = s.conn.get<One<V>>(id);
        REQUIRE(got.has_value());
        CHECK(same(got->value, v));
        CHECK(got->maybe.has_value() == row.maybe.has_value());
        if (got->maybe) {
            CHECK(same(*got->maybe, v));
        }
    }
    for (V const& v : all) { // assigned by a statement, read as a column
        CHECK(s.conn.update(orm::update<One<V>>().template set<&One<V>::maybe>(v).where(
                  orm::col<&One<V>::id> == id)) == 1);
        auto const got = s.conn.one(orm::select(orm::col<&One<V>::maybe>).where(orm::col<&One<V>::id> == id));
        REQUIRE(got.has_value());
        CHECK(same(*got, v));
    }
    CHECK(s.conn.update(orm::update<One<V>>()
                            .template set<&One<V>::maybe>(std::nullopt)
                            .where(orm::col<&One<V>::id> == id)) == 1);
}

// After go_in_and_out() the edges are there.
template <class V>
void find_equal(site& s) {
    auto const value = orm::col<&One<V>::value>;
    auto const maybe = orm::col<&One<V>::maybe>;
    auto const q = orm::select(orm::col<&One<V>::id>).order_by(orm::col<&One<V>::id>);
    auto const all = edges<V>::all();
    for (V const& v : all) {
        note_found(s, "==", s.conn.all(q.where(value == v)));
        note_found(s, "maybe !=", s.conn.all(q.where(maybe != v)));
        note_found(s, "in", s.conn.all(q.where(value.in(v, all[0]))));
    }
    note_found(s, "not in", s.conn.all(q.where(maybe.not_in(std::vector<V>{all[0]}))));
    note_found(s, "in none", s.conn.all(q.where(value.in(std::vector<V>{}))));
}
template <class V>
void find_ordered(site& s) {
    auto const value = orm::col<&One<V>::value>;
    auto const maybe = orm::col<&One<V>::maybe>;
    auto const id = orm::col<&One<V>::id>;
    auto const q = orm::select(id);
    auto const all = edges<V>::all();
    for (V const& v : all) {
        note_found(s, "<", s.conn.all(q.where(value < v).order_by(id)));
        note_found(s, "between", s.conn.all(q.where(maybe.between(all[0], v)).order_by(id)));
    }
    note_found(s, "order", s.conn.all(q.order_by(value, id)));
    note_found(s, "maybe", s.conn.all(q.order_by(maybe, id)));
    note_found(s, "maybe desc", s.conn.all(q.order_by(orm::desc(maybe), id)));
}

} // namespace

TEST_CASE_TEMPLATE("numbers go in and out, are found and ordered alike", V, std::int8_t, std::int64_t,
                   std::uint32_t, double) {
    on_both<orm::metadata<One<V>>>([](site& s) {
        go_in_and_out<V>(s);
        find_equal<V>(s);
        find_ordered<V>(s);
        if constexpr (std::is_integral_v<V>) {
            s.note_rows("SELECT id, value, maybe FROM one ORDER BY id");
        }
    });
}

TEST_CASE_TEMPLATE("texts, times and enumerators go in and out, are found and ordered alike", V, bool, bytes,
                   std::string, orm::timestamp, orm::date, orm::time_of_day, orm::uuid) {
    on_both<orm::metadata<One<V>>>([](site& s) {
        go_in_and_out<V>(s);
        find_equal<V>(s);
        find_ordered<V>(s);
        if constexpr (std::is_same_v<V, orm::timestamp>) { // PostgreSQL shows the zone
            s.note_rows("SELECT id, substr(CAST(value AS TEXT), 1, 19) FROM one ORDER BY id");
        } else if constexpr (std::is_same_v<V, orm::time_of_day>) { // and no zeros behind a point
            s.note_rows("SELECT id, substr(CAST(value AS TEXT), 1, 10) FROM one ORDER BY id");
        } else {
            s.note_rows("SELECT id, value, maybe FROM one ORDER BY id");
        }
    });
}

TEST_CASE_TEMPLATE("what has no order on SQLite goes in and out, and is found by ==", V, Mood,
                   orm::decimal<10, 2>, orm::decimal<38, 19>) {
    on_both<orm::metadata<One<V>>>([](site& s) {
        go_in_and_out<V>(s);
        find_equal<V>(s);
        if constexpr (!std::is_same_v<V, orm::decimal<10, 2>> && !std::is_same_v<V, Mood>) {
            s.note_rows("SELECT id, value, maybe FROM one ORDER BY id");
        }
    });
}

TEST_CASE_TEMPLATE("what PostgreSQL compares otherwise, or not at all, goes in and out", V, orm::interval,
                   orm::big_decimal, orm::json) {
    on_both<orm::metadata<One<V>>>([](site& s) { go_in_and_out<V>(s); });
}

} // namespace conformance
