#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a model says of one column: `column<&User::full_name>.type(varchar(255)).unique()`.

#include <athanor/expression/operand.hpp>
#include <athanor/schema/sequence_option.hpp>
#include <athanor/value/sql_type.hpp>
#include <athanor/value/traits.hpp>

namespace athanor {

/// An SQL type that athanor has no word for, as the database spells it: `.type(custom_type("GEOMETRY"))`.
struct custom_sql_type {
    std::string_view sql;
};
[[nodiscard]] consteval custom_sql_type custom_type(std::string_view sql) {
    return {sql};
}

namespace detail {

enum class given_default : unsigned char { none, text, number, boolean, expression, enumerator, next_value };

/// The plain part of a column option.
struct column_facts {
    sql_type type;
    std::string_view custom_type;
    std::string_view name;
    std::string_view collation;
    std::string_view comment;
    std::string_view renamed_from;
    given_default server_default = given_default::none;
    std::string_view default_text;
    long long default_number = 0;
    bool type_given = false;
    bool name_given = false;
    bool primary_key = false;
    bool autoincrement = false;
    bool unique = false;
    bool index = false;
    bool stored = false;
    bool enforced = false;
    std::optional<identity_def> identity;
};

template <class Default, class Check, class Computed, auto... Path>
struct column_option {
    using owner = path_owner<Path...>;

    column_facts facts;
    Default default_value_given;
    Check check_given;
    Computed computed_given;

    /// The SQL type, where the member's own isn't what is wanted.
    [[nodiscard]] constexpr column_option type(sql_type t) const {
        return with([&](auto& f) { f.type = t, f.type_given = true; });
    }
    [[nodiscard]] constexpr column_option type(custom_sql_type t) const {
        return with([&](auto& f) { f.type = {type_id::custom}, f.custom_type = t.sql, f.type_given = true; });
    }
    /// The column's name in the database.
    [[nodiscard]] constexpr column_option name(std::string_view n) const {
        return with([&](auto& f) { f.name = n, f.name_given = true; });
    }
    [[nodiscard]] constexpr column_option primary_key() const {
        return with([](auto& f) { f.primary_key = true; });
    }
    /// The database counts; the column must be the whole primary key and an integer.
    [[nodiscard]] constexpr column_option autoincrement() const {
        return with([](auto& f) { f.autoincrement = true; });
    }
    /// The database counts, as it is told (PostgreSQL); any integer column, in the key or not.
    [[nodiscard]] constexpr column_option identity(identity_option option = {}) const {
        return with([&](auto& f) { f.identity = option.said; });
    }
    [[nodiscard]] constexpr column_option unique() const {
        return with([](auto& f) { f.unique = true; });
    }
    [[nodiscard]] constexpr column_option index() const {
        return with([](auto& f) { f.index = true; });
    }
    /// The next number of a sequence (PostgreSQL): `server_default(next_value("order_number"))`.
    [[nodiscard]] constexpr column_option server_default(next_value_of next) const {
        return with_default(given_default::next_value, next.sequence, 0);
    }
    /// A default that the database fills in: a literal, or an expression such as now() or sql("lower('X')").
    [[nodiscard]] constexpr column_option server_default(expression::sql_text e) const {
        return with_default(given_default::expression, e.text, 0);
    }
    [[nodiscard]] constexpr column_option server_default(std::string_view t) const {
        return with_default(given_default::text, t, 0);
    }
    template <class V>
    requires(std::is_integral_v<V> || std::is_enum_v<V>) [[nodiscard]] constexpr column_option
        server_default(V value) const {
        if constexpr (std::is_same_v<V, bool>) {
            return with_default(given_default::boolean, {}, value ? 1 : 0);
        } else if constexpr (std::is_enum_v<V>) {
            return with_default(given_default::enumerator, value_traits<V>::encode(value), 0);
        } else {
            return with_default(given_default::number, {}, static_cast<long long>(value));
        }
    }
    template <class V>
    requires std::is_floating_point_v<V>
    constexpr column_option server_default(V) const {
        static_assert(!std::is_floating_point_v<V>,
                      "athanor: write a default with a decimal point as text of SQL: "
                      "server_default(sql(\"0.5\"))");
        return *this;
    }
    /// A default on the C++ side: a value, or a function that returns one; for a member that is optional or
    /// defaulted<> and was not given.
    template <class V>
    [[nodiscard]] constexpr auto default_value(V value) const {
        return column_option<V, Check, Computed, Path...>{facts, value, check_given, computed_given};
    }
    /// A condition on this column's values: a typed expression, or sql("...").
    template <expression::any_node E>
    [[nodiscard]] constexpr auto check(E condition) const {
        static_assert(std::is_same_v<typename E::value_type, bool>, "athanor: check() takes a condition");
        return column_option<Default, E, Computed, Path...>{facts, default_value_given, condition,
                                                            computed_given};
    }
    /// GENERATED ALWAYS AS (expression); computed when read, unless .stored() is said.
    template <expression::any_node E>
    [[nodiscard]] constexpr auto computed(E value) const {
        return column_option<Default, Check, E, Path...>{facts, default_value_given, check_given, value};
    }
    [[nodiscard]] constexpr column_option stored() const {
        return with([](auto& f) { f.stored = true; });
    }
    /// SQLite: a CHECK holds the type's limits (length, range, form), as PostgreSQL does by itself.
    [[nodiscard]] constexpr column_option enforced() const {
        return with([](auto& f) { f.enforced = true; });
    }
    [[nodiscard]] constexpr column_option collation(std::string_view c) const {
        return with([&](auto& f) { f.collation = c; });
    }
    [[nodiscard]] constexpr column_option comment(std::string_view c) const {
        return with([&](auto& f) { f.comment = c; });
    }
    /// The name that the column had before: a migration then renames it and keeps its values.
    [[nodiscard]] constexpr column_option renamed_from(std::string_view old) const {
        return with([&](auto& f) { f.renamed_from = old; });
    }

private:
    template <class F>
    [[nodiscard]] constexpr column_option with(F change) const {
        column_option copy = *this;
        change(copy.facts);
        return copy;
    }
    [[nodiscard]] constexpr column_option with_default(given_default kind, std::string_view t,
                                                       long long n) const {
        return with([&](auto& f) { f.server_default = kind, f.default_text = t, f.default_number = n; });
    }
};

} // namespace detail

/// Options of one column: `column<&User::email>.unique()`; in a mixin `column<&Post::times,
/// &Times::created_at>`.
template <auto... Path>
inline constexpr detail::column_option<detail::nothing, detail::nothing, detail::nothing, Path...> column{};

} // namespace athanor
