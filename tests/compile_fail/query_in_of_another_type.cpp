// says: "in() takes values of the column's type"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(col<&User::age>.in("1", "2")));
#else
    auto const rows = conn.all(orm::select<User>().where(col<&User::age>.in(1, 2)));
#endif
}
} // namespace shop
