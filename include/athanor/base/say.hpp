#pragma once
// SPDX-License-Identifier: BSL-1.0
// A sentence computed at compile time, shown by the compiler as its error.

#include <athanor/base/text.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

namespace athanor {

/// The compiler quotes `Why`: that is the message.
template <auto... Why>
struct quoted {};
template <class Quoted>
inline constexpr bool nothing_is_wrong = false;

template <class Quoted>
consteval bool athanor_says() {
    static_assert(nothing_is_wrong<Quoted>, "athanor: read the quoted words");
    return true; // said once is enough
}

namespace detail {

template <std::size_t N>
[[nodiscard]] consteval text<N> piece(std::string_view all, std::size_t from) {
    text<N> result;
    for (std::size_t i = 0; i < N; ++i) {
        result.s[i] = all[from + i];
    }
    result.s[N] = '\0'; // clang shows numbers where the end isn't written out
    return result;
}

// clang shows 34 characters of a text and cuts the rest; g++ shows all of it.
#if defined(__clang__)
inline constexpr std::size_t piece_size = 34;
#else
inline constexpr std::size_t piece_size = 4096;
#endif

// Only a type: a body would be one more line of the compiler's "required from".
template <class Sentence, std::size_t... I>
auto pieces_at(std::index_sequence<I...>)
    -> quoted<piece<(I + 1 < sizeof...(I) ? piece_size : Sentence::value.view().size() - I * piece_size)>(
        Sentence::value.view(), I* piece_size)...>;
template <class Sentence>
using pieces_of = decltype(pieces_at<Sentence>(
    std::make_index_sequence<(Sentence::value.view().size() + piece_size - 1) / piece_size>{}));

/// `Sentence::value` is a bounded_text; an empty one is no mistake. True, that one error is all.
template <class Sentence>
consteval bool say() {
    if constexpr (Sentence::value.length == 0) {
        return true;
    } else {
        return athanor_says<pieces_of<Sentence>>();
    }
}

template <text Words>
struct fixed_sentence {
    static constexpr auto const& value = Words;
};
/// Says these words unless `Right` holds: `static_assert(expect<is_text<V>, "like() looks at texts">())`.
/// They come before the names of what is instantiated, which a plain static_assert puts first.
template <bool Right, text Words>
consteval bool expect() {
    if constexpr (Right) {
        return true;
    } else {
        return athanor_says<pieces_of<fixed_sentence<Words>>>();
    }
}

} // namespace detail
} // namespace athanor
