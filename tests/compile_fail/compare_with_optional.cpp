// says: "nothing equals NULL in SQL, and a std::optional may be one"
#include <athanor/query.hpp>

#include <optional>

namespace {

struct User {
    std::int64_t id{};
    std::optional<std::int32_t> age{};
};
std::optional<std::int32_t> const wanted = 3;

#ifdef MISTAKE
[[maybe_unused]] auto const query = athanor::select<User>().where(athanor::col<&User::age> == wanted);
#else
[[maybe_unused]] auto const query =
    athanor::select<User>().where(athanor::col<&User::age>.is_not_distinct_from(wanted));
#endif

} // namespace
