// SPDX-License-Identifier: BSL-1.0
#include <athanor/engine/pool.hpp>
#include <athanor/model.hpp>
#include <athanor/postgresql.hpp>
#include <athanor/query.hpp>

#include <chrono>
#include <string>

namespace orm = athanor;

struct Note {
    std::int64_t id{};
    std::string text{};
};
