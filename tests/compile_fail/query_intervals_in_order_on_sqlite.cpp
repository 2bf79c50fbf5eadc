// says: "SQLite keeps intervals and enumerations as text"
#include "shop.hpp"

namespace shop {
struct Trip {
    std::int64_t id{};
    orm::interval lasted{};

    static constexpr auto table = orm::table("trips");
};
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<Trip>().order_by(col<&Trip::lasted>));
#else
    auto const rows = conn.all(orm::select<Trip>().order_by(col<&Trip::id>));
#endif
}
} // namespace shop
