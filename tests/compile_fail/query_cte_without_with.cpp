// says: "This query reads from rich, and nothing says what it is: begin with with(rich.as(select(...)))"
#include "shop.hpp"

namespace shop {
struct Spent {
    std::int64_t user_id{};
    double total{};
};
constexpr auto rich = orm::cte<Spent, "rich">;

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(rich.col<&Spent::total>));
#else
    auto const rows = conn.all(orm::with(rich.as(orm::select(col<&Order::user_id>, col<&Order::net>)))
                                   .select(rich.col<&Spent::total>));
#endif
}
} // namespace shop
