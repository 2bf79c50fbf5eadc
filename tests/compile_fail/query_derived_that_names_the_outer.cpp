// says: "which stands beside it: join it in last as well, or say lateral(...)"
#include "shop.hpp"

namespace shop {
struct Net {
    double net{};
};
constexpr auto last = orm::derived<Net, "last">;

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows =
        conn.all(orm::select(col<&User::name>)
                     .cross_join(last.as(
                         orm::select(col<&Order::net>).where(col<&Order::user_id> == col<&User::id>))));
#else
    auto const rows =
        conn.all(orm::select(col<&User::name>).cross_join(last.as(orm::select(col<&Order::net>))));
#endif
}
} // namespace shop
