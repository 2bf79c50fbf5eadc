#pragma once
// SPDX-License-Identifier: BSL-1.0
// Who wants to see the statements of a connection: the text with its placeholders, never a value.

#include <functional>
#include <string_view>
#include <utility>

namespace athanor {

using statement_callback = std::function<void(std::string_view sql)>;

namespace detail {

class statement_log {
public:
    void set(statement_callback callback) { callback_ = std::move(callback); }
    void note(std::string_view sql) const {
        if (callback_) [[unlikely]] {
            callback_(sql);
        }
    }
    /// The text is asked from the statement only when somebody listens.
    template <class Statement>
    requires requires(Statement const& s) { s.sql(); }
    void note(Statement const& statement) const {
        if (callback_) [[unlikely]] {
            callback_(statement.sql());
        }
    }

private:
    statement_callback callback_;
};

} // namespace detail
} // namespace athanor
