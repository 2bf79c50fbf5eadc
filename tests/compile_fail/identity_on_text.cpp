// says: "User.name: identity needs an integer"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    std::int64_t number{};
    std::string name{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::column<&User::name>.identity());
};
#else
struct User {
    std::int64_t id{};
    std::int64_t number{};
    std::string name{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::column<&User::number>.identity());
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
