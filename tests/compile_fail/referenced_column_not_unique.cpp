// says: "User.role references Role.name, which is neither the primary key nor unique"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

struct Role {
    std::int64_t id{};
    std::string name{};
};
#ifdef MISTAKE
struct User {
    std::int64_t id{};
    std::string role{};

    static constexpr auto table = orm::table("users", orm::primary_key<&User::id>,
                                             orm::foreign_key<&User::role>.references<&Role::name>);
};
using metadata = orm::metadata<User, Role>;
#else
struct User {
    std::int64_t id{};
    std::int64_t role{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::foreign_key<&User::role>.references<&Role::id>);
};
using metadata = orm::metadata<User, Role>;
#endif
} // namespace shop

std::uint64_t fingerprint() {
    return shop::metadata::fingerprint;
}
