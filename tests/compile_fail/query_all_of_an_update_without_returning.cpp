// says: "all(), first() and one() read rows: ask a select, or a change with returning(...)"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::update<User>().set<&User::age>(7).every_row());
#else
    auto const rows = conn.all(orm::update<User>().set<&User::age>(7).every_row().returning(col<&User::id>));
#endif
}
} // namespace shop
