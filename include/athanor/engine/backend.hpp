#pragma once
// SPDX-License-Identifier: BSL-1.0
// What every back end has beside its typed statements: transactions and the log, behind one run-time face.

#include <athanor/driver/notice.hpp>
#include <athanor/engine/database.hpp>
#include <athanor/engine/log.hpp>
#include <athanor/engine/open_transactions.hpp>

#include <string_view>

namespace athanor {

/// Which lock a transaction begins with on SQLite; PostgreSQL has no such choice. `immediate` takes the write
/// lock at once, so that a wait for it is covered by busy_timeout; `deferred` begins as a reader.
enum class transaction_mode : unsigned char { immediate, deferred, exclusive };

/// What a transaction sees of others. SQLite's transactions are always serializable, so there every level is
/// met.
enum class isolation : unsigned char { by_default, read_committed, repeatable_read, serializable };

/// How a transaction begins: `conn.transaction(isolation::serializable)`,
/// `conn.transaction(transaction_mode::deferred)`.
struct transaction_options {
    transaction_mode mode = transaction_mode::immediate;
    isolation level = isolation::by_default;

    constexpr transaction_options() = default;
    // NOLINTNEXTLINE(google-explicit-constructor): either word alone says enough
    constexpr transaction_options(transaction_mode m)
        : mode{m} {}
    // NOLINTNEXTLINE(google-explicit-constructor)
    constexpr transaction_options(isolation l)
        : level{l} {}
    constexpr transaction_options(transaction_mode m, isolation l)
        : mode{m}
        , level{l} {}
};

namespace detail {

/// `backend_of<sqlite>::type` is the class behind it, `schemes` the beginnings of its URLs.
template <class Name>
struct backend_of;

class backend : public database {
public:
    /// Begins a transaction of the database.
    virtual void begin(transaction_options const& options) = 0;
    /// Ends it. Returns only when the database has said that the changes are kept.
    virtual void commit() = 0;
    virtual void rollback() = 0;
    /// SAVEPOINT, RELEASE and ROLLBACK TO.
    virtual void savepoint(std::string_view sql) = 0;
    /// Does the connection work, as far as can be seen? With `ask` the database is asked.
    [[nodiscard]] virtual bool alive(bool ask) noexcept = 0;
    /// As it was when it was opened: no transaction, no settings, no locks of the one who had it before.
    virtual void reset_session() = 0;
    /// Who wants to hear what a server says beside its answers.
    virtual void on_notice(notice_callback) {}
    /// Stops the statement that runs in another thread.
    virtual void cancel() = 0;

    [[nodiscard]] open_transactions& transactions() noexcept { return transactions_; }
    [[nodiscard]] statement_log& log() noexcept { return log_; }

private:
    open_transactions transactions_;
    statement_log log_;
};

} // namespace detail
} // namespace athanor
