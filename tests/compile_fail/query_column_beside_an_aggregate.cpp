// says: "This query groups its rows and reads the column name of User outside of an aggregate"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(col<&User::name>, orm::count()));
#else
    auto const rows = conn.all(orm::select(col<&User::name>, orm::count()).group_by(col<&User::name>));
#endif
}
} // namespace shop
