#pragma once
// SPDX-License-Identifier: BSL-1.0
// Exact arithmetic with decimals of any length. Results have the digits behind the point that PostgreSQL's
// numeric gives them.

#include <athanor/driver/sqlite/decimal_limbs.hpp>
#include <athanor/driver/sqlite/decimal_text.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::detail {

// What the functions of decimal_functions.hpp say; error_map.hpp knows them.
inline constexpr char const* no_decimal = "athanor: not a decimal";
inline constexpr char const* decimal_over_zero = "athanor: decimal divided by zero";
inline constexpr char const* decimal_too_large = "athanor: decimal too large for its column";

/// "-12.50" of the digits 001250 and scale 2.
[[nodiscard, gnu::cold]] inline std::string decimal_text(bool negative, std::string_view digits,
                                                         std::size_t scale) {
    std::string padded;
    if (digits.size() <= scale) {
        padded.assign(scale + 1 - digits.size(), '0');
        padded += digits;
        digits = padded;
    }
    std::size_t const first = std::min(digits.find_first_not_of('0'), digits.size() - scale - 1);
    bool const is_zero = digits.find_first_not_of('0') == std::string_view::npos;
    std::string out{negative && !is_zero ? "-" : ""};
    out += digits.substr(first, digits.size() - scale - first);
    if (scale > 0) {
        out += '.';
        out += digits.substr(digits.size() - scale);
    }
    return out;
}
/// The digits of |n| * 10^scale, those behind cut off.
[[nodiscard, gnu::cold]] inline std::string digits_at_scale(decimal_parts const& n, std::size_t scale) {
    std::string out{n.whole};
    out += n.decimals;
    out.resize(n.whole.size() + scale, '0');
    return out;
}
[[nodiscard, gnu::cold]] inline decimal_limbs limbs_at_scale(decimal_parts const& n, std::size_t scale) {
    return limbs_of(digits_at_scale(n, scale));
}
/// Takes the last digit off and rounds by it, halves away from zero.
[[gnu::cold]] inline void round_last_digit(std::string& digits) {
    bool carry = !digits.empty() && digits.back() >= '5';
    if (!digits.empty()) {
        digits.pop_back();
    }
    for (std::size_t i = digits.size(); carry && i > 0; --i) {
        carry = digits[i - 1] == '9';
        digits[i - 1] = carry ? '0' : static_cast<char>(digits[i - 1] + 1);
    }
    if (carry) {
        digits.insert(digits.begin(), '1');
    }
}

/// A sum from which values can be taken again, for the frames of windows.
class decimal_sum {
public:
    void add(decimal_parts const& n, bool taken = false) {
        add_limbs(n, n.negative == taken ? 1 : -1);
        count_ += taken ? -1 : 1;
        if (n.decimals.size() >= scales_.size()) {
            scales_.resize(n.decimals.size() + 1);
        }
        scales_[n.decimals.size()] += taken ? -1 : 1;
    }
    void take(decimal_parts const& n) { add(n, true); }
    [[nodiscard]] std::int64_t count() const noexcept { return count_; }
    /// With as many digits behind the point as the value that has most of them.
    [[nodiscard, gnu::cold]] std::string text() const {
        decimal_limbs limbs = limbs_;
        limbs.push_back(0);
        carry_limbs(limbs);
        bool const negative = limbs.back() < 0;
        if (negative) {
            for (std::int64_t& limb : limbs) {
                limb = -limb;
            }
            carry_limbs(limbs);
        }
        std::size_t scale = scales_.empty() ? 0 : scales_.size() - 1;
        while (scale > 0 && scales_[scale] == 0) {
            --scale;
        }
        std::string digits = digits_of(limbs);
        digits.resize(digits.size() - fractions_ * limb_digits + scale);
        return decimal_text(negative, digits, scale);
    }

private:
    void add_limbs(decimal_parts const& n, std::int64_t sign) {
        if (++steps_ == limb_base) { // a limb holds nine times as many
            carry_limbs(limbs_);
            steps_ = 0;
        }
        std::size_t const fractions = (n.decimals.size() + limb_digits - 1) / limb_digits;
        if (fractions > fractions_) {
            decimal_limbs wider(fractions - fractions_ + limbs_.size());
            for (std::size_t i = 0; i < limbs_.size(); ++i) {
                wider[fractions - fractions_ + i] = limbs_[i];
            }
            limbs_ = std::move(wider);
            fractions_ = fractions;
        }
        std::size_t const size = fractions_ + n.whole.size() / limb_digits + 1;
        if (size > limbs_.size()) {
            limbs_.resize(size);
        }
        std::size_t at = fractions_;
        for (std::size_t end = n.whole.size(); end > 0; ++at) {
            std::size_t const from = end < limb_digits ? 0 : end - limb_digits;
            limbs_[at] += sign * number_of_digits(n.whole.substr(from, end - from));
            end = from;
        }
        at = fractions_;
        for (std::size_t from = 0; from < n.decimals.size(); from += limb_digits) {
            std::string_view const digits = n.decimals.substr(from, limb_digits);
            std::int64_t limb = number_of_digits(digits);
            for (std::size_t k = digits.size(); k < limb_digits; ++k) {
                limb *= 10;
            }
            limbs_[--at] += sign * limb;
        }
    }

