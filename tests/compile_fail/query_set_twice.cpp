// says: "This statement sets name of User twice: say it once."
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.update(orm::update<User>().set<&User::name>("a").set<&User::name>("b").where(col<&User::id> == 1));
#else
    conn.update(orm::update<User>().set<&User::name>("a").set<&User::email>("b").where(col<&User::id> == 1));
#endif
}
} // namespace shop
