// says: "User has no primary key"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t key{};
    std::string name{};
};
#else
struct User {
    std::int64_t key{};
    std::string name{};

    static constexpr auto table = orm::table("users", orm::primary_key<&User::key>);
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
