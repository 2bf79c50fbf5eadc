// says: "coalesce() takes values of one type"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(orm::coalesce(col<&User::nickname>, 0)));
#else
    auto const rows = conn.all(orm::select(orm::coalesce(col<&User::nickname>, "none")));
#endif
}
} // namespace shop
