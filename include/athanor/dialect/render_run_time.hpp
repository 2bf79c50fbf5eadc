#pragma once
// SPDX-License-Identifier: BSL-1.0
// Filters and orderings as text: each piece by the function that knew its type when it was added.

#include <athanor/dialect/lacks.hpp>
#include <athanor/dialect/render_expression.hpp>
#include <athanor/statement/filter.hpp>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace athanor::detail {

/// The renderer of the database that it is.
struct run_time_writer {
    renderer<dialect_id::sqlite, text_sink>* sqlite = nullptr;
    renderer<dialect_id::postgresql, text_sink>* postgresql = nullptr;
};

template <class N, dialect_id D>
void write_run_time_on(run_time_piece const& piece, renderer<D, text_sink>& r) {
    constexpr auto const& lack = lacks_sentence<D, N>::value;
    if constexpr (!lack.empty()) {
        throw error{error_kind::unsupported, std::string{lack.view()}};
    } else {
        std::vector<run_time_list const*> lists;
        for (auto const& list : piece.nested) {
            lists.push_back(&list);
        }
        auto const sizes = std::exchange(r.list_sizes, piece.sizes.data());
        auto const before = std::exchange(r.run_time, lists.data());
        if constexpr (is_ordering<N>) {
            r.write(node_type<N>{});
        } else {
            r.template inside<N>(4);
        }
        r.list_sizes = sizes;
        r.run_time = before;
    }
}
template <class N>
void write_run_time(run_time_piece const& piece, run_time_writer& writer) {
    if (writer.sqlite != nullptr) {
        write_run_time_on<N>(piece, *writer.sqlite);
    } else {
        write_run_time_on<N>(piece, *writer.postgresql);
    }
}

[[nodiscard]] inline run_time_writer writer_for(renderer<dialect_id::sqlite, text_sink>& r) {
    return {&r, nullptr};
}
[[nodiscard]] inline run_time_writer writer_for(renderer<dialect_id::postgresql, text_sink>& r) {
    return {nullptr, &r};
}

/// ((a AND b) OR c): each is joined to all before it.
template <dialect_id D>
void write_filter(renderer<D, text_sink>& r, run_time_list const& list) {
    auto writer = writer_for(r);
    auto const& pieces = list.pieces;
    if (pieces.empty()) {
        r.out.put("TRUE");
        return;
    }
    auto const changes = [&](std::size_t i) {
        return i > 1 && pieces[i].begins_or != pieces[i - 1].begins_or;
    };
    r.out.put(pieces.size() > 1 ? "(" : "");
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        r.out.put(changes(i) ? "(" : "");
    }
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (i > 0) {
            r.out.put(changes(i) ? ")" : "");
            r.out.put(pieces[i].begins_or ? " OR " : " AND ");
        }
        pieces[i].write(pieces[i], writer);
    }
    r.out.put(pieces.size() > 1 ? ")" : "");
}
template <dialect_id D>
void write_ordering(renderer<D, text_sink>& r, run_time_list const& list) {
    auto writer = writer_for(r);
    char const* word = "";
    for (auto const& piece : list.pieces) {
        r.out.put(std::exchange(word, ", "));
        piece.write(piece, writer);
    }
}

} // namespace athanor::detail
