// says: "This erase would remove every row of User: add where(), or say every_row() if you mean it."
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.erase(orm::erase<User>());
#else
    conn.erase(orm::erase<User>().every_row());
#endif
}
} // namespace shop
