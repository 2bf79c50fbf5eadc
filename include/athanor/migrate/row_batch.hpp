#pragma once
// SPDX-License-Identifier: BSL-1.0
// Typed rows of a unit on their way into an operation.

#include <athanor/value/cell.hpp>

#include <string>
#include <vector>

namespace athanor::migrate {

struct row_batch {
    enum class verb : unsigned char { insert, update, erase };
    verb what = verb::insert;
    std::string table;
    std::vector<std::string> columns;
    std::vector<std::string> keys;
    std::vector<std::vector<cell>> rows;
};

} // namespace athanor::migrate
