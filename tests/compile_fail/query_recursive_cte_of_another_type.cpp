// says: "has different types"
#include "shop.hpp"

namespace shop {
struct Node {
    std::int64_t id{};
};
constexpr auto tree = orm::cte<Node, "tree">;

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows =
        conn.all(orm::with(tree.as(orm::select(col<&Transfer::to_id>)
                                       .union_all(orm::select(col<&User::name>)
                                                      .join(tree, tree.col<&Node::id> == col<&User::id>))))
                     .select(tree.col<&Node::id>));
#else
    auto const rows = conn.all(
        orm::with(tree.as(orm::select(col<&Transfer::to_id>)
                              .union_all(orm::select(col<&Transfer::to_id>)
                                             .join(tree, tree.col<&Node::id> == col<&Transfer::from_id>))))
            .select(tree.col<&Node::id>));
#endif
}
} // namespace shop
