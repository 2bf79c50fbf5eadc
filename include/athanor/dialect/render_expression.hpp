#pragma once
// SPDX-License-Identifier: BSL-1.0
// Expressions of queries as text: columns quoted and with their table, values as placeholders. Everything is
// read off the types, so the same code writes constants at compile time and strings at run time.

#include <athanor/base/sink.hpp>
#include <athanor/dialect/decimal_order.hpp>
#include <athanor/dialect/dialect_id.hpp>
#include <athanor/dialect/parameter_type.hpp>
#include <athanor/dialect/quote.hpp>
#include <athanor/dialect/render_window.hpp>
#include <athanor/dialect/text_sink.hpp>
#include <athanor/expression/aggregate.hpp>
#include <athanor/expression/array.hpp>
#include <athanor/expression/conditional.hpp>
#include <athanor/expression/flatten.hpp>
#include <athanor/expression/formula.hpp>
#include <athanor/expression/json_path.hpp>
#include <athanor/schema/names.hpp>
#include <athanor/statement/derived.hpp>
#include <athanor/statement/filter.hpp>
#include <athanor/statement/insert.hpp>
#include <athanor/statement/keyset.hpp>
#include <athanor/statement/parameters.hpp>
#include <athanor/statement/subquery.hpp>
#include <athanor/statement/update.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor::detail {

template <dialect_id D, class Sink>
struct statement_renderer;

// See render_run_time.hpp.
template <dialect_id D>
void write_filter(renderer<D, text_sink>& r, run_time_list const& list);
template <dialect_id D>
void write_ordering(renderer<D, text_sink>& r, run_time_list const& list);

template <dialect_id D, class Sink>
struct renderer {
    Sink& out;
    std::size_t const* list_sizes = nullptr;        // of lists whose size isn't in the type, in order
    run_time_list const* const* run_time = nullptr; // what filters and orderings were given, in order
    std::string const* literals = nullptr;          // in the place of the placeholders, for people to read
    int parameters = 0;
    scope const* tables = nullptr; // of the statement around: an outer join makes NULLs
    bool has_tables = false;       // not tables != nullptr: with sanitizers that is no constant for g++

    constexpr void placeholder() {
        ++parameters;
        if constexpr (std::is_same_v<Sink, text_sink>) {
            if (literals != nullptr) {
                out.put(literals[parameters - 1]);
                return;
            }
        }
        if constexpr (D == dialect_id::sqlite) {
            out.put('?');
        } else {
            out.put('$');
            out.number(parameters);
        }
    }
    constexpr void name(std::string_view n) { put_identifier(out, n); }
    constexpr void table(std::string_view schema, std::string_view n) {
        if (!schema.empty()) {
            name(schema);
            out.put('.');
        }
        name(n);
    }
    template <class T>
    constexpr void table_of_model() {
        table(table_schema<T>(), table_name<T>());
    }

    template <class N>
    constexpr void inside(int weakest) {
        bool const wrap = binding_of<N> < weakest;
        if (wrap) {
            out.put('(');
        }
        write(node_type<N>{});
        if (wrap) {
            out.put(')');
        }
    }

    /// A node where a parameter's type must be said: in a select list, as an argument. PostgreSQL takes an
    /// untold one for a text.
    template <class N>
    constexpr void typed() {
        write(node_type<N>{});
        cast(node_type<N>{});
    }

    /// One side of an operator. PostgreSQL takes a parameter for a value of the other side's type; a number
    /// of another one must say so, or it might not fit.
    template <class N, class Other>
    constexpr void beside(int weakest) {
        inside<N>(weakest);
        using V = value_of<typename N::value_type>;
        using W = typename Other::value_type;
        constexpr bool other_kind = is_decimal_value<V> && !is_decimal_value<W>;
        if constexpr ((expression::is_number<V> && !std::is_same_v<V, W>) || other_kind) {
            cast(node_type<N>{});
        }
    }

    /// Where it is ordered, grouped or told from others: a decimal by its value.
    template <class N>
    constexpr void by_value() {
        constexpr bool collates = D == dialect_id::sqlite && is_decimal_value<typename N::value_type>;
        collated<N, collates>(0);
    }
    /// The left side of a comparison, which has the collation for both.
    template <class N, bool Collates>
    constexpr void collated(int weakest) {
        inside<N>(Collates ? 9 : weakest);
        out.put(Collates ? decimal_collation : std::string_view{});
    }
    template <class A, class B>
    static constexpr bool collates_equal =
        D == dialect_id::sqlite&& are_equal_by_value<typename A::value_type, typename B::value_type>;

