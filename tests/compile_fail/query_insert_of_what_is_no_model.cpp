// says: "This takes a struct of a model, a range of them, or insert<T>(), update<T>() or erase<T>()."
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    std::vector<int> numbers{1};
    conn.insert(numbers);
#else
    std::vector<User> users(1);
    conn.insert(users);
#endif
}
} // namespace shop
