#pragma once
// SPDX-License-Identifier: BSL-1.0
// Defaults on the C++ side: put into a struct's unset members before it is inserted.

#include <athanor/schema/names.hpp>
#include <athanor/statement/row.hpp>

#include <type_traits>

namespace athanor::detail {

template <class T, class Option>
void apply_default(T&, Option const&) {} // not about a column

template <class T, class Default, class C, class P, auto... Path>
void apply_default([[maybe_unused]] T& object, column_option<Default, C, P, Path...> const& option) {
    if constexpr (!std::is_same_v<Default, nothing>) {
        constexpr std::size_t i = column_index<T, Path...>();
        auto& member = column_field<i>(object);
        using traits = field_traits<column_member_type<T, i>>;
        using V = typename traits::value_type;
        if constexpr (traits::nullable || traits::is_defaulted) {
            if (is_unset<T, i>(member)) {
                if constexpr (std::is_invocable_v<Default const&>) {
                    traits::set(member, static_cast<V>(option.default_value_given()));
                } else {
                    traits::set(member, static_cast<V>(option.default_value_given));
                }
            }
        }
    }
}

template <class T>
inline constexpr bool has_defaults = [] {
    for (column_info const& c : describe<T>().columns) {
        if (c.has_default_value) {
            return true;
        }
    }
    return false;
}();

template <class T>
void apply_defaults([[maybe_unused]] T& object) {
    if constexpr (has_defaults<T>) {
        description_of<T>.options.for_each([&object](auto const& option) { apply_default(object, option); });
    }
}

} // namespace athanor::detail
