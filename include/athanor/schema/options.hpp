#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a model says of its table: primary key, foreign keys, uniques, checks; works inside the
// struct, where it is not complete yet, because only pointers to members are kept.

#include <athanor/schema/column_option.hpp>
#include <athanor/schema/index_option.hpp>

namespace athanor {
namespace detail {

template <class... Opts>
using option_pack = expression::pack<Opts...>;

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
    bool is_nulls_not_distinct = false;
    bool is_deferrable = false;
    bool is_initially_deferred = false;

    [[nodiscard]] constexpr unique_option name(std::string_view n) const {
        auto copy = *this;
        copy.name_given = n;
        return copy;
    }
    /// Two NULLs are equal. PostgreSQL 15.
    [[nodiscard]] constexpr unique_option nulls_not_distinct() const {
        auto copy = *this;
        copy.is_nulls_not_distinct = true;
        return copy;
    }
    /// PostgreSQL: may be checked at COMMIT.
    [[nodiscard]] constexpr unique_option deferrable() const {
        auto copy = *this;
        copy.is_deferrable = true;
        return copy;
    }
    /// PostgreSQL: checked at COMMIT.
    [[nodiscard]] constexpr unique_option initially_deferred() const {
        auto copy = deferrable();
        copy.is_initially_deferred = true;
        return copy;
    }
};

template <class E>
struct check_option {
    std::string_view name;
    E condition;
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

/// The columns together are unique; on PostgreSQL with .nulls_not_distinct(), .deferrable(),
/// .initially_deferred().
template <auto... Columns>
inline constexpr detail::unique_option<detail::path_list<detail::path_to<Columns>...>> unique{};

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
