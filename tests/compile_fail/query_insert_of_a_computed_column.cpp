// says: "The database alone writes gross of Order, which is computed or an identity ALWAYS: leave it"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.insert(orm::insert<Order>()
                    .set<&Order::id>(1)
                    .set<&Order::user_id>(1)
                    .set<&Order::net>(1.0)
                    .set<&Order::gross>(1.2));
#else
    conn.insert(orm::insert<Order>().set<&Order::id>(1).set<&Order::user_id>(1).set<&Order::net>(1.0));
#endif
}
} // namespace shop
