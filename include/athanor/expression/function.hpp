#pragma once
// SPDX-License-Identifier: BSL-1.0
// What has no word of its own here: any function of the database by its name, and SQL as a person wrote it.

#include <athanor/expression/formula.hpp>
#include <athanor/expression/operators.hpp>

#include <cstddef>
#include <string_view>
#include <utility>

namespace athanor::expression {

/// Letters, digits and _, and dots between: "lower", "public.distance".
[[nodiscard]] consteval bool is_function_name(std::string_view name) {
    bool begins = true;
    for (char const c : name) {
        bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        bool const digit = c >= '0' && c <= '9';
        if (!letter && (begins || (!digit && c != '.'))) {
            return false;
        }
        begins = c == '.';
    }
    return !begins;
}

/// The places of a text: {}.
[[nodiscard]] consteval std::size_t places_in(std::string_view text) {
    std::size_t count = 0;
    for (auto at = next_place(text); at != std::string_view::npos; at = next_place(text, at + 2)) {
        ++count;
    }
    return count;
}
[[nodiscard]] consteval bool has_places(std::string_view text, std::size_t arguments) {
    return text.starts_with('!') || places_in(text) == arguments;
}

/// (text), so that it binds as one; a sentence stays as it is.
template <detail::text Written>
[[nodiscard]] consteval auto in_parentheses() {
    if constexpr (Written.view().starts_with('!')) {
        return Written;
    } else {
        detail::text<Written.size() + 2> out;
        out.s[0] = '(';
        for (std::size_t i = 0; i < Written.size(); ++i) {
            out.s[i + 1] = Written.s[i];
        }
        out.s[Written.size() + 1] = ')';
        return out;
    }
}

} // namespace athanor::expression

namespace athanor {

/// A function of the database by its name, with the type of its result; std::optional where it can be NULL
/// though its arguments aren't. What it means is the database's affair.
///
///     func<"soundex", std::string>(col<&User::name>)
template <detail::text Name, class V, class... X>
[[nodiscard]] constexpr auto func(X const&... x) {
    static_assert(expression::is_function_name(Name.view()),
                  "athanor: func<> takes the name of a function: letters, digits, _ and dots");
    using traits = field_traits<V>;
    return expression::call_node < Name, typename traits::value_type,
           traits::nullable || (expression::node_of<X>::nullable || ...),
           expression::node_of<X>... > {expression::as_node(x)...};
}

/// SQL as you write it, for SQLite and for PostgreSQL, and the type of its result: std::optional where it can
/// be NULL though its arguments aren't. Each {} is an argument, which is bound or rendered, never pasted. A
/// text that begins with ! is the sentence why that database can't.
///
///     sql_expression<"!SQLite has no similarity().", "similarity({}, {})", double>(col<&User::name>, typed)
template <detail::text Sqlite, detail::text Postgresql, class V, class... X>
[[nodiscard]] constexpr auto sql_expression(X const&... x) {
    static_assert(expression::has_places(Sqlite.view(), sizeof...(X)) &&
                      expression::has_places(Postgresql.view(), sizeof...(X)),
                  "athanor: sql_expression<> takes as many arguments as its text has {}");
    using traits = field_traits<V>;
    constexpr auto nulls = traits::nullable ? expression::null_rule::always : expression::null_rule::any_part;
    return expression::formula<expression::in_parentheses<Sqlite>(), expression::in_parentheses<Postgresql>(),
                               typename traits::value_type, nulls>(x...);
}
/// The same with one text for both databases.
///
///     sql_expression<"{} % 2 = 0", bool>(col<&User::id>)
template <detail::text Sql, class V, class... X>
[[nodiscard]] constexpr auto sql_expression(X const&... x) {
    return sql_expression<Sql, Sql, V>(x...);
}

} // namespace athanor
