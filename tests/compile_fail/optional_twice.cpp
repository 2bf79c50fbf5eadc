// says: "User.name is optional twice"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    std::optional<std::optional<std::string>> name{};
};
#else
struct User {
    std::int64_t id{};
    std::optional<std::string> name{};
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
