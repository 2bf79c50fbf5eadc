// says: "In this with(), second reads from first, which comes after it: name first first."
#include "shop.hpp"

namespace shop {
struct Name {
    std::string text{};
};
constexpr auto first = orm::cte<Name, "first">;
constexpr auto second = orm::cte<Name, "second">;

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(
        orm::with(second.as(orm::select(first.col<&Name::text>)), first.as(orm::select(col<&User::name>)))
            .select(second.col<&Name::text>));
#else
    auto const rows = conn.all(
        orm::with(first.as(orm::select(col<&User::name>)), second.as(orm::select(first.col<&Name::text>)))
            .select(second.col<&Name::text>));
#endif
}
} // namespace shop
