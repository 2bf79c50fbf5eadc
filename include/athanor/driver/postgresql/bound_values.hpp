#pragma once
// SPDX-License-Identifier: BSL-1.0
// The values of a statement's parameters, in the arrays that libpq takes: written once, when they are bound.

#include <athanor/driver/bind.hpp>
#include <athanor/driver/postgresql/byte_buffer.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace athanor::detail {

class bound_values {
public:
    /// The arrays alone; they point into the memory of whoever bound the values, or into the scratch buffer.
    struct arrays {
        std::vector<char const*> values;
        std::vector<int> lengths;
        std::vector<int> formats;
        std::vector<std::size_t> offsets; // in the scratch buffer, or not_there
    };

    /// n parameters, all NULL. One element more than that: libpq wants a pointer where there is none, too.
    void resize(std::size_t n) {
        size_ = n;
        arrays_.values.assign(n + 1, nullptr);
        arrays_.lengths.assign(n + 1, 0);
        arrays_.formats.assign(n + 1, 1);
        arrays_.offsets.assign(n + 1, not_there);
    }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] int count() const noexcept { return static_cast<int>(size_); }
    [[nodiscard]] char const* const* values() const noexcept { return arrays_.values.data(); }
    [[nodiscard]] int const* lengths() const noexcept { return arrays_.lengths.data(); }
    [[nodiscard]] int const* formats() const noexcept { return arrays_.formats.data(); }
    /// Where a value is encoded to before set().
    [[nodiscard]] byte_buffer& scratch() noexcept { return scratch_; }
    /// Drops the bytes of values that have been sent.
    void clear() noexcept { scratch_.clear(); }

    void set_null(std::size_t i) noexcept {
        arrays_.values[i] = nullptr;
        arrays_.offsets[i] = not_there;
    }
    /// encode_value() has refused what is longer than an int says.
    void set(std::size_t i, encoded_value value, bound_memory memory) {
        if (value.data != nullptr && memory == bound_memory::copied) {
            value.offset = scratch_.size();
            scratch_.put(value.data, value.size);
            value.data = nullptr;
        }
        if (value.data != nullptr) {
            arrays_.values[i] = reinterpret_cast<char const*>(value.data);
            arrays_.offsets[i] = not_there;
        } else {
            arrays_.values[i] = in_scratch(value.offset);
            arrays_.offsets[i] = value.offset;
        }
        arrays_.lengths[i] = static_cast<int>(value.size);
        arrays_.formats[i] = value.binary ? 1 : 0;
        if (scratch_.data() != base_) [[unlikely]] {
            follow();
        }
    }
    [[nodiscard]] bool is_null(std::size_t i) const noexcept { return arrays_.values[i] == nullptr; }
    [[nodiscard]] encoded_value get(std::size_t i) const noexcept {
        return {reinterpret_cast<std::byte const*>(arrays_.values[i]), 0,
                static_cast<std::size_t>(arrays_.lengths[i]), arrays_.formats[i] != 0};
    }

    /// For a statement that is prepared anew with the same values.
    [[nodiscard]] arrays copy() const { return arrays_; }
    void restore(arrays saved) {
        arrays_ = std::move(saved);
        follow();
    }

private:
    static constexpr std::size_t not_there = static_cast<std::size_t>(-1);

    // A null pointer would be NULL.
    [[nodiscard]] char const* in_scratch(std::size_t offset) const noexcept {
        return scratch_.data() == nullptr ? "" : reinterpret_cast<char const*>(scratch_.data()) + offset;
    }
    // The scratch buffer has grown, so its bytes are elsewhere.
    [[gnu::cold, gnu::noinline]] void follow() noexcept {
        base_ = scratch_.data();
        for (std::size_t i = 0; i < size_; ++i) {
            if (arrays_.offsets[i] != not_there) {
                arrays_.values[i] = in_scratch(arrays_.offsets[i]);
            }
        }
    }

    byte_buffer scratch_;
    std::byte const* base_ = nullptr;
    std::size_t size_ = 0;
    arrays arrays_;
};

} // namespace athanor::detail
