// says: "This query names a column of Order, which it doesn't read from"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    orm::filter<User, Order> const wanted;
    auto const rows = conn.all(orm::select<User>().where(wanted));
#else
    orm::filter<User> const wanted;
    auto const rows = conn.all(orm::select<User>().where(wanted));
#endif
}
} // namespace shop
