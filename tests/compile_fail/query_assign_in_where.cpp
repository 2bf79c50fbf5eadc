// says: "= compares nothing: write =="
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(col<& User::id> = 1));
#else
    auto const rows = conn.all(orm::select<User>().where(col<&User::id> == 1));
#endif
}
} // namespace shop
