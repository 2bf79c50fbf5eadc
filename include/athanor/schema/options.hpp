#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a model says of its table: primary key, foreign keys, uniques, indexes, checks; works inside the
// struct, where it is not complete yet, because only pointers to members are kept.

#include <athanor/schema/column_option.hpp>

namespace athanor {
namespace detail {

template <class... Opts>
using option_pack = expression::pack<Opts...>;

// A column in a list is &T::m, or path<&T::mixin, &Mixin::m>.
template <class C>
struct as_path;
template <class M, class T>
struct as_path<M T::*> {
    template <auto C>
    using type = member_path_to<C>;
};
template <auto... Members>
struct as_path<member_path_to<Members...>> {
    template <auto C>
    using type = member_path_to<Members...>;
};
template <auto C>
using path_to = typename as_path<std::remove_const_t<decltype(C)>>::template type<C>;

template <class... Paths>
struct path_list {};

template <class Paths>
struct primary_key_option {
    std::string_view name_given;
    bool is_autoincrement = false;

    [[nodiscard]] constexpr primary_key_option autoincrement() const { return {name_given, true}; }
    [[nodiscard]] constexpr primary_key_option name(std::string_view n) const {
        return {n, is_autoincrement};
    }
};

template <class Paths, class Referred>
struct foreign_key_option {
    std::string_view name_given;
    fk_action delete_action = fk_action::no_action;
    fk_action update_action = fk_action::no_action;
    bool is_deferrable = false;
    bool is_initially_deferred = false;

    [[nodiscard]] constexpr foreign_key_option name(std::string_view n) const {
        auto copy = *this;
        copy.name_given = n;
        return copy;
    }
    [[nodiscard]] constexpr foreign_key_option on_delete(fk_action action) const {
        auto copy = *this;
        copy.delete_action = action;
        return copy;
    }
    [[nodiscard]] constexpr foreign_key_option on_update(fk_action action) const {
        auto copy = *this;
        copy.update_action = action;
        return copy;
    }
    [[nodiscard]] constexpr foreign_key_option deferrable() const {
        auto copy = *this;
        copy.is_deferrable = true;
        return copy;
    }
    /// Checked at COMMIT.
    [[nodiscard]] constexpr foreign_key_option initially_deferred() const {
        auto copy = deferrable();
        copy.is_initially_deferred = true;
        return copy;
    }
};

/// A foreign key whose target is not said yet.
template <class Paths>
struct foreign_key_start {
    template <auto... Columns>
    static constexpr foreign_key_option<Paths, path_list<path_to<Columns>...>> references{};
};

template <class Paths>
struct unique_option {
    std::string_view name_given;
    [[nodiscard]] constexpr unique_option name(std::string_view n) const { return {n}; }
};

template <class E>
struct check_option {
    std::string_view name;
    E condition;
};

/// `Parts` are column nodes, expressions, or ordered ones (`desc(...)`).
template <class Where, class... Parts>
struct index_option {
    std::string_view name_given;
    bool is_unique = false;
    Where predicate;
    option_pack<Parts...> parts;

    [[nodiscard]] constexpr index_option unique() const { return {name_given, true, predicate, parts}; }
    [[nodiscard]] constexpr index_option name(std::string_view n) const {
        return {n, is_unique, predicate, parts};
    }
    /// A partial index: only rows that meet the condition.
    template <expression::any_node E>
    [[nodiscard]] constexpr auto where(E condition) const {
        return index_option<E, Parts...>{name_given, is_unique, condition, parts};
    }
};

template <class Path>
struct node_of_path;
template <auto... Members>
struct node_of_path<member_path_to<Members...>> {
    using type = expression::column_node<Members...>;
};

template <class... Parts>
struct index_start : index_option<nothing, Parts...> {
    /// All columns in descending order; for a mix write index_on("name", asc(...), desc(...)).
    [[nodiscard]] constexpr auto desc() const {
        return index_option<nothing, expression::ordered_node<true, Parts>...>{};
    }
};

template <class... Opts>
struct table_option {
    std::string_view name;
    option_pack<Opts...> options;
    std::string_view schema_given;
    std::string_view comment_given;
    std::string_view renamed_from_given;
    bool is_strict = false;
    bool is_without_rowid = false;

    [[nodiscard]] constexpr table_option schema(std::string_view s) const {
        auto copy = *this;
        copy.schema_given = s;
        return copy;
    }
    [[nodiscard]] constexpr table_option comment(std::string_view c) const {
        auto copy = *this;
        copy.comment_given = c;
        return copy;
    }
    /// The name that the table had before: a migration then renames it and keeps its rows.
    [[nodiscard]] constexpr table_option renamed_from(std::string_view old) const {
        auto copy = *this;
        copy.renamed_from_given = old;
        return copy;
    }
    /// SQLite: STRICT.
    [[nodiscard]] constexpr table_option strict() const {
        auto copy = *this;
        copy.is_strict = true;
        return copy;
    }
    /// SQLite: WITHOUT ROWID.
    [[nodiscard]] constexpr table_option without_rowid() const {
        auto copy = *this;
        copy.is_without_rowid = true;
        return copy;
    }
};

template <class T>
inline constexpr bool is_table_option = false;
template <class... Opts>
inline constexpr bool is_table_option<table_option<Opts...>> = true;

} // namespace detail

/// The primary key, of one column or several. `.autoincrement()` lets the database count.
template <auto... Columns>
inline constexpr detail::primary_key_option<detail::path_list<detail::path_to<Columns>...>> primary_key{};

/// `foreign_key<&Order::user_id>.references<&User::id>.on_delete(cascade)`.
template <auto... Columns>
inline constexpr detail::foreign_key_start<detail::path_list<detail::path_to<Columns>...>> foreign_key{};

/// The columns together are unique.
template <auto... Columns>
inline constexpr detail::unique_option<detail::path_list<detail::path_to<Columns>...>> unique{};

/// `index<&User::city, &User::name>`, with .unique(), .desc(), .where(...), .name(...).
template <auto... Columns>
inline constexpr detail::index_start<typename detail::node_of_path<detail::path_to<Columns>>::type...>
    index{};

/// An index with expressions, or with columns in different orders; such an index needs a name:
/// `index_on("ix_users_lower_email", lower(col<&User::email>), desc(col<&User::id>))`.
template <expression::any_node... Parts>
[[nodiscard]] consteval auto index_on(std::string_view name, Parts... parts) {
    return detail::index_option<detail::nothing, Parts...>{name, false, {}, expression::make_pack(parts...)};
}

/// A condition that every row meets; its name becomes ck_<table>_<name>.
template <expression::any_node E>
[[nodiscard]] consteval auto check(std::string_view name, E condition) {
    static_assert(std::is_same_v<typename E::value_type, bool>, "athanor: check() takes a condition");
    return detail::check_option<E>{name, condition};
}

/// Describes a struct: its table's name, and what isn't plain about its columns.
template <class... Opts>
[[nodiscard]] consteval detail::table_option<Opts...> table(std::string_view name, Opts... options) {
    return {name, expression::make_pack(options...), {}, {}, {}, false, false};
}

/// The description of a struct that can't have one inside: specialise it.
///
///     template <>
///     inline constexpr auto athanor::table_of<Message> = athanor::table("messages", ...);
template <class T>
inline constexpr detail::nothing table_of{};

} // namespace athanor
