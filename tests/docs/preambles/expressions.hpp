#pragma once
// SPDX-License-Identifier: BSL-1.0
// What the page about expressions takes for granted.

#include <athanor/postgresql.hpp>
#include <athanor/query.hpp>
#include <athanor/sqlite.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace preamble_expressions {
namespace orm = athanor;
using orm::col, orm::literal, orm::select;

struct Product {
    std::int64_t id{};
    std::string title{};
    std::optional<std::string> remark{};
    double price{};
    std::optional<std::int32_t> stock{};
    bool active{};
    orm::timestamp added{};
    orm::date on_sale{};
    orm::json details{};

    static constexpr auto table = orm::table("products");
};
struct Post {
    std::int64_t id{};
    std::vector<std::string> tags{};

    static constexpr auto table = orm::table("posts");
};
extern orm::connection<orm::sqlite, orm::postgresql>& conn;
extern std::string typed;
} // namespace preamble_expressions
