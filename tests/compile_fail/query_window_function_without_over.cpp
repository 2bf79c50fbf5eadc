// says: "row_number() and its kin look at a window: say which"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(orm::row_number()));
#else
    auto const rows = conn.all(orm::select(orm::row_number().over()));
#endif
}
} // namespace shop
