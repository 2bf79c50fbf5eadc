// says: "columns<...>() of this insert names 2 columns and its select gives 1 column: each fills one"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.insert(orm::insert<Tag>().columns<&Tag::id, &Tag::name>().from(orm::select(col<&User::id>)));
#else
    conn.insert(orm::insert<Tag>().columns<&Tag::id, &Tag::name>().from(
        orm::select(col<&User::id>, col<&User::name>)));
#endif
}
} // namespace shop
