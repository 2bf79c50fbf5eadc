// says: "a select is compared by its one value, scalar(select(...)), or by in(select(...))"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows =
        conn.all(orm::select<User>().where(col<&User::id> == orm::select(orm::max(col<&Order::user_id>))));
#else
    auto const rows = conn.all(orm::select<User>().where(
        col<&User::id> == orm::scalar(orm::select(orm::max(col<&Order::user_id>)))));
#endif
}
} // namespace shop
