// says: "PostgreSQL has no GLOB: use like(), or regexp() where only PostgreSQL is asked."
#include "shop.hpp"

namespace shop {
void ask() {
#ifdef MISTAKE
    auto const text = orm::to_sql<orm::postgresql>(orm::select<User>().where(col<&User::name>.glob("A*")));
#else
    auto const text = orm::to_sql<orm::sqlite>(orm::select<User>().where(col<&User::name>.glob("A*")));
#endif
}
} // namespace shop
