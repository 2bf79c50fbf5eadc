#pragma once
// SPDX-License-Identifier: BSL-1.0
// The models as they are today; migrations/ holds how they got there.

#include <athanor/model.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace diary {
namespace orm = athanor;

struct Entry {
    std::int64_t id{};
    std::string text{};
    std::optional<std::string> mood{};

    static constexpr auto table = orm::table("entries", orm::primary_key<&Entry::id>.autoincrement(),
                                             orm::column<&Entry::mood>.type(orm::varchar(20)).index());
};

using metadata = orm::metadata<Entry>;

} // namespace diary
