// says: "This insert has no columns with values: say set<...>(...)"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.insert(orm::insert<Tag>().values(1, "new"));
#else
    conn.insert(orm::insert<Tag>().columns<&Tag::id, &Tag::name>().values(1, "new"));
#endif
}
} // namespace shop
