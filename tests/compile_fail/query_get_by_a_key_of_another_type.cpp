// says: "The key column id of User is of another type than the value given for it."
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const user = conn.get<User>("1");
#else
    auto const user = conn.get<User>(1);
#endif
}
} // namespace shop
