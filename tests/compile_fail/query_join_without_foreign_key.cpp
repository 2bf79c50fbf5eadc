// says: "No foreign key joins Tag to the tables before it: say on what, join<Tag>(condition)."
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().join<Tag>());
#else
    auto const rows = conn.all(orm::select<User>().join<Tag>(col<&Tag::name> == col<&User::name>));
#endif
}
} // namespace shop
