#pragma once
// SPDX-License-Identifier: BSL-1.0
// The models that the cases of queries ask for.

#include <athanor/query.hpp>
#include <athanor/sqlite.hpp>

namespace shop {
namespace orm = athanor;
using orm::col;

struct User {
    std::int64_t id{};
    std::string email{};
    std::string name{};
    std::optional<std::string> nickname{};
    std::int32_t age{};
    bool active{};

    static constexpr auto table = orm::table("users", orm::column<&User::email>.unique());
};
struct Order {
    std::int64_t id{};
    std::int64_t user_id{};
    double net{};
    double gross{};

    static constexpr auto table =
        orm::table("orders", orm::column<&Order::gross>.computed(orm::col<&Order::net> * 1.2),
                   orm::foreign_key<&Order::user_id>.references<&User::id>);
};
struct Transfer {
    std::int64_t id{};
    std::int64_t from_id{};
    std::int64_t to_id{};
    orm::decimal<10, 2> amount{};

    static constexpr auto table =
        orm::table("transfers", orm::foreign_key<&Transfer::from_id>.references<&User::id>,
                   orm::foreign_key<&Transfer::to_id>.references<&User::id>);
};
struct Tag {
    std::int64_t id{};
    std::string name{};
};
struct Membership {
    std::int64_t user_id{};
    std::int32_t group{};

    static constexpr auto table =
        orm::table("memberships", orm::primary_key<&Membership::user_id, &Membership::group>);
};

using sqlite_connection = orm::connection<orm::sqlite>;
} // namespace shop
