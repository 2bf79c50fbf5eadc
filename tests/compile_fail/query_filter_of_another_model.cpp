// says: "This filter or ordering gets a column of Order, which isn't among the models in its <...>:"
#include "shop.hpp"

namespace shop {
void ask() {
#ifdef MISTAKE
    orm::filter<User> wanted;
    wanted &= col<&Order::net> > 1.0;
#else
    orm::filter<User, Order> wanted;
    wanted &= col<&Order::net> > 1.0;
#endif
}
} // namespace shop
