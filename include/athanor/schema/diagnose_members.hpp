#pragma once
// SPDX-License-Identifier: BSL-1.0
// Mistakes in a struct itself and in its members' types, before anything is built from them.

#include <athanor/base/sink.hpp>
#include <athanor/reflect/struct_mistake.hpp>
#include <athanor/schema/columns.hpp>

namespace athanor::detail {

/// A diagnosis: what is wrong, where, what to do. Empty = nothing is wrong.
using model_mistake = bounded_text<480>;

template <class... Parts>
[[nodiscard]] constexpr model_mistake say_that(Parts const&... parts) {
    model_mistake s;
    ((s += std::string_view{parts}), ...);
    return s;
}
[[nodiscard]] constexpr bounded_text<20> digits_of(std::size_t n) {
    bounded_text<20> out;
    sink s{out.s};
    s.number(static_cast<long long>(n));
    out.length = s.size();
    return out;
}

[[nodiscard]] constexpr model_mistake say_verdict(std::string_view type, struct_verdict v) {
    switch (v.mistake) {
    case struct_mistake::none:
        return {};
    case struct_mistake::is_union:
        return say_that(type, " is a union: a model is a plain struct.");
    case struct_mistake::not_a_struct:
        return say_that(type, " is not a struct: a model is a plain struct.");
    case struct_mistake::not_an_aggregate:
        return say_that(type,
                        " is not a plain struct: take constructors, private and virtual members away, or "
                        "adapt it (BOOST_HANA_ADAPT_STRUCT and <athanor/reflect/hana.hpp>).");
    case struct_mistake::has_a_base:
        return say_that(type, " has a base class: make what it inherits a member; its columns are the same.");
    case struct_mistake::no_members:
        return say_that(type, " has no members: a table needs a column.");
    case struct_mistake::too_many_members:
        return say_that(type, " has ", digits_of(v.member),
                        " members: at most 100 are possible; put some in a "
                        "nested struct, whose columns stand in its place.");
    case struct_mistake::array_member:
        return say_that(type, ": member number ", digits_of(v.member),
                        " is an array: use std::string for text, std::vector<std::byte> for bytes.");
    case struct_mistake::member_without_default:
        return say_that(type, ": member number ", digits_of(v.member),
                        " can't be made without a value: rows are read into it, give its type a default.");
    }
    return {};
}

template <class M>
inline constexpr bool is_unsigned_64 = std::is_integral_v<M>&& std::is_unsigned_v<M> && sizeof(M) == 8;

/// Asked first, of the members' types that many models share: a sentence costs more than a bool.
template <class M>
inline constexpr bool is_plain_member =
    !is_mixin<M> && std::is_same_v<value_of<value_of<M>>, value_of<M>> && mapped_value<value_of<M>>;
template <class Tied>
inline constexpr bool are_plain_members = false;
template <class... M>
inline constexpr bool are_plain_members<tied_members<M&...>> = (is_plain_member<M> && ...);
template <class T>
inline constexpr bool has_plain_members = false;
template <class T>
requires(!is_adapted<T>) inline constexpr bool has_plain_members<T> =
    are_plain_members<typename struct_access<T>::template tied<>>;

template <class T>
[[nodiscard]] consteval model_mistake diagnose_members();

/// One member, `where` is "User.name".
template <class M>
[[nodiscard]] consteval model_mistake diagnose_member(std::string_view type, std::string_view name) {
    using V = value_of<M>;
    if constexpr (is_mixin<M>) {
        return diagnose_members<M>();
    } else if constexpr (!std::is_same_v<value_of<V>, V>) {
        return say_that(type, ".", name, " is optional twice: NULL has one meaning, use one std::optional.");
    } else if constexpr (mapped_value<V>) {
        return {};
    } else if constexpr (is_unsigned_64<V>) {
        return say_that(type, ".", name,
                        ": no SQL type holds every unsigned 64-bit number: use std::int64_t, or "
                        "athanor::decimal<20, 0>.");
    } else if constexpr (std::is_array_v<V>) {
        return say_that(type, ".", name,
                        " is an array: use std::string for text, std::vector<std::byte> for bytes.");
    } else if constexpr (std::is_enum_v<V>) {
        return say_that(type, ".", name, ": ", full_type_name<V>(),
                        " has no SQL type: make it an enum class.");
    } else {
        return say_that(type, ".", name, ": ", full_type_name<V>(),
                        " has no SQL type: use another, or specialise athanor::value_traits for it.");
    }
}

template <class T>
[[nodiscard]] consteval model_mistake diagnose_members() {
    constexpr struct_verdict verdict = verdict_of<T>();
    if constexpr (verdict.mistake != struct_mistake::none) {
        return say_verdict(type_name<T>(), verdict);
    } else if constexpr (has_plain_members<T>) {
        return {};
    } else {
        model_mistake first;
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            auto const look = [&](model_mistake const& s) {
                if (first.empty()) {
                    first = s;
                }
            };
            (look(diagnose_member<field_type<T, I>>(type_name<T>(), field_names<T>[I])), ...);
        }
        (std::make_index_sequence<field_count<T>>{});
        return first;
    }
}

} // namespace athanor::detail
