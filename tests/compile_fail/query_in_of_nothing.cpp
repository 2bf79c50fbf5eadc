// says: "in() takes values, a container of them, or a select"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(col<&User::age>.in()));
#else
    auto const rows = conn.all(orm::select<User>().where(col<&User::age>.in(1)));
#endif
}
} // namespace shop
