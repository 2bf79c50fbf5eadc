// says: "User.id: autoincrement is for a column that is the whole primary key"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    std::string name{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id, &User::name>.autoincrement());
};
#else
struct User {
    std::int64_t id{};
    std::string name{};

    static constexpr auto table = orm::table("users", orm::primary_key<&User::id, &User::name>);
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
