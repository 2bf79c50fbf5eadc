// says: "This query names a column of Order, which it doesn't read from"
#include "shop.hpp"

namespace shop {
void ask() {
#ifdef MISTAKE
    auto const text = orm::to_sql<orm::sqlite>(orm::select<User>().where(col<&Order::net> > 10.0));
#else
    auto const text =
        orm::to_sql<orm::sqlite>(orm::select<User>().join<Order>().where(col<&Order::net> > 10.0));
#endif
}
} // namespace shop
