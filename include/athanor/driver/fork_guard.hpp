#pragma once
// SPDX-License-Identifier: BSL-1.0
// What every connection is guarded against: a second thread, a call inside a call, and use in a forked child.

#include <athanor/base/error.hpp>

#include <pthread.h>

#include <atomic>
#include <mutex>

namespace athanor::detail {

// Counts the forks that lead to this process. A connection carried across fork() damages a SQLite file and
// mixes two conversations on a server's socket; asking getpid() before each statement would cost a system
// call.
inline std::atomic<unsigned> fork_depth{0};
inline void watch_forks() {
    static std::once_flag once;
    std::call_once(once, [] {
        pthread_atfork(nullptr, nullptr, [] { fork_depth.fetch_add(1, std::memory_order_relaxed); });
    });
}

/// Base of the handles.
class guarded_connection {
public:
    guarded_connection(guarded_connection const&) = delete;
    guarded_connection& operator=(guarded_connection const&) = delete;

    [[nodiscard]] bool carried_across_fork() const noexcept {
        return fork_depth.load(std::memory_order_relaxed) != fork_depth_;
    }

    /// Held while the database library works for one call of ours.
    class in_use {
    public:
        explicit in_use(guarded_connection const& handle)
            : handle_{handle} {
            if (handle.busy_.exchange(true, std::memory_order_acquire)) [[unlikely]] {
                throw_busy();
            }
            if (handle.carried_across_fork()) [[unlikely]] {
                handle.busy_.store(false, std::memory_order_release);
                throw_forked();
            }
        }
        in_use(in_use const&) = delete;
        in_use& operator=(in_use const&) = delete;
        ~in_use() { handle_.busy_.store(false, std::memory_order_release); }

    private:
        [[noreturn, gnu::cold, gnu::noinline]] static void throw_busy() {
            throw error{error_kind::misuse,
                        "this connection is in use by another thread (or by the call that is "
                        "running): give each thread a connection of its own"};
        }
        guarded_connection const& handle_;
    };

protected:
    guarded_connection() {
        watch_forks();
        fork_depth_ = fork_depth.load(std::memory_order_relaxed);
    }
    ~guarded_connection() = default;

    [[noreturn, gnu::cold, gnu::noinline]] static void throw_forked() {
        throw error{error_kind::misuse,
                    "this connection was opened before fork(): open a new one in the child"};
    }

private:
    unsigned fork_depth_ = 0;
    mutable std::atomic<bool> busy_{false};
};

} // namespace athanor::detail
