#pragma once
// SPDX-License-Identifier: BSL-1.0
// What the page about queries takes for granted.

#include <athanor/postgresql.hpp>
#include <athanor/query.hpp>
#include <athanor/sqlite.hpp>

#include "models.hpp"

#include <cstdint>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace preamble_queries {
namespace orm = athanor;
using orm::alias, orm::asc, orm::col, orm::count, orm::cte, orm::derived, orm::desc, orm::erase,
    orm::excluded, orm::exists, orm::insert, orm::length, orm::literal, orm::lower, orm::max,
    orm::partition_by, orm::row_number, orm::scalar, orm::select, orm::set, orm::sum, orm::update,
    orm::window_order_by, orm::with;
using shop::Order, shop::OrderProduct, shop::Product, shop::User;
extern orm::connection<orm::sqlite, orm::postgresql>& conn;
extern std::string language;
extern bool by_name;
} // namespace preamble_queries
