// says: "User stands twice in this query: give one another name with alias<User, "name">."
#include "shop.hpp"

namespace shop {
constexpr auto other = orm::alias<User, "other">;

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(col<&User::name>).join<User>(col<&User::id> == col<&User::id>));
#else
    auto const rows =
        conn.all(orm::select(col<&User::name>).join(other, other.col<&User::id> == col<&User::id>));
#endif
}
} // namespace shop
