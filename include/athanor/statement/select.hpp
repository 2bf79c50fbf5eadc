#pragma once
// SPDX-License-Identifier: BSL-1.0
// SELECT, and the questions count and exists that are asked with one.

#include <athanor/base/error.hpp>
#include <athanor/statement/into.hpp>
#include <athanor/statement/keyset.hpp>
#include <athanor/statement/order_by.hpp>
#include <athanor/statement/result.hpp>
#include <athanor/statement/set_operation.hpp>
#include <athanor/statement/where.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace athanor {
namespace detail {

// SQLite would take it as no limit at all.
[[nodiscard]] constexpr std::int64_t not_negative(std::int64_t rows) {
    if (rows < 0) {
        throw error{error_kind::out_of_range,
                    "limit() and offset() take 0 or more rows: leave the call away for no limit"};
    }
    return rows;
}

/// LIMIT or OFFSET: a parameter, so the statement stays the same for every number.
template <clause_kind Kind>
struct row_number_clause : clause<Kind> {
    expression::value_node<std::int64_t> rows;
    using parts = expression::types<expression::value_node<std::int64_t>>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(rows);
    }
};
using limit_clause = row_number_clause<clause_kind::limit>;
using offset_clause = row_number_clause<clause_kind::offset>;

enum class lock_strength : unsigned char { update, no_key_update, share, key_share };
enum class lock_wait : unsigned char { wait, nowait, skip_locked };

/// FOR UPDATE and its kin; of some of the tables, or of all.
template <lock_strength Strength, lock_wait Wait, class... Of>
struct lock_clause : clause<clause_kind::lock> {
    static constexpr lock_strength strength = Strength;
    static constexpr lock_wait wait = Wait;
    using tables = expression::types<Of...>;
    template <lock_wait Other>
    using waiting = lock_clause<Strength, Other, Of...>;
    template <class More>
    using with_table = lock_clause<Strength, Wait, Of..., More>;
    static constexpr std::string_view not_on_sqlite =
        "SQLite locks no single rows: leave for_update() away and begin the transaction as immediate.";
};

} // namespace detail

/// A SELECT: each call gives a new statement, and the type says its shape, so that the text is a constant.
///
///     auto adults = select<User>().where(col<&User::age> >= 18).order_by(col<&User::name>).limit(10);
///     auto orders = select(col<&User::name>, count(col<&Order::id>))
///                       .left_join<Order>().group_by(col<&User::name>);
///
/// One item gives rows of its type, several a std::tuple. What is wrong with a statement is said where it is
/// used: all(), to_sql(), in a subquery.
template <class... Clause>
struct select_statement : expression::node, expression::statement_base {
    using list_type = detail::clause_of<detail::clause_kind::list, Clause...>;
    using items = typename list_type::items;
    /// What all(), first() and stream() give for a row.
    using result_type =
        typename detail::row_type_of<select_statement,
                                     detail::clause_of<detail::clause_kind::into, Clause...>, items>::type;
    /// The type of its one column; void when it has several or selects a struct.
    using scalar_type = typename detail::scalar_of_items<items>::type;
    using clause_types = expression::types<Clause...>;

    expression::pack<Clause...> clauses;

