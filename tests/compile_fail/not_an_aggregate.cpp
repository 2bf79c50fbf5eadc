// says: "User is not a plain struct"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
class User {
public:
    explicit User(int first)
        : id{first} {}
    std::int64_t id{};
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
