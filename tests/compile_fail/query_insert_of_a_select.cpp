// says: "This takes a struct of a model, a range of them, or a finished insert<T>()"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    conn.insert(orm::select<User>());
#else
    auto const rows = conn.all(orm::select<User>());
#endif
}
} // namespace shop
