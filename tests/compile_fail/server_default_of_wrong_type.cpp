// says: "User.age: the server_default is text, but the column is not"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    int age{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::column<&User::age>.server_default("1"));
};
#else
struct User {
    std::int64_t id{};
    int age{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::column<&User::age>.server_default(1));
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
