#pragma once
// SPDX-License-Identifier: BSL-1.0
// The named questions that any operand answers: is_null(), like(), in(), as(), ...

#include <athanor/expression/value_facts.hpp>

#include <utility>

namespace athanor::expression {

/// A table of a query, or what stands for one, as its columns know it.
struct source_info {
    std::string_view model;
    std::string_view alias;
    std::uint64_t number = 0; // of the model and the alias
};
[[nodiscard]] constexpr bool same_source(source_info const* a, source_info const* b) noexcept {
    return a->number == b->number;
}
template <class T, detail::text Alias>
inline constexpr source_info source_of{detail::type_name<T>(), Alias.view(),
                                       detail::type_number<T> ^ detail::number_of_text(Alias.view())};

/// Statements that can be asked for values; see statement/.
struct statement_base {};
template <class S>
concept any_statement = __is_base_of(statement_base, S);

template <op O, class L, class R, class V>
struct binary_node;
template <op O, class X, class V>
struct unary_node;
template <bool Negated, class X, class List>
struct in_node;
template <class X, class Low, class High>
struct between_node;
template <bool Distinct, class L, class R>
struct distinct_node;
template <detail::text Name, class X>
struct label_node;
template <bool Negated, class X, class Statement>
struct in_subquery_node;
template <bool Descending, class X>
struct ordered_node;
template <bool First, class X>
struct nulls_placed_node;
template <class X>
struct operator_class_node;

/// What is asked of a text: a pattern of the user, or where a needle stands; see pattern.hpp.
enum class pattern_kind : unsigned char { like, contains, starts, ends };
template <pattern_kind Kind, bool Folded, class P>
[[nodiscard]] constexpr auto as_pattern(P const& given);
template <pattern_kind Kind, bool Folded, class X, class P>
[[nodiscard]] constexpr auto match(X const& x, P const& given);
template <class X, class P>
[[nodiscard]] constexpr auto shell_pattern(X const& x, P const& pattern);
template <class X, class P>
[[nodiscard]] constexpr auto regular_expression(X const& x, P const& pattern);
template <detail::text Operator, class X, class Y>
[[nodiscard]] constexpr auto array_test(X const& x, Y const& y); // array.hpp
template <class X, class K>
[[nodiscard]] constexpr auto json_step(X const& x, K const& key); // json_path.hpp

/// The named questions that any operand answers: `col<&User::username>.is_null()`.
template <class Self>
struct operand : node {
    [[nodiscard]] constexpr auto is_null() const { return unary_node<op::is_null, Self, bool>{self()}; }
    [[nodiscard]] constexpr auto is_not_null() const {
        return unary_node<op::is_not_null, Self, bool>{self()};
    }
    /// `%` and `_` in the pattern are wildcards, `\\` takes their meaning away. In a query 'A' isn't 'a', on
    /// both databases; in a CHECK of SQLite it is.
    template <class P>
    [[nodiscard]] constexpr auto like(P const& pattern) const {
        return like_node<op::like>(pattern);
    }
    template <class P>
    [[nodiscard]] constexpr auto not_like(P const& pattern) const {
        return like_node<op::not_like>(pattern);
    }
    /// The same, and 'A' is 'a'; of other letters than a-z only PostgreSQL knows that.
    template <class P>
    [[nodiscard]] constexpr auto ilike(P const& pattern) const {
        return match<pattern_kind::like, true>(self(), pattern);
    }
    template <class P>
    [[nodiscard]] constexpr auto not_ilike(P const& pattern) const {
        return !match<pattern_kind::like, true>(self(), pattern);
    }
    /// Does the text stand in it, as it is? `%` and `_` mean themselves. Of an array: does it hold all of
    /// these?
    template <class P>
    [[nodiscard]] constexpr auto contains(P const& needle) const {
        if constexpr (detail::array_value<typename Self::value_type>) {
            return array_test<"({} @> {})">(self(), needle);
        } else {
            return match<pattern_kind::contains, false>(self(), needle);
        }
    }
    template <class P>
    [[nodiscard]] constexpr auto starts_with(P const& needle) const {
        return match<pattern_kind::starts, false>(self(), needle);
    }
    template <class P>
    [[nodiscard]] constexpr auto ends_with(P const& needle) const {
        return match<pattern_kind::ends, false>(self(), needle);
    }
    template <class P>
    [[nodiscard]] constexpr auto icontains(P const& needle) const {
        return match<pattern_kind::contains, true>(self(), needle);
    }
    template <class P>
    [[nodiscard]] constexpr auto istarts_with(P const& needle) const {
        return match<pattern_kind::starts, true>(self(), needle);
    }
    template <class P>
    [[nodiscard]] constexpr auto iends_with(P const& needle) const {
        return match<pattern_kind::ends, true>(self(), needle);
    }
    /// Shell's pattern with `*`, `?` and `[a-z]` (SQLite only).
    template <class P>
    [[nodiscard]] constexpr auto glob(P const& pattern) const {
        return shell_pattern(self(), pattern);
    }
    /// Does a part of it match the regular expression (PostgreSQL only)?
    template <class P>
    [[nodiscard]] constexpr auto regexp(P const& pattern) const {
        return regular_expression(self(), pattern);
    }
    /// The elements of an array, as sets (PostgreSQL only): `col<&Post::tags>.overlaps(wanted)`.
    template <class P>
    [[nodiscard]] constexpr auto contained_by(P const& whole) const {
        return array_test<"({} <@ {})">(self(), whole);
    }
    template <class P>
    [[nodiscard]] constexpr auto overlaps(P const& other) const {
        return array_test<"({} && {})">(self(), other);
    }
    /// What stands in a JSON value under a key, or at a place of a JSON array counted from 0:
    /// `col<&Order::doc>["address"]["city"].as_text() == "Rome"`. NULL where nothing stands.
    template <class K>
    [[nodiscard]] constexpr auto operator[](K const& key) const {
        return json_step(self(), key);
    }
    template <class L, class H>
    [[nodiscard]] constexpr auto between(L const& low, H const& high) const {
        constexpr bool fit = comparable_with<Self, L> && comparable_with<Self, H>;
        static_assert(fit, "athanor: between() takes values of the column's type");
        return between_node<Self, node_of<L>, node_of<H>>{self(), as_node(low), as_node(high)};
    }
    /// `in(1, 2, 3)`; one container (a std::vector of values) is taken as the list itself.
    template <class... V>
    [[nodiscard]] constexpr auto in(V const&... values) const {
        return make_in<false>(values...);
    }
    template <class... V>
    [[nodiscard]] constexpr auto not_in(V const&... values) const {
        return make_in<true>(values...);
    }