    using parts = clause_types;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        clauses.for_each(f);
    }
    template <detail::clause_kind K>
    static constexpr bool has = detail::has_clause<K, Clause...>;
    template <detail::clause_kind K>
    using clause_type = detail::clause_of<K, Clause...>;

    /// Rows for which this holds; said twice, both must hold.
    template <class C>
    [[nodiscard]] constexpr auto where(C const& c) const {
        return made_of(detail::with_condition<detail::clause_kind::where>(clauses, c));
    }
    /// Where the rows come from, when that isn't the table of the first column.
    template <class T>
    [[nodiscard]] constexpr auto from() const {
        return with(detail::from_clause<detail::plain_table<T>>{});
    }
    template <detail::row_source Source>
    [[nodiscard]] constexpr auto from(Source const& source) const {
        return with(detail::from_clause<Source>{{}, source});
    }

    /// The rows of T that belong to those before, along the one foreign key between them.
    template <class T>
    [[nodiscard]] constexpr auto join() const {
        return joined<detail::join_kind::inner>(detail::plain_table<T>{}, detail::along_foreign_key{});
    }
    template <class T, class C>
    [[nodiscard]] constexpr auto join(C const& on) const {
        return joined<detail::join_kind::inner>(detail::plain_table<T>{}, on);
    }
    template <detail::row_source Source, class C = detail::along_foreign_key>
    [[nodiscard]] constexpr auto join(Source const& source, C const& on = {}) const {
        return joined<detail::join_kind::inner>(source, on);
    }
    /// Keeps the rows that have none of T; whatever is selected of T is a std::optional.
    template <class T>
    [[nodiscard]] constexpr auto left_join() const {
        return joined<detail::join_kind::left>(detail::plain_table<T>{}, detail::along_foreign_key{});
    }
    template <class T, class C>
    [[nodiscard]] constexpr auto left_join(C const& on) const {
        return joined<detail::join_kind::left>(detail::plain_table<T>{}, on);
    }
    template <detail::row_source Source, class C = detail::along_foreign_key>
    [[nodiscard]] constexpr auto left_join(Source const& source, C const& on = {}) const {
        return joined<detail::join_kind::left>(source, on);
    }
    /// Keeps the rows of T that belong to none; what was there before is a std::optional.
    template <class T>
    [[nodiscard]] constexpr auto right_join() const {
        return joined<detail::join_kind::right>(detail::plain_table<T>{}, detail::along_foreign_key{});
    }
    template <class T, class C>
    [[nodiscard]] constexpr auto right_join(C const& on) const {
        return joined<detail::join_kind::right>(detail::plain_table<T>{}, on);
    }
    template <detail::row_source Source, class C = detail::along_foreign_key>
    [[nodiscard]] constexpr auto right_join(Source const& source, C const& on = {}) const {
        return joined<detail::join_kind::right>(source, on);
    }
    /// Keeps both.
    template <class T>
    [[nodiscard]] constexpr auto full_join() const {
        return joined<detail::join_kind::full>(detail::plain_table<T>{}, detail::along_foreign_key{});
    }
    template <class T, class C>
    [[nodiscard]] constexpr auto full_join(C const& on) const {
        return joined<detail::join_kind::full>(detail::plain_table<T>{}, on);
    }
    template <detail::row_source Source, class C = detail::along_foreign_key>
    [[nodiscard]] constexpr auto full_join(Source const& source, C const& on = {}) const {
        return joined<detail::join_kind::full>(source, on);
    }
    /// Every row with every row.
    template <class T>
    [[nodiscard]] constexpr auto cross_join() const {
        return joined<detail::join_kind::cross>(detail::plain_table<T>{}, detail::no_condition{});
    }
    template <detail::row_source Source>
    [[nodiscard]] constexpr auto cross_join(Source const& source) const {
        return joined<detail::join_kind::cross>(source, detail::no_condition{});
    }

    /// One row for each combination of these.
    template <class... X>
    [[nodiscard]] constexpr auto group_by(X const&... x) const {
        return with(detail::group_clause<decltype(detail::as_group(x))...>{
            {}, expression::make_pack(detail::as_group(x)...)});
    }
    /// Groups for which this holds.
    template <class C>
    [[nodiscard]] constexpr auto having(C const& c) const {
        return made_of(detail::with_condition<detail::clause_kind::having>(clauses, c));
    }
    /// Columns or expressions, first one first; `desc(...)` for largest first. Replaces an earlier order.
    template <class... X>
    [[nodiscard]] constexpr auto order_by(X const&... x) const {
        return with(detail::order_clause<decltype(detail::as_ordering(x))...>{
            {}, expression::make_pack(detail::as_ordering(x)...)});
    }
    /// The rows behind one whose values these are, in the order that order_by() says, which must end with
    /// something unique: pages that stay right while rows come and go, and that an index finds. A part that
    /// may be NULL takes a std::optional; NULLs stand where the order has them.
    ///
    ///     auto page = select<User>().order_by(col<&User::name>, col<&User::id>).limit(20);
    ///     auto rows = conn.all(page);
    ///     auto next = conn.all(page.after(rows.back().name, rows.back().id));
    template <class... V>
    [[nodiscard]] constexpr auto after(V const&... last) const {
        static_assert(
            detail::expect<has<detail::clause_kind::order_by>, "after() stands behind order_by(...)">());
        if constexpr (has<detail::clause_kind::order_by>) {
            return where(detail::keyset<select_statement>(
                detail::find_clause<detail::clause_kind::order_by>(clauses), last...));
        } else {
            return *this;
        }
    }
    /// At most this many rows (a parameter: the statement stays the same for every number). Throws
    /// out_of_range for a negative number.
    [[nodiscard]] constexpr auto limit(std::int64_t rows) const {
        return with(
            detail::limit_clause{{}, expression::value_node<std::int64_t>{detail::not_negative(rows)}});
    }
    /// Leaves out the first rows.
    [[nodiscard]] constexpr auto offset(std::int64_t rows) const {
        return with(
            detail::offset_clause{{}, expression::value_node<std::int64_t>{detail::not_negative(rows)}});
    }
    /// Each row once.
    [[nodiscard]] constexpr auto distinct() const { return with(detail::distinct_clause<>{}); }
    /// The first row, in the order of order_by(), of each combination of these (PostgreSQL only).
    template <class... X>
    requires(sizeof...(X) > 0) [[nodiscard]] constexpr auto distinct_on(X const&... x) const {
        return with(detail::distinct_clause<X...>{{}, expression::make_pack(x...)});
    }
    /// Rows as a struct of your own: each member takes the column of its name, which is the label given with
    /// .as<"name">(), or what the model's member is called. Of whole models only those columns are asked for.
    /// Members may be std::string_view or std::span<std::byte const> where the rows are streamed.
    ///
    ///     struct Card { std::string name; std::int64_t orders{}; };
    ///     select(col<&User::name>,
    ///     count().as<"orders">()).join<Order>().group_by(col<&User::id>).into<Card>()
    template <class Row>
    [[nodiscard]] constexpr auto into() const {
        return with(detail::narrowed<Row>(detail::find_clause<detail::clause_kind::list>(clauses)))
            .with(detail::into_clause<Row>{});
    }

    /// The rows of both selects, each once. The types of their columns must be the same; the first select
    /// gives the names. order_by(), limit() and offset() said behind it are about the whole;
    /// `a.union_(b).except(c)` is (a union b) except c.
    template <class Other>
    [[nodiscard]] constexpr auto union_(Other const& other) const {
        return merged<detail::set_operator::union_>(other);
    }
    /// The rows of both, one after the other, those that are equal as often as they come.
    template <class Other>
    [[nodiscard]] constexpr auto union_all(Other const& other) const {
        return merged<detail::set_operator::union_all>(other);
    }
    /// The rows that both give, each once.
    template <class Other>
    [[nodiscard]] constexpr auto intersect(Other const& other) const {
        return merged<detail::set_operator::intersect>(other);
    }
    /// The rows that the other doesn't give, each once.
    template <class Other>
    [[nodiscard]] constexpr auto except(Other const& other) const {
        return merged<detail::set_operator::except>(other);
    }

    /// Locks the rows until the transaction ends (PostgreSQL only).
    [[nodiscard]] constexpr auto for_update() const { return locked<detail::lock_strength::update>(); }
    /// The same, but rows that refer to them may still come.
    [[nodiscard]] constexpr auto for_no_key_update() const {
        return locked<detail::lock_strength::no_key_update>();
    }
    /// Others may read and lock them so as well, nobody may change them.
    [[nodiscard]] constexpr auto for_share() const { return locked<detail::lock_strength::share>(); }
    /// Nobody may erase them or change their keys.
    [[nodiscard]] constexpr auto for_key_share() const { return locked<detail::lock_strength::key_share>(); }
    /// Behind for_update(): only the rows of this table; said again, of that one too.
    template <class T>
    [[nodiscard]] constexpr auto of() const {
        return of(detail::plain_table<T>{});
    }
    template <detail::row_source Source>
    [[nodiscard]] constexpr auto of(Source const&) const {
        using lock = clause_type<detail::clause_kind::lock>;
        static_assert(detail::expect<has<detail::clause_kind::lock>,
                                     "of() stands behind for_update() or for_share()">());
        if constexpr (has<detail::clause_kind::lock>) {
            return with(typename lock::template with_table<Source>{});
        } else {
            return *this;
        }
    }
    /// Behind for_update(): leaves out rows that others have locked.
    [[nodiscard]] constexpr auto skip_locked() const { return waiting<detail::lock_wait::skip_locked>(); }
    /// Behind for_update(): an error of kind busy instead of a wait.
    [[nodiscard]] constexpr auto nowait() const { return waiting<detail::lock_wait::nowait>(); }

    /// With one more clause, or another in the place of the one of its kind.
    template <class New>
    [[nodiscard]] constexpr auto with(New added) const {
        return made_of(detail::with_clause(clauses, std::move(added)));
    }

