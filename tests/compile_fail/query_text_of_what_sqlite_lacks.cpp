// says: "SQLite locks no single rows"
#include "shop.hpp"

namespace shop {
void ask() {
#ifdef MISTAKE
    auto const text = orm::to_sql<orm::sqlite>(orm::select<User>().for_update());
#else
    auto const text = orm::to_sql<orm::postgresql>(orm::select<User>().for_update());
#endif
}
} // namespace shop
