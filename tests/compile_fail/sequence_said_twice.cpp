// says: "User and Order say the sequence number with different options"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

struct User {
    std::int64_t id{};

    static constexpr auto table = orm::table("users", orm::sequence("number").start(1));
};

#ifdef MISTAKE
struct Order {
    std::int64_t id{};

    static constexpr auto table = orm::table("orders", orm::sequence("number").start(1000));
};
#else
struct Order {
    std::int64_t id{};

    static constexpr auto table = orm::table("orders", orm::sequence("number").start(1));
};
#endif
using metadata = orm::metadata<User, Order>;
} // namespace shop

std::uint64_t fingerprint() {
    return shop::metadata::fingerprint;
}
