// says: "excluded<...> is the row that an insert couldn't add"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.update(orm::update<User>().set<&User::age>(orm::excluded<&User::age>).where(col<&User::id> == 1));
#else
    conn.insert(orm::insert<User>()
                    .set<&User::id>(1)
                    .set<&User::email>("a@b.c")
                    .set<&User::name>("Ann")
                    .set<&User::age>(7)
                    .set<&User::active>(true)
                    .on_conflict<&User::email>()
                    .do_update(orm::set<&User::age>(orm::excluded<&User::age>)));
#endif
}
} // namespace shop
