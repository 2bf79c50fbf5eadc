#pragma once
// SPDX-License-Identifier: BSL-1.0
// Is a text JSON (RFC 8259)? PostgreSQL asks that itself; SQLite would keep anything. Nothing is built or
// allocated.

#include <athanor/base/error.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace athanor::detail {

/// What jsonb refuses beyond the grammar: it takes escapes apart, json keeps them as they are.
enum class json_escapes : bool { kept, taken_apart };

/// One pass over a text that is known to be UTF-8.
class json_syntax {
public:
    static constexpr std::size_t most_levels = 1024;

    constexpr json_syntax(std::string_view text, json_escapes escapes)
        : rest_{text}
        , escapes_{escapes} {}

    /// Throws type_mismatch for what is no JSON, out_of_range for too many levels, invalid_text for \u0000 in
    /// jsonb: what PostgreSQL answers.
    constexpr void require() {
        do {
            value();
        } while (another());
        space();
        want(rest_.empty());
    }

private:
    static constexpr void want(bool ok) {
        if (!ok) {
            throw error{error_kind::type_mismatch, "the text isn't JSON (RFC 8259), which this column takes"};
        }
    }
    constexpr void space() {
        while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t' || rest_.front() == '\n' ||
                                  rest_.front() == '\r')) {
            rest_.remove_prefix(1);
        }
    }
    [[nodiscard]] constexpr bool take(char c) {
        bool const there = !rest_.empty() && rest_.front() == c;
        rest_.remove_prefix(there ? 1 : 0);
        return there;
    }
    [[nodiscard]] constexpr bool take_word(std::string_view word) {
        bool const there = rest_.starts_with(word);
        rest_.remove_prefix(there ? word.size() : 0);
        return there;
    }

    // ---- nesting: one bit per level says whether it is an object

    constexpr void enter(bool is_object) {
        if (levels_ == most_levels) {
            throw error{error_kind::out_of_range, "the JSON is nested in more than 1024 levels"};
        }
        std::uint64_t const bit = std::uint64_t{1} << (levels_ % 64);
        auto& word = objects_[levels_ / 64];
        word = is_object ? word | bit : word & ~bit;
        ++levels_;
    }
    [[nodiscard]] constexpr bool in_object() const {
        return ((objects_[(levels_ - 1) / 64] >> ((levels_ - 1) % 64)) & 1U) != 0;
    }
    constexpr void key() {
        space();
        want(take('"'));
        string();
        space();
        want(take(':'));
    }

    /// A scalar, an empty container, or everything down to the first of those.
    constexpr void value() {
        for (;;) {
            space();
            if (take('{')) {
                space();
                if (take('}')) {
                    return;
                }
                enter(true);
                key();
            } else if (take('[')) {
                space();
                if (take(']')) {
                    return;
                }
                enter(false);
            } else {
                scalar();
                return;
            }
        }
    }
    /// Behind a value: closes what ends there. True at a comma, where another value has to follow.
    [[nodiscard]] constexpr bool another() {
        while (levels_ > 0) {
            space();
            bool const object = in_object();
            if (take(',')) {
                if (object) {
                    key();
                }
                return true;
            }
            want(take(object ? '}' : ']'));
            --levels_;
        }
        return false;
    }

    // ---- scalars

    constexpr void scalar() {
        if (take('"')) {
            string();
        } else {
            want(take_word("true") || take_word("false") || take_word("null") || number());
        }
    }
    [[nodiscard]] constexpr bool digits() {
        std::size_t n = 0;
        while (n < rest_.size() && rest_[n] >= '0' && rest_[n] <= '9') {
            ++n;
        }
        rest_.remove_prefix(n);
        return n > 0;
    }
    [[nodiscard]] constexpr bool number() {
        (void)take('-');
        if (!take('0') && !digits()) { // no digit may follow a zero in front
            return false;
        }
        if (take('.') && !digits()) {
            return false;
        }
        if (take('e') || take('E')) {
            (void)(take('-') || take('+'));
            return digits();
        }
        return true;
    }
    /// Behind the opening quote.
    constexpr void string() {
        bool high = false; // the last thing was the first half of a surrogate pair
        for (;;) {
            want(!rest_.empty());
            char const c = rest_.front();
            rest_.remove_prefix(1);
            bool const escape = c == '\\';
            want(static_cast<unsigned char>(c) >= 0x20);
            bool const unicode = escape && take('u');
            if (unicode) {
                high = code_unit(high);
                continue;
            }
            want(!high);
            if (c == '"') {
                return;
            }
            if (escape) {
                want(!rest_.empty() &&
                     std::string_view{"\"\\/bfnrt"}.find(rest_.front()) != std::string_view::npos);
                rest_.remove_prefix(1);
            }
        }
    }
    [[nodiscard]] constexpr bool code_unit(bool after_high) {
        unsigned unit = 0;
        for (int i = 0; i < 4; ++i) {
            want(!rest_.empty());
            char const c = rest_.front();
            bool const digit = c >= '0' && c <= '9';
            bool const lower = c >= 'a' && c <= 'f';
            want(digit || lower || (c >= 'A' && c <= 'F'));
            unit = unit * 16 + static_cast<unsigned>(digit ? c - '0' : lower ? c - 'a' + 10 : c - 'A' + 10);
            rest_.remove_prefix(1);
        }
        if (escapes_ == json_escapes::kept) {
            return false;
        }
        if (unit == 0) {
            throw error{error_kind::invalid_text, "the JSON holds \\u0000, which a jsonb column can't keep"};
        }
        bool const low = unit >= 0xDC00 && unit <= 0xDFFF;
        want(low == after_high);
        return unit >= 0xD800 && unit <= 0xDBFF;
    }

    std::string_view rest_;
    json_escapes escapes_;
    std::size_t levels_ = 0;
    std::uint64_t objects_[most_levels / 64]{};
};

} // namespace athanor::detail
