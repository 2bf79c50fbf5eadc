#pragma once
// SPDX-License-Identifier: BSL-1.0
// Where compile-time text is written: once to count, once to fill (std::string can't serve in constant
// expressions on every supported compiler).

#include <athanor/base/text.hpp>

namespace athanor::detail {

/// Writes into memory of a known size, or only counts when it has none.
class sink {
public:
    constexpr sink() = default;
    constexpr explicit sink(char* out)
        : out_{out}
        , writes_{true} {}

    constexpr sink& put(char c) {
        if (writes_) {
            out_[size_] = c;
        }
        ++size_;
        return *this;
    }
    constexpr sink& put(std::string_view text) {
        for (char const c : text) {
            put(c);
        }
        return *this;
    }
    constexpr sink& number(long long value) {
        char digits[20]{};
        int n = 0;
        auto const negative = value < 0;
        auto rest =
            negative ? ~static_cast<unsigned long long>(value) + 1U : static_cast<unsigned long long>(value);
        do {
            digits[n++] = static_cast<char>('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        if (negative) {
            put('-');
        }
        while (n > 0) {
            put(digits[--n]);
        }
        return *this;
    }
    /// Something had no text: whoever reads this sink must not use what was written.
    constexpr void refuse() noexcept { refused_ = true; }
    [[nodiscard]] constexpr bool refused() const noexcept { return refused_; }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }

private:
    char* out_ = nullptr;
    bool writes_ = false; // not out_ != nullptr: g++ can't ask that of an address at compile time under UBSan
    std::size_t size_ = 0;
    bool refused_ = false;
};

/// The text that `Writer::write(sink&)` writes, as a constant in read-only memory: `rendered<Writer>.view()`.
template <class Writer>
inline constexpr auto rendered = [] {
    constexpr std::size_t size = [] {
        sink count;
        Writer::write(count);
        return count.size();
    }();
    text<size> result;
    sink fill{result.s};
    Writer::write(fill);
    return result;
}();

} // namespace athanor::detail
