// says: "User.number is a part of its index already"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    std::int64_t number{};
    std::string name{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::index<&User::number>.include<&User::number>());
};
#else
struct User {
    std::int64_t id{};
    std::int64_t number{};
    std::string name{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::index<&User::number>.include<&User::name>());
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
