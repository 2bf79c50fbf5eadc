// says: "User.number: the SQL type given"
#include <athanor/model.hpp>

#include <vector>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    std::int64_t number{};
    std::vector<std::int64_t> numbers{};

    static constexpr auto table = orm::table("users", orm::primary_key<&User::id>,
                                             orm::column<&User::number>.type(orm::array(orm::bigint())));
};
#else
struct User {
    std::int64_t id{};
    std::int64_t number{};
    std::vector<std::int64_t> numbers{};

    static constexpr auto table = orm::table("users", orm::primary_key<&User::id>,
                                             orm::column<&User::numbers>.type(orm::array(orm::integer())));
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
