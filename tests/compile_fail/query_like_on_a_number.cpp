// says: "like() asks a text, and takes a text pattern"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(col<&User::age>.like("1%")));
#else
    auto const rows = conn.all(orm::select<User>().where(col<&User::name>.like("1%")));
#endif
}
} // namespace shop
