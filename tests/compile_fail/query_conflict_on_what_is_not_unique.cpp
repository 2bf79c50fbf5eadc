// says: "No primary key and no unique constraint of User has just these columns"
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
                    .on_conflict<&User::name>()
                    .do_nothing());
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
