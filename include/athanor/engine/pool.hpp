#pragma once
// SPDX-License-Identifier: BSL-1.0
// A bounded number of connections for many threads: lent, looked over, taken back clean.

#include <athanor/base/error.hpp>
#include <athanor/engine/connection.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <source_location>
#include <string>
#include <utility>
#include <vector>

namespace athanor {

struct pool_options {
    std::size_t size = 8;                      // at most so many connections
    std::chrono::milliseconds timeout{30'000}; // how long acquire() waits for one
    std::chrono::milliseconds check_after{
        5'000}; // idle for longer: asked with a round trip before it is lent
    std::chrono::milliseconds longest_life{3'600'000}; // older ones are closed when they come back; 0: never
};

/// Connections to one database for many threads. The pool must outlive what it lends.
///
///     athanor::pool<athanor::postgresql> pool{url, {.size = 16}};
///     auto conn = pool.acquire();          // goes back when it leaves its scope
///     conn->insert(user);
template <class... Back>
class pool {
    using clock = std::chrono::steady_clock;
    struct entry {
        connection<Back...> conn;
        clock::time_point opened;
        clock::time_point last_used;
    };

public:
    /// A connection on loan. Used by one thread at a time, like any connection.
    class lease {
    public:
        lease(lease&& other) noexcept
            : owner_{std::exchange(other.owner_, nullptr)}
            , entry_{std::move(other.entry_)}
            , number_{other.number_} {}
        lease& operator=(lease&&) = delete;
        ~lease() {
            if (owner_ != nullptr) {
                owner_->give_back(std::move(*entry_), number_);
            }
        }
        [[nodiscard]] connection<Back...>& operator*() noexcept { return entry_->conn; }
        [[nodiscard]] connection<Back...>* operator->() noexcept { return &entry_->conn; }

    private:
        friend class pool;
        lease(pool* owner, entry&& e, std::uint64_t number)
            : owner_{owner}
            , entry_{std::move(e)}
            , number_{number} {}
        pool* owner_;
        std::optional<entry> entry_;
        std::uint64_t number_;
    };

    /// Opens nothing yet. Throws invalid_url at once when the URL can't be read.
    explicit pool(std::string url, pool_options const& options = {})
        : url_{std::move(url)}
        , options_{options} {
        (void)parse_url(url_);
        if (options_.size == 0) {
            throw error{error_kind::misuse, "a pool needs a size of at least 1"};
        }
    }
    pool(pool const&) = delete;
    pool& operator=(pool const&) = delete;
    ~pool() { close(); }

    /// A connection that works and is in no transaction. Waits in turn; throws timeout, naming who holds the
    /// connections, and misuse when the pool is closed; and what connect() throws.
    [[nodiscard]] lease acquire(std::source_location const& where = std::source_location::current()) {
        auto const deadline = clock::now() + options_.timeout;
        std::optional<entry> found = wait_for_place(deadline);
        try {
            if (found && !is_good(*found)) {
                found.reset();
            }
            if (!found) {
                auto const now = clock::now();
                found.emplace(entry{connection<Back...>{url_}, now, now});
            }
        } catch (...) {
            give_up_place();
            throw;
        }
        std::lock_guard const lock{mutex_};
        auto const number = ++last_loan_;
        loans_.push_back({number, where});
        return lease{this, std::move(*found), number};
    }

    /// Closes what is idle, sends waiting threads away with an error; what is lent closes when it comes back.
    void close() noexcept {
        std::deque<entry> closing;
        {
            std::lock_guard const lock{mutex_};
            closed_ = true;
            open_ -= idle_.size();
            closing.swap(idle_);
            for (auto* w : waiting_) {
                w->wake.notify_one();
            }
        }
    }

    /// Connections that wait to be lent.
    [[nodiscard]] std::size_t idle() const {
        std::lock_guard const lock{mutex_};
        return idle_.size();
    }
    /// All of them, lent ones included.
    [[nodiscard]] std::size_t open() const {
        std::lock_guard const lock{mutex_};
        return open_;
    }

private:
    struct waiter {
        std::condition_variable wake;
        bool served = false;
        std::optional<entry> got; // empty: a place for a new one
    };
    struct loan {
        std::uint64_t number;
        std::source_location where;
    };

    // An idle connection, or (empty) the right to open one: open_ counts it already.
    [[nodiscard]] std::optional<entry> wait_for_place(clock::time_point deadline) {
        std::unique_lock lock{mutex_};
        require_open();
        if (waiting_.empty() && !idle_.empty()) {
            std::optional<entry> out{std::move(idle_.back())}; // the warmest
            idle_.pop_back();
            return out;
        }
        if (waiting_.empty() && open_ < options_.size) {
            ++open_;
            return std::nullopt;
        }
        waiter me;
        waiting_.push_back(&me);
        while (!me.served && !closed_) {
            if (me.wake.wait_until(lock, deadline) == std::cv_status::timeout && !me.served) {
                std::erase(waiting_, &me);
                throw error{error_kind::timeout, "no connection of the pool came free in time: all " +
                                                     std::to_string(options_.size) + " are lent" + holders()};
            }
        }
        if (!me.served) {
            std::erase(waiting_, &me);
            require_open();
        }
        return std::move(me.got);
    }
    void require_open() const {
        if (closed_) {
            throw error{error_kind::misuse, "the pool is closed"};
        }
    }
    [[nodiscard]] std::string holders() const {
        std::string out;
        constexpr std::size_t most = 5;
        for (std::size_t i = 0; i < loans_.size() && i < most; ++i) {
            auto const& at = loans_[i].where;
            out += (i == 0 ? " (at " : ", ") + std::string{at.file_name()} + ':' + std::to_string(at.line());
        }
        return out.empty() ? out : out + (loans_.size() > most ? ", ...)" : ")");
    }

    [[nodiscard]] bool is_good(entry& e) {
        bool ask = clock::now() - e.last_used > options_.check_after;
        {
            std::lock_guard const lock{mutex_};
            ask = ask || e.last_used < suspect_before_;
        }
        bool const good = e.conn.alive(ask);
        if (!good) {
            suspect();
        }
        return good;
    }
    // One that broke is seldom alone: the others are asked before they are lent again.
    void suspect() {
        std::lock_guard const lock{mutex_};
        suspect_before_ = clock::now();
    }

    void give_back(entry&& e, std::uint64_t number) noexcept {
        auto const now = clock::now();
        bool good = false;
        try {
            good = e.conn.alive(false) &&
                   (options_.longest_life.count() == 0 || now - e.opened < options_.longest_life);
            if (good) {
                e.conn.reset_session();
            } else if (!e.conn.alive(false)) {
                suspect();
            }
        } catch (...) {
            good = false;
        }
        std::optional<entry> closing;
        {
            std::lock_guard const lock{mutex_};
            std::erase_if(loans_, [&](loan const& l) { return l.number == number; });
            if (!good || closed_) {
                closing.emplace(std::move(e));
                pass_place();
            } else {
                e.last_used = now;
                pass_on(std::move(e));
            }
        }
    }
    void give_up_place() noexcept {
        std::lock_guard const lock{mutex_};
        pass_place();
    }
    // With the lock held: the next in turn may open a connection, or nobody wants one.
    void pass_place() noexcept {
        if (waiting_.empty() || closed_) {
            --open_;
        } else {
            serve(std::nullopt);
        }
    }
    void pass_on(entry&& e) {
        if (waiting_.empty()) {
            idle_.push_back(std::move(e));
        } else {
            serve(std::move(e));
        }
    }
    void serve(std::optional<entry>&& e) noexcept {
        waiter* const next = waiting_.front();
        waiting_.erase(waiting_.begin());
        next->got = std::move(e);
        next->served = true;
        next->wake.notify_one();
    }

    std::string url_;
    pool_options options_;
    mutable std::mutex mutex_;
    std::deque<entry> idle_;
    std::vector<waiter*> waiting_;
    std::vector<loan> loans_;
    std::size_t open_ = 0;
    std::uint64_t last_loan_ = 0;
    clock::time_point suspect_before_{};
    bool closed_ = false;
};

} // namespace athanor
