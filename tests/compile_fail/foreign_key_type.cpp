// says: "User.role_id is std::int32_t, but Role.id, which it references, is std::int64_t"
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
    std::int32_t role_id{};

    static constexpr auto table = orm::table("users", orm::primary_key<&User::id>,
                                             orm::foreign_key<&User::role_id>.references<&Role::id>);
};
#else
struct User {
    std::int64_t id{};
    std::int64_t role_id{};

    static constexpr auto table = orm::table("users", orm::primary_key<&User::id>,
                                             orm::foreign_key<&User::role_id>.references<&Role::id>);
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
