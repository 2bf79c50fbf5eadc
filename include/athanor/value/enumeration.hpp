#pragma once
// SPDX-License-Identifier: BSL-1.0
// enum class by the names of its enumerators: the order of the source may change, the stored text stays.

#include <athanor/base/error.hpp>
#include <athanor/base/snake_case.hpp>
#include <athanor/reflect/name.hpp>
#include <athanor/value/traits.hpp>

#include <utility>

namespace athanor {

/// The values between which enumerators are looked for; specialise it for an enum that goes further.
template <class E>
struct enum_range {
    static constexpr int first = std::is_signed_v<std::underlying_type_t<E>> ? -16 : 0;
    static constexpr int last = 127;
};

namespace detail {

template <class E>
struct enumerators {
    static constexpr int first = enum_range<E>::first;
    static constexpr std::size_t span = static_cast<std::size_t>(enum_range<E>::last - first) + 1;

    // A value without a name is printed as a cast, "(shop::mood)5", and so ends in a number.
    static constexpr auto spelled = []<std::size_t... I>(std::index_sequence<I...>) {
        return split_arguments<span>(
            template_arguments(pretty_values<static_cast<E>(first + static_cast<int>(I))...>()));
    }
    (std::make_index_sequence<span>{});

    [[nodiscard]] static constexpr bool named(std::size_t i) {
        char const c = last_name(spelled[i]).front();
        return c < '0' || c > '9';
    }
    static constexpr std::size_t count = [] {
        std::size_t n = 0;
        for (std::size_t i = 0; i < span; ++i) {
            n += named(i) ? 1 : 0;
        }
        return n;
    }();

    struct all_names {
        static constexpr void write(sink& out) {
            for (std::size_t i = 0; i < span; ++i) {
                if (named(i)) {
                    out.put(last_name(spelled[i]));
                }
            }
        }
    };
    struct table {
        name_list<count> names{};
        int values[count + 1]{};
    };
    static constexpr table all = [] {
        table result;
        std::size_t n = 0;
        std::size_t at = 0;
        for (std::size_t i = 0; i < span; ++i) {
            if (named(i)) {
                auto const size = last_name(spelled[i]).size();
                result.names.items[n] = rendered<all_names>.view().substr(at, size);
                result.values[n++] = first + static_cast<int>(i);
                at += size;
            }
        }
        return result;
    }();
};

// The SQL type's name: "OrderState" -> order_state.
template <class E>
struct enum_type_name {
    static constexpr void write(sink& out) { write_snake_case(out, type_name<E>()); }
};

} // namespace detail

template <class E>
requires(std::is_enum_v<E> && !std::is_convertible_v<E, int> &&
         !std::is_same_v<E, std::byte>) struct value_traits<E> {
    static constexpr sql_type type{type_id::enumeration};
    static constexpr std::string_view type_name = detail::rendered<detail::enum_type_name<E>>.view();
    static constexpr auto const& labels = detail::enumerators<E>::all.names;

    [[nodiscard]] static constexpr std::string_view encode(E value) {
        auto const& all = detail::enumerators<E>::all;
        for (std::size_t i = 0; i < all.names.size(); ++i) {
            if (std::cmp_equal(all.values[i], static_cast<std::underlying_type_t<E>>(value))) {
                return all.names[i];
            }
        }
        throw error{error_kind::out_of_range,
                    "the value is none of the enumerators (of athanor::enum_range)"};
    }
    [[nodiscard]] static constexpr E decode(std::string_view stored) {
        auto const& all = detail::enumerators<E>::all;
        for (std::size_t i = 0; i < all.names.size(); ++i) {
            if (all.names[i] == stored) {
                return static_cast<E>(all.values[i]);
            }
        }
        throw error{error_kind::type_mismatch, "the stored text is the name of no enumerator"};
    }
};

} // namespace athanor
