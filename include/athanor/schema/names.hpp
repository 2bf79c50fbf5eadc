#pragma once
// SPDX-License-Identifier: BSL-1.0
// The description of a struct, and the names in the database that follow from it.

#include <athanor/schema/columns.hpp>
#include <athanor/schema/naming.hpp>
#include <athanor/schema/options.hpp>

namespace athanor::detail {

template <class T>
concept describes_itself = is_table_option<std::remove_cvref_t<decltype(T::table)>>;

template <class T>
[[nodiscard]] consteval auto find_description() {
    if constexpr (is_table_option<std::remove_cvref_t<decltype(table_of<T>)>>) {
        return table_of<T>;
    } else if constexpr (describes_itself<T>) {
        return T::table;
    } else {
        return table_option<>{};
    }
}
/// What was said of T: outside, inside, or nothing.
template <class T>
inline constexpr auto description_of = find_description<T>();

template <class T>
struct snake_case_name {
    static constexpr void write(sink& out) { write_snake_case(out, type_name<T>()); }
};

template <class T>
consteval std::string_view table_name() {
    if constexpr (description_of<T>.name.empty()) {
        return rendered<snake_case_name<T>>.view();
    } else {
        return description_of<T>.name;
    }
}
template <class T>
consteval std::string_view table_schema() {
    return description_of<T>.schema_given;
}

/// The path of an option that has one, as a column of T.
template <class T, auto... Path>
[[nodiscard]] constexpr std::size_t index_of_path(member_path_to<Path...>) {
    return column_index<T, Path...>();
}

template <class T, class D, class C, class P, auto... Path>
[[nodiscard]] consteval std::size_t index_of_option(std::type_identity<column_option<D, C, P, Path...>>) {
    return column_index<T, Path...>();
}
/// The column that an option of T speaks of.
template <class T, class O>
[[nodiscard]] constexpr std::size_t index_of_option(O const&) {
    return index_of_option<T>(std::type_identity<O>{});
}

template <class O>
inline constexpr bool is_primary_key = false;
template <class List>
inline constexpr bool is_primary_key<primary_key_option<List>> = true;

/// The columns' names: the members' own, unless .name() was said.
template <class T>
inline constexpr auto column_names = [] {
    auto result = member_names<T>;
    description_of<T>.options.for_each([&]<class O>(O const& option) {
        if constexpr (requires { option.facts; }) {
            auto const i = index_of_option<T>(option);
            if (i < column_count<T> && option.facts.name_given) {
                result.items[i] = option.facts.name;
            }
        }
    });
    return result;
}();

template <auto... Path>
consteval std::string_view column_name() {
    using T = path_owner<Path...>;
    constexpr std::size_t i = column_index<T, Path...>();
    if constexpr (i == no_column) {
        return {};
    } else {
        return column_names<T>[i];
    }
}

} // namespace athanor::detail
