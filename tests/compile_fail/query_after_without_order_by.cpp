// says: "after() stands behind order_by(...)"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().after(1));
#else
    auto const rows = conn.all(orm::select<User>().order_by(col<&User::id>).after(1));
#endif
}
} // namespace shop
