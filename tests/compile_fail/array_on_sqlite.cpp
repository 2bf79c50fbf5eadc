// says: "SQLite has no arrays (struct Post, member tags): keep the values in a table of their own"
#include <athanor/dialect/capabilities.hpp>
#include <athanor/model.hpp>

#include <vector>

namespace blog {

#ifdef MISTAKE
struct Post {
    std::int64_t id{};
    std::vector<std::string> tags{};
};
#else
struct Post {
    std::int64_t id{};
    std::string tags{};
};
#endif

} // namespace blog

// As a connection with SQLite only asks it.
static_assert(
    athanor::detail::say<athanor::detail::capability_sentence<athanor::dialect_id::sqlite, blog::Post>>() ||
    true);
