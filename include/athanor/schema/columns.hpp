#pragma once
// SPDX-License-Identifier: BSL-1.0
// The columns of a struct: its fields, with those of nested plain structs (mixins) in their place.

#include <athanor/reflect/fields.hpp>
#include <athanor/reflect/member.hpp>
#include <athanor/value/traits.hpp>

namespace athanor {
namespace detail {

/// A member whose own members are columns: a struct of the user's that has no mapping of its own.
template <class M>
inline constexpr bool is_mixin =
    std::is_class_v<M>&& std::is_same_v<value_of<M>, M> && !mapped_value<M> && std::is_aggregate_v<M>;

template <class Tied>
inline constexpr bool are_columns = false;
template <class... M>
inline constexpr bool are_columns<tied_members<M&...>> = !(is_mixin<M> || ...);
/// Are the columns the fields, so that one tie() reaches them all? Asked of the members' types, which many
/// models share, before anything is made for each column.
template <class T>
inline constexpr bool is_flat = false;
template <class T>
requires(!is_adapted<T>) inline constexpr bool is_flat<T> =
    are_columns<typename struct_access<T>::template tied<>>;

template <class T>
[[nodiscard]] consteval std::size_t count_columns();

template <class M>
[[nodiscard]] consteval std::size_t width_of() {
    if constexpr (is_mixin<M>) {
        return count_columns<M>();
    } else {
        return 1;
    }
}
template <class T>
[[nodiscard]] consteval std::size_t count_columns() {
    if constexpr (is_flat<T>) {
        return field_count<T>;
    } else {
        return []<std::size_t... I>(std::index_sequence<I...>) {
            return (std::size_t{0} + ... + width_of<field_type<T, I>>());
        }
        (std::make_index_sequence<field_count<T>>{});
    }
}

} // namespace detail

/// The number of columns of a model, those of its mixins included.
template <class T>
inline constexpr std::size_t column_count = detail::count_columns<T>();

namespace detail {

struct column_place {
    std::size_t field = 0;  // in the outer struct
    std::size_t nested = 0; // among the columns of that field, if it is a mixin
};

template <class T>
inline constexpr auto column_places = [] {
    struct {
        column_place items[column_count<T> + 1];
    } result{};
    std::size_t n = 0;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        auto const add = [&](std::size_t field, std::size_t width) {
            for (std::size_t k = 0; k < width; ++k) {
                result.items[n++] = {field, k};
            }
        };
        (add(I, width_of<field_type<T, I>>()), ...);
    }
    (std::make_index_sequence<field_count<T>>{});
    return result;
}();

template <std::size_t I, class S>
[[nodiscard]] constexpr auto& column_ref(S& object) {
    using T = std::remove_const_t<S>;
    if constexpr (is_flat<T>) {
        return struct_access<T>::template get<I>(object);
    } else {
        constexpr column_place place = column_places<T>.items[I];
        if constexpr (is_mixin<field_type<T, place.field>>) {
            return column_ref<place.nested>(field<place.field>(object));
        } else {
            return field<place.field>(object);
        }
    }
}

template <class T, std::size_t I>
[[nodiscard]] consteval auto column_type_of() {
    constexpr column_place place = column_places<T>.items[I];
    using F = field_type<T, place.field>;
    if constexpr (is_mixin<F>) {
        return column_type_of<F, place.nested>();
    } else {
        return std::type_identity<F>{};
    }
}
template <class T, bool IsFlat = is_flat<T>>
struct column_types {
    template <std::size_t I>
    using type = typename decltype(column_type_of<T, I>())::type;
};
template <class T>
struct column_types<T, true> {
    template <std::size_t I>
    using type = field_type<T, I>;
};

} // namespace detail

/// The C++ type of a model's I-th column, std::optional and defaulted<> included.
template <class T, std::size_t I>
using column_member_type = typename detail::column_types<T>::template type<I>;

/// A reference to the I-th column of `object`.
template <std::size_t I, class S>
[[nodiscard]] constexpr auto& column_field(S& object) {
    return detail::column_ref<I>(object);
}

/// Calls `f(std::integral_constant<std::size_t, I>, member&)` for each column, in order.
template <class S, class F>
constexpr void for_each_column(S& object, F&& f) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        (f(std::integral_constant<std::size_t, I>{}, detail::column_ref<I>(object)), ...);
    }
    (std::make_index_sequence<column_count<std::remove_const_t<S>>>{});
}

namespace detail {

/// The members' names, flattened.
template <class T>
[[nodiscard]] consteval auto flat_member_names() {
    if constexpr (is_flat<T>) {
        return field_names<T>;
    } else {
        name_list<column_count<T>> result{};
        std::size_t n = 0;
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            auto const add = [&]<std::size_t K>(std::integral_constant<std::size_t, K>) {
                using F = field_type<T, K>;
                if constexpr (is_mixin<F>) {
                    for (std::size_t k = 0; k < count_columns<F>(); ++k) {
                        result.items[n++] = flat_member_names<F>()[k];
                    }
                } else {
                    result.items[n++] = field_names<T>[K];
                }
            };
            (add(std::integral_constant<std::size_t, I>{}), ...);
        }
        (std::make_index_sequence<field_count<T>>{});
        return result;
    }
}
template <class T>
inline constexpr auto member_names = flat_member_names<T>();

inline constexpr std::size_t no_column = ~std::size_t{0};

/// The index of the first column that belongs to field F of T.
template <class T>
[[nodiscard]] consteval std::size_t first_column_of(std::size_t field) {
    if constexpr (is_flat<T>) {
        return field;
    } else {
        for (std::size_t i = 0; i < column_count<T>; ++i) {
            if (column_places<T>.items[i].field == field) {
                return i;
            }
        }
        return no_column;
    }
}

/// The column of T that a path of member pointers leads to, or no_column.
template <class T, auto First, auto... Rest>
[[nodiscard]] consteval std::size_t column_index() {
    if constexpr (!std::is_same_v<path_owner<First>, T>) {
        return no_column;
    } else {
        constexpr std::size_t f = field_index<T>(member_name<First>());
        if constexpr (f == field_count<T>) {
            return no_column;
        } else if constexpr (sizeof...(Rest) == 0) {
            return is_mixin<field_type<T, f>> ? no_column : first_column_of<T>(f);
        } else if constexpr (!is_mixin<field_type<T, f>>) {
            return no_column;
        } else {
            constexpr std::size_t inner = column_index<field_type<T, f>, Rest...>();
            return inner == no_column ? no_column : first_column_of<T>(f) + inner;
        }
    }
}

} // namespace detail
} // namespace athanor
