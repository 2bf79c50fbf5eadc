// says: "This filter or ordering gets a column of Order"
#include "shop.hpp"

namespace shop {
void ask() {
#ifdef MISTAKE
    orm::ordering<User> order;
    order.then_by(col<&Order::net>);
#else
    orm::ordering<User> order;
    order.then_by(col<&User::name>);
#endif
}
} // namespace shop