private:
    template <class... C>
    [[nodiscard]] static constexpr select_statement<C...> made_of(expression::pack<C...> all) {
        return select_statement<C...>{{}, {}, std::move(all)};
    }
    template <detail::join_kind Kind, class Source, class C>
    [[nodiscard]] constexpr auto joined(Source source, C const& on) const {
        constexpr bool takes = detail::condition<C> || std::is_same_v<C, detail::along_foreign_key> ||
                               std::is_same_v<C, detail::no_condition>;
        static_assert(
            detail::expect<takes,
                           "where(), having() and join() take a condition, such as col<&User::id> == 1">());
        if constexpr (takes) {
            return with(detail::join_clause<Kind, Source, C>{{}, std::move(source), on});
        } else {
            return with(
                detail::join_clause<Kind, Source, expression::not_comparable>{{}, std::move(source), {}});
        }
    }
    template <detail::lock_strength Strength>
    [[nodiscard]] constexpr auto locked() const {
        return with(detail::lock_clause<Strength, detail::lock_wait::wait>{});
    }
    template <detail::set_operator O, class Other>
    [[nodiscard]] constexpr auto merged(Other const& other) const {
        static_assert(detail::expect<expression::any_statement<Other>,
                                     "union_() and its kin take another select(...)">());
        if constexpr (expression::any_statement<Other>) {
            using list = detail::set_operation_clause<O, select_statement, Other>;
            return select_statement<list>{{}, {}, expression::make_pack(list{{}, *this, other})};
        } else {
            return *this;
        }
    }
    template <detail::lock_wait Wait>
    [[nodiscard]] constexpr auto waiting() const {
        using lock = clause_type<detail::clause_kind::lock>;
        static_assert(
            detail::expect<has<detail::clause_kind::lock>,
                           "skip_locked() and nowait() stand behind for_update() or for_share()">());
        if constexpr (has<detail::clause_kind::lock>) {
            return with(typename lock::template waiting<Wait>{});
        } else {
            return *this;
        }
    }
};

