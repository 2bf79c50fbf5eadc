#pragma once
// SPDX-License-Identifier: BSL-1.0
// Rows one by one in constant memory: an input range over a running statement.

#include <athanor/engine/log.hpp>
#include <athanor/engine/results.hpp>

#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>

namespace athanor {

template <class Query, class... Native>
class any_row_stream;

/// Made by `conn.stream(select<T>()...)`; must not outlive the connection. One struct is read into again and
/// again, so take a copy (or move out of it) of what is to be kept. Leaving the loop early frees the
/// statement.
///
///     for (User const& user : conn.stream(select<User>())) { ... }
template <class Query, class Native>
class row_stream {
    using T = typename Query::result_type;

public:
    class iterator {
    public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;

        iterator() = default;
        [[nodiscard]] T& operator*() const noexcept { return stream_->row_; }
        [[nodiscard]] T* operator->() const noexcept { return &stream_->row_; }
        iterator& operator++() {
            stream_->next();
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(iterator const& i, std::default_sentinel_t) noexcept { return i.at_end(); }

    private:
        friend class row_stream;
        [[nodiscard]] bool at_end() const noexcept { return stream_ == nullptr || stream_->done_; }
        explicit iterator(row_stream* stream)
            : stream_{stream} {}
        row_stream* stream_ = nullptr;
    };

    row_stream(Native& native, typename Native::lease&& statement)
        : native_{&native}
        , statement_{std::move(statement)} {
        if (native.log().heard()) [[unlikely]] {
            watch_.begin(native.log(), *statement_);
        }
    }
    row_stream(row_stream&&) noexcept = default;
    row_stream& operator=(row_stream&&) noexcept = default;
    ~row_stream() {
        if (watch_.is_on()) [[unlikely]] { // left early, or a row couldn't be read
            watch_.end(*statement_, failed_);
        }
    }

    /// Reads the first row. A stream is read once: a second begin() goes on where the first one stands.
    [[nodiscard]] iterator begin() {
        if (!begun_) {
            begun_ = true;
            next();
        }
        return iterator{this};
    }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    template <class, class...>
    friend class any_row_stream;

    void next() {
        if (done_) {
            return;
        }
        done_ = failed_ = true; // when the next lines throw
        auto const guard = native_->enter();
        if (statement_->step()) {
            detail::read_result<Query>(*statement_, row_);
            done_ = false;
            if (watch_.is_on()) [[unlikely]] {
                watch_.one_row_more();
            }
        } else {
            if (watch_.is_on()) [[unlikely]] {
                watch_.end(*statement_, false);
            }
            statement_->reset(); // the read lock ends with the last row
        }
        failed_ = false;
    }

    Native* native_;
    typename Native::lease statement_;
    T row_{};
    bool begun_ = false;
    bool done_ = false;
    bool failed_ = false;
    detail::watch_state watch_;
};

} // namespace athanor
