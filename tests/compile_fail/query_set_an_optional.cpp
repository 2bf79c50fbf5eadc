// says: "set() takes a value"
#include "shop.hpp"

namespace shop {
std::optional<std::string> const name{"Ann"};

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.update(orm::update<User>().set<&User::name>(name).where(col<&User::id> == 1));
#else
    conn.update(orm::update<User>().set<&User::name>(name.value()).where(col<&User::id> == 1));
#endif
}
} // namespace shop
