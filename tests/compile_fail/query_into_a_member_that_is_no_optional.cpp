// says: "into<Card>(): the column net may be NULL and the member of that name is no std::optional"
#include "shop.hpp"

namespace shop {
struct Card {
    std::string name{};
    double net{};
};

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows =
        conn.all(orm::select(col<&User::name>, col<&Order::net>).left_join<Order>().into<Card>());
#else
    auto const rows = conn.all(orm::select(col<&User::name>, col<&Order::net>).join<Order>().into<Card>());
#endif
}
} // namespace shop
