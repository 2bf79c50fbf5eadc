#pragma once
// SPDX-License-Identifier: BSL-1.0
// A small number per kind of statement: where each connection keeps its prepared statement, found without a
// hash.

#include <atomic>
#include <cstddef>

namespace athanor::detail {

inline constexpr std::size_t no_slot = static_cast<std::size_t>(-1);

[[nodiscard]] inline std::size_t next_slots(std::size_t number) noexcept {
    static std::atomic<std::size_t> count{0};
    return count.fetch_add(number, std::memory_order_relaxed);
}

/// The number of the kind `Key`; given out at its first use in the program. Kinds with variants take several
/// in a row: `slot_of<Key, 4>() + variant`.
template <class Key, std::size_t Number = 1>
[[nodiscard]] inline std::size_t slot_of() noexcept {
    static std::size_t const slot = next_slots(Number);
    return slot;
}

} // namespace athanor::detail
