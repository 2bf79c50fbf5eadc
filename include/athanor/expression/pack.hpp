#pragma once
// SPDX-License-Identifier: BSL-1.0
// A few values of different types in a row: what std::tuple is for, with fewer templates.

#include <cstddef>
#include <utility>

namespace athanor::expression {

/// Types in a row, never values.
template <class... T>
struct types {};

template <std::size_t Place, class N>
struct packed {
    N value;
};
template <class Places, class... N>
struct packed_in;
template <std::size_t... I, class... N>
struct packed_in<std::index_sequence<I...>, N...> : packed<I, N>... {
    template <class F>
    constexpr void for_each([[maybe_unused]] F&& f) const {
        (f(packed<I, N>::value), ...);
    }
};

/// A few nodes in a row, without std::tuple.
template <class... N>
struct pack : packed_in<std::index_sequence_for<N...>, N...> {
    static constexpr std::size_t size = sizeof...(N);
};
template <class... N>
[[nodiscard]] constexpr pack<N...> make_pack(N... n) {
    return {{{std::move(n)}...}};
}
template <class... N>
[[nodiscard]] constexpr pack<N...> pack_of_copies(N const&... n) {
    return {{{n}...}};
}

/// The I-th of them.
template <std::size_t I, class N>
[[nodiscard]] constexpr N const& element(packed<I, N> const& p) {
    return p.value;
}
/// With one more behind them.
template <class... N, class New>
[[nodiscard]] constexpr pack<N..., New> appended(pack<N...> const& before, New const& added) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return pack_of_copies(element<I>(before)..., added);
    }
    (std::index_sequence_for<N...>{});
}

} // namespace athanor::expression
