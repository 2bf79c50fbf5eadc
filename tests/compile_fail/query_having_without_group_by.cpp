// says: "This query groups its rows and"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(col<&User::name>).having(col<&User::age> > 1));
#else
    auto const rows = conn.all(orm::select(col<&User::name>).where(col<&User::age> > 1));
#endif
}
} // namespace shop
