#pragma once
// SPDX-License-Identifier: BSL-1.0
// Whole numbers of any length, for the decimals that SQLite can't calculate with.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace athanor::detail {

/// Nine digits each, the units first.
using decimal_limbs = std::vector<std::int64_t>;
inline constexpr std::int64_t limb_base = 1'000'000'000;
inline constexpr std::size_t limb_digits = 9;

inline void drop_leading_zeros(decimal_limbs& limbs) noexcept {
    while (!limbs.empty() && limbs.back() == 0) {
        limbs.pop_back();
    }
}
/// Every limb but the last one into 0 up to the base.
inline void carry_limbs(decimal_limbs& limbs) noexcept {
    for (std::size_t i = 0; i + 1 < limbs.size(); ++i) {
        std::int64_t const over = limbs[i] / limb_base - (limbs[i] % limb_base < 0 ? 1 : 0);
        limbs[i] -= over * limb_base;
        limbs[i + 1] += over;
    }
}
/// At most nine.
[[nodiscard]] inline std::int64_t number_of_digits(std::string_view digits) noexcept {
    std::int64_t out = 0;
    for (char const c : digits) {
        out = out * 10 + (c - '0');
    }
    return out;
}
[[nodiscard, gnu::cold]] inline decimal_limbs limbs_of(std::string_view digits) {
    decimal_limbs out((digits.size() + limb_digits - 1) / limb_digits);
    for (std::int64_t& limb : out) {
        std::size_t const size = digits.size() < limb_digits ? digits.size() : limb_digits;
        limb = number_of_digits(digits.substr(digits.size() - size));
        digits.remove_suffix(size);
    }
    drop_leading_zeros(out);
    return out;
}
[[nodiscard, gnu::cold]] inline std::string digits_of(decimal_limbs const& limbs) {
    std::string out(limbs.size() * limb_digits, '0');
    std::size_t at = out.size();
    for (std::int64_t limb : limbs) {
        for (std::size_t i = 1; i <= limb_digits; ++i, limb /= 10) {
            out[at - i] = static_cast<char>('0' + limb % 10);
        }
        at -= limb_digits;
    }
    return out;
}

[[nodiscard, gnu::cold]] inline decimal_limbs product_of(decimal_limbs const& a, decimal_limbs const& b) {
    decimal_limbs out(a.size() + b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::int64_t carry = 0;
        for (std::size_t k = 0; i + k < out.size(); ++k) {
            std::int64_t const here = out[i + k] + carry + (k < b.size() ? a[i] * b[k] : 0);
            out[i + k] = here % limb_base;
            carry = here / limb_base;
        }
    }
    drop_leading_zeros(out);
    return out;
}
[[nodiscard, gnu::cold]] inline std::int64_t divide_by_limb(decimal_limbs& a, std::int64_t b) noexcept {
    std::int64_t rest = 0;
    for (std::size_t i = a.size(); i > 0; --i) {
        rest = rest * limb_base + a[i - 1];
        a[i - 1] = rest / b;
        rest %= b;
    }
    drop_leading_zeros(a);
    return rest;
}
/// a plus b * times * base^at; what goes over the end, -1 or 1, is returned.
[[nodiscard, gnu::cold]] inline std::int64_t add_multiple(decimal_limbs& a, decimal_limbs const& b,
                                                          std::size_t at, std::int64_t times) noexcept {
    std::int64_t over = 0;
    for (std::size_t i = 0; i <= b.size(); ++i) {
        std::int64_t const here = a[at + i] + over + (i < b.size() ? b[i] * times : 0);
        over = here / limb_base - (here % limb_base < 0 ? 1 : 0);
        a[at + i] = here - over * limb_base;
    }
    return over;
}
/// a / b without what is behind the point; what is left stays in a. b isn't 0.
/// (Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D)
[[nodiscard, gnu::cold]] inline decimal_limbs divide(decimal_limbs& a, decimal_limbs b) {
    decimal_limbs out;
    if (b.size() == 1) {
        out = std::move(a);
        a = decimal_limbs(1);
        a[0] = divide_by_limb(out, b[0]);
        drop_leading_zeros(a);
    } else if (a.size() >= b.size()) {
        decimal_limbs factor(1); // then a guess is at most 2 too large
        factor[0] = limb_base / (b.back() + 1);
        b = product_of(b, factor);
        a = product_of(a, factor);
        a.push_back(0);
        out.resize(a.size() - b.size());
        for (std::size_t at = out.size(); at-- > 0;) {
            std::int64_t const top = a[at + b.size()] * limb_base + a[at + b.size() - 1];
            std::int64_t guess = top / b.back() < limb_base ? top / b.back() : limb_base - 1;
            if (add_multiple(a, b, at, -guess) < 0) {
                do {
                    --guess;
                } while (add_multiple(a, b, at, 1) == 0);
            }
            out[at] = guess;
        }
        drop_leading_zeros(out);
        drop_leading_zeros(a);
        (void)divide_by_limb(a, factor[0]);
    }
    return out;
}

} // namespace athanor::detail
