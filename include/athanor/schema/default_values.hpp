#pragma once
// SPDX-License-Identifier: BSL-1.0
// Defaults of the C++ side: filled into members that hold nothing, just before a row is written.

#include <athanor/schema/describe.hpp>

namespace athanor::detail {

/// Has any column of T a default_value()?
template <class T>
[[nodiscard]] consteval bool has_default_values() {
    for (auto const& c : describe<T>().columns) {
        if (c.has_default_value) {
            return true;
        }
    }
    return false;
}

template <class T, class Option>
constexpr void fill_default_value(T&, Option const&) {} // not about one column
template <class T, class D, class C, class P, auto... Path>
constexpr void fill_default_value(T& object, column_option<D, C, P, Path...> const& option) {
    if constexpr (!std::is_same_v<D, nothing>) {
        auto& member = column_field<column_index<T, Path...>()>(object);
        using traits = field_traits<std::remove_cvref_t<decltype(member)>>;
        using V = typename traits::value_type;
        if (!traits::is_set(member)) {
            if constexpr (std::is_invocable_r_v<V, D>) {
                traits::set(member, V(option.default_value_given()));
            } else {
                traits::set(member, V(option.default_value_given));
            }
        }
    }
}

/// Gives each member that is unset, or an empty optional, the value of its default_value().
template <class T>
constexpr void fill_default_values(T& object) {
    description_of<T>.options.for_each([&](auto const& option) { fill_default_value(object, option); });
}

} // namespace athanor::detail
