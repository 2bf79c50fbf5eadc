// says: "This query names a column of Order, which it doesn't read from: add join<Order>(), or"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(col<&Order::net> > 10.0));
#else
    auto const rows = conn.all(orm::select<User>().join<Order>().where(col<&Order::net> > 10.0));
#endif
}
} // namespace shop
