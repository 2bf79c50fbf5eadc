// says: "This statement is about User and names a column of Order: use columns of User"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.erase(orm::erase<User>().where(col<&Order::net> > 1.0));
#else
    conn.erase(orm::erase<User>().where(
        col<&User::id>.in(orm::select(col<&Order::user_id>).where(col<&Order::net> > 1.0))));
#endif
}
} // namespace shop
