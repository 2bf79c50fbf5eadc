// SPDX-License-Identifier: BSL-1.0
#include <athanor/migrate/recorder.hpp>
#include <athanor/migrate/replay.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace athanor::migrate;
using athanor::catalog;
using athanor::default_kind;
using athanor::error;
using athanor::error_kind;
using athanor::type_id;

namespace {

void create_two(operations& op) {
    op.create_table("users",
                    {
                        column("id", bigint()),
                        column("name", varchar(255)).not_null(),
                        column("mood", enumeration("mood", {"sad", "happy"})).server_default("sad"),
                        column("age", integer()).server_default(7),
                        column("flag", boolean()).server_default(false),
                        column("shout", text()).computed("upper(\"name\")").stored(),
                    },
                    {
                        primary_key("pk_users", {"id"}),
                        unique("uq_users_name", {"name"}),
                        check("ck_users_age", "\"age\" >= 0 AND 'age' <> name(age)"),
                    });
    op.create_table(
        "orders", {column("id", bigint()).autoincrement(), column("user_id", bigint())},
        {
            primary_key("pk_orders", {"id"}),
            foreign_key("fk_orders_user_id", {"user_id"}, "users", {"id"}).on_delete(cascade).deferrable(),
        },
        options().strict().comment("all of them"));
    op.create_index("ix_users_age", "users", {"age", desc("name"), desc(expression("lower(name)"))},
                    unique_index().where("age > 3"));
}

catalog two_tables() {
    return replay({}, record(create_two));
}

template <class F>
std::string refusal(F&& step_function) {
    auto const list = record(step_function);
    auto const before = two_tables();
    auto state = before;
    try {
        for (auto const& op : list) {
            apply_to(state, op);
        }
    } catch (error const& e) {
        return e.what();
    }
    return "nothing thrown";
}
bool says(std::string const& text, std::string const& part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("what a unit says is recorded whole and replays into the tables it describes") {
    auto const state = two_tables();
    REQUIRE(state.tables.size() == 2);
    auto const& users = *state.find("users");
    REQUIRE(users.columns.size() == 6);
    CHECK_FALSE(users.find_column("id")->nullable); // a key column, whatever the unit says
    CHECK(users.find_column("name")->type == athanor::varchar(255));
    CHECK(users.find_column("mood")->labels == std::vector<std::string>{"sad", "happy"});
    CHECK(users.find_column("mood")->server_default == athanor::default_def{default_kind::text, "sad"});
    CHECK(users.find_column("age")->server_default == athanor::default_def{default_kind::expression, "7"});
    CHECK(users.find_column("flag")->server_default ==
          athanor::default_def{default_kind::expression, "FALSE"});
    CHECK(users.find_column("shout")->stored);
    CHECK(users.uniques.at(0).columns == std::vector<std::string>{"name"});
    auto const& index = users.indexes.at(0);
    CHECK(index.unique);
    CHECK(index.where == "age > 3");
    REQUIRE(index.parts.size() == 3);
    CHECK(index.parts[1].descending);
    CHECK((index.parts[2].descending && index.parts[2].is_expression));

    auto const& orders = *state.find("orders");
    CHECK(orders.strict);
    CHECK(orders.comment == "all of them");
    CHECK(orders.foreign_keys.at(0).on_delete == athanor::fk_action::cascade);
    CHECK(orders.foreign_keys.at(0).deferrable);
}

TEST_CASE("a renamed column is followed into keys, checks, indexes, generated columns and foreign keys") {
    auto const state = replay(two_tables(), record([](operations& op) {
                                  op.rename_column("users", "id", "telegram_id");
                                  op.rename_column("users", "name", "full \"name\"");
                                  op.rename_column("users", "age", "years");
                              }));
    auto const& users = *state.find("users");
    CHECK(users.primary_key->columns.at(0) == "telegram_id");
    CHECK(state.find("orders")->foreign_keys.at(0).referred_columns.at(0) == "telegram_id");
    CHECK(users.uniques.at(0).columns.at(0) == "full \"name\"");
    // The string 'age' and the function name() are no columns.
    CHECK(users.checks.at(0).expression == "\"years\" >= 0 AND 'age' <> name(\"years\")");
    CHECK(users.find_column("shout")->computed == "upper(\"full \"\"name\"\"\")");
    CHECK(users.indexes.at(0).parts.at(2).text == "lower(\"full \"\"name\"\"\")");
    CHECK(users.indexes.at(0).where == "\"years\" > 3");
}

TEST_CASE("a renamed table is followed by the foreign keys that point at it") {
    auto const state =
        replay(two_tables(), record([](operations& op) { op.rename_table("users", "people"); }));
    CHECK(state.find("users") == nullptr);
    CHECK(state.find("orders")->foreign_keys.at(0).referred_table == "people");
}

TEST_CASE("a dropped column takes its indexes and constraints along") {
    auto const state = replay(two_tables(), record([](operations& op) {
                                  op.drop_column("users", "age");
                                  op.drop_column("orders", "user_id");
                              }));
    CHECK(state.find("users")->checks.empty());
    CHECK(state.find("users")->indexes.empty());
    CHECK(state.find("orders")->foreign_keys.empty());
}

TEST_CASE("an altered column must be what the unit says it was") {
    auto const changed = replay(two_tables(), record([](operations& op) {
                                    op.alter_column("users", from(column("name", varchar(255)).not_null()),
                                                    to(column("name", varchar(10))));
                                    op.alter_column("users", to(column("id", integer())));
                                }));
    CHECK(changed.find("users")->find_column("name")->nullable);
    CHECK_FALSE(changed.find("users")->find_column("id")->nullable);

    CHECK(says(refusal([](operations& op) {
                   op.alter_column("users", from(column("name", varchar(99))),
                                   to(column("name", varchar(10))));
               }),
               "[table users] [column name]"));
    CHECK(says(refusal([](operations& op) {
                   op.alter_column("users", from(column("name", varchar(255)).not_null()),
                                   to(column("nom", varchar(255)).not_null()));
               }),
               "no such column"));
}

TEST_CASE("what can't be done is refused with the table and the reason") {
    CHECK(says(refusal([](operations& op) { op.drop_table("users"); }), "table \"orders\" refers to it"));
    CHECK(says(refusal([](operations& op) { op.drop_table("user"); }), "no such table"));
    CHECK(says(refusal([](operations& op) { op.drop_column("users", "id"); }), "fk_orders_user_id"));
    CHECK(
        says(refusal([](operations& op) { op.drop_column("users", "name"); }), "generated column \"shout\""));
    CHECK(says(refusal([](operations& op) { op.add_column("users", column("age", integer())); }),
               "exists already"));
    CHECK(says(refusal([](operations& op) { op.create_table("users", {column("a", integer())}); }),
               "exists already"));
    CHECK(says(refusal([](operations& op) { op.create_table("none", {}); }), "at least one column"));
    CHECK(says(refusal([](operations& op) {
                   op.create_table("t", {column("a", text()), column("a", text())});
               }),
               "same name"));
    CHECK(says(refusal([](operations& op) { op.rename_table("users", "orders"); }), "already"));
    CHECK(says(refusal([](operations& op) { op.rename_column("users", "age", "name"); }), "already"));
    CHECK(says(refusal([](operations& op) { op.drop_unique("uq_nothing", "users"); }), "\"uq_nothing\""));
    CHECK(says(refusal([](operations& op) { op.drop_index("ix_nothing", "users"); }), "\"ix_nothing\""));
    CHECK(
        says(refusal([](operations& op) { op.create_index("ix_users_age", "orders", {"id"}); }), "already"));
    CHECK(says(refusal([](operations& op) { op.create_index("ix", "users", {"nom"}); }), "[column nom]"));
    CHECK(says(refusal([](operations& op) { op.add_constraint("users", primary_key("pk", {"name"})); }),
               "primary key already"));
}

TEST_CASE("downgrading what was upgraded by hand-written opposites gives the state before") {
    auto const before = two_tables();
    auto const middle = replay(before, record([](operations& op) {
                                   op.drop_foreign_key("fk_orders_user_id", "orders");
                                   op.drop_primary_key("pk_users", "users");
                                   op.rename_column("users", "age", "years");
                                   op.comment_table("users", "people");
                               }));
    CHECK(middle != before);
    auto const after =
        replay(middle, record([](operations& op) {
                   op.comment_table("users", "");
                   op.rename_column("users", "years", "age");
                   op.add_constraint("users", primary_key("pk_users", {"id"}));
                   op.add_constraint("orders", foreign_key("fk_orders_user_id", {"user_id"}, "users", {"id"})
                                                   .on_delete(cascade)
                                                   .deferrable());
               }));
    auto expected = before;
    // A rename there and back leaves the columns quoted in SQL texts.
    expected.find("users")->checks.at(0).expression = "\"age\" >= 0 AND 'age' <> name(\"age\")";
    expected.find("users")->indexes.at(0).where = "\"age\" > 3";
    CHECK(after == expected);
}
