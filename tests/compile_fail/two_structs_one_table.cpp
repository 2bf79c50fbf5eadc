// says: "User and Person are both the table users"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

struct User {
    std::int64_t id{};

    static constexpr auto table = orm::table("users", orm::primary_key<&User::id>);
};

#ifdef MISTAKE
struct Person {
    std::int64_t id{};
    static constexpr auto table = orm::table("users");
};
using metadata = orm::metadata<User, Person>;
#else
struct Person {
    std::int64_t id{};
};
using metadata = orm::metadata<User, Person>;
#endif
} // namespace shop

std::uint64_t fingerprint() {
    return shop::metadata::fingerprint;
}
