// says: "User.number is an identity, which counts: take its server_default away"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    std::int64_t number{};

    static constexpr auto table = orm::table("users", orm::primary_key<&User::id>,
                                             orm::column<&User::number>.identity().server_default(1));
};
#else
struct User {
    std::int64_t id{};
    std::int64_t number{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::column<&User::number>.identity());
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
