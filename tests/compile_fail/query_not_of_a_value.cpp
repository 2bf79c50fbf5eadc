// says: "! turns a condition round, not a value"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(!col<&User::age>));
#else
    auto const rows = conn.all(orm::select<User>().where(!(col<&User::age> == 0)));
#endif
}
} // namespace shop
