// says: "User.twice is computed: take its server_default away"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    int twice{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>,
                   orm::column<&User::twice>.computed(orm::col<&User::id> * 2).server_default(0));
};
#else
struct User {
    std::int64_t id{};
    int twice{};

    static constexpr auto table = orm::table("users", orm::primary_key<&User::id>,
                                             orm::column<&User::twice>.computed(orm::col<&User::id> * 2));
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
