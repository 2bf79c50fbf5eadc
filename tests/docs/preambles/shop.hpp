#pragma once
// SPDX-License-Identifier: BSL-1.0
// What blocks of the documentation take for granted when they speak of models and of a connection.

#include <athanor/migrate.hpp>
#include <athanor/sqlite.hpp>

#include "models.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace preamble_shop {
namespace orm = athanor;
using shop::Order, shop::OrderProduct, shop::Product, shop::User;
extern orm::connection<orm::sqlite>& conn;
} // namespace preamble_shop
