#pragma once
// SPDX-License-Identifier: BSL-1.0
// What a model says of its indexes, and of exclusions, which PostgreSQL keeps by an index.

#include <athanor/schema/column_option.hpp>

namespace athanor {
namespace detail {

// The plain part of an index option.
struct index_facts {
    std::string_view name;
    bool unique = false;
    std::string_view method;
    bool nulls_not_distinct = false;
};

/// `Parts` are column nodes, expressions, or ordered ones (`desc(...)`); `Include` is a path_list.
template <class Where, class Include, class... Parts>
struct index_option {
    index_facts said;
    Where predicate;
    expression::pack<Parts...> parts;

    [[nodiscard]] constexpr index_option unique() const {
        return with([](auto& f) { f.unique = true; });
    }
    [[nodiscard]] constexpr index_option name(std::string_view n) const {
        return with([&](auto& f) { f.name = n; });
    }
    /// A partial index: only rows that meet the condition.
    template <expression::any_node E>
    [[nodiscard]] constexpr auto where(E condition) const {
        return index_option<E, Include, Parts...>{said, condition, parts};
    }
    /// PostgreSQL: gin, gist, brin, hash, ...; btree without a word.
    [[nodiscard]] constexpr index_option using_(std::string_view method) const {
        return with([&](auto& f) { f.method = method; });
    }
    /// PostgreSQL: columns that are kept along, so that a query needs the index only.
    template <auto... Columns>
    [[nodiscard]] constexpr auto include() const {
        return index_option<Where, path_list<path_to<Columns>...>, Parts...>{said, predicate, parts};
    }
    /// Of a unique index: two NULLs are equal. PostgreSQL 15.
    [[nodiscard]] constexpr index_option nulls_not_distinct() const {
        return with([](auto& f) { f.nulls_not_distinct = true; });
    }

private:
    template <class F>
    [[nodiscard]] constexpr index_option with(F change) const {
        index_option copy = *this;
        change(copy.said);
        return copy;
    }
};

/// Nothing is kept along.
struct no_columns {};

template <class Path>
struct node_of_path;
template <auto... Members>
struct node_of_path<member_path_to<Members...>> {
    using type = expression::column_node<Members...>;
};

template <class... Parts>
struct index_start : index_option<nothing, no_columns, Parts...> {
    /// All columns in descending order; for a mix write index_on("name", asc(...), desc(...)).
    [[nodiscard]] constexpr auto desc() const {
        return index_option<nothing, no_columns, expression::ordered_node<true, Parts>...>{};
    }
};

template <class E>
struct exclude_element {
    E subject;
    std::string_view with;
    std::string_view class_name;

    [[nodiscard]] constexpr exclude_element operator_class(std::string_view n) const {
        return {subject, with, n};
    }
};

template <class T>
inline constexpr bool is_exclude_element = false;
template <class E>
inline constexpr bool is_exclude_element<exclude_element<E>> = true;

// The plain part of an exclude option.
struct exclude_facts {
    std::string_view name;
    std::string_view method;
    bool deferrable = false;
    bool initially_deferred = false;
};

template <class Where, class... Elements>
struct exclude_option {
    exclude_facts said;
    Where predicate;
    expression::pack<Elements...> elements;

    /// The kind of index that finds the other rows; gist without a word.
    [[nodiscard]] constexpr exclude_option using_(std::string_view method) const {
        return with([&](auto& f) { f.method = method; });
    }
    /// Only these rows.
    template <expression::any_node E>
    [[nodiscard]] constexpr auto where(E condition) const {
        return exclude_option<E, Elements...>{said, condition, elements};
    }
    [[nodiscard]] constexpr exclude_option deferrable() const {
        return with([](auto& f) { f.deferrable = true; });
    }
    /// Checked at COMMIT.
    [[nodiscard]] constexpr exclude_option initially_deferred() const {
        return with([](auto& f) { f.deferrable = f.initially_deferred = true; });
    }

private:
    template <class F>
    [[nodiscard]] constexpr exclude_option with(F change) const {
        exclude_option copy = *this;
        change(copy.said);
        return copy;
    }
};

} // namespace detail

/// `index<&User::city, &User::name>`, with .unique(), .desc(), .where(...), .name(...); on PostgreSQL also
/// .using_("gin"), .include<&User::id>(), .nulls_not_distinct().
template <auto... Columns>
inline constexpr detail::index_start<typename detail::node_of_path<detail::path_to<Columns>>::type...>
    index{};

/// An index with expressions, or with columns in different orders; such an index needs a name:
/// `index_on("ix_users_lower_email", lower(col<&User::email>), desc(col<&User::id>).nulls_last())`.
template <expression::any_node... Parts>
[[nodiscard]] consteval auto index_on(std::string_view name, Parts... parts) {
    return detail::index_option<detail::nothing, detail::no_columns, Parts...>{
        {name, false, {}, false}, {}, expression::make_pack(parts...)};
}

/// One element of exclude(): a column or an expression, and the operator that two rows must not both meet.
template <expression::any_node E>
[[nodiscard]] consteval auto with(E subject, std::string_view operator_) {
    return detail::exclude_element<E>{subject, operator_, {}};
}

/// PostgreSQL: no two rows for which all the operators hold; its name becomes ex_<table>_<name>:
/// `exclude("room", with(col<&Booking::room>, "="), with(sql("tsrange(begins, ends)"),
/// "&&")).using_("gist")`.
template <class... Elements>
[[nodiscard]] consteval auto exclude(std::string_view name, Elements... elements) {
    static_assert((detail::is_exclude_element<Elements> && ...),
                  "athanor: exclude() takes with(column or expression, \"operator\")");
    return detail::exclude_option<detail::nothing, Elements...>{
        {name, {}, false, false}, {}, expression::make_pack(elements...)};
}

} // namespace athanor
