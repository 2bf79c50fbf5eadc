#pragma once
// SPDX-License-Identifier: BSL-1.0
// Why a type can't be taken apart, found before Boost.PFR is asked (which would answer with a template
// trace).

#include <athanor/reflect/fields.hpp>

namespace athanor::detail {

enum class struct_mistake : unsigned char {
    none,
    not_a_struct,
    is_union,
    not_an_aggregate,
    has_a_base,
    no_members,
    too_many_members,
    array_member,
    member_without_default,
};

// Boost.PFR 1.81 takes no more apart.
inline constexpr std::size_t most_members = 100;

struct struct_verdict {
    struct_mistake mistake = struct_mistake::none;
    std::size_t member = 0; // which one, counted from 1, where it is one
};

template <class T>
struct any_base_of {
    template <class B>
    requires(std::is_base_of_v<B, T> && !std::is_same_v<B, T>)
    operator B() const noexcept; // NOLINT(google-explicit-constructor): only looked at
};
// An array member takes several initialisers, but only one when that is {}: the rest is then too many.
template <class T, std::size_t... Before, std::size_t... After>
[[nodiscard]] consteval bool takes_eight(std::index_sequence<Before...>, std::index_sequence<After...>) {
    return requires {
        T{anything_at<Before>{}..., {}, {}, {}, {}, {}, {}, {}, {}, anything_at<After>{}...};
    };
}
template <class T, std::size_t... Before, std::size_t... After>
[[nodiscard]] consteval bool takes_one(std::index_sequence<Before...>, std::index_sequence<After...>) {
    return requires {
        T{anything_at<Before>{}..., {}, anything_at<After>{}...};
    };
}

template <class T, std::size_t First, std::size_t Width>
[[nodiscard]] consteval std::size_t first_odd_member() {
    constexpr std::size_t count = member_count<T>;
    constexpr bool all_eight = [] {
        if constexpr (Width == 8) {
            return takes_eight<T>(std::make_index_sequence<First>{},
                                  std::make_index_sequence<count - First - 8>{});
        } else {
            return false;
        }
    }();
    if constexpr (all_eight) {
        return count;
    } else {
        std::size_t odd = count;
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            auto const look = [&](std::size_t at, bool ok) {
                if (!ok && odd == count) {
                    odd = at;
                }
            };
            (look(First + I, takes_one<T>(std::make_index_sequence<First + I>{},
                                          std::make_index_sequence<count - First - I - 1>{})),
             ...);
        }
        (std::make_index_sequence<Width>{});
        return odd;
    }
}

/// The first member that is an array or can't be made empty; the number of members if none is.
template <class T>
[[nodiscard]] consteval std::size_t odd_member() {
    constexpr std::size_t count = member_count<T>;
    std::size_t odd = count;
    [&]<std::size_t... Block>(std::index_sequence<Block...>) {
        auto const look = [&](std::size_t found) { odd = odd == count ? found : odd; };
        (look(first_odd_member<T, Block * 8, (count - Block * 8 < 8 ? count - Block * 8 : 8)>()), ...);
    }
    (std::make_index_sequence<(count + 7) / 8>{});
    return odd;
}

/// What is wrong with T as a struct, whatever its members' types.
template <class T>
[[nodiscard]] consteval struct_verdict verdict_of() {
    if constexpr (std::is_union_v<T>) {
        return {struct_mistake::is_union};
    } else if constexpr (!std::is_class_v<T>) {
        return {struct_mistake::not_a_struct};
    } else if constexpr (is_adapted<T>) {
        return {};
    } else if constexpr (!std::is_aggregate_v<T>) {
        return {struct_mistake::not_an_aggregate};
    } else if constexpr (requires { T{any_base_of<T>{}}; }) {
        return {struct_mistake::has_a_base};
    } else if constexpr (std::is_empty_v<T>) {
        return {struct_mistake::no_members};
    } else if constexpr (member_count<T> > most_members) {
        return {struct_mistake::too_many_members, member_count<T>};
    } else {
        constexpr std::size_t odd = odd_member<T>();
        if constexpr (odd < member_count<T>) {
            constexpr bool array = takes_one<T>(std::make_index_sequence<odd>{}, std::index_sequence<>{});
            return {array ? struct_mistake::array_member : struct_mistake::member_without_default, odd + 1};
        } else {
            return {};
        }
    }
}

} // namespace athanor::detail
