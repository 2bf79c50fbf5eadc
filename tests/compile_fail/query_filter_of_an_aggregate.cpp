// says: "A filter is about single rows and can't hold an aggregate: use having()."
#include "shop.hpp"

namespace shop {
void ask() {
#ifdef MISTAKE
    orm::filter<User> wanted;
    wanted &= orm::count() > 1;
#else
    orm::filter<User> wanted;
    wanted &= col<&User::age> >= 18;
#endif
}
} // namespace shop
