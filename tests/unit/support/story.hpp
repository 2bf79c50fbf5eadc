#pragma once
// SPDX-License-Identifier: BSL-1.0
// A small history for the runner's tests: tables with rows, a rebuild of a parent whose children refer to it.

#include <athanor/migrate/registry.hpp>
#include <athanor/migrate/unit.hpp>

namespace athanor::test::story {

using namespace athanor::migrate;

inline void up1(operations& op) {
    op.create_table("users",
                    {column("id", integer()).autoincrement(), column("name", varchar(20)).not_null(),
                     column("age", text())},
                    {primary_key("pk_users", {"id"}), unique("uq_users_name", {"name"})});
    op.create_table("orders", {column("id", integer()).not_null(), column("user_id", bigint())},
                    {primary_key("pk_orders", {"id"}),
                     foreign_key("fk_orders_user_id", {"user_id"}, "users", {"id"}).on_delete(cascade)});
    op.create_index("ix_orders_user_id", "orders", {"user_id"});
    op.execute("INSERT INTO users (name, age) VALUES ('ann', '41'), ('bob', '7'), ('cy', NULL);"
               "INSERT INTO orders VALUES (10, 1), (11, 1), (12, 2), (13, NULL);");
}
inline void down1(operations& op) {
    op.drop_table("orders");
    op.drop_table("users");
}
inline void up2(operations& op) {
    op.alter_column("users", from(column("name", varchar(20)).not_null()),
                    to(column("name", varchar(10)).not_null()));
    op.alter_column("users", to(column("age", integer())));
    op.add_column("users", column("note", text()).not_null().server_default("none"));
}
inline void down2(operations& op) {
    op.drop_column("users", "note");
    op.alter_column("users", to(column("age", text())));
    op.alter_column("users", to(column("name", varchar(20)).not_null()));
}
inline void up3(operations& op) {
    op.rename_column("users", "name", "full_name");
    op.add_constraint("orders", check("ck_orders_id", "\"id\" > 0"));
}
inline void down3(operations& op) {
    op.drop_check("ck_orders_id", "orders");
    op.rename_column("users", "full_name", "name");
}

inline constexpr unit first = athanor::migrate::detail::make_unit("aaaa01", up1, down1, "users and orders");
inline constexpr unit second =
    athanor::migrate::detail::make_unit("bbbb02", up2, down2, "narrow names", revises("aaaa01"));
inline constexpr unit third =
    athanor::migrate::detail::make_unit("cccc03", up3, down3, "full names", revises("bbbb02"));

inline constexpr unit const* all[] = {&first, &second, &third};
inline constexpr registry units{all, 3};
inline constexpr registry first_only{all, 1};
inline constexpr registry first_two{all, 2};

} // namespace athanor::test::story
