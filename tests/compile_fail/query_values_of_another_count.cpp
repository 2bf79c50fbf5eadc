// says: "values() takes one value for each column of columns<...>()"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.insert(orm::insert<Tag>().columns<&Tag::id, &Tag::name>().values(1));
#else
    conn.insert(orm::insert<Tag>().columns<&Tag::id, &Tag::name>().values(1, "new"));
#endif
}
} // namespace shop
