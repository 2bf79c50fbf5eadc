#pragma once
// SPDX-License-Identifier: BSL-1.0
// Classes that are not aggregates, adapted with BOOST_HANA_ADAPT_STRUCT; include this before they are
// described.

#include <athanor/reflect/fields.hpp>

#include <boost/hana/accessors.hpp>
#include <boost/hana/adapt_struct.hpp>
#include <boost/hana/at.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/core/to.hpp>
#include <boost/hana/first.hpp>
#include <boost/hana/length.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/string.hpp>
#include <boost/hana/tuple.hpp>

namespace athanor::detail {

template <class T>
requires(boost::hana::Struct<T>::value) inline constexpr bool is_adapted<T> = true;

template <class T>
requires is_adapted<T>
struct struct_access<T> {
    static constexpr std::size_t count = decltype(boost::hana::length(boost::hana::accessors<T>()))::value;

    template <std::size_t I, class S>
    [[nodiscard]] static constexpr auto& get(S& object) {
        return boost::hana::second(boost::hana::at_c<I>(boost::hana::accessors<T>()))(object);
    }
    template <std::size_t I>
    using type = std::remove_cvref_t<decltype(get<I>(std::declval<T&>()))>;

    [[nodiscard]] static consteval name_list<count> names() {
        return names_at(std::make_index_sequence<count>{});
    }

private:
    template <std::size_t... I>
    [[nodiscard]] static consteval name_list<count> names_at(std::index_sequence<I...>) {
        return {{std::string_view{boost::hana::to<char const*>(
            boost::hana::first(boost::hana::at_c<I>(boost::hana::accessors<T>())))}...}};
    }
};

} // namespace athanor::detail
