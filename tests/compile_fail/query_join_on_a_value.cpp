// says: "where(), having() and join() take a condition, such as col<&User::id> == 1"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().join<Order>(col<&Order::user_id>));
#else
    auto const rows = conn.all(orm::select<User>().join<Order>(col<&Order::user_id> == col<&User::id>));
#endif
}
} // namespace shop
