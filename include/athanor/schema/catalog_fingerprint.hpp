#pragma once
// SPDX-License-Identifier: BSL-1.0
// The fingerprint of a replayed or introspected schema, to be compared with that of the models.

#include <athanor/schema/catalog.hpp>
#include <athanor/schema/fingerprint.hpp>

namespace athanor {

/// Equal to `metadata<...>::fingerprint` exactly when the catalog says what the models say.
[[nodiscard]] inline std::uint64_t fingerprint(catalog const& all) {
    std::uint64_t sum = 0;
    for (auto const& table : all.tables) {
        sum += detail::hash_table(table);
    }
    for (auto const& sequence : all.sequences) {
        sum += detail::hash_sequence(sequence);
    }
    return detail::combine(sum, all.tables.size(), all.sequences.size());
}

} // namespace athanor
