#pragma once
// SPDX-License-Identifier: BSL-1.0
// Statements as text. Where the shape is in the type, the text is a constant in read-only memory.

#include <athanor/dialect/back_end.hpp>
#include <athanor/dialect/render_expression.hpp>
#include <athanor/schema/describe.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>

namespace athanor {
namespace detail {

template <class T>
struct all_columns {};

template <dialect_id D, class Sink>
struct statement_renderer : renderer<D, Sink> {
    using base = renderer<D, Sink>;
    using base::name;
    using base::out;
    using base::write;

    template <class T>
    constexpr void columns() {
        table_info const& t = describe<T>();
        for (std::size_t i = 0; i < t.columns.size(); ++i) {
            if (i > 0) {
                out.put(", ");
            }
            name(t.name);
            out.put('.');
            name(t.columns[i].name);
        }
    }
    template <class W>
    constexpr void where() {
        if constexpr (!std::is_same_v<W, no_where> && !std::is_same_v<W, every_row>) {
            out.put(" WHERE ");
            write(node_type<W>{});
        }
    }
    template <class First, class... N>
    constexpr void list(expression::pack<First, N...> const*) {
        write(node_type<First>{});
        ((out.put(", "), write(node_type<N>{})), ...);
    }
    template <bool Limit, bool Offset>
    constexpr void slice() {
        if constexpr (Limit) {
            out.put(" LIMIT ");
            this->placeholder();
        } else if constexpr (Offset && D == dialect_id::sqlite) {
            out.put(" LIMIT -1"); // OFFSET can't stand alone
        }
        if constexpr (Offset) {
            out.put(" OFFSET ");
            this->placeholder();
        }
    }

    template <class T, class W, class O, class L, class F>
    constexpr void statement(node_type<select_statement<T, W, O, L, F>>) {
        using S = select_statement<T, W, O, L, F>;
        out.put("SELECT ");
        columns<T>();
        out.put(" FROM ");
        this->template table_of_model<T>();
        where<W>();
        if constexpr (O::size > 0) {
            out.put(" ORDER BY ");
            list(static_cast<O const*>(nullptr));
        }
        slice<S::has_limit, S::has_offset>();
    }
    template <class S>
    constexpr void statement(node_type<count_of<S>>) {
        if constexpr (S::has_limit || S::has_offset) {
            out.put("SELECT count(*) FROM (");
            rows_of<S>();
            out.put(") AS \"counted\"");
        } else {
            out.put("SELECT count(*) FROM ");
            this->template table_of_model<typename S::result_type>();
            where<typename S::where_type>();
        }
    }
    template <class S>
    constexpr void statement(node_type<exists_of<S>>) {
        out.put("SELECT EXISTS (");
        rows_of<S>();
        out.put(")");
    }
    template <class T, class W, class... A>
    constexpr void statement(node_type<update_statement<T, W, A...>>) {
        out.put("UPDATE ");
        this->template table_of_model<T>();
        out.put(" SET ");
        list(static_cast<expression::pack<A...> const*>(nullptr));
        where<W>();
    }
    template <class T, class W>
    constexpr void statement(node_type<erase_statement<T, W>>) {
        out.put("DELETE FROM ");
        this->template table_of_model<T>();
        where<W>();
    }

private:
    template <class S>
    constexpr void rows_of() {
        out.put("SELECT 1 FROM ");
        this->template table_of_model<typename S::result_type>();
        where<typename S::where_type>();
        slice<S::has_limit, S::has_offset>();
    }
};

template <dialect_id D, class Statement>
struct statement_text {
    static constexpr void write(sink& out) {
        statement_renderer<D, sink> r{{out}};
        r.statement(node_type<Statement>{});
    }
};

// Lets the pieces that say number() and put() write into a std::string.
struct text_sink : string_sink {
    void number(long long v) { put(std::to_string(v)); }
};

template <dialect_id D, class Statement>
[[nodiscard]] std::string render_at_run_time(Statement const& statement) {
    auto const sizes = list_sizes_of(statement);
    text_sink out;
    statement_renderer<D, text_sink> r{{out, sizes.data()}};
    r.statement(node_type<Statement>{});
    return std::move(out.text);
}

} // namespace detail

/// The text of a statement type whose shape is fixed: a constant, so `static_assert(sql_of<sqlite, S> ==
/// "...")`.
template <class Back, class Statement>
requires detail::fixed_text<Statement>
inline constexpr std::string_view sql_of =
    detail::rendered<detail::statement_text<Back::dialect, Statement>>.view();

/// The text of a statement with placeholders for its values: `to_sql<postgresql>(select<User>().limit(10))`.
template <class Back, class Statement>
[[nodiscard]] constexpr auto to_sql([[maybe_unused]] Statement const& statement) {
    if constexpr (detail::fixed_text<Statement>) {
        return sql_of<Back, Statement>;
    } else {
        return detail::render_at_run_time<Back::dialect>(statement);
    }
}

} // namespace athanor
