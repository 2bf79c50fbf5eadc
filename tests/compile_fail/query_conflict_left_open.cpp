// says: "behind on_conflict() say do_nothing() or do_update()."
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.insert(orm::insert<User>()
                    .set<&User::id>(1)
                    .set<&User::email>("a@b.c")
                    .set<&User::name>("Ann")
                    .set<&User::age>(7)
                    .set<&User::active>(true)
                    .on_conflict<&User::email>());
#else
    conn.insert(orm::insert<User>()
                    .set<&User::id>(1)
                    .set<&User::email>("a@b.c")
                    .set<&User::name>("Ann")
                    .set<&User::age>(7)
                    .set<&User::active>(true)
                    .on_conflict<&User::email>()
                    .do_nothing());
#endif
}
} // namespace shop
