// says: "- turns the sign of a number round, not a text"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(-col<&User::name>));
#else
    auto const rows = conn.all(orm::select(-col<&User::age>));
#endif
}
} // namespace shop