    /// The same value, NULL counting as one: `IS DISTINCT FROM` of the standard. Takes a std::optional too.
    template <class R>
    [[nodiscard]] constexpr auto is_distinct_from(R const& other) const {
        static_assert(comparable_with<Self, value_of<R>>,
                      "athanor: is_distinct_from() takes a value of the column's type");
        return distinct_node<true, Self, node_of<R>>{self(), as_node(other)};
    }
    template <class R>
    [[nodiscard]] constexpr auto is_not_distinct_from(R const& other) const {
        static_assert(comparable_with<Self, value_of<R>>,
                      "athanor: is_not_distinct_from() takes a value of the column's type");
        return distinct_node<false, Self, node_of<R>>{self(), as_node(other)};
    }
    /// Its name in the result: `count().as<"orders">()`.
    template <detail::text Name>
    [[nodiscard]] constexpr auto as() const {
        return label_node<Name, Self>{{}, self()};
    }

    /// Ascending or descending, in an ORDER BY or an index.
    [[nodiscard]] constexpr auto asc() const { return ordered_node<false, Self>{{}, self()}; }
    [[nodiscard]] constexpr auto desc() const { return ordered_node<true, Self>{{}, self()}; }

private:
    [[nodiscard]] constexpr Self const& self() const { return static_cast<Self const&>(*this); }

    template <op O, class P>
    [[nodiscard]] constexpr auto like_node(P const& given) const {
        constexpr bool fit =
            is_kept_as_text<typename Self::value_type>() && is_text<typename node_of<P>::value_type>;
        static_assert(fit, "athanor: like() asks a text, and takes a text pattern");
        if constexpr (fit) {
            auto pattern = as_pattern<pattern_kind::like, false>(given);
            return binary_node<O, Self, decltype(pattern), bool>{self(), std::move(pattern)};
        } else {
            return not_comparable{};
        }
    }

    template <bool Negated>
    [[nodiscard]] constexpr auto make_in() const {
        static_assert(
            detail::expect<std::is_void_v<Self>, "in() takes values, a container of them, or a select">());
        return not_comparable{};
    }
    template <bool Negated, class First, class... V>
    [[nodiscard]] constexpr auto make_in(First const& first, V const&... rest) const {
        if constexpr (any_statement<First>) {
            static_assert(detail::expect<sizeof...(V) == 0, "in() takes one subquery">());
            static_assert(
                detail::expect<comparable_types<typename Self::value_type, typename First::scalar_type>,
                               "in() takes a subquery with one column of the column's type">());
            return in_subquery_node<Negated, Self, First>{self(), first};
        } else if constexpr (sizeof...(V) == 0 &&
                             requires {
                                 typename First::value_type;
                                 first.begin();
                             } &&
                             !is_text<First>) {
            static_assert(detail::expect<comparable_with<Self, typename First::value_type>,
                                         "in() takes values of the column's type">());
            return in_node<Negated, Self, First>{self(), first};
        } else {
            constexpr bool fit = comparable_with<Self, First> && (comparable_with<Self, V> && ...);
            static_assert(fit, "athanor: in() takes values of the column's type");
            if constexpr (fit) {
                using kept_type = kept_t<First>;
                return in_node<Negated, Self, value_array<kept_type, 1 + sizeof...(V)>>{
                    self(), {{kept_type(first), kept_type(rest)...}}};
            } else {
                return not_comparable{};
            }
        }
    }
};

/// Says that a column isn't assigned to.
template <class V>
constexpr not_comparable refuse_assignment() {
    static_assert(
        detail::expect<std::is_void_v<V>, "= compares nothing: write ==; a column gets a value by the "
                                          "set<...>(...) of an update or insert">());
    return {};
}

} // namespace athanor::expression
