#include <doctest/doctest.h>

#include <athanor/create_all.hpp>
#include <athanor/sqlite.hpp>

#include "unit/driver/scratch.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace orm = athanor;
using scratch::ask;
using scratch::kind_of;

namespace {

enum class Role { user, admin };

struct User {
    std::int64_t id{};
    std::string email{};
    std::optional<std::string> name{};
    Role role{};
    orm::defaulted<std::int32_t> level{};
    std::optional<orm::timestamp> created_at{};
    std::optional<std::string> source{};
    std::optional<std::int64_t> length_of_email{};

    static constexpr auto table =
        orm::table("users", orm::column<&User::id>.primary_key().autoincrement(),
                   orm::column<&User::email>.unique(), orm::column<&User::level>.server_default(7),
                   orm::column<&User::created_at>.server_default(orm::now()),
                   orm::column<&User::source>.default_value("web"),
                   orm::column<&User::length_of_email>.computed(orm::length(orm::col<&User::email>)));
};
struct Line {
    std::int64_t order_id{};
    std::string product{};
    std::int32_t quantity{};
    static constexpr auto table = orm::table("lines", orm::primary_key<&Line::order_id, &Line::product>);
};
struct Address {
    std::string street{};
    std::optional<std::string> city{};
};
struct Person {
    std::int64_t id{};
    Address home{};
    double height{};
    std::vector<std::byte> photo{};
};
using metadata = orm::metadata<User, Line, Person>;

struct fixture {
    scratch::folder dir;
    std::string file = dir.file("a.db");
    orm::connection<orm::sqlite> conn = orm::connect<orm::sqlite>(dir.url("a.db"));
    fixture() { conn.create_all<metadata>(); }
};

} // namespace

TEST_CASE_FIXTURE(fixture, "an inserted struct gets its key, defaults and computed columns back") {
    User ann{.email = "ann@x", .name = "Ann", .role = Role::admin};
    conn.insert(ann);
    CHECK(ann.id == 1);
    CHECK(ann.level.value() == 7);
    CHECK(ann.created_at.has_value());
    CHECK(ann.source == "web");
    CHECK(ann.length_of_email == 5);
    CHECK(
        ask(file,
            "SELECT id || email || name || role || level || source || (created_at IS NOT NULL) FROM users") ==
        "1ann@xAnnadmin7web1");

    User const bob = conn.insert(User{.id = 40, .email = "bob@x", .level = 9, .source = "app"});
    CHECK(bob.id == 40);
    CHECK(bob.level.value() == 9);
    CHECK(ask(file, "SELECT level || source || coalesce(name, '-') FROM users WHERE id = 40") == "9app-");
    User const copy{.email = "eve@x"};
    CHECK(conn.insert(copy).id == 41);
}

TEST_CASE_FIXTURE(fixture, "only what was left out comes back, in one statement that is prepared once") {
    std::vector<std::string> seen;
    conn.on_statement([&](std::string_view sql) { seen.emplace_back(sql); });
    for (int i = 0; i < 3; ++i) {
        conn.insert(User{.email = std::to_string(i), .level = 1, .created_at = orm::timestamp{}});
    }
    REQUIRE(seen.size() == 3);
    CHECK(seen[0] == R"(INSERT INTO "users" ("email", "name", "role", "level", "created_at", "source") )"
                     R"(VALUES (?, ?, ?, ?, ?, ?) RETURNING "users"."id", "users"."length_of_email")");
    CHECK(seen[1] == seen[0]);
    Line line{1, "x", 2};
    conn.insert(line);
    CHECK(seen.back() == R"(INSERT INTO "lines" ("order_id", "product", "quantity") VALUES (?, ?, ?))");
}

TEST_CASE_FIXTURE(fixture, "get finds by the whole key, in its order") {
    conn.insert(Line{1, "a", 10});
    conn.insert(Line{1, "b", 20});
    CHECK(conn.get<Line>(1, "b").value().quantity == 20);
    CHECK(conn.get<Line>(std::int64_t{1}, std::string("a")).value().quantity == 10);
    CHECK_FALSE(conn.get<Line>(2, "a").has_value());
    auto const user = conn.insert(User{.email = "a"});
    CHECK(conn.get<User>(user.id).value().email == "a");
}

