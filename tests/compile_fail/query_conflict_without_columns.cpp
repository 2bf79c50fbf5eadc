// says: "on_conflict() without columns can only do_nothing()"
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
                    .on_conflict()
                    .do_update<&User::name>());
#else
    conn.insert(orm::insert<User>()
                    .set<&User::id>(1)
                    .set<&User::email>("a@b.c")
                    .set<&User::name>("Ann")
                    .set<&User::age>(7)
                    .set<&User::active>(true)
                    .on_conflict<&User::email>()
                    .do_update<&User::name>());
#endif
}
} // namespace shop
