// says: "after() takes one value for each part of order_by()"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().order_by(col<&User::name>, col<&User::id>).after("Ann"));
#else
    auto const rows =
        conn.all(orm::select<User>().order_by(col<&User::name>, col<&User::id>).after("Ann", 1));
#endif
}
} // namespace shop
