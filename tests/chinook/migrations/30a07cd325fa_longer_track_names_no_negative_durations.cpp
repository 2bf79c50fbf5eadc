// longer track names, no negative durations
// Revision: 30a07cd325fa, revises 0f839feefcb2. Generated on 2026-11-20: review before you commit.
#include <athanor/migrate/unit.hpp>

namespace {
using namespace athanor::migrate;

void upgrade(operations& op) {
    op.alter_column("Track",
        from(column("Name", varchar(200)).not_null()),
        to(column("Name", varchar(255)).not_null()));
    op.alter_column("Track",
        from(column("UnitPrice", numeric(10, 2)).not_null()),
        to(column("UnitPrice", numeric(10, 2)).not_null().server_default(sql("'0.99'"))));
    op.add_constraint("Track", check("ck_Track_duration", "\"Milliseconds\" >= 0"));
}

void downgrade(operations& op) {
    op.drop_check("ck_Track_duration", "Track");
    op.alter_column("Track",
        from(column("UnitPrice", numeric(10, 2)).not_null().server_default(sql("'0.99'"))),
        to(column("UnitPrice", numeric(10, 2)).not_null()));
    // refused while a row doesn't fit: Track.Name: varchar(255) becomes varchar(200)
    op.alter_column("Track",
        from(column("Name", varchar(255)).not_null()),
        to(column("Name", varchar(200)).not_null()));
}
} // namespace

ATHANOR_REVISION(30a07cd325fa, upgrade, downgrade, "longer track names, no negative durations",
    revises("0f839feefcb2"))
