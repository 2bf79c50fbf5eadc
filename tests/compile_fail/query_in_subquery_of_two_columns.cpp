// says: "in() takes a subquery with one column of the column's type"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(
        orm::select<User>().where(col<&User::id>.in(orm::select(col<&Order::user_id>, col<&Order::net>))));
#else
    auto const rows =
        conn.all(orm::select<User>().where(col<&User::id>.in(orm::select(col<&Order::user_id>))));
#endif
}
} // namespace shop
