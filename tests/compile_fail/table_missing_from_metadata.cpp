// says: "User.role_id references the table role, which is missing from metadata"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

struct Role {
    std::int64_t id{};
    std::string name{};
};

struct User {
    std::int64_t id{};
    std::int64_t role_id{};

    static constexpr auto table = orm::table("users", orm::primary_key<&User::id>,
                                             orm::foreign_key<&User::role_id>.references<&Role::id>);
};

#ifdef MISTAKE
using metadata = orm::metadata<User>;
#else
using metadata = orm::metadata<User, Role>;
#endif
} // namespace shop

std::uint64_t fingerprint() {
    return shop::metadata::fingerprint;
}
