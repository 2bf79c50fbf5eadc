#pragma once
// SPDX-License-Identifier: BSL-1.0
// Runs a function in a transaction, again when it lost a race, after a pause that grows and differs per
// caller.

#include <athanor/base/error.hpp>
#include <athanor/engine/transaction.hpp>

#include <time.h> // nanosleep: <thread> and <random> would cost every includer a quarter of a second

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace athanor {

struct retry_policy {
    int attempts = 10;
    std::chrono::milliseconds first_pause{1};
    std::chrono::milliseconds longest_pause{200};
    transaction_mode mode = transaction_mode::immediate;
    isolation level = isolation::by_default;
};

namespace detail {

/// Half of `most` to `most`, differently in each thread and process (splitmix64 over the clock).
[[nodiscard]] inline std::int64_t jittered(std::int64_t most) {
    auto const now = std::chrono::steady_clock::now().time_since_epoch().count();
    auto x = static_cast<std::uint64_t>(now) + reinterpret_cast<std::uintptr_t>(&now);
    x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
    x ^= x >> 31U;
    return most / 2 + static_cast<std::int64_t>(x % static_cast<std::uint64_t>(most - most / 2 + 1));
}
inline void pause_before_retry(retry_policy const& policy, int attempt) {
    std::int64_t const longest = policy.longest_pause.count() * 1000;
    std::int64_t wait = policy.first_pause.count() * 1000;
    for (int i = 1; i < attempt && wait < longest; ++i) {
        wait *= 2;
    }
    wait = wait > longest ? longest : wait;
    wait = jittered(wait < 1 ? 1 : wait);
    timespec rest{static_cast<time_t>(wait / 1'000'000), static_cast<long>(wait % 1'000'000 * 1000)};
    while (nanosleep(&rest, &rest) != 0 && errno == EINTR) {
    }
}

template <class F>
decltype(auto) call_with(F& function, transaction& tx) {
    if constexpr (std::is_invocable_v<F&, transaction&>) {
        return function(tx);
    } else {
        static_assert(std::is_invocable_v<F&>,
                      "athanor: transact() takes a function without parameters, or one that "
                      "takes the transaction");
        return function();
    }
}

/// Function and commit in one transaction; the whole again on a retryable error. Inside another transaction
/// it runs once, in a savepoint: only the outermost can begin anew.
template <class F>
auto transact(backend& where, F&& function, retry_policy const& policy) {
    using result = std::remove_cvref_t<decltype(call_with(function, std::declval<transaction&>()))>;
    bool const nested = where.in_transaction();
    for (int attempt = 1;; ++attempt) {
        try {
            transaction tx{where, {policy.mode, policy.level}, attempt};
            auto const commit = [&tx] {
                if (!tx.finished()) { // the function may have ended it itself
                    tx.commit();
                }
            };
            if constexpr (std::is_void_v<result>) {
                call_with(function, tx);
                commit();
                return;
            } else {
                result value = call_with(function, tx);
                commit();
                return value;
            }
        } catch (error const& e) {
            if (nested || !e.retryable() || attempt >= policy.attempts) {
                throw;
            }
        }
        pause_before_retry(policy, attempt);
    }
}

} // namespace detail
} // namespace athanor
