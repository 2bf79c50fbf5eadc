// says: "User.size: no SQL type holds every unsigned 64-bit number"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    std::uint64_t size{};
};
#else
struct User {
    std::int64_t id{};
    std::int64_t size{};
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
