// says: "athanor: like() asks a text, and takes a text pattern"
#include <athanor/query.hpp>

namespace {

struct User {
    std::int64_t id{};
    std::string name{};
};

#ifdef MISTAKE
[[maybe_unused]] auto const query = athanor::select<User>().where(athanor::col<&User::id>.like("1%"));
#else
[[maybe_unused]] auto const query = athanor::select<User>().where(athanor::col<&User::name>.like("1%"));
#endif

} // namespace
