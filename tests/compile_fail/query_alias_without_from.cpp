// says: "This query names a column of the alias boss, which it doesn't read from: add join(boss, ...)."
#include "shop.hpp"

namespace shop {
constexpr auto boss = orm::alias<User, "boss">;

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(boss.col<&User::age> > 30));
#else
    auto const rows = conn.all(orm::select<User>().cross_join(boss).where(boss.col<&User::age> > 30));
#endif
}
} // namespace shop