    template <class V>
    constexpr void write(node_type<expression::value_node<V>>) {
        placeholder();
    }
    template <class Form, class V>
    constexpr void write(node_type<expression::adapted_value<Form, V>>) {
        placeholder();
    }
    template <auto... Path>
    constexpr void write(node_type<excluded_node<Path...>>) {
        out.put("excluded.");
        name(expression::column_node<Path...>::name());
    }

    // ---- subqueries
    template <class S>
    constexpr void write(node_type<scalar_node<S>>) {
        statement_renderer<D, Sink>{*this}.template nested<S>();
    }
    template <class S>
    constexpr void write(node_type<exists_node<S>>) {
        out.put("EXISTS ");
        statement_renderer<D, Sink>{*this}.template nested<S>();
    }
    template <bool Negated, class X, class S>
    constexpr void write(node_type<expression::in_subquery_node<Negated, X, S>>) {
        collated<X, collates_equal<X, X>>(5);
        out.put(Negated ? " NOT IN " : " IN ");
        statement_renderer<D, Sink>{*this}.template nested<S>();
    }

    constexpr void write(node_type<null_node>) { out.put("NULL"); }
    constexpr void write(node_type<expression::now_node>) { out.put(expression::now_node::text); }
    constexpr void write(node_type<expression::not_comparable>) {} // refused already
    // With its table: alone, SQLite reads an unknown "name" as a string.
    template <auto... Path>
    constexpr void write(node_type<expression::column_node<Path...>>) {
        using column = expression::column_node<Path...>;
        name(column::table());
        out.put('.');
        name(column::name());
    }
    template <text Alias, auto... Path>
    constexpr void write(node_type<expression::aliased_column_node<Alias, Path...>>) {
        name(Alias.view());
        out.put('.');
        name(expression::aliased_column_node<Alias, Path...>::name());
    }
    template <class Source, std::size_t I>
    constexpr void write(node_type<entity_part_node<Source, I>>) {
        using column = entity_part_node<Source, I>;
        name(column::table());
        out.put('.');
        name(column::name());
    }
    template <class... T>
    constexpr void write(node_type<filter<T...>>) {
        if constexpr (std::is_same_v<Sink, text_sink>) { // its text is never a constant
            write_filter(*this, **run_time++);
        }
    }
    template <class... T>
    constexpr void write(node_type<ordering<T...>>) {
        if constexpr (std::is_same_v<Sink, text_sink>) {
            write_ordering(*this, **run_time++);
        }
    }
    template <bool Descending, class... K, class... V>
    constexpr void
    write(node_type<row_after_node<Descending, expression::types<K...>, expression::types<V...>>>) {
        char const* word = "(";
        ((out.put(std::exchange(word, ", ")), by_value<K>()), ...);
        word = Descending ? ") < (" : ") > (";
        ((out.put(std::exchange(word, ", ")), beside<V, K>(0)), ...);
        out.put(')');
    }
    template <text Name, text Alias, auto... Path>
    constexpr void write(node_type<row_column<Name, Alias, Path...>>) {
        name(Alias.view());
        out.put('.');
        name(row_column<Name, Alias, Path...>::name());
    }
    template <text Name, class X>
    constexpr void write(node_type<expression::label_reference<Name, X>>) {
        name(Name.view());
    }
    /// In an expression the name means what it stands for: `having(orders > 3)`.
    template <text Name, class X>
    constexpr void write(node_type<expression::label_node<Name, X>>) {
        write(node_type<X>{});
    }
    template <expression::op O, class L, class R, class V>
    constexpr void write(node_type<expression::binary_node<O, L, R, V>>) {
        constexpr int mine = precedence(O);
        constexpr bool chains = O == expression::op::and_ || O == expression::op::or_;
        constexpr bool is_like = O == expression::op::like || O == expression::op::not_like;
        if constexpr (D == dialect_id::sqlite && is_decimal_arithmetic<O, L, R>) {
            out.put(decimal_function(O));
            write(node_type<L>{});
            out.put(", ");
            write(node_type<R>{});
            out.put(')');
            return;
        }
        constexpr bool collates = D == dialect_id::sqlite && compares_decimals<O, L, R>();
        if constexpr (collates) {
            collated<L, true>(9);
        } else {
            beside<L, R>(mine == 4 ? 5 : mine);
        }
        if constexpr (is_like && D == dialect_id::sqlite) { // whose LIKE takes 'A' for 'a'
            out.put(O == expression::op::like ? " GLOB " : " NOT GLOB ");
            glob_pattern<R>();
        } else {
            out.put(expression::words_of(O));
            beside<R, L>(chains ? mine : mine + 1);
        }
    }
    template <expression::op O, class X, class V>
    constexpr void write(node_type<expression::unary_node<O, X, V>>) {
        if constexpr (O == expression::op::is_null || O == expression::op::is_not_null) {
            inside<X>(5);
            out.put(expression::words_of(O));
        } else if constexpr (D == dialect_id::sqlite && O == expression::op::negate && is_decimal_value<V>) {
            out.put("athanor_decimal_sub('0', ");
            write(node_type<X>{});
            out.put(')');
        } else {
            out.put(expression::words_of(O)); // in parentheses: "--" would begin a comment
            out.put('(');
            write(node_type<X>{});
            out.put(')');
        }
    }
    template <bool Negated, class X, class Values>
    constexpr void write(node_type<expression::in_node<Negated, X, Values>>) {
        collated<X, collates_equal<X, X>>(5);
        if constexpr (expression::is_one_parameter<Values>()) {
            using V = expression::kept_t<typename Values::value_type>;
            if constexpr (D == dialect_id::sqlite) {
                out.put(Negated ? " NOT IN (SELECT value FROM json_each("
                                : " IN (SELECT value FROM json_each(");
                placeholder();
                out.put("))");
            } else {
                out.put(Negated ? " <> ALL (" : " = ANY (");
                placeholder();
                if constexpr (expression::is_number<V> && !std::is_same_v<V, typename X::value_type>) {
                    out.put("::bigint[]");
                }
                out.put(")");
            }
            return;
        }
        std::size_t size = fixed_size<Values>;
        if constexpr (fixed_size<Values> == unknown_size) {
            size = *list_sizes++;
        }
        if (size ==
            0) { // an empty list isn't SQL; PostgreSQL asks every other form for the type of its values
            out.put(D == dialect_id::sqlite
                        ? (Negated ? " NOT IN (SELECT NULL WHERE 1 = 0)" : " IN (SELECT NULL WHERE 1 = 0)")
                        : (Negated ? " <> ALL ('{}')" : " = ANY ('{}')"));
            return;
        }
        out.put(Negated ? " NOT IN (" : " IN (");
        for (std::size_t i = 0; i < size; ++i) {
            if (i > 0) {
                out.put(", ");
            }
            using V = std::remove_cvref_t<decltype(*std::declval<Values const&>().begin())>;
            beside<expression::value_node<V>, X>(9);
        }
        out.put(')');
    }
    template <class X, class L, class H>
    constexpr void write(node_type<expression::between_node<X, L, H>>) {
        collated<X, D == dialect_id::sqlite && is_decimal_value<typename X::value_type>>(5);
        out.put(" BETWEEN ");
        beside<L, X>(5);
        out.put(" AND ");
        beside<H, X>(5);
    }
    template <bool Distinct, class L, class R>
    constexpr void write(node_type<expression::distinct_node<Distinct, L, R>>) {
        if constexpr (collates_equal<L, R>) {
            collated<L, true>(9);
        } else {
            beside<L, R>(5);
        }
        if constexpr (D == dialect_id::sqlite) { // IS DISTINCT FROM came with 3.39
            out.put(Distinct ? " IS NOT " : " IS ");
        } else {
            out.put(Distinct ? " IS DISTINCT FROM " : " IS NOT DISTINCT FROM ");
        }
        beside<R, L>(5);
    }
    template <text Name, class V, bool Nullable, class... A>
    constexpr void write(node_type<expression::call_node<Name, V, Nullable, A...>>) {
        if constexpr (D == dialect_id::sqlite && is_decimal_value<V> && Name.view() == "abs") {
            out.put("ltrim(");
            (write(node_type<A>{}), ...);
            out.put(", '-')");
            return;
        }
        out.put(Name.view());
        out.put('(');
        [[maybe_unused]] bool first = true;
        ((first ? void() : void(out.put(", ")), first = false, typed<A>()), ...);
        out.put(')');
    }
    template <text Sqlite, text Postgresql, class V, expression::null_rule Nulls, class... A>
    constexpr void write(node_type<expression::formula_node<Sqlite, Postgresql, V, Nulls, A...>>) {
        std::string_view rest = D == dialect_id::sqlite ? Sqlite.view() : Postgresql.view();
        [[maybe_unused]] auto const until_argument = [&] {
            auto const at = expression::next_place(rest);
            out.put(rest.substr(0, at));
            rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 2);
        };
        ((until_argument(), typed<A>()), ...);
        out.put(rest);
    }
    template <class C, class X>
    constexpr void write(node_type<expression::when_node<C, X>>) {
        out.put(" WHEN ");
        write(node_type<C>{});
        out.put(" THEN ");
        typed<X>();
    }
    template <class V, class Else, class... When>
    constexpr void write(node_type<expression::case_node<V, Else, When...>>) {
        out.put("CASE");
        (write(node_type<When>{}), ...);
        if constexpr (!std::is_same_v<Else, expression::no_else>) {
            out.put(" ELSE ");
            typed<Else>();
        }
        out.put(" END");
    }
    // SQLite's max(a, b) is NULL when one of them is: there the aggregate passes them over.
    template <bool Greatest, class V, class... X>
    constexpr void write(node_type<expression::extreme_node<Greatest, V, X...>>) {
        if constexpr (D == dialect_id::sqlite) {
            out.put(Greatest ? "(SELECT max(x" : "(SELECT min(x");
            out.put(is_decimal_value<V> ? decimal_collation : std::string_view{});
            out.put(") FROM (");
            char const* word = "SELECT ";
            ((out.put(std::exchange(word, " UNION ALL SELECT ")), write(node_type<X>{}), out.put(" AS x")),
             ...);
            out.put("))");
        } else {
            char const* word = Greatest ? "greatest(" : "least(";
            ((out.put(std::exchange(word, ", ")), typed<X>()), ...);
            out.put(')');
        }
    }
    template <class X, class K>
    constexpr void write(node_type<expression::json_step_node<X, K>>) {
        out.put('(');
        typed<X>();
        out.put(" -> ");
        typed<expression::json_key<K>>();
        out.put(')');
    }
    template <bool All, class X>
    constexpr void write(node_type<expression::any_element_node<All, X>>) {
        out.put(All ? "ALL (" : "ANY (");
        typed<X>();
        out.put(')');
    }
    template <text Name, text Cast, class V, bool Distinct, class Filter, class... A>
    constexpr void write(node_type<expression::aggregate_node<Name, Cast, V, Distinct, Filter, A...>>) {
        constexpr bool casts = D == dialect_id::postgresql && !Cast.view().empty();
        out.put(casts ? "CAST(" : "");
        aggregate(node_type<expression::aggregate_node<Name, Cast, V, Distinct, Filter, A...>>{});
        cast_end(casts, Cast.view());
    }
    template <class F, class W>
    constexpr void write(node_type<expression::over_node<F, W>>) {
        constexpr bool casts = D == dialect_id::postgresql && !F::cast.empty();
        out.put(casts ? "CAST(" : "");
        aggregate(node_type<F>{});
        out.put(" OVER (");
        window_renderer<D, Sink>{*this}.write(node_type<W>{});
        out.put(')');
        cast_end(casts, F::cast);
    }
    constexpr void write(node_type<expression::small_value>) {
        placeholder();
        out.put(D == dialect_id::postgresql ? "::integer" : "");
    }
    template <bool Descending, class N>
    constexpr void write(node_type<expression::ordered_node<Descending, N>>) {
        ordered<Descending, N>();
        // NULLs count as the smallest values, as SQLite has it; PostgreSQL has them the other way round.
        if (D == dialect_id::postgresql && has_tables && may_be_null<N>(*tables)) {
            out.put(Descending ? " NULLS LAST" : " NULLS FIRST");
        }
    }
    template <bool First, bool Descending, class N>
    constexpr void
    write(node_type<expression::nulls_placed_node<First, expression::ordered_node<Descending, N>>>) {
        ordered<Descending, N>();
        out.put(First ? " NULLS FIRST" : " NULLS LAST");
    }
    template <class N, auto... Path>
    constexpr void write(node_type<assignment<N, Path...>>) {
        name(expression::column_node<Path...>::name());
        out.put(" = ");
        assigned<N, Path...>();
    }
    template <class N, auto... Path>
    constexpr void assigned() {
        constexpr sql_type fitted = D == dialect_id::sqlite ? fitted_type<N, Path...>() : sql_type{};
        if constexpr (fitted.length > 0) {
            out.put("athanor_decimal_fit(");
            write(node_type<N>{});
            out.put(", ");
            out.number(fitted.length);
            out.put(", ");
            out.number(fitted.scale);
            out.put(')');
        } else {
            write(node_type<N>{});
        }
    }

