#pragma once
// SPDX-License-Identifier: BSL-1.0
// What the page about PostgreSQL takes for granted.

#include <athanor/engine/pool.hpp>
#include <athanor/model.hpp>
#include <athanor/postgresql.hpp>
#include <athanor/query.hpp>

#include <chrono>
#include <string>

namespace preamble_postgresql {
namespace orm = athanor;

struct Note {
    std::int64_t id{};
    std::string text{};
};
} // namespace preamble_postgresql
