// says: "Column 1 of the two selects of union_all() has different types"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(col<&User::age>).union_all(orm::select(col<&Tag::name>)));
#else
    auto const rows = conn.all(orm::select(col<&User::name>).union_all(orm::select(col<&Tag::name>)));
#endif
}
} // namespace shop
