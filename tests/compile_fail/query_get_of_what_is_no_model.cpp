// says: "This takes a struct of a model, a range of them, or insert<T>(), update<T>() or erase<T>()."
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const found = conn.get<int>(1);
#else
    auto const found = conn.get<User>(1);
#endif
}
} // namespace shop
