#pragma once
// SPDX-License-Identifier: BSL-1.0
// Several statements as one: their mistakes, their answers, and how a back end without round trips runs them.

#include <athanor/engine/query_statements.hpp>
#include <athanor/engine/transaction.hpp>

#include <cstdint>
#include <tuple>
#include <type_traits>
#include <vector>

namespace athanor::detail {

template <class... Query>
struct pipelined : expression::node {
    using parts = expression::types<Query...>;
};
/// The first mistake of any of them.
template <class... Query>
struct statement_sentence<pipelined<Query...>> {
    static constexpr statement_mistake value = [] {
        statement_mistake out;
        ((out.empty() ? void(out = statement_sentence<Query>::value) : void()), ...);
        return out;
    }();
};

/// Lazy: a statement that gives no rows has no type for them.
template <class Query, bool Rows>
struct answer_type {
    using type = std::int64_t;
};
template <class Query>
struct answer_type<Query, true> {
    static_assert(keeps_rows<Query>());
    using type = std::vector<typename Query::result_type>;
};
template <class Query>
using answer_of = typename answer_type<Query, gives_rows<Query>>::type;

template <class Native, class Query>
[[nodiscard]] answer_of<Query> answer(Native& native, Query const& query) {
    if constexpr (gives_rows<Query>) {
        return all(native, query);
    } else {
        return change(native, query);
    }
}

template <class Native, class... Query>
[[nodiscard]] std::tuple<answer_of<Query>...> run_pipeline(Native& native, Query const&... queries) {
    transaction tx{native};
    std::tuple<answer_of<Query>...> out{answer(native, queries)...}; // braces: in this order
    tx.commit();
    return out;
}

} // namespace athanor::detail
