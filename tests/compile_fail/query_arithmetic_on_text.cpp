// says: "arithmetic takes two numbers"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(col<&User::name> * 2));
#else
    auto const rows = conn.all(orm::select(col<&User::age> * 2));
#endif
}
} // namespace shop
