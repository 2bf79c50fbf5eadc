// says: "the two sides of this comparison have different types"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(col<&User::id> == "7"));
#else
    auto const rows = conn.all(orm::select<User>().where(col<&User::id> == 7));
#endif
}
} // namespace shop
