// says: "This update would change every row of User: add where(), or say every_row() if you mean it."
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.update(orm::update<User>().set<&User::age>(7));
#else
    conn.update(orm::update<User>().set<&User::age>(7).every_row());
#endif
}
} // namespace shop
