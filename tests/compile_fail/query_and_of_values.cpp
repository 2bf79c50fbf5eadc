// says: "&& joins two conditions, not values: compare them first"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(col<&User::age> && col<&User::name>));
#else
    auto const rows = conn.all(orm::select<User>().where(col<&User::age> > 1 && col<&User::name> != ""));
#endif
}
} // namespace shop
