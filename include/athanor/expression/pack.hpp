#pragma once
// SPDX-License-Identifier: BSL-1.0
// A few values of different types in a row: what std::tuple is for.

#include <cstddef>
#include <utility>

namespace athanor::expression {

/// Types in a row, never values.
template <class... T>
struct types {};

/// A few nodes in a row, without std::tuple.
template <class... N>
struct pack {
    static constexpr std::size_t size = 0;
    template <class F>
    constexpr void for_each(F&&) const {}
};
template <class H, class... T>
struct pack<H, T...> {
    static constexpr std::size_t size = 1 + sizeof...(T);
    H head;
    pack<T...> tail;
    template <class F>
    constexpr void for_each(F&& f) const {
        f(head);
        tail.for_each(f);
    }
};
[[nodiscard]] constexpr pack<> make_pack() {
    return {};
}
template <class H, class... T>
[[nodiscard]] constexpr pack<H, T...> make_pack(H head, T... tail) {
    return {std::move(head), make_pack(std::move(tail)...)};
}

/// The I-th of them.
template <std::size_t I, class H, class... T>
[[nodiscard]] constexpr auto const& element(pack<H, T...> const& p) {
    if constexpr (I == 0) {
        return p.head;
    } else {
        return element<I - 1>(p.tail);
    }
}

} // namespace athanor::expression
