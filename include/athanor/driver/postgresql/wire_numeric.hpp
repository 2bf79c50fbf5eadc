#pragma once
// SPDX-License-Identifier: BSL-1.0
// NUMERIC in PostgreSQL's binary format: a header and groups of four decimal digits.

#include <athanor/driver/postgresql/byte_buffer.hpp>
#include <athanor/driver/postgresql/oids.hpp>
#include <athanor/driver/postgresql/wire_errors.hpp>
#include <athanor/value/big_decimal.hpp>
#include <athanor/value/decimal.hpp>
#include <athanor/value/traits.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace athanor::detail {

// On the wire: number of groups, weight of the first group, sign, digits to show behind the point; then the
// groups, the highest first. A group counts 10000^weight, the next one 10000^(weight - 1).
inline constexpr std::size_t numeric_header = 8;
inline constexpr int numeric_largest_scale = 0x3fff;
enum class numeric_sign : std::uint16_t {
    positive = 0x0000,
    negative = 0x4000,
    nan = 0xc000,
    infinite = 0xd000,
    negative_infinite = 0xf000,
};

/// A checked header, and groups that are each below 10000.
struct numeric_view {
    std::byte const* groups = nullptr;
    int count = 0;
    int weight = 0;
    int scale = 0;
    bool negative = false;
    [[nodiscard]] int group(int i) const noexcept { return load_int16(groups + 2 * i); }
    /// The group that counts 10000^w; 0 where none was sent.
    [[nodiscard]] int at_weight(int w) const noexcept {
        return w > weight || weight - w >= count ? 0 : group(weight - w);
    }
};

[[nodiscard]] inline numeric_view read_numeric(bytes_view bytes) {
    if (bytes.size < numeric_header) {
        throw_malformed("a numeric");
    }
    auto const sign = static_cast<numeric_sign>(load_big<std::uint16_t>(bytes.data + 4));
    if (sign == numeric_sign::nan) {
        throw_out_of_range("the column holds NaN, which no decimal is");
    }
    if (sign == numeric_sign::infinite || sign == numeric_sign::negative_infinite) {
        throw_out_of_range("the column holds infinity, which no decimal is");
    }
    numeric_view const v{bytes.data + numeric_header, load_big<std::uint16_t>(bytes.data),
                         load_int16(bytes.data + 2), load_big<std::uint16_t>(bytes.data + 6),
                         sign == numeric_sign::negative};
    bool ok = (sign == numeric_sign::positive || sign == numeric_sign::negative) &&
              v.scale <= numeric_largest_scale &&
              bytes.size == numeric_header + 2 * static_cast<std::size_t>(v.count);
    for (int i = 0; ok && i < v.count; ++i) {
        ok = v.group(i) >= 0 && v.group(i) <= 9999;
    }
    if (!ok) {
        throw_malformed("a numeric");
    }
    return v;
}

inline constexpr auto powers_of_ten = [] {
    std::array<int128, 39> powers{};
    for (int i = 0; i < 39; ++i) {
        powers[static_cast<std::size_t>(i)] = power_of_ten(i);
    }
    return powers;
}();

struct numeric_refusals {
    char const* too_large;
    char const* too_fine;
};

/// The number times 10^scale, exactly; throws out_of_range when it isn't whole or is not below `limit` (at
/// most 10^38).
[[nodiscard]] inline int128 numeric_units(numeric_view v, int scale, int128 limit, numeric_refusals say) {
    int128 total = 0;
    for (int i = 0; i < v.count; ++i) {
        int const group = v.group(i);
        if (group == 0) {
            continue;
        }
        int const power = 4 * (v.weight - i) + scale;
        int128 units = 0;
        if (power >= 0) {
            if (power > 38 || __builtin_mul_overflow(
                                  int128{group}, powers_of_ten[static_cast<std::size_t>(power)], &units)) {
                throw_out_of_range(say.too_large);
            }
        } else {
            int const unit =
                power > -4 ? static_cast<int>(powers_of_ten[static_cast<std::size_t>(-power)]) : 0;
            if (unit == 0 || group % unit != 0) {
                throw_out_of_range(say.too_fine);
            }
            units = group / unit;
        }
        if (units >= limit - total) {
            throw_out_of_range(say.too_large);
        }
        total += units;
    }
    return v.negative ? -total : total;
}

inline void put_numeric_header(byte_buffer& out, int count, int weight, bool negative, int scale) {
    out.put_int16(static_cast<std::int16_t>(count));
    out.put_int16(static_cast<std::int16_t>(weight));
    out.put_int16(static_cast<std::int16_t>(negative ? numeric_sign::negative : numeric_sign::positive));
    out.put_int16(static_cast<std::int16_t>(scale));
}

