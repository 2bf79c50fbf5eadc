// SPDX-License-Identifier: BSL-1.0
// The library's queries: most are sound, one has no table, two have no index.

#include "queries.hpp"

namespace shop {

using orm::col;
using orm::select;

std::optional<Customer> find(connection& conn, std::int64_t id) {
    return conn.get<Customer>(id);
}
std::vector<Customer> named(connection& conn, std::string const& name) {
    return conn.all(select<Customer>().where(col<&Customer::name> == name));
}
std::vector<Customer> living_in(connection& conn, std::string const& city) {
    return conn.all(select<Customer>().where(col<&Customer::city> == city));
}
std::vector<Coupon> coupons(connection& conn) {
    return conn.all(select<Coupon>());
}
std::vector<std::int64_t> neighbours(connection& conn, std::string const& city) {
    constexpr auto other = orm::alias<Customer, "other">;
    return conn.all(select(other.col<&Customer::id>).where(other.col<&Customer::city> == city));
}

} // namespace shop
