// says: "into<Named>(): the column age is of another type than the member of that name"
#include "shop.hpp"

namespace shop {
struct Named {
    std::string age{};
};

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(col<&User::age>).into<Named>());
#else
    auto const rows = conn.all(orm::select(col<&User::name>.as<"age">()).into<Named>());
#endif
}
} // namespace shop
