#pragma once
// SPDX-License-Identifier: BSL-1.0
// The values of a statement's parameters, in the arrays that libpq takes: written once, when they are bound.

#include <athanor/driver/bind.hpp>
#include <athanor/driver/postgresql/byte_buffer.hpp>
#include <athanor/driver/postgresql/oids.hpp>

#include <cstddef>
#include <vector>

namespace athanor::detail {

class bound_values {
public:
    bound_values() { expect({}); }

    /// A parameter for each type, all NULL. One element more than that: libpq wants a pointer where there is
    /// none, too.
    void expect(std::vector<pg_type> const& types) {
        size_ = types.size();
        parameters_.assign(size_ + 1, {});
        values_.assign(size_ + 1, nullptr);
        lengths_.assign(size_ + 1, 0);
        formats_.assign(size_ + 1, 1);
        for (std::size_t i = 0; i < size_; ++i) {
            parameters_[i].type = types[i];
        }
    }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] int count() const noexcept { return static_cast<int>(size_); }
    [[nodiscard]] pg_type const& type(std::size_t i) const noexcept { return parameters_[i].type; }
    [[nodiscard]] char const* const* values() const noexcept { return values_.data(); }
    [[nodiscard]] int const* lengths() const noexcept { return lengths_.data(); }
    [[nodiscard]] int const* formats() const noexcept { return formats_.data(); }
    /// Where a value is encoded to before set().
    [[nodiscard]] byte_buffer& scratch() noexcept { return scratch_; }
    /// Drops what has been sent: each parameter is bound once before the next time.
    void clear() noexcept {
        if (any_encoded_) [[unlikely]] {
            forget_encoded();
        }
    }

    void set_null(std::size_t i) noexcept { values_[i] = nullptr; }
    /// A number's bits, which the parameter keeps itself.
    template <class Bits>
    void set_number(std::size_t i, Bits bits) noexcept {
        static_assert(sizeof(Bits) <= sizeof(parameter::number));
        std::byte* const number = parameters_[i].number;
        store_big(number, bits);
        set_in_place(i, number, sizeof(Bits));
    }
    /// In binary, and where it stands until the statement has run; never null.
    void set_in_place(std::size_t i, void const* data, std::size_t size) noexcept {
        values_[i] = static_cast<char const*>(data);
        lengths_[i] = static_cast<int>(size); // no more than an int says: require_pg_size()
    }
    /// encode_value() has refused what is longer than an int says.
    [[gnu::noinline]] void set(std::size_t i, encoded_value value, bound_memory memory) {
        any_encoded_ = true;
        if (value.data != nullptr && memory == bound_memory::copied) {
            value.offset = scratch_.size();
            scratch_.put(value.data, value.size);
            value.data = nullptr;
        }
        if (value.data != nullptr) {
            values_[i] = reinterpret_cast<char const*>(value.data);
        } else {
            values_[i] = in_scratch(value.offset);
            parameters_[i].offset = value.offset;
        }
        lengths_[i] = static_cast<int>(value.size);
        formats_[i] = value.binary ? 1 : 0;
        if (scratch_.data() != base_) [[unlikely]] {
            follow();
        }
    }
    [[nodiscard]] bool is_null(std::size_t i) const noexcept { return values_[i] == nullptr; }
    [[nodiscard]] encoded_value get(std::size_t i) const noexcept {
        return {reinterpret_cast<std::byte const*>(values_[i]), 0, static_cast<std::size_t>(lengths_[i]),
                formats_[i] != 0};
    }

private:
    static constexpr std::size_t not_there = static_cast<std::size_t>(-1);
    struct parameter {
        std::byte number[8]{};
        std::size_t offset = not_there; // of a value that was encoded to the scratch buffer
        pg_type type;
    };

    // A null pointer would be NULL.
    [[nodiscard]] char const* in_scratch(std::size_t offset) const noexcept {
        return scratch_.data() == nullptr ? "" : reinterpret_cast<char const*>(scratch_.data()) + offset;
    }
    [[gnu::noinline]] void forget_encoded() noexcept {
        any_encoded_ = false;
        scratch_.clear();
        for (std::size_t i = 0; i < size_; ++i) {
            parameters_[i].offset = not_there;
            formats_[i] = 1;
        }
    }
    // The scratch buffer has grown, so its bytes are elsewhere.
    [[gnu::cold, gnu::noinline]] void follow() noexcept {
        base_ = scratch_.data();
        for (std::size_t i = 0; i < size_; ++i) {
            if (parameters_[i].offset != not_there) {
                values_[i] = in_scratch(parameters_[i].offset);
            }
        }
    }

    byte_buffer scratch_;
    std::byte const* base_ = nullptr;
    std::size_t size_ = 0;
    bool any_encoded_ = false; // by set(): in the scratch buffer, or in text format
    std::vector<parameter> parameters_;
    std::vector<char const*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

} // namespace athanor::detail
