// says: "databases calculate it differently"
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

using money = orm::decimal<10, 2>;

struct Order {
    std::int64_t id{};
    money net{};
    money tax{};
    money gross{};

#ifdef MISTAKE
    static constexpr auto table =
        orm::table("orders", orm::check("sum", orm::col<&Order::net> + orm::col<&Order::tax> ==
                                                   orm::col<&Order::gross>));
#else
    static constexpr auto table =
        orm::table("orders", orm::check("more", orm::col<&Order::net> <= orm::col<&Order::gross>));
#endif
};
} // namespace shop

athanor::table_info const& orders() {
    return athanor::describe<shop::Order>();
}
