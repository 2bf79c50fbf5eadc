// says: "with() takes named rows with their select"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::with(orm::select(col<&User::name>)).select<User>());
#else
    auto const rows = conn.all(orm::select<User>());
#endif
}
} // namespace shop
