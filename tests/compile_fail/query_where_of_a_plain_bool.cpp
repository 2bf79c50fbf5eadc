// says: "where(), having() and join() take a condition"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(true));
#else
    auto const rows = conn.all(orm::select<User>().where(col<&User::active> == true));
#endif
}
} // namespace shop
