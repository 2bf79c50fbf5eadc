// says: "The primary key of Membership is (user_id, group): give one value for each column, in this"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const found = conn.get<Membership>(1);
#else
    auto const found = conn.get<Membership>(1, 2);
#endif
}
} // namespace shop
