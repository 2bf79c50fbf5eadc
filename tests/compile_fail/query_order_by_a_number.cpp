// says: "order_by() takes columns, such as col<&User::id>"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().order_by(1));
#else
    auto const rows = conn.all(orm::select<User>().order_by(col<&User::id>));
#endif
}
} // namespace shop
