// says: "This takes a struct of a model, a range of them"
#include "shop.hpp"

namespace shop {
void ask(sqlite_connection& conn, std::vector<User>& users) {
#ifdef MISTAKE
    std::vector<int> numbers{1, 2};
    conn.update(numbers);
#else
    conn.update(users);
#endif
    static_cast<void>(users);
}
} // namespace shop
