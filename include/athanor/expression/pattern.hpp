#pragma once
// SPDX-License-Identifier: BSL-1.0
// Patterns of texts. SQLite's LIKE takes 'A' for 'a' and PostgreSQL's doesn't, so a case-sensitive pattern is
// asked of SQLite as GLOB, in GLOB's own signs.

#include <athanor/base/error.hpp>
#include <athanor/expression/formula.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace athanor {

/// `%`, `_` and `\` without their meaning in a pattern: `col<&User::name>.like(like_escaped(typed) + "%")`.
[[nodiscard]] inline std::string like_escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '%' || c == '_' || c == '\\') {
            out += '\\';
        }
        out += c;
    }
    return out;
}

} // namespace athanor

namespace athanor::expression {

inline void require_more(std::string_view pattern, std::size_t at) {
    if (at == pattern.size()) {
        throw error{error_kind::misuse,
                    "the pattern ends in a backslash, which escapes nothing: write two for one"};
    }
}
/// A pattern in the signs of LIKE.
[[nodiscard]] inline std::string pattern_for_like(pattern_kind kind, std::string_view given) {
    if (kind == pattern_kind::like) {
        for (std::size_t i = 0; i < given.size(); ++i) {
            if (given[i] == '\\') {
                require_more(given, ++i);
            }
        }
        return std::string{given};
    }
    std::string out = kind == pattern_kind::starts ? "" : "%";
    out += like_escaped(given);
    return kind == pattern_kind::ends ? out : out + '%';
}
/// A pattern in the signs of GLOB.
[[nodiscard]] inline std::string pattern_for_glob(pattern_kind kind, std::string_view given) {
    std::string out = kind == pattern_kind::ends ? "*" : "";
    for (std::size_t i = 0; i < given.size(); ++i) {
        bool literal = kind != pattern_kind::like;
        if (!literal && given[i] == '\\') {
            literal = true;
            require_more(given, ++i);
        }
        char const c = given[i];
        if (!literal && (c == '%' || c == '_')) {
            out += c == '%' ? '*' : '?';
        } else if (c == '*' || c == '?' || c == '[') {
            out += '[';
            out += c;
            out += ']';
        } else {
            out += c;
        }
    }
    return kind == pattern_kind::starts ? out + '*' : out;
}
/// How each database gets what a person gave. `Folded`: 'A' is 'a'.
template <pattern_kind Kind, bool Folded>
struct pattern_form {
    static constexpr std::string_view postgresql_type = "text";
    [[nodiscard]] static std::string for_sqlite(std::string_view given) {
        if constexpr (Folded) {
            return pattern_for_like(Kind, given);
        } else if constexpr (Kind == pattern_kind::contains) { // instr() takes it as it is
            return std::string{given};
        } else {
            return pattern_for_glob(Kind, given);
        }
    }
    [[nodiscard]] static std::string for_postgresql(std::string_view given) {
        return pattern_for_like(Kind, given);
    }
};

/// What is beside LIKE: a value is translated, a node is taken for a pattern as it is.
template <pattern_kind Kind, bool Folded, class P>
[[nodiscard]] constexpr auto as_pattern(P const& given) {
    if constexpr (any_node<P>) {
        return given;
    } else {
        using V = kept_t<P>;
        return adapted_value<pattern_form<Kind, Folded>, V>{V(given)};
    }
}

/// The pattern that means a needle which only the database knows.
template <class P>
[[nodiscard]] constexpr auto escaped_in_sql(P const& needle) {
    return formula<R"(replace(replace(replace({}, '\', '\\'), '%', '\%'), '_', '\_'))",
                   R"(replace(replace(replace({}, '\', '\\'), '%', '\%'), '_', '\_'))", std::string>(needle);
}

/// ilike(), and the needles of contains(), starts_with() and ends_with().
template <pattern_kind Kind, bool Folded, class X, class P>
[[nodiscard]] constexpr auto match(X const& x, P const& given) {
    constexpr bool takes =
        is_kept_as_text<typename X::value_type>() && is_text<typename node_of<P>::value_type>;
    static_assert(takes,
                  "athanor: ilike(), contains(), starts_with() and ends_with() ask a text, and take one");
    if constexpr (!takes) {
        return not_comparable{};
    } else if constexpr (Folded) {
        if constexpr (Kind == pattern_kind::like || !any_node<P>) {
            return formula<R"(({} LIKE {} ESCAPE '\'))", "({} ILIKE {})", bool>(
                x, as_pattern<Kind, true>(given));
        } else if constexpr (Kind == pattern_kind::contains) {
            return formula<R"(({} LIKE '%' || {} || '%' ESCAPE '\'))", "({} ILIKE '%' || {} || '%')", bool>(
                x, escaped_in_sql(given));
        } else if constexpr (Kind == pattern_kind::starts) {
            return formula<R"(({} LIKE {} || '%' ESCAPE '\'))", "({} ILIKE {} || '%')", bool>(
                x, escaped_in_sql(given));
        } else {
            return formula<R"(({} LIKE '%' || {} ESCAPE '\'))", "({} ILIKE '%' || {})", bool>(
                x, escaped_in_sql(given));
        }
    } else if constexpr (!any_node<P>) { // LIKE, which indexes serve
        if constexpr (Kind == pattern_kind::contains) {
            return formula<"(instr({}, {}) > 0)", "({} LIKE {})", bool>(x, as_pattern<Kind, false>(given));
        } else {
            return formula<"({} GLOB {})", "({} LIKE {})", bool>(x, as_pattern<Kind, false>(given));
        }
    } else if constexpr (Kind == pattern_kind::contains) {
        return formula<"(instr({}, {}) > 0)", "(strpos({}, {}) > 0)", bool>(x, given);
    } else if constexpr (Kind == pattern_kind::starts) {
        return formula<"(instr({}, {}) = 1)", "starts_with({}, {})", bool>(x, given);
    } else {
        return formula<"({} GLOB '*' || replace(replace(replace({}, '[', '[[]'), '*', '[*]'), '?', '[?]'))",
                       R"(({} LIKE '%' || replace(replace(replace({}, '\', '\\'), '%', '\%'), '_', '\_')))",
                       bool>(x, given);
    }
}

template <class X, class P>
[[nodiscard]] constexpr auto shell_pattern(X const& x, P const& pattern) {
    static_assert(is_kept_as_text<typename X::value_type>() && is_text<typename node_of<P>::value_type>,
                  "athanor: glob() asks a text, and takes a text pattern");
    return formula<"({} GLOB {})",
                   "!PostgreSQL has no GLOB: use like(), or regexp() where only PostgreSQL is asked.", bool>(
        x, pattern);
}
template <class X, class P>
[[nodiscard]] constexpr auto regular_expression(X const& x, P const& pattern) {
    static_assert(is_kept_as_text<typename X::value_type>() && is_text<typename node_of<P>::value_type>,
                  "athanor: regexp() asks a text, and takes a regular expression as text");
    return formula<"!SQLite has no regular expressions: use like() or glob().", "({} ~ {})", bool>(x,
                                                                                                   pattern);
}

} // namespace athanor::expression
