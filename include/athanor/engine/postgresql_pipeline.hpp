#pragma once
// SPDX-License-Identifier: BSL-1.0
// Several statements in one round trip to PostgreSQL.

#include <athanor/driver/postgresql/pipeline.hpp>
#include <athanor/engine/postgresql_backend.hpp>
#include <athanor/engine/query_pipeline.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>

namespace athanor::detail {

template <class Query>
void bind_again(pg_statement& statement, Query const& query) {
    statement.reset();
    bind_parameters(statement, query, bound_memory::outlives_statement);
}

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

/// For each query, the place of the first one that has its text: they share a prepared statement.
template <class... Query>
[[nodiscard]] consteval auto shared_places() {
    std::array<std::size_t, sizeof...(Query)> first{};
    std::size_t at = 0;
    auto const find = [&]<class Mine>(std::type_identity<Mine>) {
        bool const same[] = {std::is_same_v<Mine, Query>...};
        first[at] = at;
        for (std::size_t i = at; fixed_text<Mine> && i-- > 0;) {
            first[at] = same[i] ? i : first[at];
        }
        ++at;
    };
    (find(std::type_identity<Query>{}), ...);
    return first;
}

/// The server makes one transaction of what comes before a sync; inside of one it is part of that.
template <class... Query>
[[nodiscard]] std::tuple<answer_of<Query>...> run_pipeline(postgresql_backend& native,
                                                           Query const&... queries) {
    static constexpr std::array first = shared_places<Query...>();
    auto const guard = native.enter();
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        constexpr auto is_shared = [](std::size_t at) { return ((first[I] == first[at] && I != at) || ...); };
        // Prepared before, because nothing can be inside a pipeline, and all bound once before anything is
        // sent, so that a value that can't be bound keeps all of them back.
        std::array<std::optional<postgresql_backend::lease>, sizeof...(Query)> leases;
        std::array<pg_statement*, sizeof...(Query)> statements{};
        auto const prepare = [&](std::size_t at, auto const& query) {
            if (first[at] == at) {
                leases[at].emplace(bound_query(native, query, bound_memory::outlives_statement));
                statements[at] = &**leases[at];
            } else {
                statements[at] = statements[first[at]];
                bind_again(*statements[at], query);
            }
        };
        (prepare(I, queries), ...);
        pg_pipeline line{native.session()};
        auto const send = [&](std::size_t at, auto const& query) {
            if (is_shared(at)) {
                bind_again(*statements[at], query);
            }
            line.send(*statements[at]);
        };
        (send(I, queries), ...);
        line.sync();
        auto const take = [&]<class Asked>(std::size_t at, Asked const& query) {
            if (is_shared(at) && native.log().heard()) { // which may show the values
                bind_again(*statements[at], query);
            }
            return take_answer<Asked>(line, *statements[at], native.log());
        };
        std::tuple<answer_of<Query>...> out{take(I, queries)...}; // braces: in this order
        line.finish_batch();
        return out;
    }
    (std::index_sequence_for<Query...>{});
}

} // namespace athanor::detail
