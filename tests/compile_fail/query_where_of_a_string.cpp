// says: "where(), having() and join() take a condition"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where("age > 18"));
#else
    auto const rows = conn.all(orm::select<User>().where(col<&User::age> > 18));
#endif
}
} // namespace shop
