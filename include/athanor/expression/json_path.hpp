#pragma once
// SPDX-License-Identifier: BSL-1.0
// What stands inside a JSON value, the same on both databases: SQLite takes a path, PostgreSQL a key at a
// time.

#include <athanor/base/error.hpp>
#include <athanor/expression/cast.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor::expression {

/// The types of C++ that are JSON in the database.
template <class V>
inline constexpr bool is_json = detail::type_id_of<V>() == type_id::json
                                || detail::type_id_of<V>() == type_id::jsonb;
template <class X>
concept any_json = any_node<X> && is_json<typename X::value_type>;

/// A step as each database is told it: the key of an object, or a place in an array, from its end if
/// negative.
struct json_key_form {
    static constexpr std::string_view postgresql_type = "text";
    [[nodiscard]] static std::string for_sqlite(std::string_view key) {
        if (key.find('"') != std::string_view::npos) {
            throw error{error_kind::unsupported, "SQLite's JSON paths can't name a key with a double quote"};
        }
        return "$.\"" + std::string{key} + '"';
    }
    [[nodiscard]] static std::string for_postgresql(std::string_view key) { return std::string{key}; }
};
struct json_place_form {
    static constexpr std::string_view postgresql_type = "integer";
    [[nodiscard]] static std::string for_sqlite(std::int64_t place) {
        return (place < 0 ? "$[#" : "$[") + std::to_string(place) + ']';
    }
    [[nodiscard]] static std::string for_postgresql(std::int64_t place) { return std::to_string(place); }
};
template <class K>
using json_key = adapted_value<std::conditional_t<is_text<K>, json_key_form, json_place_form>, K>;

template <class X, class K>
struct json_step_node : operand<json_step_node<X, K>> {
    using value_type = typename X::value_type;
    static constexpr bool nullable = true;
    static constexpr null_rule nulls = null_rule::always;
    X subject;
    json_key<K> key;
    constexpr json_step_node(X x, json_key<K> k)
        : subject{std::move(x)}
        , key{std::move(k)} {}

    using parts = types<X, json_key<K>>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(subject);
        f(key);
    }

    /// A text without its quotes, anything else as its JSON; NULL for JSON's null.
    [[nodiscard]] constexpr auto as_text() const {
        return formula<
            "(SELECT CASE json_type(x, k) WHEN 'text' THEN x ->> k WHEN 'null' THEN NULL ELSE x -> k "
            "END FROM (SELECT {} AS x, {} AS k))",
            "({} ->> {})", std::string, null_rule::always>(subject, key);
    }
    /// NULL for what is no whole number.
    [[nodiscard]] constexpr auto as_integer() const {
        return formula<
            "(SELECT CASE json_type(x, k) WHEN 'integer' THEN x ->> k END FROM (SELECT {} AS x, {} AS k))",
            "(SELECT CASE WHEN json_typeof(v) = 'number' AND CAST(v AS text) ~ '^-?[0-9]+$' THEN CAST(CAST(v "
            "AS text) AS bigint) "
            "END FROM (SELECT CAST({} -> {} AS json) AS v) AS t)",
            std::int64_t, null_rule::always>(subject, key);
    }
    /// NULL for what is no number.
    [[nodiscard]] constexpr auto as_double() const {
        return formula<
            "(SELECT CASE WHEN json_type(x, k) IN ('integer', 'real') THEN CAST(x ->> k AS REAL) END "
            "FROM (SELECT {} AS x, {} AS k))",
            "(SELECT CASE json_typeof(v) WHEN 'number' THEN CAST(CAST(v AS text) AS double precision) END "
            "FROM (SELECT CAST({} -> {} AS json) AS v) AS t)",
            double, null_rule::always>(subject, key);
    }
    /// NULL for what is neither true nor false.
    [[nodiscard]] constexpr auto as_boolean() const {
        return formula<"(SELECT CASE json_type(x, k) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END "
                       "FROM (SELECT {} AS x, {} AS k))",
                       "(SELECT CASE json_typeof(v) WHEN 'boolean' THEN CAST(CAST(v AS text) AS boolean) END "
                       "FROM (SELECT CAST({} -> {} AS json) AS v) AS t)",
                       bool, null_rule::always>(subject, key);
    }
};

template <class X, class K>
[[nodiscard]] constexpr auto json_step(X const& x, K const& key) {
    using kept = kept_t<K>;
    static_assert(is_json<typename X::value_type>,
                  "athanor: [] asks a JSON column: of an array, array_element()");
    static_assert(is_text<kept> || std::is_same_v<kept, std::int64_t>,
                  "athanor: [] takes the key of an object as text, or a place in an array");
    return json_step_node<X, kept>{x, json_key<kept>{kept(key)}};
}

} // namespace athanor::expression

namespace athanor {

/// The number of elements of a JSON array; NULL for what is none.
template <expression::any_json X>
[[nodiscard]] constexpr auto json_array_length(X const& x) {
    return expression::formula<
        "(SELECT CASE json_type(x) WHEN 'array' THEN json_array_length(x) END FROM (SELECT {} AS x))",
        "(SELECT CASE json_typeof(v) WHEN 'array' THEN CAST(json_array_length(v) AS bigint) END "
        "FROM (SELECT CAST({} AS json) AS v) AS t)",
        std::int64_t, expression::null_rule::always>(x);
}

} // namespace athanor
