#pragma once
// SPDX-License-Identifier: BSL-1.0
// Several statements in one round trip to PostgreSQL.

#include <athanor/driver/postgresql/pipeline.hpp>
#include <athanor/engine/postgresql_backend.hpp>
#include <athanor/engine/query_pipeline.hpp>

#include <cstddef>
#include <tuple>
#include <utility>

namespace athanor::detail {

template <class Query>
[[nodiscard]] answer_of<Query> take_answer(pg_pipeline& line, pg_statement& statement,
                                           statement_log const& log) {
    statement_watch const watch{log, statement};
    statement.answer(line.next(statement.sql()));
    if constexpr (gives_rows<Query>) {
        return read_all<Query>(statement);
    } else {
        return statement.changes();
    }
}

/// The server makes one transaction of what comes before a sync; inside of one it is part of that.
template <class... Query>
[[nodiscard]] std::tuple<answer_of<Query>...> run_pipeline(postgresql_backend& native,
                                                           Query const&... queries) {
    auto const guard = native.enter();
    // Prepared before, because nothing can be inside a pipeline; braces: in this order.
    std::tuple statements{bound_query(native, queries, bound_memory::outlives_statement)...};
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        pg_pipeline line{native.session()};
        (line.send(*std::get<I>(statements)), ...);
        line.sync();
        std::tuple<answer_of<Query>...> out{
            take_answer<Query>(line, *std::get<I>(statements), native.log())...};
        line.finish_batch();
        return out;
    }
    (std::index_sequence_for<Query...>{});
}

} // namespace athanor::detail
