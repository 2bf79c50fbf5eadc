// says: "SQLite has no DISTINCT ON: number the rows with row_number() and keep those with 1."
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(col<&User::name>, col<&User::age>).distinct_on(col<&User::name>));
#else
    auto const rows = conn.all(orm::select(col<&User::name>, col<&User::age>).distinct());
#endif
}
} // namespace shop
