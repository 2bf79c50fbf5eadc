// says: "SQLite has no regular expressions: use like() or glob()."
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(col<&User::name>.regexp("^A")));
#else
    auto const rows = conn.all(orm::select<User>().where(col<&User::name>.glob("A*")));
#endif
}
} // namespace shop
