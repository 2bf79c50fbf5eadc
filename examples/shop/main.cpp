// SPDX-License-Identifier: BSL-1.0
// The application: brings its database up to date, puts a few rows in when there are none, and looks at them.
// usage: shop [database URL]     (or DATABASE_URL; sqlite:///shop.db where neither says otherwise)

#include <athanor/migrate.hpp>
#include <athanor/postgresql.hpp>
#include <athanor/sqlite.hpp>

#include "models.hpp"

#include <cstdio>
#include <cstdlib>
#include <exception>

namespace orm = athanor;
using shop::Order, shop::OrderProduct, shop::Product, shop::User;

namespace {

void fill(orm::connection<orm::sqlite, orm::postgresql>& conn) {
    auto transaction = conn.transaction();
    conn.insert(
        User{.telegram_id = 1001, .full_name = "Ada Lovelace", .username = "ada", .language_code = "en"});
    conn.insert(
        User{.telegram_id = 1002, .full_name = "Grace Hopper", .language_code = "en", .referrer_id = 1001});
    auto const lamp = conn.insert(Product{.title = "Lamp", .description = "Burns for years"});
    auto const table = conn.insert(Product{.title = "Table"});
    auto const order = conn.insert(Order{.user_id = 1002});
    conn.insert(OrderProduct{.order_id = order.order_id, .product_id = lamp.product_id, .quantity = 2});
    conn.insert(OrderProduct{.order_id = order.order_id, .product_id = table.product_id, .quantity = 1});
    transaction.commit();
}

} // namespace

int main(int argc, char** argv) {
    try {
        char const* const from_environment = std::getenv("DATABASE_URL");
        auto conn = orm::connect<orm::sqlite, orm::postgresql>(argc > 1           ? argv[1]
                                                               : from_environment ? from_environment
                                                                                  : "sqlite:///shop.db");
        orm::run_migrations(conn);
        if (conn.count(orm::select<User>()) == 0) {
            fill(conn);
        }
        for (auto const& user : conn.all(orm::select<User>().order_by(orm::col<&User::telegram_id>))) {
            std::printf("user %lld: %s (%s)\n", static_cast<long long>(user.telegram_id),
                        user.full_name.c_str(), user.language_code.c_str());
        }
        for (auto const& line :
             conn.all(orm::select<OrderProduct>().order_by(orm::col<&OrderProduct::product_id>))) {
            auto const product = conn.get<Product>(line.product_id);
            std::printf("order %lld: %d x %s\n", static_cast<long long>(line.order_id), line.quantity,
                        product->title.c_str());
        }
    } catch (std::exception const& problem) {
        std::fprintf(stderr, "shop: %s\n", problem.what());
        return 1;
    }
}
