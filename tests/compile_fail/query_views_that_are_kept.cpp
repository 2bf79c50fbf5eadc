// says: "a std::string_view or std::span is valid until the next row is read: use stream()"
#include "shop.hpp"

namespace shop {
struct Seen {
    std::string_view name{};
};

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select(col<&User::name>).into<Seen>());
#else
    for (auto const& row : conn.stream(orm::select(col<&User::name>).into<Seen>())) {
        static_cast<void>(row);
    }
#endif
}
} // namespace shop
