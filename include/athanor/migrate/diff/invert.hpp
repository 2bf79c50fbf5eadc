#pragma once
// SPDX-License-Identifier: BSL-1.0
// The downgrade of a whole list of operations: each one's inverse, in reverse order.

#include <athanor/migrate/diff/fill.hpp>
#include <athanor/migrate/replay.hpp>
#include <athanor/operation/invert.hpp>

#include <iterator>
#include <variant>
#include <vector>

namespace athanor::migrate {

/// Undoes `upgrade`, which starts from `before`: `replay(replay(before, up), invert(up, before))` is
/// `before`.
[[nodiscard]] inline operation::list invert(operation::list const& upgrade, catalog before) {
    std::vector<operation::list> steps;
    steps.reserve(upgrade.size());
    for (auto const& op : upgrade) {
        steps.push_back(operation::inverse_of(op, before));
        for (auto& inverse : steps.back()) {
            if (auto* added = std::get_if<operation::add_column>(&inverse)) {
                if (auto const* t = before.find(added->table)) {
                    added->fill = detail::restoring_fill(*t, added->column);
                }
            }
        }
        apply_to(before, op);
    }
    operation::list out;
    for (auto undo = steps.rbegin(); undo != steps.rend(); ++undo) {
        out.insert(out.end(), std::make_move_iterator(undo->begin()), std::make_move_iterator(undo->end()));
    }
    return out;
}

} // namespace athanor::migrate
