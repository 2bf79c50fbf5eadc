// says: "No primary key and no unique constraint of User has just these columns"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    User user{};
    conn.upsert<&User::name>(user);
#else
    User user{};
    conn.upsert<&User::email>(user);
#endif
}
} // namespace shop
