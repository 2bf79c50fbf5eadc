// says: "order_by() names total, which the select list doesn't have"
#include "shop.hpp"

namespace shop {
constexpr auto total = orm::count().as<"total">();

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(col<&User::name>).group_by(col<&User::name>).order_by(total));
#else
    auto const rows =
        conn.all(orm::select(col<&User::name>, total).group_by(col<&User::name>).order_by(total));
#endif
}
} // namespace shop
