// SPDX-License-Identifier: BSL-1.0
// Figures that stand in databases: what was written years ago must give the same today.
#include <athanor/migrate/diff/summary.hpp>
#include <athanor/migrate/recorder.hpp>
#include <athanor/migrate/replay.hpp>
#include <athanor/migrate/runner_checksum.hpp>
#include <athanor/schema/catalog_fingerprint.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <initializer_list>
#include <set>
#include <string>

using namespace athanor::migrate;
namespace operation = athanor::operation;

namespace {

// Every operation and member of the first release.
void first_release(operations& op) {
    op.create_table(
        "users",
        {
            column("id", bigint()).autoincrement(),
            column("name", varchar(255)).not_null().collate("NOCASE").comment("who"),
            column("mood", enumeration("mood", {"sad", "happy"})).server_default("sad"),
            column("age", numeric(10, 2)).server_default(7),
            column("shout", text()).computed("upper(\"name\")").stored(),
            column("shape", custom_type("GEOMETRY")),
        },
        {
            primary_key("pk_users", {"id"}),
            unique("uq_users_name", {"name"}),
            check("ck_users_age", "\"age\" >= 0"),
            foreign_key("fk_users_age", {"age"}, "users", {"id"}).on_delete(cascade).initially_deferred(),
        },
        options().strict().comment("all of them"));
    op.create_index("ix_users_age", "users", {"age", desc("name"), expression("lower(name)")},
                    unique_index().where("age > 3"));
    op.add_column("users", column("note", text()).fill("''"));
    op.rename_column("users", "note", "notes");
    op.alter_column("users", from(column("notes", text())), to(column("notes", varchar(9)).using_("'x'")));
    op.add_constraint("users", unique("uq_users_notes", {"notes"}));
    op.drop_unique("uq_users_notes", "users");
    op.drop_index("ix_users_age", "users");
    op.comment_table("users", "some of them");
    op.execute("SELECT 1");
    op.execute(sqlite("SELECT 2"), postgresql("SELECT 3"));
    op.rename_table("users", "people");
    op.create_table("orders", {column("id", integer())}, {primary_key("pk_orders", {"id"})});
    op.drop_column("people", "notes");
    op.drop_table("orders");
    op.irreversible("no way back");
}

// One operation for each thing that came later, next to its plain form.
operation::list all_that_came_later() {
    return record([](operations& op) {
        op.create_index("i", "t", {"a"});
        op.create_index("i", "t", {"a"}, concurrently());
        op.create_index("i", "t", {"a"}, using_("gin"));
        op.create_index("i", "t", {"a"}, include({"b"}));
        op.create_index("i", "t", {asc("a").nulls_first()});
        op.create_index("i", "t", {asc("a").nulls_last()});
        op.create_index("i", "t", {asc("a").operator_class("o")});
        op.create_index("i", "t", {"a"}, unique_index());
        op.create_index("i", "t", {"a"}, unique_index().nulls_not_distinct());
        op.drop_index("i", "t");
        op.drop_index("i", "t", concurrently());
        op.add_constraint("t", unique("u", {"a"}));
        op.add_constraint("t", unique("u", {"a"}).nulls_not_distinct());
        op.add_constraint("t", unique("u", {"a"}).deferrable());
        op.add_constraint("t", unique("u", {"a"}).initially_deferred());
        op.add_column("t", column("c", bigint()));
        op.add_column("t", column("c", bigint()).enforced());
        op.add_column("t", column("c", array(bigint())));
        op.add_column("t", column("c", bigint()).autoincrement());
        op.add_column("t", column("c", bigint()).identity(by_default));
        op.add_column("t", column("c", bigint()).identity(always));
        op.add_column("t", column("c", bigint()).identity(by_default, sequence().start(2)));
        op.add_column("t", column("c", bigint()).identity(by_default, sequence().increment(2)));
        op.add_column("t", column("c", bigint()).identity(by_default, sequence().cycle()));
        op.execute(postgresql("x"));
        op.execute(postgresql("x").outside_transaction());
        op.create_sequence("s");
        op.create_sequence("s", sequence().minvalue(2));
        op.create_sequence("s", sequence().maxvalue(2));
        op.create_sequence("s", sequence().cache(2));
        op.create_sequence("s", sequence().as(integer()));
        op.create_sequence("s", sequence().owned_by("t", "a"));
        op.create_sequence("x.s");
        op.alter_sequence("s", to(sequence()));
        op.alter_sequence("s", from(sequence()), to(sequence()));
        op.drop_sequence("s");
        op.add_constraint("t", exclude("e", {{"a", "="}}));
        op.add_constraint("t", exclude("e", {{"a", "&&"}}));
        op.add_constraint("t", exclude("e", {{expression("a"), "="}}));
        op.add_constraint("t", exclude("e", {{"a", "="}}).using_("gist"));
        op.add_constraint("t", exclude("e", {{"a", "="}}).where("a > 0"));
        op.add_constraint("t", exclude("e", {{"a", "="}}).deferrable());
        op.create_table("t", {column("a", bigint())});
        op.create_table("x.t", {column("a", bigint())});
        op.create_table("t", {column("a", bigint())}, {exclude("e", {{"a", "="}})});
        op.drop_exclude("e", "t");
        op.drop_unique("e", "t");
    });
}

} // namespace

