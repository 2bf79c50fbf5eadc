// says: "where() comes before windows are looked at: select the window function in a subquery"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(orm::row_number().over() == 1));
#else
    auto const rows = conn.all(orm::select(orm::row_number().over()));
#endif
}
} // namespace shop