    decimal_limbs limbs_;       // or sums of them; the last digits first
    std::size_t fractions_ = 0; // so many of them are behind the point
    decimal_limbs scales_;      // how many of the values have 0, 1, 2, ... digits behind the point
    std::int64_t count_ = 0;
    std::int64_t steps_ = 0;
};

// ---- of two numbers

[[nodiscard, gnu::cold]] inline std::string add_decimals(decimal_parts const& a, decimal_parts const& b) {
    decimal_sum sum;
    sum.add(a);
    sum.add(b);
    return sum.text();
}
[[nodiscard, gnu::cold]] inline std::string subtract_decimals(decimal_parts const& a,
                                                              decimal_parts const& b) {
    decimal_sum sum;
    sum.add(a);
    sum.add({b.valid, !b.negative, b.whole, b.decimals});
    return sum.text();
}
/// To so many digits behind the point, or in front of it if that is negative; halves away from zero.
[[nodiscard, gnu::cold]] inline std::string round_decimal(decimal_parts const& n, std::int64_t scale) {
    std::string digits;
    if (scale >= 0) {
        digits = digits_at_scale(n, static_cast<std::size_t>(scale) + 1);
        round_last_digit(digits);
        return decimal_text(n.negative, digits, static_cast<std::size_t>(scale));
    }
    auto const zeros = static_cast<std::size_t>(-scale);
    if (n.whole.size() >= zeros) {
        digits = n.whole.substr(0, n.whole.size() - zeros + 1);
        round_last_digit(digits);
        digits.append(zeros, '0');
    }
    return decimal_text(n.negative, digits, 0);
}
[[nodiscard, gnu::cold]] inline std::string multiply_decimals(decimal_parts const& a,
                                                              decimal_parts const& b) {
    constexpr int most = 16383; // digits behind the point
    std::size_t const scale = a.decimals.size() + b.decimals.size();
    std::string const digits = digits_of(product_of(limbs_at_scale(a, a.decimals.size()), //
                                                    limbs_at_scale(b, b.decimals.size())));
    std::string const product = decimal_text(a.negative != b.negative, digits, scale);
    return scale > std::size_t{most} ? round_decimal(parts_of_decimal(product), most) : product;
}

/// The first digit that isn't 0, in base 10000 as PostgreSQL keeps them, and its place.
struct leading_digit {
    std::ptrdiff_t place = 0;
    std::int64_t value = 0;
};
[[nodiscard, gnu::cold]] inline leading_digit leading_digit_of(decimal_parts const& n) {
    if (!n.whole.empty()) {
        std::size_t const place = (n.whole.size() - 1) / 4;
        return {static_cast<std::ptrdiff_t>(place),
                number_of_digits(n.whole.substr(0, n.whole.size() - place * 4))};
    }
    std::size_t const first = n.decimals.find_first_not_of('0');
    if (first == std::string_view::npos) {
        return {};
    }
    std::string digits{n.decimals.substr(first / 4 * 4, 4)};
    digits.resize(4, '0');
    return {-1 - static_cast<std::ptrdiff_t>(first / 4), number_of_digits(digits)};
}
/// How many digits behind the point a quotient has: at least 16 that count, and no fewer than both sides.
[[nodiscard, gnu::cold]] inline std::size_t quotient_scale(decimal_parts const& a, decimal_parts const& b) {
    leading_digit const x = leading_digit_of(a);
    leading_digit const y = leading_digit_of(b);
    std::ptrdiff_t const place = x.place - y.place - (x.value <= y.value ? 1 : 0);
    std::size_t const wanted = 16 - place * 4 > 0 ? static_cast<std::size_t>(16 - place * 4) : 0;
    return std::min<std::size_t>(std::max(std::max(wanted, a.decimals.size()), b.decimals.size()), 1000);
}
/// b isn't 0.
[[nodiscard, gnu::cold]] inline std::string divide_decimals(decimal_parts const& a, decimal_parts const& b) {
    std::size_t const scale = quotient_scale(a, b);
    auto left = limbs_at_scale(a, scale + 1 + b.decimals.size());
    std::string digits = digits_of(divide(left, limbs_at_scale(b, b.decimals.size())));
    round_last_digit(digits);
    return decimal_text(a.negative != b.negative, digits, scale);
}
/// What is left of a division to a whole number; it has the sign of a. b isn't 0.
[[nodiscard, gnu::cold]] inline std::string remainder_of_decimals(decimal_parts const& a,
                                                                  decimal_parts const& b) {
    std::size_t const scale = std::max(a.decimals.size(), b.decimals.size());
    auto left = limbs_at_scale(a, scale);
    (void)divide(left, limbs_at_scale(b, scale));
    return decimal_text(a.negative, digits_of(left), scale);
}

} // namespace athanor::detail
