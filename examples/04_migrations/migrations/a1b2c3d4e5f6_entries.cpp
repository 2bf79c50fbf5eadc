// SPDX-License-Identifier: BSL-1.0
// entries
// Revision: a1b2c3d4e5f6, the first.
#include <athanor/migrate/unit.hpp>

namespace {
using namespace athanor::migrate;

void upgrade(operations& op) {
    op.create_table("entries",
                    {
                        column("id", bigint()).autoincrement().not_null(),
                        column("text", text()).not_null(),
                    },
                    {
                        primary_key("pk_entries", {"id"}),
                    });
}

void downgrade(operations& op) { op.drop_table("entries"); }
} // namespace

ATHANOR_REVISION(a1b2c3d4e5f6, upgrade, downgrade, "entries")
