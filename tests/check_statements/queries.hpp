#pragma once
// SPDX-License-Identifier: BSL-1.0
// The models and the queries of a small shop, as its library shows them.

#include <athanor/model.hpp>
#include <athanor/postgresql.hpp>
#include <athanor/query.hpp>
#include <athanor/sqlite.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shop {

namespace orm = athanor;
using connection = orm::connection<orm::sqlite, orm::postgresql>;

struct Customer {
    std::int64_t id{};
    std::string name;
    std::string city;

    static constexpr auto table =
        orm::table("customers", orm::primary_key<&Customer::id>.autoincrement(), orm::index<&Customer::name>);
};
struct Order {
    std::int64_t id{};
    std::int64_t customer_id{};

    static constexpr auto table =
        orm::table("orders", orm::primary_key<&Order::id>.autoincrement(), orm::index<&Order::customer_id>,
                   orm::foreign_key<&Order::customer_id>.references<&Customer::id>);
};
/// In the models, and not in the database: the migration was forgotten.
struct Coupon {
    std::int64_t id{};
    std::string code;

    static constexpr auto table = orm::table("coupons", orm::primary_key<&Coupon::id>.autoincrement());
};
using database = orm::metadata<Customer, Order>;

std::optional<Customer> find(connection& conn, std::int64_t id);
std::vector<Customer> named(connection& conn, std::string const& name);
std::vector<Customer> living_in(connection& conn, std::string const& city);
std::vector<Coupon> coupons(connection& conn);
std::vector<std::int64_t> neighbours(connection& conn, std::string const& city);

} // namespace shop
