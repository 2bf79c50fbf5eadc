#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a sequence does when nothing is said (PostgreSQL's manual, CREATE SEQUENCE), so that said and unsaid
// compare equal.

#include <athanor/schema/catalog.hpp>

#include <cstdint>
#include <limits>
#include <optional>

namespace athanor::migrate::detail {

/// The options without those that say the default.
[[nodiscard]] inline sequence_options without_defaults(sequence_options o, type_id type) {
    bool const down = o.increment.value_or(1) < 0;
    auto const limit = [type](bool upper) -> std::int64_t {
        switch (type) {
        case type_id::smallint:
            return upper ? std::numeric_limits<std::int16_t>::max()
                         : std::numeric_limits<std::int16_t>::min();
        case type_id::integer:
            return upper ? std::numeric_limits<std::int32_t>::max()
                         : std::numeric_limits<std::int32_t>::min();
        default:
            return upper ? std::numeric_limits<std::int64_t>::max()
                         : std::numeric_limits<std::int64_t>::min();
        }
    };
    std::int64_t const minimum = down ? limit(false) : 1;
    std::int64_t const maximum = down ? -1 : limit(true);
    std::int64_t const start = down ? o.maximum.value_or(maximum) : o.minimum.value_or(minimum);
    auto const drop = [](std::optional<std::int64_t>& value, std::int64_t by_default) {
        if (value == by_default) {
            value.reset();
        }
    };
    drop(o.start, start);
    drop(o.minimum, minimum);
    drop(o.maximum, maximum);
    drop(o.increment, 1);
    drop(o.cache, 1);
    return o;
}

} // namespace athanor::migrate::detail
