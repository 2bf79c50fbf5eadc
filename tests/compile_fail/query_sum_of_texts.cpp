// says: "sum() takes a number"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(orm::sum(col<&User::name>)));
#else
    auto const rows = conn.all(orm::select(orm::sum(col<&User::age>)));
#endif
}
} // namespace shop
