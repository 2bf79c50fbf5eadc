// says: "scalar() takes a select of one column"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows =
        conn.all(orm::select<User>().where(col<&User::id> == orm::scalar(orm::select<Order>())));
#else
    auto const rows =
        conn.all(orm::select<User>().where(col<&User::id> == orm::scalar(orm::select(col<&Order::user_id>))));
#endif
}
} // namespace shop
