// says: "SQLite locks no single rows: leave for_update() away and begin the transaction as immediate."
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().for_update());
#else
    auto const rows = conn.all(orm::select<User>());
#endif
}
} // namespace shop
