// SPDX-License-Identifier: BSL-1.0
// mood
// Revision: b2c3d4e5f6a1, revises a1b2c3d4e5f6.
#include <athanor/migrate/unit.hpp>

namespace {
using namespace athanor::migrate;

void upgrade(operations& op) {
    op.add_column("entries", column("mood", varchar(20)));
    op.create_index("ix_entries_mood", "entries", {"mood"});
}

void downgrade(operations& op) {
    op.drop_index("ix_entries_mood", "entries");
    op.drop_column("entries", "mood");
}
} // namespace

ATHANOR_REVISION(b2c3d4e5f6a1, upgrade, downgrade, "mood", athanor::migrate::revises("a1b2c3d4e5f6"))
