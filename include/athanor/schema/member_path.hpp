#pragma once
// SPDX-License-Identifier: BSL-1.0
// How options name columns: &T::member, or the way to one inside a mixin.

#include <type_traits>

namespace athanor {

/// A column inside a mixin, where a list of columns is wanted: `unique<path<&Post::times,
/// &Times::created_at>>`.
template <auto... Members>
struct member_path_to {};
template <auto... Members>
inline constexpr member_path_to<Members...> path{};

namespace detail {

/// Nothing was given.
struct nothing {};

// A column in a list is &T::m, or path<&T::mixin, &Mixin::m>.
template <class C>
struct as_path;
template <class M, class T>
struct as_path<M T::*> {
    template <auto C>
    using type = member_path_to<C>;
};
template <auto... Members>
struct as_path<member_path_to<Members...>> {
    template <auto C>
    using type = member_path_to<Members...>;
};
template <auto C>
using path_to = typename as_path<std::remove_const_t<decltype(C)>>::template type<C>;

template <class... Paths>
struct path_list {};

} // namespace detail
} // namespace athanor
