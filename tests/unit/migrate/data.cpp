// SPDX-License-Identifier: BSL-1.0
#include <athanor/migrate/data.hpp>
#include <athanor/model.hpp>
#include <athanor/value/array.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

using namespace athanor::migrate;
using athanor::cell;
using athanor::error;
namespace operation = athanor::operation;

namespace {

struct role_v1 {
    std::int64_t id{};
    std::string name{};
    std::optional<double> weight{};
    bool active{};
};

std::string refusal(step what) {
    try {
        (void)record(what);
    } catch (error const& e) {
        return e.what();
    }
    return "nothing thrown";
}

} // namespace

TEST_CASE("rows of a frozen struct are recorded with its members as columns") {
    auto const list = record([](operations& op) {
        op.insert<role_v1>("roles",
                           {{1, "admin", 0.5, true}, {2, std::string("a\0b", 3), std::nullopt, false}});
    });
    REQUIRE(list.size() == 1);
    auto const& op = std::get<operation::insert_rows>(list[0]);
    CHECK(op.table == "roles");
    CHECK(op.columns == std::vector<std::string>{"id", "name", "weight", "active"});
    REQUIRE(op.rows.size() == 2);
    CHECK(op.rows[0] == std::vector<cell>{std::int64_t{1}, std::string("admin"), 0.5, true});
    CHECK(op.rows[1] == std::vector<cell>{std::int64_t{2}, std::string("a\0b", 3), std::monostate{}, false});
}

TEST_CASE("updates and deletions name the rows by their key members") {
    auto const list = record([](operations& op) {
        op.update<role_v1>("roles", {"id"}, {{2, "guest", {}, true}});
        op.erase<role_v1>("roles", {"name", "id"}, {{3, "old", {}, false}});
    });
    auto const& update = std::get<operation::update_rows>(list.at(0));
    CHECK(update.keys == std::vector<std::string>{"id"});
    CHECK(update.rows.at(0).size() == 4);
    auto const& erased = std::get<operation::delete_rows>(list.at(1));
    CHECK(erased.keys == std::vector<std::string>{"name", "id"});
    CHECK(erased.rows.at(0) == std::vector<cell>{std::string("old"), std::int64_t{3}});
}

TEST_CASE("a key that is no member is refused by name, and so is an update of keys alone") {
    CHECK(refusal([](operations& op) {
              op.update<role_v1>("roles", {"uid"}, {{1, "x", {}, true}});
          }).find("[table roles] [column uid]") != std::string::npos);
    CHECK(refusal([](operations& op) {
              op.erase<role_v1>("roles", {}, {{1, "x", {}, true}});
          }).find("which row") != std::string::npos);
    CHECK(refusal([](operations& op) {
              op.update<role_v1>("roles", {"id", "name", "weight", "active"}, {{1, "x", {}, true}});
          }).find("nothing left to set") != std::string::npos);
}

namespace {
struct tagged_v1 {
    std::int64_t id{};
    std::vector<std::string> tags{};
};
} // namespace

TEST_CASE("an array goes as PostgreSQL's text of it, into a table of any schema") {
    auto const list = record([](operations& op) {
        op.insert<tagged_v1>("billing.tagged", {{1, {"a b", "c\"d"}}, {2, {}}});
    });
    auto const& op = std::get<operation::insert_rows>(list.at(0));
    CHECK(op.table == "billing.tagged");
    CHECK(op.rows.at(0).at(1) == cell{std::string(R"({"a b","c\"d"})")});
    CHECK(op.rows.at(1).at(1) == cell{std::string("{}")});
}
