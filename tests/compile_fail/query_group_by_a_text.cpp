// says: "group_by() takes columns, such as col<&User::id>"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(orm::count()).from<User>().group_by("name"));
#else
    auto const rows = conn.all(orm::select(orm::count()).from<User>().group_by(col<&User::name>));
#endif
}
} // namespace shop