/// All rows of a model's table, to be narrowed by where() and the others. Several models give tuples of them:
/// `select<User, Order>().join<Order>()`.
template <class T, class... More>
[[nodiscard]] constexpr auto select() {
    using list = detail::list_clause<detail::entity_node<detail::plain_table<T>>,
                                     detail::entity_node<detail::plain_table<More>>...>;
    using from = detail::from_clause<detail::plain_table<T>>;
    return select_statement<list, from>{};
}
/// Columns, expressions and models (`entity<User>`, an alias). Reads from the table of the first column; say
/// `.from<T>()` for another.
template <class First, class... X>
[[nodiscard]] constexpr auto select(First const& first, X const&... x) {
    using list = detail::list_clause<decltype(detail::as_item(first)), decltype(detail::as_item(x))...>;
    list items{{}, expression::make_pack(detail::as_item(first), detail::as_item(x)...)};
    using source = typename detail::first_source<list>::type;
    if constexpr (std::is_void_v<source>) {
        return select_statement<list>{{}, {}, expression::make_pack(std::move(items))};
    } else {
        return select_statement<list, detail::from_clause<source>>{
            {}, {}, expression::make_pack(std::move(items), detail::from_clause<source>{})};
    }
}

namespace detail {

template <class X>
inline constexpr bool is_select = false;
template <class... C>
inline constexpr bool is_select<select_statement<C...>> = true;

/// The questions need no order, and no columns.
template <class Select>
inline constexpr bool counts_rows_of_its_own =
    is_set_operation<typename Select::list_type> || Select::template has<clause_kind::distinct> ||
    Select::template has<clause_kind::group_by> || Select::template has<clause_kind::having> ||
    Select::template has<clause_kind::limit> || Select::template has<clause_kind::offset>;

/// SELECT count(*) over the rows that a select would give.
template <class Select>
struct count_of : expression::node {
    using inner_type = Select;
    Select const& inner;
    explicit constexpr count_of(Select const& s)
        : inner{s} {}
    using parts = expression::types<Select>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        inner.clauses.for_each([&]<class C>(C const& c) {
            if constexpr (counts_rows_of_its_own<Select> ||
                          (C::kind != clause_kind::list && C::kind != clause_kind::order_by &&
                           C::kind != clause_kind::lock)) {
                f(c);
            }
        });
    }
};
/// SELECT EXISTS over the same.
template <class Select>
struct exists_of : expression::node {
    using inner_type = Select;
    Select const& inner;
    explicit constexpr exists_of(Select const& s)
        : inner{s} {}
    using parts = expression::types<Select>;
    template <class F>
    constexpr void for_each_part(F&& f) const {
        f(inner);
    }
};

} // namespace detail
} // namespace athanor