template <class Unsigned>
void put_numeric_magnitude(byte_buffer& out, Unsigned rest, bool negative, int scale) {
    std::uint16_t groups[12]{}; // 38 digits, split at the point; the lowest first
    int count = 0;
    int const behind = (scale + 3) / 4;
    if (int const odd = scale % 4; odd != 0) {
        constexpr unsigned powers[] = {1, 10, 100, 1000};
        groups[count++] =
            static_cast<std::uint16_t>(static_cast<unsigned>(rest % powers[odd]) * powers[4 - odd]);
        rest /= powers[odd];
    }
    while (rest != 0 || count < behind) {
        groups[count++] = static_cast<std::uint16_t>(rest % 10000);
        rest /= 10000;
    }
    int last = 0;
    while (last < count && groups[last] == 0) {
        ++last;
    }
    int first = count - 1;
    while (first >= last && groups[first] == 0) {
        --first;
    }
    bool const zero = first < last;
    put_numeric_header(out, zero ? 0 : first - last + 1, zero ? 0 : first - behind, negative && !zero, scale);
    for (int i = first; i >= last; --i) {
        out.put_int16(static_cast<std::int16_t>(groups[i]));
    }
}
/// `units` with `scale` digits behind the point; at most 38 digits.
inline void put_numeric(byte_buffer& out, int128 units, int scale) {
    auto const magnitude = units < 0 ? ~static_cast<uint128>(units) + 1U : static_cast<uint128>(units);
    if (magnitude <= UINT64_MAX) {
        put_numeric_magnitude(out, static_cast<std::uint64_t>(magnitude), units < 0, scale);
    } else {
        put_numeric_magnitude(out, magnitude, units < 0, scale);
    }
}

/// A big_decimal's text, which was checked when it was made: -digits.digits, no leading zeros.
inline void put_numeric_text(byte_buffer& out, std::string_view text) {
    bool const negative = text.starts_with('-');
    text.remove_prefix(negative ? 1 : 0);
    auto const point = text.find('.');
    std::string_view const whole = text.substr(0, point);
    std::string_view const fraction = point == std::string_view::npos ? "" : text.substr(point + 1);
    auto const digit = [](std::string_view s, std::size_t i) { return i < s.size() ? s[i] - '0' : 0; };

    std::size_t const header = out.size();
    put_numeric_header(out, 0, 0, negative, static_cast<int>(fraction.size()));
    int weight = static_cast<int>((whole.size() + 3) / 4) - 1;
    bool any = false;
    std::size_t end = out.size(); // behind the last group that isn't zero
    auto const put_group = [&](int group) {
        if (group == 0 && !any) {
            --weight;
            return;
        }
        any = true;
        out.put_int16(static_cast<std::int16_t>(group));
        if (group != 0) {
            end = out.size();
        }
    };
    std::size_t const lead = (4 - whole.size() % 4) % 4; // zeros that are missing in front
    for (std::size_t i = 0; i < whole.size() + lead; i += 4) {
        int group = 0;
        for (std::size_t d = i; d < i + 4; ++d) {
            group = group * 10 + (d < lead ? 0 : whole[d - lead] - '0');
        }
        put_group(group);
    }
    for (std::size_t i = 0; i < fraction.size(); i += 4) {
        put_group(((digit(fraction, i) * 10 + digit(fraction, i + 1)) * 10 + digit(fraction, i + 2)) * 10 +
                  digit(fraction, i + 3));
    }
    out.truncate(end);
    out.overwrite_int16(header, static_cast<std::int16_t>((end - header - numeric_header) / 2));
    out.overwrite_int16(header + 2, static_cast<std::int16_t>(any ? weight : 0));
}

/// As PostgreSQL writes it: every digit in front of the point, and as many behind it as the value has.
[[nodiscard]] inline std::string numeric_text(numeric_view v) {
    std::string out;
    auto const put_group = [&](int group, int digits) {
        char const text[4] = {static_cast<char>('0' + group / 1000),
                              static_cast<char>('0' + group / 100 % 10),
                              static_cast<char>('0' + group / 10 % 10), static_cast<char>('0' + group % 10)};
        out.append(text, static_cast<std::size_t>(digits));
    };
    out += '-';
    out += '0'; // big_decimal drops what isn't needed
    for (int w = v.weight; w >= 0; --w) {
        put_group(v.at_weight(w), 4);
    }
    if (v.scale > 0) {
        out += '.';
        for (int done = 0, w = -1; done < v.scale; done += 4, --w) {
            put_group(v.at_weight(w), v.scale - done < 4 ? v.scale - done : 4);
        }
    }
    // What was sent must not go on behind the last digit that counts.
    for (int i = v.count - 1, w = v.weight - i; i >= 0 && 4 * -w > v.scale; --i, ++w) {
        int const behind = 4 * -w - v.scale; // digits of this group that were not written
        int const unit =
            behind < 4 ? static_cast<int>(powers_of_ten[static_cast<std::size_t>(behind)]) : 10000;
        if (v.group(i) % unit != 0) {
            throw_malformed("a numeric");
        }
    }
    if (!v.negative) {
        out.erase(0, 1);
    }
    return out;
}

} // namespace athanor::detail
