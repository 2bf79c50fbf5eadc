#pragma once
// SPDX-License-Identifier: BSL-1.0
// Sequences of a diff: there before a default asks them, gone after the last that did.

#include <athanor/migrate/diff/state.hpp>

#include <string>
#include <utility>

namespace athanor::migrate::detail {

/// New ones. Their owner may come later, so until then nobody owns them.
inline void create_sequences(diff_state& s) {
    for (auto const& q : s.wanted.sequences) {
        if (s.now.find_sequence(q.key()) == nullptr) {
            auto plain = q;
            auto const* owner = s.now.find(q.owner_table);
            if (owner == nullptr || owner->find_column(q.owner_column) == nullptr) {
                plain.owner_table.clear();
                plain.owner_column.clear();
            }
            s.emit(operation::create_sequence{std::move(plain)});
        }
    }
}

inline void alter_sequences(diff_state& s) {
    for (auto const& q : s.wanted.sequences) {
        if (auto const now = *s.now.find_sequence(q.key()); now != q) {
            s.emit(operation::alter_sequence{q, now});
        }
    }
}

inline void drop_sequences(diff_state& s) {
    auto const now = s.now.sequences;
    for (auto const& q : now) {
        auto const name = q.key();
        if (s.wanted.find_sequence(name) != nullptr) {
            continue;
        }
        if (!s.may_drop(name, {})) {
            s.result.questions.push_back(
                {question_kind::drop_sequence,
                 name,
                 {},
                 "sequence " + name +
                     " is no longer in the models: dropping it forgets how far it has counted",
                 {},
                 {"--drop " + name}});
        }
        s.emit(operation::drop_sequence{name});
    }
}

} // namespace athanor::migrate::detail
