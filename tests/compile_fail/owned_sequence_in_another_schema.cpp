// says: "Order.number owns the sequence order_number, which must be in its schema: add .schema("
#include <athanor/model.hpp>

namespace shop {
namespace orm = athanor;

struct Order {
    std::int64_t id{};
    std::int64_t number{};

#ifdef MISTAKE
    static constexpr auto table =
        orm::table("orders", orm::sequence("order_number").owned_by<&Order::number>()).schema("billing");
#else
    static constexpr auto table =
        orm::table("orders", orm::sequence("order_number").schema("billing").owned_by<&Order::number>())
            .schema("billing");
#endif
};
} // namespace shop

athanor::table_info const& orders() {
    return athanor::describe<shop::Order>();
}
