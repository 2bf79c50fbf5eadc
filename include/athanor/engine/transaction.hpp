#pragma once
// SPDX-License-Identifier: BSL-1.0
// A transaction, or a savepoint inside one, that is rolled back on every way out but commit().

#include <athanor/base/error.hpp>
#include <athanor/engine/backend.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace athanor {

namespace detail {

[[nodiscard]] inline std::string savepoint_name(std::size_t depth) {
    return "\"athanor_savepoint_" + std::to_string(depth) + '"';
}

} // namespace detail

/// Made by `conn.transaction()`. Inside another transaction it is a savepoint.
///
///     auto tx = conn.transaction();
///     conn.insert(user);
///     tx.commit();                    // without it everything since is rolled back
class transaction {
public:
    /// Begins. Throws busy when the lock isn't free within busy_timeout.
    explicit transaction(detail::backend& backend, transaction_options const& options = {}, int attempt = 1)
        : backend_{&backend}
        , attempt_{attempt} {
        auto& open = backend.transactions();
        if (!backend.in_transaction()) {
            backend.begin(options);
            open.close(0); // what a statement ended behind our back
            outermost_ = true;
        } else {
            backend.savepoint("SAVEPOINT " + detail::savepoint_name(open.size()));
        }
        number_ = open.push();
    }
    transaction(transaction&& other) noexcept
        : backend_{std::exchange(other.backend_, nullptr)}
        , number_{other.number_}
        , attempt_{other.attempt_}
        , outermost_{other.outermost_} {}
    transaction& operator=(transaction&&) = delete;
    /// Rolls back unless commit() returned.
    ~transaction() {
        try {
            rollback();
        } catch (...) { // NOLINT(bugprone-empty-catch): the database rolls back when the connection closes
        }
    }

    /// Makes the changes last. When it throws busy, the transaction is still open: call it again, or leave
    /// the scope. Throws transaction_rolled_back when a statement has ended the transaction before, and
    /// outcome_unknown when the connection broke before the answer came.
    void commit() {
        std::size_t const depth = innermost("commit");
        if (outermost_) {
            backend_->commit();
            if (backend_->in_transaction()) {
                throw error{error_kind::busy,
                            "the transaction is still open after COMMIT: call commit() again"};
            }
        } else {
            backend_->savepoint("RELEASE " + detail::savepoint_name(depth));
        }
        backend_->transactions().close(depth);
        backend_ = nullptr;
    }

    /// Undoes the changes, those of open savepoints inside included. Does nothing if the transaction is over.
    void rollback() {
        if (backend_ == nullptr) {
            return;
        }
        auto& backend = *std::exchange(backend_, nullptr);
        std::size_t const depth = backend.transactions().depth_of(number_);
        if (depth == detail::open_transactions::none) {
            return;
        }
        backend.transactions().close(depth);
        if (!backend.in_transaction()) {
            backend.transactions().close(0);
        } else if (outermost_) {
            backend.rollback();
        } else {
            std::string const name = detail::savepoint_name(depth);
            backend.savepoint("ROLLBACK TO " + name);
            backend.savepoint("RELEASE " + name);
        }
    }

    /// Neither committed nor rolled back, as the library sees it.
    [[nodiscard]] bool is_open() const {
        return backend_ != nullptr && backend_->in_transaction() &&
               backend_->transactions().depth_of(number_) != detail::open_transactions::none;
    }
    /// commit() returned, or rollback() was called.
    [[nodiscard]] bool finished() const noexcept { return backend_ == nullptr; }
    /// 1 at first; higher when transact() runs its function again.
    [[nodiscard]] int attempt() const noexcept { return attempt_; }

private:
    // The depth, if nothing is open inside.
    [[nodiscard]] std::size_t innermost(char const* verb) const {
        if (backend_ == nullptr) {
            throw error{error_kind::misuse, std::string{verb} + ": this transaction is over already"};
        }
        auto const& open = backend_->transactions();
        std::size_t const depth = open.depth_of(number_);
        if (!backend_->in_transaction() || depth == detail::open_transactions::none) {
            throw error{error_kind::transaction_rolled_back,
                        "the transaction was ended before commit() (a statement such as INSERT OR ROLLBACK "
                        "does that): "
                        "nothing of it was kept"};
        }
        if (depth + 1 != open.size()) {
            throw error{error_kind::misuse,
                        std::string{verb} + ": a transaction inside this one is still open"};
        }
        return depth;
    }

    detail::backend* backend_;
    std::uint64_t number_ = 0;
    int attempt_;
    bool outermost_ = false;
};

} // namespace athanor
