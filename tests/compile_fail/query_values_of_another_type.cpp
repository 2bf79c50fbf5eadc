// says: "values() takes values of the columns' types"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.insert(orm::insert<Tag>().columns<&Tag::id, &Tag::name>().values(1, 2));
#else
    conn.insert(orm::insert<Tag>().columns<&Tag::id, &Tag::name>().values(1, "new"));
#endif
}
} // namespace shop
