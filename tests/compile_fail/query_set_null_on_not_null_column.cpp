// says: "this column can't be NULL: its member is not a std::optional"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.update(orm::update<User>().set<&User::name>(std::nullopt).where(col<&User::id> == 1));
#else
    conn.update(orm::update<User>().set<&User::nickname>(std::nullopt).where(col<&User::id> == 1));
#endif
}
} // namespace shop
