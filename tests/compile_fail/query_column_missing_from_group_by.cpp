// says: "This query groups its rows and reads the column email of User outside of an aggregate: add it"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows =
        conn.all(orm::select(col<&User::name>, col<&User::email>, orm::count()).group_by(col<&User::name>));
#else
    auto const rows = conn.all(orm::select(col<&User::name>, col<&User::email>, orm::count())
                                   .group_by(col<&User::name>, col<&User::email>));
#endif
}
} // namespace shop
