#pragma once
// SPDX-License-Identifier: BSL-1.0
// Bytes: std::vector<std::byte>, known by its shape, so that models without bytes don't pay for <vector>.

#include <athanor/value/traits.hpp>

namespace athanor {

template <class C>
concept byte_container = std::is_same_v<typename C::value_type, std::byte> &&
    requires(C const& c, std::byte const* p) {
    { c.data() } -> std::same_as<std::byte const*>;
    { c.size() } -> std::same_as<std::size_t>;
    C(p, p);
};

template <byte_container C>
struct value_traits<C> {
    static constexpr sql_type type = blob();
    [[nodiscard]] static constexpr bytes_view encode(C const& value) noexcept {
        return {value.data(), value.size()};
    }
    [[nodiscard]] static constexpr C decode(bytes_view stored) {
        return C(stored.data, stored.data + stored.size);
    }
};

} // namespace athanor
