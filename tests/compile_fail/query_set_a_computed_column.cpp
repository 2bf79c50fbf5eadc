// says: "The database alone writes gross of Order"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.update(orm::update<Order>().set<&Order::gross>(1.0).every_row());
#else
    conn.update(orm::update<Order>().set<&Order::net>(1.0).every_row());
#endif
}
} // namespace shop
