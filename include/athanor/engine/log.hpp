#pragma once
// SPDX-License-Identifier: BSL-1.0
// Who wants to see the statements of a connection: before they run the text with its placeholders, after they
// ran how it went. A value is shown only to those who asked for values.

#include <athanor/dialect/quote.hpp>
#include <athanor/driver/statement_parameter.hpp>
#include <athanor/value/cell.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor {

using statement_callback = std::function<void(std::string_view sql)>;

/// A statement that has run. The views are valid during the call only.
struct statement_event {
    std::string_view sql;
    std::vector<statement_parameter> parameters;
    std::chrono::nanoseconds duration{}; // in this program: the database's work, the way to it, and reading
    std::optional<std::int64_t> rows;    // read or changed, where it was counted
    bool failed = false;                 // the error itself goes to the caller
};
using event_callback = std::function<void(statement_event const&)>;

/// Are values shown to who listens? They are what the rows hold, personal data too.
enum class logged_values : bool { hidden, shown };

namespace detail {

class statement_log {
public:
    void set(statement_callback callback) {
        callback_ = std::move(callback);
        heard_ = callback_ != nullptr || on_event_ != nullptr;
    }
    void set(event_callback callback, logged_values values) {
        on_event_ = std::move(callback);
        values_ = values;
        heard_ = callback_ != nullptr || on_event_ != nullptr;
    }
    [[nodiscard]] bool heard() const noexcept { return heard_; }
    void note(std::string_view sql) const {
        if (callback_) {
            callback_(sql);
        }
    }
    [[nodiscard]] bool wants_events() const noexcept { return on_event_ != nullptr; }
    [[nodiscard]] bool wants_values() const noexcept { return values_ == logged_values::shown; }
    void tell(statement_event const& event) const noexcept {
        try {
            on_event_(event);
        } catch (...) { // a log that fails must not undo what the database has done
        }
    }

private:
    statement_callback callback_;
    event_callback on_event_;
    logged_values values_ = logged_values::hidden;
    bool heard_ = false;
};

/// A statement at work for those who listen; nothing when nobody does.
class watch_state {
public:
    watch_state() = default;
    watch_state(watch_state&& other) noexcept
        : log_{std::exchange(other.log_, nullptr)}
        , rows_{other.rows_}
        , begun_{other.begun_} {}
    watch_state& operator=(watch_state&& other) noexcept {
        log_ = std::exchange(other.log_, nullptr);
        rows_ = other.rows_;
        begun_ = other.begun_;
        return *this;
    }
    ~watch_state() = default;

    [[nodiscard]] bool is_on() const noexcept { return log_ != nullptr; }
    void rows(std::int64_t number) noexcept { rows_ = number; }
    void one_row_more() noexcept { rows_ = rows_.value_or(0) + 1; }

    template <class Statement>
    [[gnu::cold, gnu::noinline]] void begin(statement_log const& log, Statement const& statement) {
        log.note(statement.sql());
        if (log.wants_events()) {
            log_ = &log;
            begun_ = std::chrono::steady_clock::now();
        }
    }
    template <class Statement>
    [[gnu::cold, gnu::noinline]] void end(Statement const& statement, bool failed) noexcept {
        try {
            statement_event event;
            event.duration = std::chrono::steady_clock::now() - begun_;
            event.sql = statement.sql();
            event.parameters = parameters_of(statement, log_->wants_values());
            event.rows = rows_;
            event.failed = failed;
            std::exchange(log_, nullptr)->tell(event);
        } catch (...) { // no memory for it: the statement itself has done its work
        }
    }

private:
    statement_log const* log_ = nullptr;
    std::optional<std::int64_t> rows_;
    std::chrono::steady_clock::time_point begun_;
};

/// Lives as long as a statement is at work, and tells of it at the end. Costs one test when nobody listens.
template <class Statement>
class statement_watch {
public:
    statement_watch(statement_log const& log, Statement const& statement)
        : statement_{statement} {
        if (log.heard()) [[unlikely]] {
            exceptions_ = std::uncaught_exceptions();
            state_.begin(log, statement);
        }
    }
    statement_watch(statement_watch const&) = delete;
    statement_watch& operator=(statement_watch const&) = delete;
    ~statement_watch() {
        if (state_.is_on()) [[unlikely]] {
            state_.end(statement_, std::uncaught_exceptions() > exceptions_);
        }
    }
    void rows(std::int64_t number) noexcept {
        if (state_.is_on()) [[unlikely]] {
            state_.rows(number);
        }
    }

private:
    Statement const& statement_;
    int exceptions_ = 0;
    watch_state state_;
};

/// SQL of the user's own.
struct raw_statement {
    std::string_view text;
    std::span<cell const> cells;
    [[nodiscard]] std::string_view sql() const noexcept { return text; }
};
[[nodiscard]] inline std::vector<statement_parameter> parameters_of(raw_statement const& statement,
                                                                    bool values) {
    std::vector<statement_parameter> out;
    for (cell const& value : statement.cells) {
        static constexpr char const* names[] = {"null", "boolean", "integer", "real", "text", "blob"};
        out.push_back({names[value.index()], values ? literal(dialect_id::sqlite, value) : std::string{}});
    }
    return out;
}

/// Many rows through one statement, told of once; when another statement takes over, of that one as well.
class range_watch {
public:
    explicit range_watch(statement_log const& log)
        : log_{log} {}
    range_watch(range_watch const&) = delete;
    range_watch& operator=(range_watch const&) = delete;
    ~range_watch() { end(std::uncaught_exceptions() > exceptions_); }

    void begin(std::string_view sql) {
        if (log_.heard()) [[unlikely]] {
            end(false);
            text_ = sql;
            state_.rows(0);
            state_.begin(log_, raw_statement{text_, {}});
        }
    }
    void one_row_more() noexcept {
        if (state_.is_on()) [[unlikely]] {
            state_.one_row_more();
        }
    }

private:
    void end(bool failed) noexcept {
        if (state_.is_on()) [[unlikely]] {
            state_.end(raw_statement{text_, {}}, failed);
        }
    }

    statement_log const& log_;
    int exceptions_ = std::uncaught_exceptions();
    std::string text_;
    watch_state state_;
};

} // namespace detail
} // namespace athanor
