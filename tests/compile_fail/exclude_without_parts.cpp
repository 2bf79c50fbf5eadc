// says: "User: exclude names nothing"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    std::int64_t number{};

    static constexpr auto table = orm::table("users", orm::primary_key<&User::id>, orm::exclude("number"));
};
#else
struct User {
    std::int64_t id{};
    std::int64_t number{};

    static constexpr auto table = orm::table("users", orm::primary_key<&User::id>,
                                             orm::exclude("number", orm::with(orm::col<&User::number>, "=")));
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
