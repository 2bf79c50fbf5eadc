// says: "check names a member of Role"
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
    std::string name{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::check("named", orm::col<&Role::name> != ""));
};
#else
struct User {
    std::int64_t id{};
    std::string name{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::check("named", orm::col<&User::name> != ""));
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