TEST_CASE("operations of the first release keep their checksum, and their schema its fingerprint") {
    auto const list = record(first_release);
    CHECK(checksum(list) == "15dbee6ecc77c789");
    CHECK(athanor::fingerprint(replay({}, list)) == 9083773054982787472U);
    CHECK(athanor::fingerprint(athanor::catalog{}) == 9808874869469701221U);
}

TEST_CASE("everything that came later makes another checksum") {
    std::set<std::string> seen;
    for (auto const& op : all_that_came_later()) {
        auto const one = checksum({op});
        CAPTURE(describe(op));
        CHECK(seen.insert(one).second);
    }
}

TEST_CASE("everything that came later makes another fingerprint") {
    auto const print = [](step what) { return athanor::fingerprint(replay({}, record(what))); };
    std::set<std::uint64_t> seen;
    for (step const what : std::initializer_list<step>{
             [](operations& op) { op.create_table("t", {column("a", bigint())}); },
             [](operations& op) { op.create_table("x.t", {column("a", bigint())}); },
             [](operations& op) { op.create_table("t", {column("a", array(bigint()))}); },
             [](operations& op) { op.create_table("t", {column("a", bigint()).enforced()}); },
             [](operations& op) { op.create_table("t", {column("a", bigint()).identity(always)}); },
             [](operations& op) { op.create_table("t", {column("a", bigint()).identity(by_default)}); },
             [](operations& op) {
                 op.create_table("t", {column("a", bigint()).identity(by_default, sequence().start(2))});
             },
             [](operations& op) {
                 op.create_table("t", {column("a", bigint()).identity(by_default, sequence().increment(2))});
             },
             [](operations& op) { op.create_table("t", {column("a", bigint())}, {unique("u", {"a"})}); },
             [](operations& op) {
                 op.create_table("t", {column("a", bigint())}, {unique("u", {"a"}).deferrable()});
             },
             [](operations& op) {
                 op.create_table("t", {column("a", bigint())}, {unique("u", {"a"}).nulls_not_distinct()});
             },
             [](operations& op) {
                 op.create_table("t", {column("a", bigint())}, {exclude("e", {{"a", "="}})});
             },
             [](operations& op) {
                 op.create_table("t", {column("a", bigint())}, {exclude("e", {{"a", "&&"}})});
             },
             [](operations& op) {
                 op.create_table("t", {column("a", bigint())});
                 op.create_index("i", "t", {"a"});
             },
             [](operations& op) {
                 op.create_table("t", {column("a", bigint())});
                 op.create_index("i", "t", {asc("a").nulls_last()});
             },
             [](operations& op) {
                 op.create_table("t", {column("a", bigint())});
                 op.create_index("i", "t", {asc("a").operator_class("o")});
             },
             [](operations& op) {
                 op.create_table("t", {column("a", bigint())});
                 op.create_index("i", "t", {"a"}, using_("gin"));
             },
             [](operations& op) {
                 op.create_table("t", {column("a", bigint())});
                 op.create_index("i", "t", {"a"}, include({"a"}));
             },
             [](operations& op) {
                 op.create_table("t", {column("a", bigint())});
                 op.create_sequence("s");
             },
             [](operations& op) {
                 op.create_table("t", {column("a", bigint())});
                 op.create_sequence("s", sequence().owned_by("t", "a"));
             }}) {
        CAPTURE(seen.size());
        CHECK(seen.insert(print(what)).second);
    }
    // An index that was built concurrently is the same index.
    CHECK_FALSE(seen.insert(print([](operations& op) {
                        op.create_table("t", {column("a", bigint())});
                        op.create_index("i", "t", {"a"}, concurrently());
                    }))
                    .second);
}
