// says: "User: member number 2 is an array"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    char name[16]{};
};
#else
struct User {
    std::int64_t id{};
    std::string name{};
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
