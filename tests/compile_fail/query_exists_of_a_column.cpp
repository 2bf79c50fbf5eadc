// says: "exists() takes a select"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(orm::exists(col<&Order::id>)));
#else
    auto const rows = conn.all(orm::select<User>().where(orm::exists(orm::select(col<&Order::id>))));
#endif
}
} // namespace shop
