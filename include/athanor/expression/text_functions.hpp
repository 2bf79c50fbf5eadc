#pragma once
// SPDX-License-Identifier: BSL-1.0
// Functions of texts. Characters are counted, not bytes, and from 1.

#include <athanor/base/error.hpp>
#include <athanor/expression/operators.hpp>

#include <cstdint>
#include <string>

namespace athanor::expression {

template <class X>
concept any_text = any_node<X> && is_kept_as_text<typename X::value_type>();
template <class X>
inline constexpr bool gives_text = is_text<typename node_of<X>::value_type>;
template <class X>
inline constexpr bool gives_integer = std::is_integral_v<typename node_of<X>::value_type> &&
                                      !std::is_same_v<typename node_of<X>::value_type, bool>;

template <class... X>
consteval void require_texts() {
    static_assert((gives_text<X> && ...), "athanor: this function takes texts");
}
/// A count or a place that is known here; of a node nobody knows.
template <class N>
constexpr void require_at_least(std::int64_t least, N const& n) {
    static_assert(gives_integer<N>, "athanor: this function takes an integer as place and as count");
    if constexpr (!any_node<N>) {
        if (static_cast<std::int64_t>(n) < least) {
            throw error{error_kind::out_of_range,
                        "places of a text are counted from 1, and no count is negative"};
        }
    }
}
/// "" for NULL.
template <class X>
[[nodiscard]] constexpr auto text_or_empty(X const& x) {
    return formula<"coalesce({}, '')", "coalesce({}, '')", std::string, null_rule::never>(x);
}

} // namespace athanor::expression

namespace athanor {

/// Without the spaces at both ends, or without those of the characters that stand there.
template <expression::any_text X>
[[nodiscard]] constexpr auto trim(X const& x) {
    return expression::formula<"trim({})", "btrim({})", std::string>(x);
}
template <expression::any_text X, class C>
[[nodiscard]] constexpr auto trim(X const& x, C const& characters) {
    expression::require_texts<C>();
    return expression::formula<"trim({}, {})", "btrim({}, {})", std::string>(x, characters);
}
template <expression::any_text X>
[[nodiscard]] constexpr auto ltrim(X const& x) {
    return expression::formula<"ltrim({})", "ltrim({})", std::string>(x);
}
template <expression::any_text X, class C>
[[nodiscard]] constexpr auto ltrim(X const& x, C const& characters) {
    expression::require_texts<C>();
    return expression::formula<"ltrim({}, {})", "ltrim({}, {})", std::string>(x, characters);
}
template <expression::any_text X>
[[nodiscard]] constexpr auto rtrim(X const& x) {
    return expression::formula<"rtrim({})", "rtrim({})", std::string>(x);
}
template <expression::any_text X, class C>
[[nodiscard]] constexpr auto rtrim(X const& x, C const& characters) {
    expression::require_texts<C>();
    return expression::formula<"rtrim({}, {})", "rtrim({}, {})", std::string>(x, characters);
}
/// With `to` wherever `from` stood; an empty `from` stands nowhere.
template <expression::any_text X, class F, class T>
[[nodiscard]] constexpr auto replace(X const& x, F const& from, T const& to) {
    expression::require_texts<F, T>();
    return expression::formula<"replace({}, {}, {})", "replace({}, {}, {})", std::string>(x, from, to);
}
/// From a character on, counted from 1: to the end, or that many. Throws out_of_range for a place under 1 or
/// a negative count; where these are expressions, keep to that yourself.
template <expression::any_text X, class N>
[[nodiscard]] constexpr auto substr(X const& x, N const& from) {
    expression::require_at_least(1, from);
    return expression::formula<"substr({}, {})", "substr({}, CAST({} AS integer))", std::string>(x, from);
}
template <expression::any_text X, class N, class M>
[[nodiscard]] constexpr auto substr(X const& x, N const& from, M const& count) {
    expression::require_at_least(1, from);
    expression::require_at_least(0, count);
    return expression::formula<"substr({}, {}, {})", "substr({}, CAST({} AS integer), CAST({} AS integer))",
                               std::string>(x, from, count);
}
/// The first characters. Throws out_of_range for a negative count.
template <expression::any_text X, class N>
[[nodiscard]] constexpr auto left(X const& x, N const& count) {
    expression::require_at_least(0, count);
    return expression::formula<"substr({}, 1, {})", "left({}, CAST({} AS integer))", std::string>(x, count);
}
/// The last characters. Throws out_of_range for a negative count.
template <expression::any_text X, class N>
[[nodiscard]] constexpr auto right(X const& x, N const& count) {
    expression::require_at_least(0, count);
    return expression::formula<"(SELECT substr(x, -n, n) FROM (SELECT {} AS x, {} AS n))",
                               "right({}, CAST({} AS integer))", std::string>(x, count);
}
/// Where the needle begins, counted from 1; 0 where it doesn't stand.
template <expression::any_text X, class N>
[[nodiscard]] constexpr auto position(X const& x, N const& needle) {
    expression::require_texts<N>();
    return expression::formula<"instr({}, {})", "CAST(strpos({}, {}) AS bigint)", std::int64_t>(x, needle);
}
/// The texts one behind the other; NULL counts as the empty text. (`a + b` is NULL when one is.)
template <class... X>
[[nodiscard]] constexpr auto concat(X const&... x) {
    static_assert(sizeof...(X) > 0, "athanor: concat() takes texts");
    expression::require_texts<X...>();
    return (... + expression::text_or_empty(x));
}
/// The number of bytes of a text in UTF-8.
template <expression::any_text X>
[[nodiscard]] constexpr auto octet_length(X const& x) {
    return expression::formula<"length(CAST({} AS BLOB))",
                               "CAST(octet_length(convert_to({}, 'UTF8')) AS bigint)", std::int64_t>(x);
}

} // namespace athanor
