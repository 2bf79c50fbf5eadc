#pragma once
// SPDX-License-Identifier: BSL-1.0
// How a database counts, and where NULLs stand in an index; shared by models (constexpr) and catalogs
// (owning).

#include <cstdint>
#include <optional>

namespace athanor {

/// How a sequence counts; what isn't given is PostgreSQL's default for its type.
struct sequence_options {
    std::optional<std::int64_t> start;
    std::optional<std::int64_t> increment;
    std::optional<std::int64_t> minimum;
    std::optional<std::int64_t> maximum;
    std::optional<std::int64_t> cache;
    bool cycle = false;
    friend constexpr bool operator==(sequence_options const&, sequence_options const&) = default;
};

/// PostgreSQL's GENERATED ... AS IDENTITY.
struct identity_def {
    bool always = false; // ALWAYS rather than BY DEFAULT: an INSERT can't give a value
    sequence_options options;
    friend constexpr bool operator==(identity_def const&, identity_def const&) = default;
};

enum class nulls_order : unsigned char { by_default, first, last };

} // namespace athanor
