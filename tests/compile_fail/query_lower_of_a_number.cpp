// says: "lower() takes a text"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(orm::lower(col<&User::age>)));
#else
    auto const rows = conn.all(orm::select(orm::lower(col<&User::name>)));
#endif
}
} // namespace shop
