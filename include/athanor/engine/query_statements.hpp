#pragma once
// SPDX-License-Identifier: BSL-1.0
// Statements of the query language, run: all rows, the first, the only one, how many, any at all, change
// many.

#include <athanor/base/error.hpp>
#include <athanor/dialect/known_statements.hpp>
#include <athanor/dialect/render.hpp>
#include <athanor/engine/log.hpp>
#include <athanor/engine/results.hpp>
#include <athanor/engine/row_stream.hpp>
#include <athanor/engine/rows.hpp>
#include <athanor/engine/slot.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace athanor::detail {

template <class Query>
struct query_slot;

/// The statement of a query with its values bound. The caller has entered the connection.
template <class Native, class Query>
[[nodiscard]] auto bound_query(Native& native, Query const& query, bound_memory memory) {
    auto statement = [&] {
        if constexpr (fixed_text<Query>) {
            return native.prepared(
                slot_of<query_slot<Query>>(),
                registered_text<Native::dialect_of, statement_text<Native::dialect_of, Query>>());
        } else {
            return native.prepared_text(render_at_run_time<Native::dialect_of>(query));
        }
    }();
    bind_parameters(*statement, query, memory);
    return statement;
}

/// The rows of a statement that runs.
template <class Query, class Statement>
[[nodiscard]] auto read_all(Statement& statement) {
    using T = typename Query::result_type;
    std::vector<T> out;
    if constexpr (requires { statement.row_count(); }) { // all rows have come at once
        out.reserve(statement.row_count());
    }
    while (statement.step()) {
        if constexpr (std::is_same_v<T, bool>) { // has no elements to read into
            bool value{};
            read_result<Query>(statement, value);
            out.push_back(value);
        } else {
            read_result<Query>(statement, out.emplace_back());
        }
    }
    return out;
}
template <class Native, class Query>
[[nodiscard]] auto all(Native& native, Query const& query) {
    auto const guard = native.enter();
    auto statement = bound_query(native, query, bound_memory::outlives_statement);
    statement_watch watch{native.log(), *statement};
    auto out = read_all<Query>(*statement);
    watch.rows(static_cast<std::int64_t>(out.size()));
    return out;
}

template <class Native, class Query>
[[nodiscard]] auto first(Native& native, Query const& query) {
    using T = typename Query::result_type;
    if constexpr (is_select<Query> && !Query::template has<clause_kind::limit>) {
        return first(native, query.limit(1));
    } else {
        std::optional<T> out;
        auto const guard = native.enter();
        auto statement = bound_query(native, query, bound_memory::outlives_statement);
        statement_watch const watch{native.log(), *statement};
        if (statement->step()) {
            read_result<Query>(*statement, out.emplace());
        }
        while (!is_select<Query> && statement->step()) { // a change is done when it is through
        }
        return out;
    }
}

template <class Native, class Query>
[[nodiscard]] auto one(Native& native, Query const& query) {
    using T = typename Query::result_type;
    if constexpr (is_select<Query> && !Query::template has<clause_kind::limit>) {
        return one(native, query.limit(2));
    } else {
        T out{};
        auto const guard = native.enter();
        auto statement = bound_query(native, query, bound_memory::outlives_statement);
        statement_watch const watch{native.log(), *statement};
        if (!statement->step()) {
            throw error{error_kind::not_found, "one(): the query has no row"};
        }
        read_result<Query>(*statement, out);
        if (statement->step()) {
            throw error{error_kind::misuse,
                        "one(): the query has more than one row: narrow it, or ask for first()"};
        }
        return out;
    }
}

// A single value in a single row.
template <class V, class Native, class Query>
[[nodiscard]] V scalar_of(Native& native, Query const& query) {
    auto const guard = native.enter();
    auto statement = bound_query(native, query, bound_memory::outlives_statement);
    statement_watch const watch{native.log(), *statement};
    V out{};
    if (statement->step()) {
        read_field(*statement, 0, out);
    }
    return out;
}

template <class Native, class Query>
[[nodiscard]] auto stream(Native& native, Query const& query) {
    auto const guard = native.enter();
    auto statement = bound_query(native, query, bound_memory::copied);
    if constexpr (requires { statement->stream_rows(); }) { // PostgreSQL sends all rows at once unless told
        statement->stream_rows();
    }
    return row_stream<Query, Native>{native, std::move(statement)};
}

/// UPDATE or DELETE; the number of rows that it touched.
template <class Native, class Query>
std::int64_t change(Native& native, Query const& query) {
    auto const guard = native.enter();
    auto statement = bound_query(native, query, bound_memory::outlives_statement);
    statement_watch watch{native.log(), *statement};
    while (statement->step()) {
    }
    std::int64_t const changed = statement->changes();
    watch.rows(changed);
    return changed;
}

} // namespace athanor::detail
