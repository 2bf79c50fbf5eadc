#pragma once
// SPDX-License-Identifier: BSL-1.0
// Mistakes in what a description says: members of another struct, things said twice, foreign keys that don't
// fit.

#include <athanor/schema/build.hpp>
#include <athanor/schema/diagnose_members.hpp>

namespace athanor::detail {

/// Does the path lead to a column of T?
template <class T, auto... Path>
[[nodiscard]] consteval model_mistake diagnose_path(member_path_to<Path...>, std::string_view what) {
    if constexpr (!std::is_same_v<path_owner<Path...>, T>) {
        return say_that(type_name<T>(), ": ", what, " names a member of ", type_name<path_owner<Path...>>(),
                        ": describe it there.");
    } else if constexpr (column_index<T, Path...>() == no_column) {
        return say_that(type_name<T>(), ": ", what, " names ", names_of_pointers<Path...>()[0],
                        ", which is not one column: say which member inside it, as in path<&", type_name<T>(),
                        "::", names_of_pointers<Path...>()[0], ", &Inner::member>.");
    } else {
        return {};
    }
}

template <class T, class... Paths>
[[nodiscard]] consteval model_mistake diagnose_list(path_list<Paths...>, std::string_view what) {
    if constexpr (sizeof...(Paths) == 0) {
        return say_that(type_name<T>(), ": ", what, " names no column: write it as ", what, "<&",
                        type_name<T>(), "::member>.");
    } else {
        model_mistake first;
        auto const look = [&](model_mistake const& s) { first = first.empty() ? s : first; };
        (look(diagnose_path<T>(Paths{}, what)), ...);
        if (first.empty()) {
            std::size_t const columns[] = {index_of_path<T>(Paths{})...};
            for (std::size_t i = 0; i < sizeof...(Paths); ++i) {
                for (std::size_t k = 0; k < i; ++k) {
                    if (columns[i] == columns[k]) {
                        return say_that(type_name<T>(), ".", member_names<T>[columns[i]],
                                        " is named twice in one ", what, ".");
                    }
                }
            }
        }
        return first;
    }
}

template <auto... Path>
consteval std::type_identity<path_type<Path...>> type_at(member_path_to<Path...>);
template <class P>
using path_value = value_of<typename decltype(type_at(P{}))::type>;

/// The last name of a path.
template <auto... Path>
[[nodiscard]] consteval std::string_view name_at_end(member_path_to<Path...>) {
    return names_of_pointers<Path...>()[sizeof...(Path) - 1];
}

template <class T, class From, class To>
[[nodiscard]] consteval model_mistake diagnose_pair() {
    if constexpr (!std::is_same_v<path_value<From>, path_value<To>>) {
        using target = typename decltype(owner_at(To{}))::type;
        return say_that(type_name<T>(), ".", name_at_end(From{}), " is ", full_type_name<path_value<From>>(),
                        ", but ", type_name<target>(), ".", name_at_end(To{}), ", which it references, is ",
                        full_type_name<path_value<To>>(), ": give both the same type.");
    } else {
        return {};
    }
}

template <class T, class... From, class... To>
[[nodiscard]] consteval model_mistake diagnose_reference(path_list<From...>, path_list<To...>) {
    if constexpr (sizeof...(From) != sizeof...(To)) {
        return say_that(type_name<T>(), ": a foreign key of ", digits_of(sizeof...(From)),
                        " columns references ", digits_of(sizeof...(To)), ": name as many on both sides.");
    } else {
        model_mistake first;
        auto const look = [&](model_mistake const& s) { first = first.empty() ? s : first; };
        (look(diagnose_pair<T, From, To>()), ...);
        return first;
    }
}

// Indexes and checks: every column in them must be the table's own.

template <class T, class N>
struct diagnose_columns_of {
    [[nodiscard]] static consteval model_mistake in(std::string_view) { return {}; }
};
template <class T, class... N>
[[nodiscard]] consteval model_mistake diagnose_each(std::string_view what) {
    model_mistake first;
    ((first = first.empty() ? diagnose_columns_of<T, N>::in(what) : first), ...);
    return first;
}
template <class T, auto... Path>
struct diagnose_columns_of<T, expression::column_node<Path...>> {
    [[nodiscard]] static consteval model_mistake in(std::string_view what) {
        return diagnose_path<T>(member_path_to<Path...>{}, what);
    }
};
template <class T, expression::op O, class L, class R, class V>
struct diagnose_columns_of<T, expression::binary_node<O, L, R, V>> {
    [[nodiscard]] static consteval model_mistake in(std::string_view what) {
        return diagnose_each<T, L, R>(what);
    }
};
template <class T, expression::op O, class X, class V>
struct diagnose_columns_of<T, expression::unary_node<O, X, V>> : diagnose_columns_of<T, X> {};
template <class T, bool Negated, class X, class List>
struct diagnose_columns_of<T, expression::in_node<Negated, X, List>> : diagnose_columns_of<T, X> {};
template <class T, bool D, class X>
struct diagnose_columns_of<T, expression::ordered_node<D, X>> : diagnose_columns_of<T, X> {};
template <class T, bool First, class X>
struct diagnose_columns_of<T, expression::nulls_placed_node<First, X>> : diagnose_columns_of<T, X> {};
template <class T, class X>
struct diagnose_columns_of<T, expression::operator_class_node<X>> : diagnose_columns_of<T, X> {};
template <class T, class X, class L, class H>
struct diagnose_columns_of<T, expression::between_node<X, L, H>> {
    [[nodiscard]] static consteval model_mistake in(std::string_view what) {
        return diagnose_each<T, X, L, H>(what);
    }
};
template <class T, auto Name, class V, bool Nullable, class... A>
struct diagnose_columns_of<T, expression::call_node<Name, V, Nullable, A...>> {
    [[nodiscard]] static consteval model_mistake in(std::string_view what) {
        return diagnose_each<T, A...>(what);
    }
};

// ---- one overload per option
// -------------------------------------------------------------------------------

template <class T, class D, class C, class P, auto... Path>
[[nodiscard]] consteval model_mistake diagnose_option(std::type_identity<column_option<D, C, P, Path...>>) {
    if constexpr (auto constexpr s = diagnose_path<T>(member_path_to<Path...>{}, "column"); !s.empty()) {
        return s;
    } else if constexpr (constexpr auto c = diagnose_columns_of<T, C>::in("check"); !c.empty()) {
        return c;
    } else if constexpr (constexpr auto p = diagnose_columns_of<T, P>::in("computed"); !p.empty()) {
        return p;
    } else if constexpr (!std::is_same_v<D, nothing>) {
        using M = path_type<Path...>;
        using V = value_of<M>;
        if constexpr (std::is_same_v<V, M>) {
            return say_that(type_name<T>(), ".", name_at_end(member_path_to<Path...>{}),
                            " always has a value: instead of default_value give the member an initialiser.");
        } else if constexpr (!std::is_convertible_v<D, V> && !std::is_invocable_r_v<V, D>) {
            return say_that(type_name<T>(), ".", name_at_end(member_path_to<Path...>{}),
                            ": default_value is not of the member's type: ", full_type_name<V>(), ".");
        } else {
            return {};
        }
    } else {
        return {};
    }
}
template <class T, class List>
[[nodiscard]] consteval model_mistake diagnose_option(std::type_identity<primary_key_option<List>>) {
    return diagnose_list<T>(List{}, "primary_key");
}
template <class T, class List>
[[nodiscard]] consteval model_mistake diagnose_option(std::type_identity<unique_option<List>>) {
    return diagnose_list<T>(List{}, "unique");
}
template <class T, class List>
[[nodiscard]] consteval model_mistake diagnose_option(std::type_identity<foreign_key_start<List>>) {
    return say_that(type_name<T>(), ": a foreign_key without a target: add .references<&Other::member>.");
}
template <class... Paths>
[[nodiscard]] consteval bool one_owner(path_list<Paths...> list) {
    using first = list_owner<decltype(list)>;
    return (std::is_same_v<typename decltype(owner_at(Paths{}))::type, first> && ...);
}
template <class T, class List, class Referred>
[[nodiscard]] consteval model_mistake
diagnose_option(std::type_identity<foreign_key_option<List, Referred>>) {
    if constexpr (constexpr auto s = diagnose_list<T>(List{}, "foreign_key"); !s.empty()) {
        return s;
    } else if constexpr (std::is_same_v<Referred, path_list<>>) {
        return say_that(type_name<T>(), ": a foreign_key without a target: add .references<&Other::member>.");
    } else if constexpr (!one_owner(Referred{})) {
        return say_that(type_name<T>(), ": a foreign key references columns of one struct, not of several.");
    } else if constexpr (constexpr auto d = diagnose_list<list_owner<Referred>>(Referred{}, "references");
                         !d.empty()) {
        return d;
    } else {
        return diagnose_reference<T>(List{}, Referred{});
    }
}

template <class Part>
inline constexpr bool is_column_part = false;
template <auto... Path>
inline constexpr bool is_column_part<expression::column_node<Path...>> = true;
template <bool D, class X>
inline constexpr bool is_column_part<expression::ordered_node<D, X>> = is_column_part<X>;
template <bool First, class X>
inline constexpr bool is_column_part<expression::nulls_placed_node<First, X>> = is_column_part<X>;
template <class X>
inline constexpr bool is_column_part<expression::operator_class_node<X>> = is_column_part<X>;
template <class O>
inline constexpr bool has_expression_part = false;
template <class Where, class Include, class... Parts>
inline constexpr bool has_expression_part<index_option<Where, Include, Parts...>> =
    !(is_column_part<Parts> && ...);

template <class T, class E>
[[nodiscard]] consteval model_mistake diagnose_option(std::type_identity<check_option<E>>) {
    return diagnose_columns_of<T, E>::in("check");
}
template <class T, class Where, class Include, class... Parts>
[[nodiscard]] consteval model_mistake
diagnose_option(std::type_identity<index_option<Where, Include, Parts...>>) {
    if constexpr (sizeof...(Parts) == 0) {
        return say_that(type_name<T>(), ": index names no column: write it as index<&", type_name<T>(),
                        "::member>.");
    } else if constexpr (constexpr auto s = diagnose_each<T, Parts..., Where>("index"); !s.empty()) {
        return s;
    } else if constexpr (!std::is_same_v<Include, no_columns>) {
        return diagnose_list<T>(Include{}, "include");
    } else {
        return {};
    }
}
template <class T, class... Parts>
[[nodiscard]] consteval model_mistake diagnose_option(std::type_identity<index_start<Parts...>>) {
    return diagnose_option<T>(std::type_identity<index_option<nothing, no_columns, Parts...>>{});
}
template <class T, class E>
struct diagnose_columns_of<T, exclude_element<E>> : diagnose_columns_of<T, E> {};
template <class T, class Where, class... Elements>
[[nodiscard]] consteval model_mistake
diagnose_option(std::type_identity<exclude_option<Where, Elements...>>) {
    if constexpr (sizeof...(Elements) == 0) {
        return say_that(type_name<T>(), ": exclude names nothing: write it as exclude(\"name\", with(col<&",
                        type_name<T>(), "::member>, \"=\")).");
    } else {
        return diagnose_each<T, Elements..., Where>("exclude");
    }
}
template <class T, class Owner>
[[nodiscard]] consteval model_mistake diagnose_option(std::type_identity<sequence_option<Owner>>) {
    if constexpr (std::is_same_v<Owner, nothing>) {
        return {};
    } else {
        return diagnose_path<T>(Owner{}, "owned_by");
    }
}
/// Anything else that was given to table(...).
template <class T>
[[nodiscard]] consteval model_mistake diagnose_option(...) {
    return say_that(type_name<T>(),
                    ": table(...) takes primary_key, column, foreign_key, unique, index, check, exclude and "
                    "sequence.");
}

template <class T, class... Opts>
[[nodiscard]] consteval model_mistake diagnose_options(std::type_identity<table_option<Opts...>>) {
    model_mistake first;
    ((first = first.empty() ? diagnose_option<T>(std::type_identity<Opts>{}) : first), ...);
    return first;
}

/// A model without a word about its columns: nothing can be wrong with what wasn't said.
template <class T>
inline constexpr bool describes_nothing = decltype(description_of<T>.options)::size == 0;

/// Names that the user must give, because none would be the same tomorrow.
template <class T>
[[nodiscard]] consteval model_mistake diagnose_missing_names() {
    model_mistake first;
    description_of<T>.options.for_each([&]<class O>(O const& option) {
        if constexpr (requires {
                          option.condition;
                          option.name;
                      }) {
            if (option.name.empty()) {
                first = say_that(type_name<T>(), ": a check has an empty name: check(\"positive\", ...).");
            }
        } else if constexpr (requires { option.elements; }) {
            if (option.said.name.empty()) {
                first = say_that(type_name<T>(), ": an exclude has an empty name: exclude(\"room\", ...).");
            }
        } else if constexpr (has_expression_part<O>) {
            if (option.said.name.empty()) {
                first = say_that(type_name<T>(),
                                 ": an index with an expression needs a name: index_on(\"ix_...\", ...).");
            }
        }
    });
    return first;
}

/// What is said of a column must be said once; the primary key too.
template <class T>
[[nodiscard]] consteval model_mistake diagnose_repetitions() {
    bool described[column_count<T> + 1]{};
    std::size_t twice = no_column;
    description_of<T>.options.for_each([&](auto const& option) {
        if constexpr (requires { option.facts; }) {
            auto const i = index_of_option<T>(option);
            twice = described[i] ? i : twice;
            described[i] = true;
        }
    });
    if (twice != no_column) {
        return say_that(type_name<T>(), ".", member_names<T>[twice],
                        " is described twice: put all its options behind one column<...>.");
    }
    if (key_of<T>.statements > 1) {
        return say_that(type_name<T>(),
                        " has two primary keys: name all key columns in one primary_key<...>.");
    }
    if (key_of<T>.count == 0) {
        return say_that(type_name<T>(), " has no primary key: add primary_key<&", type_name<T>(),
                        "::member>, or name a member id.");
    }
    return {};
}

} // namespace athanor::detail
