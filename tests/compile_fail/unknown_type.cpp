// says: "User.score: double* has no SQL type"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

#ifdef MISTAKE
struct User {
    std::int64_t id{};
    double* score{};
};
#else
struct User {
    std::int64_t id{};
    double score{};
};
#endif
} // namespace shop

athanor::table_info const& users() {
    return athanor::describe<shop::User>();
}
