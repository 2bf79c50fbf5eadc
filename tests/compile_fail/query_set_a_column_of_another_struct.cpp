// says: "This statement writes User and sets a column of another struct: use columns of User."
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.update(orm::update<User>().set<&Order::net>(1.0).every_row());
#else
    conn.update(orm::update<Order>().set<&Order::net>(1.0).every_row());
#endif
}
} // namespace shop
