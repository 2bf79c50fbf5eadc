// says: "The database alone writes number of Ticket"
#include "shop.hpp"

namespace shop {
struct Ticket {
    std::int64_t id{};
    std::int64_t number{};

    static constexpr auto table =
        orm::table("tickets", orm::column<&Ticket::number>.identity(orm::identity().always()));
};

void ask() {
#ifdef MISTAKE
    auto const text =
        orm::to_sql<orm::postgresql>(orm::insert<Ticket>().set<&Ticket::id>(1).set<&Ticket::number>(2));
#else
    auto const text = orm::to_sql<orm::postgresql>(orm::insert<Ticket>().set<&Ticket::id>(1));
#endif
}
} // namespace shop
