// says: "Post.tags: an index of method gin is never unique: take .unique() or .using_(...) away."
#include <athanor/model.hpp>

#include <vector>

namespace blog {
namespace orm = athanor;

struct Post {
    std::int64_t id{};
    std::vector<std::string> tags{};

#ifdef MISTAKE
    static constexpr auto table = orm::table("posts", orm::index<&Post::tags>.unique().using_("gin"));
#else
    static constexpr auto table = orm::table("posts", orm::index<&Post::tags>.using_("gin"));
#endif
};
} // namespace blog

athanor::table_info const& posts() {
    return athanor::describe<blog::Post>();
}
