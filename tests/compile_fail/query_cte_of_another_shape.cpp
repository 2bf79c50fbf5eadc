// says: "The select of names gives 2 columns and Name has 1 member: each column fills one member, in"
#include "shop.hpp"

namespace shop {
struct Name {
    std::string text{};
};
constexpr auto names = orm::cte<Name, "names">;

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(
        orm::with(names.as(orm::select(col<&User::name>, col<&User::age>))).select(names.col<&Name::text>));
#else
    auto const rows =
        conn.all(orm::with(names.as(orm::select(col<&User::name>))).select(names.col<&Name::text>));
#endif
}
} // namespace shop
