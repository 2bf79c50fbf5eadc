// says: "SQLite keeps decimals, intervals and enumerations as text"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<Transfer>().order_by(col<&Transfer::amount>));
#else
    auto const rows = conn.all(orm::select<Transfer>().order_by(col<&Transfer::id>));
#endif
}
} // namespace shop
