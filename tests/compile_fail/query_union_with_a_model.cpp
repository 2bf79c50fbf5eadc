// says: "union_() and its kin take another select(...)"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(col<&User::name>).union_(col<&Tag::name>));
#else
    auto const rows = conn.all(orm::select(col<&User::name>).union_(orm::select(col<&Tag::name>)));
#endif
}
} // namespace shop
