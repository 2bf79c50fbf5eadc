// says: "a filter takes conditions, such as col<&User::age> >= 18"
#include "shop.hpp"

namespace shop {
void ask() {
#ifdef MISTAKE
    orm::filter<User> wanted;
    wanted &= col<&User::age>;
#else
    orm::filter<User> wanted;
    wanted &= col<&User::age> >= 18;
#endif
}
} // namespace shop
