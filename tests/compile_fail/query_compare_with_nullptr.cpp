// says: "ask is_null() or is_not_null()"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(col<&User::nickname> != nullptr));
#else
    auto const rows = conn.all(orm::select<User>().where(col<&User::nickname>.is_not_null()));
#endif
}
} // namespace shop
