// says: "the two sides of this comparison have different types"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    std::string name{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::check("named", orm::col<&User::name> != 1));
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
