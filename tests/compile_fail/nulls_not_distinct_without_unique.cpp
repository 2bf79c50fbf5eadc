// says: "User.number: nulls_not_distinct() belongs to a unique index"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    std::int64_t number{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::index<&User::number>.nulls_not_distinct());
};
#else
struct User {
    std::int64_t id{};
    std::int64_t number{};

    static constexpr auto table = orm::table("users", orm::primary_key<&User::id>,
                                             orm::index<&User::number>.unique().nulls_not_distinct());
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
