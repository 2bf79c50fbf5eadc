// SPDX-License-Identifier: BSL-1.0
// The tables are made and filled here, once for all tests of the query language: that is half of what one of
// them would have to compile.

#include "unit/query/people.hpp"

namespace query_tests {

void on_both_filled(std::function<void(site&)> const& f) {
    conformance::on_both<metadata>([&](site& s) {
        s.conn.insert(
            std::vector<Person>{{1, "Ann", 30, {}}, {2, "Bob", 40, 1}, {3, "Cid", {}, 1}, {4, "Dan", 40, 2}});
        s.conn.insert(std::vector<Order>{{1, 1, 2.5, "new"}, {2, 1, 3.5, "paid"}, {3, 2, 1, "paid"}});
        s.conn.insert(std::vector<Line>{{1, 1, "pen"}, {1, 2, "ink"}, {3, 1, "pen"}});
        if (!s.is_sqlite) { // keys that were given don't move an identity
            s.conn.execute("SELECT setval(pg_get_serial_sequence('orders', 'id'), 3)");
        }
        f(s);
    });
}

} // namespace query_tests
