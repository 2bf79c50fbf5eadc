// says: "Employee is joined to itself by the foreign key fk_employees_manager_id, which leads both ways"
#include "shop.hpp"

namespace shop {
struct Employee {
    std::int64_t id{};
    std::string name{};
    std::optional<std::int64_t> manager_id{};

    static constexpr auto table =
        orm::table("employees", orm::foreign_key<&Employee::manager_id>.references<&Employee::id>);
};
inline constexpr auto manager = orm::alias<Employee, "manager">;

void ask(sqlite_connection& conn) {
#ifdef MISTAKE
    auto const rows = conn.all(orm::select<Employee>().join(manager));
#else
    auto const rows = conn.all(
        orm::select<Employee>().join(manager, manager.col<&Employee::id> == col<&Employee::manager_id>));
#endif
}
} // namespace shop
