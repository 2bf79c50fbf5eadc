// says: "nothing equals NULL in SQL: ask is_null() or is_not_null()"
#include <athanor/query.hpp>

#include <optional>

namespace {

struct User {
    std::int64_t id{};
    std::optional<std::int32_t> age{};
};

#ifdef MISTAKE
[[maybe_unused]] auto const query = athanor::select<User>().where(athanor::col<&User::age> == std::nullopt);
#else
[[maybe_unused]] auto const query = athanor::select<User>().where(athanor::col<&User::age>.is_null());
#endif

} // namespace
