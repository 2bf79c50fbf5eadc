#pragma once
// SPDX-License-Identifier: BSL-1.0
// A small number per kind of statement: where each connection keeps its prepared statement, found without a
// hash.

#include <atomic>
#include <cstddef>

namespace athanor::detail {

inline constexpr std::size_t no_slot = static_cast<std::size_t>(-1);

/// `number` slots in a row, for whoever asks first for `first`.
[[gnu::cold, gnu::noinline]] inline std::size_t give_slots(std::atomic<std::size_t>& first,
                                                           std::size_t number) noexcept {
    static std::atomic<std::size_t> count{1};
    std::size_t now = 0;
    std::size_t const mine = count.fetch_add(number, std::memory_order_relaxed);
    return first.compare_exchange_strong(now, mine, std::memory_order_relaxed) ? mine : now;
}

// Not a static of the function: a guard in each of them costs more to compile than the rest.
template <class Key, std::size_t Number>
inline constinit std::atomic<std::size_t> first_slot{0};

/// The number of the kind `Key`; given out at its first use in the program. Kinds with variants take several
/// in a row: `slot_of<Key, 4>() + variant`.
template <class Key, std::size_t Number = 1>
[[nodiscard]] inline std::size_t slot_of() noexcept {
    std::size_t const slot = first_slot<Key, Number>.load(std::memory_order_relaxed);
    return slot != 0 ? slot : give_slots(first_slot<Key, Number>, Number);
}

} // namespace athanor::detail
