// says: "two columns are named name"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    std::string name{};
    std::string title{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::column<&User::title>.name("name"));
};
#else
struct User {
    std::int64_t id{};
    std::string name{};
    std::string title{};

    static constexpr auto table =
        orm::table("users", orm::primary_key<&User::id>, orm::column<&User::title>.name("title_"));
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
