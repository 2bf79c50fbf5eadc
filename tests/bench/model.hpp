#pragma once
// SPDX-License-Identifier: BSL-1.0
// The tables that both sides of a benchmark read and write.

#include <athanor/model.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct User {
    std::int64_t id{};
    std::string name{};
    std::string email{};
    std::int32_t age{};
    double score{};
    std::optional<std::string> note{};
    static constexpr auto table = athanor::table("users", athanor::primary_key<&User::id>);
};

/// A row of users whose texts stay where the driver has them.
struct UserView {
    std::int64_t id{};
    std::string_view name{};
    std::string_view email{};
    std::int32_t age{};
    double score{};
    std::optional<std::string_view> note{};
};

struct Order {
    std::int64_t id{};
    std::int64_t user_id{};
    double price{};
    static constexpr auto table = athanor::table("orders", athanor::primary_key<&Order::id>);
};

/// One row of the join with GROUP BY.
struct Total {
    std::string name{};
    std::int64_t orders{};
    std::optional<double> sum{};
};

[[nodiscard]] inline std::vector<User> make_users(int rows) {
    std::vector<User> out;
    out.reserve(static_cast<std::size_t>(rows));
    for (int i = 0; i < rows; ++i) {
        out.push_back({i + 1, "user number " + std::to_string(i), std::to_string(i) + "@example.org", i % 90,
                       i * 0.25, i % 3 == 0 ? std::nullopt : std::optional{std::string("a note")}});
    }
    return out;
}

/// The statement that makes n orders, ten a user, in turns.
[[nodiscard]] inline std::string many_orders(int n) {
    return "WITH RECURSIVE number(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM number WHERE i + 1 < " +
           std::to_string(n) + ") INSERT INTO orders SELECT i + 1, i % " + std::to_string(n / 10) +
           " + 1, i * 0.5 FROM number";
}
