// says: "into<Card>(): no member is called age, as a column of the list is"
#include "shop.hpp"

namespace shop {
struct Card {
    std::string name{};
};

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(col<&User::name>, col<&User::age>).into<Card>());
#else
    auto const rows = conn.all(orm::select(col<&User::name>).into<Card>());
#endif
}
} // namespace shop
