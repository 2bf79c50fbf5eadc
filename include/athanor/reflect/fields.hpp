#pragma once
// SPDX-License-Identifier: BSL-1.0
// The fields of a plain struct: how many, their types, names and addresses. The only header that knows
// Boost.PFR.

#include <athanor/reflect/name.hpp>

#include <boost/pfr/core.hpp>

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

struct anything {
    template <class T>
    operator T() const noexcept; // NOLINT(google-explicit-constructor): only looked at
};
template <std::size_t>
using anything_at = anything;

template <class T, std::size_t... I>
[[nodiscard]] consteval bool takes_members(std::index_sequence<I...>) {
    return requires {
        T{anything_at<I>{}...};
    };
}
/// Between a number of initialisers that T takes and one that it doesn't.
template <class T, std::size_t Takes, std::size_t TooMany>
[[nodiscard]] consteval std::size_t count_between() {
    if constexpr (TooMany - Takes <= 1) {
        return Takes;
    } else {
        constexpr std::size_t middle = (Takes + TooMany) / 2;
        if constexpr (takes_members<T>(std::make_index_sequence<middle>{})) {
            return count_between<T, middle, TooMany>();
        } else {
            return count_between<T, Takes, middle>();
        }
    }
}
template <class T, std::size_t Try>
[[nodiscard]] consteval std::size_t count_from() {
    if constexpr (takes_members<T>(std::make_index_sequence<Try>{})) {
        return count_from<T, Try * 2>();
    } else {
        return count_between<T, (Try == 8 ? 0 : Try / 2), Try>();
    }
}
/// The number of members of an aggregate. Boost.PFR asks for up to sizeof(T) * 8 initialisers, which is a
/// fifth of the time that a model costs to compile; it is needed only where a member has no default.
template <class T>
inline constexpr std::size_t member_count = [] {
    if constexpr (requires { T{}; }) {
        return count_from<T, 8>();
    } else {
        return boost::pfr::detail::fields_count<T>();
    }
}();

/// References to all fields of a struct.
template <class... M>
using tied_members = boost::pfr::detail::sequence_tuple::tuple<M...>;
template <std::size_t I, class... M>
[[nodiscard]] constexpr auto& tied_member(tied_members<M...> const& members) {
    return boost::pfr::detail::sequence_tuple::get<I>(members);
}

/// Is T taken apart by something else than its aggregate form? reflect/hana.hpp says yes for adapted classes.
template <class T>
inline constexpr bool is_adapted = false;

/// How the fields of a T are reached. The default is for aggregates; reflect/hana.hpp has another.
template <class T>
struct struct_access {
    static constexpr std::size_t count = member_count<T>;

    // Once per struct: a hundred overloads stand behind the name.
    template <class S>
    [[nodiscard]] static constexpr auto tie(S& object) {
        return boost::pfr::detail::tie_as_tuple(object, boost::pfr::detail::size_t_<count>{});
    }
    template <std::size_t I, class S>
    [[nodiscard]] static constexpr auto& get(S& object) {
        return tied_member<I>(tie(object));
    }
    // The members' types in a row, which structs of the same types share.
    template <class S = T>
    using tied = decltype(tie(std::declval<S&>()));
    template <std::size_t I>
    using type = std::remove_reference_t<decltype(tied_member<I>(std::declval<tied<> const&>()))>;

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
        constexpr auto members = tie(example_of<T>.value);
        return names_of_pointers<&tied_member<I>(members)...>();
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
