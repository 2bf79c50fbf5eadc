// SPDX-License-Identifier: BSL-1.0
// athanor beside hand-written libpq on PostgreSQL. The server is ATHANOR_TEST_POSTGRESQL; each side has
// temporary tables of its own. See harness.hpp for how it is called.

#include "cases.hpp"
#include "postgresql_by_hand.hpp"

#include <athanor/postgresql.hpp>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <span>

namespace {

/// An input range: its elements come by and are gone, so they can't be looked over for COPY first.
struct read_once {
    struct iterator {
        using iterator_concept = std::input_iterator_tag;
        using value_type = User;
        using difference_type = std::ptrdiff_t;
        read_once const* range = nullptr;
        User const& operator*() const { return range->users[*range->at]; }
        iterator& operator++() {
            ++*range->at;
            return *this;
        }
        void operator++(int) { ++*this; }
        bool operator==(std::default_sentinel_t) const { return *range->at == range->users.size(); }
    };
    std::span<User const> users;
    std::size_t* at;
    [[nodiscard]] iterator begin() const { return {this}; }
    [[nodiscard]] static std::default_sentinel_t end() { return {}; }
};

} // namespace

int main(int argc, char** argv) {
    char const* const url = std::getenv("ATHANOR_TEST_POSTGRESQL");
    if (url == nullptr) {
        std::fputs("ATHANOR_TEST_POSTGRESQL isn't set: run ./dev bench postgresql\n", stderr);
        return 1;
    }
    by_hand hand{url};
    auto conn = athanor::connect<athanor::postgresql>(url);
    conn.execute(athanor::unsafe_sql{postgresql_tables});
    conn.execute(athanor::unsafe_sql{postgresql_orders});
    bench::sides sides{conn, hand};

    bench::cases all;
    bench::add_cases(all, sides, "postgresql", 100'000, 100'000);
    auto const empty = [&](int n) { sides.empty(n); };
    auto const fill = [&](int n) { sides.fill(n); };
    all.add(
        "insert a range beside COPY by hand", "postgresql", 100'000, empty,
        [&](int n) { conn.insert(sides.users(n)); }, [&](int n) { hand.copy(sides.users(n)); });
    all.add(
        "insert an input range", "postgresql", 100'000, empty,
        [&](int n) {
            std::size_t at = 0;
            conn.insert(read_once{sides.users(n), &at});
        },
        [&](int n) { hand.insert(sides.users(n)); });
    all.add(
        "update a range beside a pipeline by hand", "postgresql", 10'000, fill,
        [&](int n) { conn.update(sides.users(n)); }, [&](int n) { hand.update_by_pipeline(sides.users(n)); });
    all.add(
        "upsert a range beside a pipeline by hand", "postgresql", 10'000, fill,
        [&](int n) { conn.upsert(sides.users(n)); }, [&](int n) { hand.upsert_by_pipeline(sides.users(n)); });
    // n lookups, three a round trip.
    auto const three_together = [&](int n) {
        auto const of_id = [](std::int64_t id) {
            return athanor::select<User>().where(athanor::col<&User::id> == id);
        };
        for (std::int64_t i = 1; i + 2 <= n; i += 3) {
            auto const found = conn.pipeline(of_id(i), of_id(i + 1), of_id(i + 2));
            bench::require(std::get<0>(found).at(0).id == i && std::get<1>(found).at(0).id == i + 1 &&
                               std::get<2>(found).at(0).id == i + 2,
                           "pipeline");
        }
    };
    all.add("three lookups in a pipeline beside a pipeline by hand", "postgresql", 30'000, fill,
            three_together, [&](int n) {
                for (std::int64_t i = 1; i + 2 <= n; i += 3) {
                    auto const found = hand.get_three(i);
                    bench::require(found[0].id == i && found[1].id == i + 1 && found[2].id == i + 2,
                                   "pipeline");
                }
            });
    all.add("three lookups in a pipeline beside three statements by hand", "postgresql", 30'000, fill,
            three_together, [&](int n) {
                for (std::int64_t i = 1; i + 2 <= n; i += 3) {
                    bench::require(hand.get(i).id == i && hand.get(i + 1).id == i + 1 &&
                                       hand.get(i + 2).id == i + 2,
                                   "get");
                }
            });
    return bench::main(argc, argv, all);
}
