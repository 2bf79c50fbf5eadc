#pragma once
// SPDX-License-Identifier: BSL-1.0
// The four tables of a small online shop: plain structs, described where they stand.

#include <athanor/model.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace shop {
namespace orm = athanor;

struct User {
    std::int64_t telegram_id{};
    std::string full_name{};
    std::optional<std::string> username{};
    std::string language_code{};
    std::optional<orm::timestamp> created_at{};
    std::optional<std::int64_t> referrer_id{};

    static constexpr auto table = orm::table(
        "users", orm::primary_key<&User::telegram_id>, orm::column<&User::full_name>.type(orm::varchar(255)),
        orm::column<&User::username>.type(orm::varchar(255)),
        orm::column<&User::language_code>.type(orm::varchar(255)),
        orm::column<&User::created_at>.type(orm::timestamp_without_time_zone()).server_default(orm::now()),
        orm::foreign_key<&User::referrer_id>.references<&User::telegram_id>.on_delete(orm::set_null));
};

struct Order {
    std::int64_t order_id{};
    std::int64_t user_id{};
    std::optional<orm::timestamp> created_at{};

    static constexpr auto table = orm::table(
        "orders", orm::primary_key<&Order::order_id>.autoincrement(),
        orm::column<&Order::created_at>.type(orm::timestamp_without_time_zone()).server_default(orm::now()),
        orm::foreign_key<&Order::user_id>.references<&User::telegram_id>.on_delete(orm::cascade));
};

struct Product {
    std::int64_t product_id{};
    std::string title{};
    std::optional<std::string> description{};
    std::optional<orm::timestamp> created_at{};

    static constexpr auto table = orm::table(
        "products", orm::primary_key<&Product::product_id>.autoincrement(),
        orm::column<&Product::title>.type(orm::varchar(255)),
        orm::column<&Product::description>.type(orm::text()),
        orm::column<&Product::created_at>.type(orm::timestamp_without_time_zone()).server_default(orm::now()));
};

struct OrderProduct {
    std::int64_t order_id{};
    std::int64_t product_id{};
    std::int32_t quantity{};

    static constexpr auto table = orm::table(
        "order_products", orm::primary_key<&OrderProduct::order_id, &OrderProduct::product_id>,
        orm::foreign_key<&OrderProduct::order_id>.references<&Order::order_id>.on_delete(orm::cascade),
        orm::foreign_key<&OrderProduct::product_id>.references<&Product::product_id>.on_delete(
            orm::restrict_));
};

using metadata = orm::metadata<User, Order, Product, OrderProduct>;

} // namespace shop
