#pragma once
// SPDX-License-Identifier: BSL-1.0
// What every back end has beside its typed statements: transactions and the log, behind one run-time face.

#include <athanor/engine/database.hpp>
#include <athanor/engine/log.hpp>
#include <athanor/engine/open_transactions.hpp>

#include <cstddef>
#include <string_view>

namespace athanor {

/// How a transaction begins on SQLite. `immediate` takes the write lock at once, so that a wait for it is
/// covered by busy_timeout; `deferred` begins as a reader.
enum class transaction_mode : unsigned char { immediate, deferred, exclusive };

namespace detail {

/// `backend_of<sqlite>::type` is the class behind it, `schemes` the beginnings of its URLs.
template <class Name>
struct backend_of;

class backend : public database {
public:
    /// Begins a transaction of the database.
    virtual void begin(transaction_mode mode) = 0;
    /// A statement of athanor's own without parameters and rows, prepared once per connection.
    virtual void run(std::size_t slot, std::string_view sql) = 0;

    [[nodiscard]] open_transactions& transactions() noexcept { return transactions_; }
    [[nodiscard]] statement_log& log() noexcept { return log_; }

private:
    open_transactions transactions_;
    statement_log log_;
};

} // namespace detail
} // namespace athanor
