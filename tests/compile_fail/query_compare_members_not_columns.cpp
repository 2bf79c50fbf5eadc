// says: "a member is compared as a column: col<&User::name>"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(col<&User::name> == &User::nickname));
#else
    auto const rows = conn.all(orm::select<User>().where(col<&User::name> == col<&User::nickname>));
#endif
}
} // namespace shop