TEST_CASE_FIXTURE(fixture, "update writes every column of one row and erase removes it") {
    auto user = conn.insert(User{.email = "a", .name = "A"});
    conn.insert(User{.email = "b", .name = "B"});
    user.name = std::nullopt;
    user.role = Role::admin;
    user.level = 3;
    user.created_at = std::nullopt;
    conn.update(user);
    CHECK(
        ask(file,
            "SELECT group_concat(coalesce(name, '-') || role || level || (created_at IS NULL)) FROM users") ==
        "-admin31,Buser70");
    user.level.unset(); // not said: stays as it is
    user.email = "c";
    conn.update(user);
    CHECK(ask(file, "SELECT email || level FROM users WHERE id = 1") == "c3");

    CHECK(conn.erase(user));
    CHECK_FALSE(conn.erase(user));
    CHECK(kind_of([&] { conn.update(user); }) == "not_found");
    CHECK(ask(file, "SELECT group_concat(email) FROM users") == "b");
    conn.insert(Line{1, "a", 10});
    conn.insert(Line{1, "b", 20});
    CHECK(conn.erase<Line>(1, "a"));
    CHECK_FALSE(conn.erase<Line>(1, "a"));
    CHECK(ask(file, "SELECT group_concat(product) FROM lines") == "b");
}

TEST_CASE_FIXTURE(fixture, "mixins, doubles and bytes go there and back") {
    Person const p{5, {"Main", std::nullopt}, 1.8, {std::byte{0}, std::byte{255}}};
    conn.insert(p);
    CHECK(ask(file, "SELECT id || street || (city IS NULL) || height || hex(photo) FROM person") ==
          "5Main11.800FF");
    auto const back = conn.get<Person>(5).value();
    CHECK(back.home.street == "Main");
    CHECK_FALSE(back.home.city.has_value());
    CHECK(back.height == 1.8);
    CHECK(back.photo == p.photo);
}

TEST_CASE_FIXTURE(fixture, "a range goes in as a whole or not at all, and its keys come back") {
    std::vector<User> many(100);
    for (std::size_t i = 0; i < many.size(); ++i) {
        many[i].email = std::to_string(i);
        if (i % 3 == 0) {
            many[i].level = 1; // another shape of the same INSERT
        }
    }
    CHECK(conn.insert(many) == 100);
    CHECK(many.back().id == 100);
    CHECK(many[1].level.value() == 7);
    CHECK(ask(file, "SELECT count(*) || ' ' || sum(level) FROM users") == "100 496");

    std::vector<User> const again{{.email = "new"}, {.email = "5"}};
    CHECK(kind_of([&] { conn.insert(again); }) == "unique");
    CHECK_FALSE(conn.in_transaction());
    CHECK(ask(file, "SELECT count(*) FROM users") == "100");
    CHECK(conn.insert(std::span<User const>{again.data(), 1}) == 1);
    CHECK(conn.insert(std::vector<Line>{{1, "a", 1}, {1, "b", 1}}) == 2);
    CHECK(conn.insert(std::vector<Line>{}) == 0);
}

TEST_CASE_FIXTURE(fixture, "an error while writing names table and column and holds no value") {
    conn.insert(User{.email = "SECRET"});
    try {
        conn.insert(User{.email = "SECRET"});
        FAIL("no error");
    } catch (orm::error const& e) {
        CHECK(e.kind() == orm::error_kind::unique);
        CHECK(e.table() == "users");
        CHECK(e.column() == "email");
        CHECK(std::string(e.what()).find("SECRET") == std::string::npos);
    }
    for (auto const& bad : {std::string("SECRET\xFF"), std::string("SECRET\0", 7)}) {
        try {
            conn.insert(User{.email = bad});
            FAIL("no error");
        } catch (orm::error const& e) {
            CHECK(e.kind() == orm::error_kind::invalid_text);
            CHECK(e.table() == "users");
            CHECK(e.column() == "email");
            CHECK(std::string(e.what()).find("byte 6") != std::string::npos);
            CHECK(std::string(e.what()).find("SECRET") == std::string::npos);
        }
    }
    try {
        conn.insert(Person{1, {}, std::numeric_limits<double>::quiet_NaN(), {}});
        FAIL("no error");
    } catch (orm::error const& e) {
        CHECK(e.kind() == orm::error_kind::out_of_range);
        CHECK(e.column() == "height");
    }
    CHECK(ask(file, "SELECT count(*) FROM users") == "1");
}

