// says: "&& and || join two conditions of the query: decide what C++ knows before it"
#include "shop.hpp"

namespace shop {
bool const grown = true;

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(col<&User::age> > 1 && grown));
#else
    auto const rows = conn.all(orm::select<User>().where(col<&User::age> > 1 && col<&User::active> == grown));
#endif
}
} // namespace shop
