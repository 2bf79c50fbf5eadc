// says: "This query gives each row once and orders by something that isn't in its rows"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(col<&User::name>).distinct().order_by(col<&User::age>));
#else
    auto const rows = conn.all(orm::select(col<&User::name>).distinct().order_by(col<&User::name>));
#endif
}
} // namespace shop
