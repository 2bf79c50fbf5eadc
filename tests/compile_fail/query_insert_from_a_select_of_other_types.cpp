// says: "Column 1 of the select is of another type than id of Tag, which it fills"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.insert(orm::insert<Tag>().columns<&Tag::id, &Tag::name>().from(
        orm::select(col<&User::name>, col<&User::id>)));
#else
    conn.insert(orm::insert<Tag>().columns<&Tag::id, &Tag::name>().from(
        orm::select(col<&User::id>, col<&User::name>)));
#endif
}
} // namespace shop
