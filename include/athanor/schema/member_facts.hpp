#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a member's C++ type says of its column, once per type rather than once per member.

#include <athanor/schema/table_info.hpp>
#include <athanor/value/traits.hpp>

namespace athanor::detail {

enum class value_family : unsigned char { boolean, integer, floating, text, bytes };

struct member_facts {
    sql_type type;
    std::string_view type_name;
    name_view labels;
    value_family family = value_family::text; // of an array: that of its elements
    bool nullable = false;
    bool is_defaulted = false;
};

template <class V>
[[nodiscard]] consteval value_family family_of() {
    if constexpr (array_value<V>) {
        return family_of<typename value_traits<V>::element_type>();
    } else {
        using W = wire_type<V>;
        return std::is_same_v<W, bool>               ? value_family::boolean
               : std::is_same_v<W, std::int64_t>     ? value_family::integer
               : std::is_same_v<W, double>           ? value_family::floating
               : std::is_same_v<W, std::string_view> ? value_family::text
                                                     : value_family::bytes;
    }
}

template <class V>
[[nodiscard]] consteval name_view labels_in_sql() {
    if constexpr (requires { value_traits<V>::labels; }) {
        return {std::begin(value_traits<V>::labels.items), value_traits<V>::labels.size()};
    } else {
        return {};
    }
}

template <class M>
inline constexpr member_facts facts_of_member{
    value_traits<value_of<M>>::type, type_name_in_sql<value_of<M>>(), labels_in_sql<value_of<M>>(),
    family_of<value_of<M>>(),        field_traits<M>::nullable,       field_traits<M>::is_defaulted};

} // namespace athanor::detail
