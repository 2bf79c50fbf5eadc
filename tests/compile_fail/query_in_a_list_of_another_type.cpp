// says: "in() takes values of the column's type"
#include "shop.hpp"

namespace shop {
std::vector<std::string> const wanted{"Ann"};

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(col<&User::age>.in(wanted)));
#else
    auto const rows = conn.all(orm::select<User>().where(col<&User::name>.in(wanted)));
#endif
}
} // namespace shop
