#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a pointer to a member says: the struct, the member's type, and its name.

#include <athanor/reflect/name.hpp>

#include <cstddef>

namespace athanor::detail {

template <class M>
struct member_pointer;
template <class M, class T>
struct member_pointer<M T::*> {
    using owner = T;
    using type = M;
};

template <auto First, auto... Rest>
struct member_path {
    using owner = typename member_pointer<decltype(First)>::owner;
    using type = typename member_path<Rest...>::type;
};
template <auto Last>
struct member_path<Last> {
    using owner = typename member_pointer<decltype(Last)>::owner;
    using type = typename member_pointer<decltype(Last)>::type;
};

/// The struct at the start of a path of member pointers, and the type at its end.
template <auto... Path>
using path_owner = typename member_path<Path...>::owner;
template <auto... Path>
using path_type = typename member_path<Path...>::type;

} // namespace athanor::detail
