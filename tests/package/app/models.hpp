#pragma once
// SPDX-License-Identifier: BSL-1.0
// One table, by the defaults: name of the type, names of the members, `id` is the key.

#include <athanor/model.hpp>

#include <cstdint>
#include <string>

namespace notes {
struct Note {
    std::int64_t id{};
    std::string text{};
};
using metadata = athanor::metadata<Note>;
} // namespace notes
