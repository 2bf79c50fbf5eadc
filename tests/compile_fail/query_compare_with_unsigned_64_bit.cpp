// says: "no SQL type holds every unsigned 64-bit value"
#include "shop.hpp"

namespace shop {
constexpr std::uint64_t wanted = 7;

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().where(col<&User::id> == wanted));
#else
    auto const rows = conn.all(orm::select<User>().where(col<&User::id> == std::int64_t{7}));
#endif
}
} // namespace shop
