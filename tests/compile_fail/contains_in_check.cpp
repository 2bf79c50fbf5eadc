// says: "databases calculate it differently"
#include <athanor/model.hpp>
#include <athanor/query.hpp>

namespace {

struct User {
    std::int64_t id{};
    std::string name{};

#ifdef MISTAKE
    static constexpr auto table =
        athanor::table("users", athanor::check("short", athanor::col<&User::name>.contains("x")));
#else
    static constexpr auto table =
        athanor::table("users", athanor::check("short", athanor::col<&User::name>.like("%x%")));
#endif
};
[[maybe_unused]] constexpr auto const& described = athanor::describe<User>();

} // namespace
