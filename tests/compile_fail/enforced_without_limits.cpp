// says: "User.price: enforced() has nothing to hold"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    std::string name{};
    orm::decimal<8, 2> price{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::column<&User::price>.enforced());
};
#else
struct User {
    std::int64_t id{};
    std::string name{};
    orm::decimal<8, 2> price{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::column<&User::name>.enforced());
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
