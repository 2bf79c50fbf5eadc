// says: "union_() joins a select of 2 columns and one of 1 column: both must give the same columns."
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows =
        conn.all(orm::select(col<&User::name>, col<&User::age>).union_(orm::select(col<&Tag::name>)));
#else
    auto const rows = conn.all(orm::select(col<&User::name>).union_(orm::select(col<&Tag::name>)));
#endif
}
} // namespace shop
