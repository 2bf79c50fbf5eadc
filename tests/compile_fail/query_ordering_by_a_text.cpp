// says: "order_by() takes columns"
#include "shop.hpp"

namespace shop {
void ask() {
#ifdef MISTAKE
    orm::ordering<User> order;
    order.then_by("name");
#else
    orm::ordering<User> order;
    order.then_by(col<&User::name>);
#endif
}
} // namespace shop
