// says: "set() takes a value of the column's type"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.update(orm::update<User>().set<&User::age>("7").where(col<&User::id> == 1));
#else
    conn.update(orm::update<User>().set<&User::age>(7).where(col<&User::id> == 1));
#endif
}
} // namespace shop
