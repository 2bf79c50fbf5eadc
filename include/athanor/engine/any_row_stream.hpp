#pragma once
// SPDX-License-Identifier: BSL-1.0
// Rows one by one from whichever back end it is: one branch a row, the reading itself is typed.

#include <athanor/engine/row_stream.hpp>

#include <cstddef>
#include <iterator>
#include <utility>
#include <variant>

namespace athanor {

/// What `conn.stream()` gives where a connection lists several back ends; used like row_stream.
template <class Query, class... Native>
class any_row_stream {
    using T = typename Query::result_type;

public:
    class iterator {
    public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;

        iterator() = default;
        [[nodiscard]] T& operator*() const noexcept { return *row_; }
        [[nodiscard]] T* operator->() const noexcept { return row_; }
        iterator& operator++() {
            std::visit(
                [this](auto& stream) {
                    stream.next();
                    row_ = stream.done_ ? nullptr : &stream.row_;
                },
                *streams_);
            return *this;
        }
        void operator++(int) { ++*this; }
        friend bool operator==(iterator const& i, std::default_sentinel_t) noexcept {
            return i.row_ == nullptr;
        }

    private:
        friend class any_row_stream;
        std::variant<row_stream<Query, Native>...>* streams_ = nullptr;
        T* row_ = nullptr;
    };

    template <class Stream>
    explicit any_row_stream(Stream&& stream)
        : streams_{std::forward<Stream>(stream)} {}

    /// Reads the first row. A stream is read once: a second begin() goes on where the first one stands.
    [[nodiscard]] iterator begin() {
        iterator out;
        out.streams_ = &streams_;
        std::visit(
            [&out](auto& stream) {
                (void)stream.begin();
                out.row_ = stream.done_ ? nullptr : &stream.row_;
            },
            streams_);
        return out;
    }
    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    std::variant<row_stream<Query, Native>...> streams_;
};

} // namespace athanor
