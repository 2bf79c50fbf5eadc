// says: "into<Ages>(): two columns of the list are called low"
#include "shop.hpp"

namespace shop {
struct Ages {
    std::optional<std::int32_t> low{};
    std::optional<std::int32_t> high{};
};

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows =
        conn.all(orm::select(orm::min(col<&User::age>).as<"low">(), orm::max(col<&User::age>).as<"low">())
                     .into<Ages>());
#else
    auto const rows =
        conn.all(orm::select(orm::min(col<&User::age>).as<"low">(), orm::max(col<&User::age>).as<"high">())
                     .into<Ages>());
#endif
}
} // namespace shop
