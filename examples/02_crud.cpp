// SPDX-License-Identifier: BSL-1.0
// Insert, get, update, erase, and typed queries.

#include <athanor/create_all.hpp>
#include <athanor/model.hpp>
#include <athanor/sqlite.hpp>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>

namespace orm = athanor;

struct City {
    std::int64_t id{};
    std::string name{};
    std::int32_t people{};
    std::optional<std::string> river{};

    static constexpr auto table = orm::table("cities", orm::primary_key<&City::id>.autoincrement(),
                                             orm::column<&City::name>.type(orm::varchar(100)).unique());
};

int main() {
    auto conn = orm::connect<orm::sqlite>("sqlite:///cities.db");
    conn.create_all<orm::metadata<City>>();

    City const prague = conn.insert(City{.name = "Prague", .people = 1'300'000, .river = "Vltava"});
    conn.insert(City{.name = "Milan", .people = 1'370'000});
    conn.insert(City{.name = "Cologne", .people = 1'080'000, .river = "Rhine"});
    std::cout << "Prague got the key " << prague.id << '\n';

    auto milan = conn.get<City>(prague.id + 1);
    milan->people += 4'000;
    conn.update(*milan);

    auto const by_a_river = orm::select<City>()
                                .where(orm::col<&City::river>.is_not_null())
                                .order_by(orm::desc(orm::col<&City::people>));
    for (auto const& city : conn.all(by_a_river)) {
        std::cout << city.name << " on the " << *city.river << '\n';
    }

    conn.erase(prague);
    try {
        conn.insert(City{.name = "Milan"});
    } catch (orm::error const& problem) {
        std::cout << "refused: " << problem.table() << '.' << problem.column() << " is unique\n";
    }
    return conn.count(orm::select<City>()) == 2 ? EXIT_SUCCESS : EXIT_FAILURE;
}