TEST_CASE_FIXTURE(fixture, "an error while reading names table and column of the stored value") {
    conn.insert(User{.email = "a"});
    conn.insert(Line{1, "a", 1});
    ask(file, "UPDATE lines SET quantity = 'SECRET'");
    try {
        (void)conn.get<Line>(1, "a");
        FAIL("no error");
    } catch (orm::error const& e) {
        CHECK(e.kind() == orm::error_kind::type_mismatch);
        CHECK(e.table() == "lines");
        CHECK(e.column() == "quantity");
        CHECK(std::string(e.what()).find("SECRET") == std::string::npos);
    }
    ask(file, "UPDATE lines SET quantity = 3000000000");
    CHECK(kind_of([&] { (void)conn.get<Line>(1, "a"); }) == "out_of_range");
    ask(file, "UPDATE lines SET quantity = 3");
    CHECK(conn.get<Line>(1, "a").value().quantity == 3);
    ask(file, "PRAGMA ignore_check_constraints = ON");
    CHECK(conn.get<User>(1).value().role == Role::user);
}

TEST_CASE_FIXTURE(fixture, "a row that a trigger swallows is reported, not given a key that isn't its own") {
    ask(file,
        "CREATE TRIGGER no BEFORE INSERT ON users WHEN new.email = 'no' BEGIN SELECT RAISE(IGNORE); END");
    ask(file, "CREATE TRIGGER no2 BEFORE INSERT ON lines BEGIN SELECT RAISE(IGNORE); END");
    conn.insert(User{.email = "yes"});
    CHECK(kind_of([&] { conn.insert(User{.email = "no"}); }) == "constraint");
    CHECK(kind_of([&] { conn.insert(Line{1, "a", 1}); }) == "constraint");
}

TEST_CASE_FIXTURE(fixture, "prepared statements survive a change of the schema by somebody else") {
    conn.insert(User{.email = "a"});
    CHECK(conn.get<User>(1).has_value());
    ask(file, "ALTER TABLE users ADD COLUMN later TEXT");
    CHECK(conn.get<User>(1).value().email == "a");
    conn.insert(User{.email = "b"});
    ask(file, "ALTER TABLE lines RENAME COLUMN quantity TO amount");
    CHECK(kind_of([&] { conn.insert(Line{1, "a", 1}); }) == "sql");
    ask(file, "ALTER TABLE lines RENAME COLUMN amount TO quantity");
    conn.insert(Line{1, "a", 1});
    CHECK(ask(file, "SELECT count(*) FROM lines") == "1");
}

TEST_CASE(
    "create_all makes what is missing in any order of the models, and drop_all removes it with rows in it") {
    scratch::folder const dir;
    auto conn = orm::connect<orm::sqlite>(dir.url("a.db"));
    conn.create_all<metadata>();
    conn.insert(User{.email = "kept"});
    conn.create_all<metadata>();
    CHECK(ask(dir.file("a.db"), "SELECT email FROM users") == "kept");
    conn.drop_all<metadata>();
    CHECK(ask(dir.file("a.db"), "SELECT count(*) FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'") == "0");
}

namespace {
struct Parent {
    std::int64_t id{};
    std::optional<std::int64_t> best_child{};
};
struct Child {
    std::int64_t id{};
    std::int64_t parent_id{};
    std::optional<std::int64_t> elder{};
};
} // namespace
template <>
constexpr auto athanor::table_of<Parent> =
    athanor::table("parents", athanor::foreign_key<&Parent::best_child>.references<&Child::id>);
template <>
constexpr auto athanor::table_of<Child> = athanor::table(
    "children", athanor::foreign_key<&Child::parent_id>.references<&Parent::id>.on_delete(athanor::restrict_),
    athanor::foreign_key<&Child::elder>.references<&Child::id>.on_delete(athanor::restrict_));

TEST_CASE("drop_all manages tables that refer to each other and to themselves") {
    scratch::folder const dir;
    auto conn = orm::connect<orm::sqlite>(dir.url("a.db"));
    using pair = orm::metadata<Parent, Child>;
    conn.create_all<pair>();
    conn.insert(Parent{1, std::nullopt});
    conn.insert(Child{1, 1, std::nullopt});
    conn.insert(Child{2, 1, 1});
    conn.update(Parent{1, 2});
    CHECK(kind_of([&] { conn.erase<Parent>(1); }) == "foreign_key");
    conn.drop_all<pair>();
    CHECK(ask(dir.file("a.db"), "SELECT count(*) FROM sqlite_schema") == "0");
}
