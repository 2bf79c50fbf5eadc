// says: "User has a base class"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

struct Role {
    std::int64_t id{};
    std::string name{};
};
#ifdef MISTAKE
struct User : Role {
    std::string email{};
};
#else
struct User {
    Role role{};
    std::string email{};
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
