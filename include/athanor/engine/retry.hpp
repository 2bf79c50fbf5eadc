#pragma once
// SPDX-License-Identifier: BSL-1.0
// Runs a function in a transaction, again when it lost a race, after a pause that grows and differs per
// caller.

#include <athanor/base/error.hpp>
#include <athanor/engine/transaction.hpp>

#include <algorithm>
#include <chrono>
#include <random>
#include <thread>
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

inline void pause_before_retry(retry_policy const& policy, int attempt) {
    thread_local std::minstd_rand random{std::random_device{}()};
    auto const longest = policy.longest_pause.count() * 1000;
    auto wait = policy.first_pause.count() * 1000;
    for (int i = 1; i < attempt && wait < longest; ++i) {
        wait *= 2;
    }
    wait = std::max<decltype(wait)>(1, std::min(wait, longest));
    std::this_thread::sleep_for(
        std::chrono::microseconds{std::uniform_int_distribution<decltype(wait)>{wait / 2, wait}(random)});
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
