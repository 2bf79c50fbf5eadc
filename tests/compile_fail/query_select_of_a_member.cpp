// says: "select() takes columns and expressions, such as col<&User::id>"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(&User::name));
#else
    auto const rows = conn.all(orm::select(col<&User::name>));
#endif
}
} // namespace shop
