// says: "This insert leaves out "
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.insert(orm::insert<User>().set<&User::name>("Ann").set<&User::age>(7).set<&User::active>(true));
#else
    conn.insert(orm::insert<User>()
                    .set<&User::id>(1)
                    .set<&User::email>("a@b.c")
                    .set<&User::name>("Ann")
                    .set<&User::age>(7)
                    .set<&User::active>(true));
#endif
}
} // namespace shop
