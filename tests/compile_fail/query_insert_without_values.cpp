// says: "This insert has no columns with values: say set<...>(...)"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.insert(orm::insert<Tag>());
#else
    conn.insert(orm::insert<Tag>().set<&Tag::id>(1).set<&Tag::name>("new"));
#endif
}
} // namespace shop
