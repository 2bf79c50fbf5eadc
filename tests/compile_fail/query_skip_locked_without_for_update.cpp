// says: "skip_locked() and nowait() stand behind for_update() or for_share()"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<User>().skip_locked());
#else
    auto const rows = conn.all(orm::select<User>());
#endif
}
} // namespace shop
