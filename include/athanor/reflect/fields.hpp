#pragma once
// SPDX-License-Identifier: BSL-1.0
// The fields of a plain struct: how many, their types, names and addresses. The only header that knows
// Boost.PFR.

#include <athanor/reflect/name.hpp>

#include <boost/pfr/core.hpp>
#include <boost/pfr/tuple_size.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace athanor::detail {

// Never defined: only the addresses of its members are looked at, in constant expressions.
template <class T>
struct never_made {
    T value;
};
#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-internal" // structs in an anonymous namespace
#endif
template <class T>
extern never_made<T> const example_of;
#if defined(__clang__)
#pragma clang diagnostic pop
#endif

/// Is T taken apart by something else than its aggregate form? reflect/hana.hpp says yes for adapted classes.
template <class T>
inline constexpr bool is_adapted = false;

/// How the fields of a T are reached. The default is for aggregates; reflect/hana.hpp has another.
template <class T>
struct struct_access {
    static constexpr std::size_t count = boost::pfr::tuple_size_v<T>;
    template <std::size_t I>
    using type = boost::pfr::tuple_element_t<I, T>;

    template <std::size_t I, class S>
    [[nodiscard]] static constexpr auto& get(S& object) {
        return boost::pfr::get<I>(object);
    }
    [[nodiscard]] static consteval name_list<count> names() {
        if constexpr (count == 0) {
            return {};
        } else {
            return names_at(std::make_index_sequence<count>{});
        }
    }

private:
#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wundefined-var-template"
#endif
    template <std::size_t... I>
    [[nodiscard]] static consteval name_list<count> names_at(std::index_sequence<I...>) {
        return names_of_pointers<&boost::pfr::get<I>(example_of<T>.value)...>();
    }
#if defined(__clang__)
#pragma clang diagnostic pop
#endif
};

template <class T>
inline constexpr std::size_t field_count = struct_access<T>::count;
template <class T, std::size_t I>
using field_type = typename struct_access<T>::template type<I>;
template <class T>
inline constexpr auto field_names = struct_access<T>::names();

template <std::size_t I, class S>
[[nodiscard]] constexpr auto& field(S& object) {
    return struct_access<std::remove_const_t<S>>::template get<I>(object);
}

/// The index of the field with this name, or field_count.
template <class T>
[[nodiscard]] consteval std::size_t field_index(std::string_view name) {
    for (std::size_t i = 0; i < field_count<T>; ++i) {
        if (same_name(field_names<T>[i], name)) {
            return i;
        }
    }
    return field_count<T>;
}

} // namespace athanor::detail
