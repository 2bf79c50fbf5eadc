#pragma once
// SPDX-License-Identifier: BSL-1.0
// A sentence computed at compile time, shown by the compiler as its error.

#include <athanor/base/text.hpp>

#include <cstddef>
#include <utility>

namespace athanor {

/// The compiler quotes `Why`: that is the message.
template <auto... Why>
inline constexpr bool nothing_is_wrong = sizeof...(Why) == 0;

template <auto... Why>
consteval bool athanor_says() {
    static_assert(nothing_is_wrong<Why...>, "athanor: read the quoted words");
    return nothing_is_wrong<Why...>;
}

namespace detail {

template <std::size_t N>
[[nodiscard]] consteval text<N> piece(std::string_view all, std::size_t from) {
    text<N> result;
    for (std::size_t i = 0; i < N; ++i) {
        result.s[i] = all[from + i];
    }
    return result;
}

// clang shows 34 characters of a text and cuts the rest; g++ shows all of it.
#if defined(__clang__)
inline constexpr std::size_t piece_size = 34;
#else
inline constexpr std::size_t piece_size = 4096;
#endif

/// `Sentence::value` is a bounded_text; an empty one is no mistake.
template <class Sentence>
consteval bool say() {
    if constexpr (Sentence::value.length == 0) {
        return true;
    } else {
        constexpr std::size_t size = Sentence::value.length;
        constexpr std::size_t count = (size + piece_size - 1) / piece_size;
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return athanor_says<piece<(I + 1 < count ? piece_size : size - I * piece_size)>(
                Sentence::value.view(), I * piece_size)...>();
        }
        (std::make_index_sequence<count>{});
    }
}

} // namespace detail
} // namespace athanor
