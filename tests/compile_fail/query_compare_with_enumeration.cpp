// says: "the two sides of this comparison have different types"
#include "shop.hpp"

namespace shop {
enum class level { low, high };

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(col<&User::age> == level::high));
#else
    auto const rows = conn.all(orm::select<User>().where(col<&User::age> == 3));
#endif
}
} // namespace shop
