#pragma once
// SPDX-License-Identifier: BSL-1.0
// The tables of the tests of the query language.

#include <athanor/model.hpp>
#include <athanor/query.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace query_tests {

namespace orm = athanor;
using orm::col;

struct Person {
    std::int64_t id{};
    std::string name{};
    std::optional<std::int32_t> age{};
    std::optional<std::int64_t> boss_id{};

    static constexpr auto table =
        orm::table("people", orm::foreign_key<&Person::boss_id>.references<&Person::id>);
};
struct Order {
    std::int64_t id{};
    std::int64_t person_id{};
    double price{};
    std::string state{};

    static constexpr auto table = orm::table("orders", orm::primary_key<&Order::id>.autoincrement(),
                                             orm::foreign_key<&Order::person_id>.references<&Person::id>,
                                             orm::column<&Order::state>.server_default("new"));
};
struct Line {
    std::int64_t order_id{};
    std::int32_t number{};
    std::string item{};

    static constexpr auto table = orm::table("lines", orm::primary_key<&Line::order_id, &Line::number>,
                                             orm::foreign_key<&Line::order_id>.references<&Order::id>);
};
struct Counter {
    std::int64_t id{};
    std::string name{};
    std::int64_t n{};
    std::optional<std::string> remark{};

    static constexpr auto table =
        orm::table("counters", orm::primary_key<&Counter::id>.autoincrement(),
                   orm::column<&Counter::name>.unique(), orm::column<&Counter::n>.server_default(7));
};
struct Defaulted {
    std::int64_t id{};
    std::string what{};

    static constexpr auto table = orm::table("defaulted", orm::primary_key<&Defaulted::id>.autoincrement(),
                                             orm::column<&Defaulted::what>.server_default("none"));
};
enum class Mood { happy, sad, so_so };

struct Kinds {
    std::int64_t id{};
    bool truth{};
    std::int16_t small{};
    std::int32_t medium{};
    std::uint32_t wide{};
    float single{};
    double twice{};
    std::string text{};
    std::vector<std::byte> blob{};
    orm::timestamp at{};
    orm::date day{};
    orm::time_of_day clock{};
    orm::interval span{};
    orm::decimal<12, 2> price{};
    orm::big_decimal huge{};
    orm::uuid key{};
    Mood mood{};
    std::optional<std::int32_t> maybe_medium{};
    std::optional<orm::date> maybe_day{};
    std::optional<Mood> maybe_mood{};
};

using metadata = orm::metadata<Person, Order, Line, Counter, Defaulted, Kinds>;

inline constexpr auto boss = orm::alias<Person, "boss">;

} // namespace query_tests
