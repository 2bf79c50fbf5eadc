// says: "texts are joined by +"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(col<&User::name> || col<&User::email>));
#else
    auto const rows = conn.all(orm::select(col<&User::name> + col<&User::email>));
#endif
}
} // namespace shop
