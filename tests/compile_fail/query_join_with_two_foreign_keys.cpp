// says: "is joined to the tables before it by several foreign keys"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().join<Transfer>());
#else
    auto const rows = conn.all(orm::select<User>().join<Transfer>(col<&Transfer::from_id> == col<&User::id>));
#endif
}
} // namespace shop
