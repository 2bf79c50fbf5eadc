// says: "User.name: a length of at least 1 is needed"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    std::string name{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::column<&User::name>.type(orm::varchar(0)));
};
#else
struct User {
    std::int64_t id{};
    std::string name{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::column<&User::name>.type(orm::varchar(1)));
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