private:
    template <text Name, text Cast, class V, bool Distinct, class Filter, class... A>
    constexpr void aggregate(node_type<expression::aggregate_node<Name, Cast, V, Distinct, Filter, A...>>) {
        if constexpr (D == dialect_id::sqlite && is_decimal_value<V> &&
                      (Name.view() == "sum" || Name.view() == "avg")) {
            out.put("athanor_decimal_");
        }
        out.put(Name.view());
        out.put(Distinct ? "(DISTINCT " : "(");
        out.put(sizeof...(A) == 0 ? "*" : "");
        [[maybe_unused]] bool first = true;
        [[maybe_unused]] constexpr bool compares = Distinct || Name.view() == "min" || Name.view() == "max";
        ((first ? void() : void(out.put(", ")), first = false, argument<A, compares>()), ...);
        out.put(')');
        if constexpr (!std::is_same_v<Filter, expression::no_filter>) {
            out.put(" FILTER (WHERE ");
            write(node_type<Filter>{});
            out.put(')');
        }
    }
    template <text Name, text Cast, class V, bool Nullable, class... A>
    constexpr void aggregate(node_type<expression::window_function<Name, Cast, V, Nullable, A...>>) {
        out.put(Name.view());
        out.put('(');
        [[maybe_unused]] bool first = true;
        ((first ? void() : void(out.put(", ")), first = false, typed<A>()), ...);
        out.put(')');
    }
    template <class N, bool Compares>
    constexpr void argument() {
        if constexpr (D == dialect_id::sqlite && Compares && is_decimal_value<typename N::value_type>) {
            by_value<N>();
        } else {
            typed<N>();
        }
    }
    constexpr void cast_end(bool casts, std::string_view type) {
        if (casts) {
            out.put(" AS ");
            out.put(type);
            out.put(')');
        }
    }

    // A pattern that only the database knows, in GLOB's signs: what stands for itself there goes into
    // brackets, and so does what was escaped, with another sign until the wildcards are through.
    template <class P>
    constexpr void glob_pattern() {
        if constexpr (requires { &P::for_database; }) {
            write(node_type<P>{});
        } else {
            constexpr std::string_view steps[][2] = {
                {"[", "[[]"}, {"*", "[*]"}, {"?", "[?]"}, {"\\\\", "[/]"}, {"\\%", "[.]"}, {"\\_", "[-]"},
                {"\\", ""},   {"%", "*"},   {"_", "?"},   {"[/]", "[\\]"}, {"[.]", "[%]"}, {"[-]", "[_]"}};
            for (std::size_t i = 0; i < std::size(steps); ++i) {
                out.put("replace(");
            }
            write(node_type<P>{});
            for (auto const& [from, to] : steps) {
                out.put(", '");
                out.put(from);
                out.put("', '");
                out.put(to);
                out.put("')");
            }
        }
    }

    template <class N>
    constexpr void cast(node_type<N>) {}
    template <class Form, class V>
    constexpr void cast(node_type<expression::adapted_value<Form, V>>) {
        if constexpr (D == dialect_id::postgresql) {
            out.put("::");
            out.put(Form::postgresql_type);
        }
    }
    template <text Name, class X>
    constexpr void cast(node_type<expression::label_node<Name, X>>) {
        cast(node_type<X>{});
    }
    template <class V>
    constexpr void cast(node_type<expression::value_node<V>>) {
        if constexpr (D == dialect_id::postgresql && !parameter_type<value_of<V>>().empty()) {
            out.put("::");
            out.put(parameter_type<value_of<V>>());
        }
    }

    template <bool Descending, class N>
    constexpr void ordered() {
        by_value<N>();
        if constexpr (Descending) {
            out.put(" DESC");
        }
    }
};

} // namespace athanor::detail
