// says: "where() is asked of single rows and can't hold an aggregate: move the condition to having()."
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows =
        conn.all(orm::select(col<&User::name>).where(orm::count() > 1).group_by(col<&User::name>));
#else
    auto const rows =
        conn.all(orm::select(col<&User::name>).group_by(col<&User::name>).having(orm::count() > 1));
#endif
}
} // namespace shop
