// SPDX-License-Identifier: BSL-1.0
#include "shop.hpp"

#include <athanor/reflect/hana.hpp>
#include <athanor/schema/catalog_fingerprint.hpp>
#include <athanor/schema/to_catalog.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace describe_test {

namespace orm = athanor;

enum class OrderState { open, paid, closed };

struct Times {
    orm::defaulted<orm::timestamp> created_at{};
    std::optional<orm::timestamp> updated_at{};
};
struct Email {
    std::string text{};
};
struct Everything {
    orm::defaulted<std::int64_t> id{};
    bool flag{};
    std::int16_t small{};
    std::uint32_t wide{};
    float f{};
    double d{};
    std::string plain{};
    std::optional<std::string> low{};
    std::vector<std::byte> bytes{};
    Times times{};
    orm::date day{};
    orm::time_of_day clock{};
    orm::interval span{};
    orm::uuid uid{};
    orm::decimal<12, 4> price{};
    orm::json data{};
    OrderState state{};
    Email email{};
    std::string shape{};

    static constexpr auto table =
        orm::table("everything", orm::primary_key<&Everything::id>.autoincrement(),
                   orm::column<&Everything::flag>.server_default(false).comment("a flag"),
                   orm::column<&Everything::small>.server_default(-5).check(orm::col<&Everything::small> < 9),
                   orm::column<&Everything::plain>.name("plain_text").unique().collation("NOCASE"),
                   orm::column<&Everything::low>.computed(orm::lower(orm::col<&Everything::plain>)).stored(),
                   orm::column<&Everything::times, &Times::created_at>.server_default(orm::now()).index(),
                   orm::column<&Everything::state>.server_default(OrderState::paid).renamed_from("status"),
                   orm::column<&Everything::email>.unique().index(),
                   orm::column<&Everything::shape>.type(orm::custom_type("GEOMETRY")),
                   orm::unique<&Everything::small, orm::path<&Everything::times, &Times::updated_at>>,
                   orm::index<&Everything::plain, &Everything::wide>.unique().where(
                       orm::col<&Everything::flag> == true),
                   orm::index<&Everything::day>.desc(),
                   orm::index_on("ix_mixed", orm::lower(orm::col<&Everything::plain>),
                                 orm::desc(orm::col<&Everything::wide>)),
                   orm::check("wide_enough", orm::col<&Everything::wide> > 3))
            .comment("all of it")
            .renamed_from("anything")
            .strict();
};

struct HTTPLogEntry { // nothing said: everything follows from the struct
    std::int64_t id{};
    std::optional<std::string> line{};
};

// Two structs that refer to each other are described from outside.
struct Chicken {
    std::int64_t id{};
    std::optional<std::int64_t> egg_id{};
};
struct Egg {
    std::int64_t id{};
    std::int64_t chicken_id{};
};

class Adapted {
public:
    Adapted() = default;
    virtual ~Adapted() = default;
    std::int64_t id{};
    std::string name{};
    int unseen{};
};

struct Long {
    std::int64_t id{};
    std::string a_column_with_a_name_of_thirty{};
    static constexpr auto table = orm::table("a_table_whose_name_has_quite_a_lot_of_characters",
                                             orm::column<&Long::a_column_with_a_name_of_thirty>.unique());
};

struct Tenant {
    std::int64_t id{};
    std::string name{};
    static constexpr auto table = orm::table("tenants", orm::column<&Tenant::id>.primary_key(),
                                             orm::unique<&Tenant::name>.name("one_name"))
                                      .schema("admin")
                                      .without_rowid();
};

} // namespace describe_test

template <>
struct athanor::value_traits<describe_test::Email> {
    static constexpr sql_type type = varchar(320);
    static std::string_view encode(describe_test::Email const& e) { return e.text; }
    static describe_test::Email decode(std::string_view stored) { return {std::string{stored}}; }
};
template <>
inline constexpr auto athanor::table_of<describe_test::Chicken> = athanor::table(
    "chickens",
    athanor::foreign_key<&describe_test::Chicken::egg_id>.references<&describe_test::Egg::id>.deferrable());
template <>
inline constexpr auto athanor::table_of<describe_test::Egg> =
    athanor::table("eggs", athanor::foreign_key<&describe_test::Egg::chicken_id>
                               .references<&describe_test::Chicken::id>.on_update(athanor::cascade)
                               .initially_deferred()
                               .name("laid_by"));
BOOST_HANA_ADAPT_STRUCT(describe_test::Adapted, id, name);
template <>
inline constexpr auto athanor::table_of<describe_test::Adapted> =
    athanor::table("adapted", athanor::primary_key<&describe_test::Adapted::id>.autoincrement(),
                   athanor::column<&describe_test::Adapted::name>.unique());

using namespace describe_test;
using athanor::default_kind;
using athanor::describe;
using athanor::type_id;

namespace {

athanor::column_info const& column(athanor::table_info const& t, std::string_view name) {
    auto const* c = t.find_column(name);
    REQUIRE(c != nullptr);
    return *c;
}

} // namespace

TEST_CASE("the shop's tables are what the structs say") {
    auto const& users = describe<shop::User>();
    CHECK(users.name == "users");
    CHECK(users.struct_name == "User");
    CHECK(users.columns.size() == 6);
    CHECK(users.columns[0].name == "telegram_id");
    CHECK(users.columns[0].primary_key_position == 1);
    CHECK(!users.columns[0].autoincrement);
    CHECK(!users.columns[0].nullable);
    CHECK(users.columns[1].type == athanor::varchar(255));
    CHECK(users.columns[2].nullable);
    CHECK(users.columns[4].type.id == type_id::timestamp_tz);
    CHECK(users.columns[4].server_default.text == "CURRENT_TIMESTAMP");
    CHECK(users.columns[4].filled_by_database());
    CHECK(users.primary_key.name == "pk_users");
    CHECK(users.foreign_keys[0].name == "fk_users_referrer_id");
    CHECK(users.foreign_keys[0].referred_columns[0] == "telegram_id");
    CHECK(users.foreign_keys[0].on_delete == athanor::set_null);
    CHECK(describe<shop::Order>().columns[0].autoincrement);
    auto const& link = describe<shop::OrderProduct>();
    CHECK(link.primary_key.columns.size() == 2);
    CHECK(link.columns[1].primary_key_position == 2);
    CHECK(link.foreign_keys[1].name == "fk_order_products_product_id");
    CHECK(link.foreign_keys[1].on_delete == athanor::restrict_);
}

TEST_CASE("every option of a column reaches its descriptor") {
    auto const& t = describe<Everything>();
    CHECK(t.columns.size() == athanor::column_count<Everything>);
    CHECK(t.columns.size() == 20);
    CHECK(t.comment == "all of it");
    CHECK(t.strict);
    CHECK(t.renamed_from == "anything");
    CHECK(column(t, "id").is_defaulted);
    CHECK(column(t, "flag").server_default.text == "FALSE");
    CHECK(column(t, "flag").comment == "a flag");
    CHECK(column(t, "small").server_default.text == "-5");
    CHECK(column(t, "small").server_default.kind == default_kind::expression);
    CHECK(column(t, "wide").type == athanor::bigint());
    CHECK(column(t, "plain_text").member == "plain");
    CHECK(column(t, "plain_text").collation == "NOCASE");
    CHECK(column(t, "low").computed == "lower(\"plain_text\")");
    CHECK(column(t, "low").stored);
    CHECK(column(t, "created_at").index == 9);
    CHECK(!column(t, "created_at").nullable);
    CHECK(column(t, "updated_at").nullable);
    CHECK(column(t, "price").type == athanor::numeric(12, 4));
    CHECK(column(t, "state").type.id == type_id::enumeration);
    CHECK(column(t, "state").type_name == "order_state");
    CHECK(column(t, "state").labels.size() == 3);
    CHECK(column(t, "state").server_default.text == "paid");
    CHECK(column(t, "state").renamed_from == "status");
    CHECK(column(t, "email").type == athanor::varchar(320));
    CHECK(column(t, "shape").type.id == type_id::custom);
    CHECK(column(t, "shape").type_name == "GEOMETRY");
}

TEST_CASE("constraints and indexes have the names that the rule says") {
    auto const& t = describe<Everything>();
    REQUIRE(t.uniques.size() == 2);
    CHECK(t.uniques[0].name == "uq_everything_plain_text");
    CHECK(t.uniques[1].name == "uq_everything_small_updated_at");
    REQUIRE(t.checks.size() == 2);
    CHECK(t.checks[0].name == "ck_everything_small");
    CHECK(t.checks[0].expression == "\"small\" < 9");
    CHECK(t.checks[1].name == "ck_everything_wide_enough");
    REQUIRE(t.indexes.size() == 5);
    CHECK(t.indexes[0].name == "ix_everything_created_at");
    CHECK(t.indexes[1].name == "ix_everything_email");
    CHECK(t.indexes[1].unique);
    CHECK(t.indexes[2].name == "ix_everything_plain_text_wide");
    CHECK(t.indexes[2].where == "\"flag\" = TRUE");
    CHECK(t.indexes[3].parts[0].descending);
    CHECK(t.indexes[4].name == "ix_mixed");
    CHECK(t.indexes[4].parts[0].is_expression);
    CHECK(t.indexes[4].parts[0].text == "lower(\"plain_text\")");
    CHECK(t.indexes[4].parts[1].descending);
    CHECK(describe<Tenant>().uniques[0].name == "one_name");
}

TEST_CASE("a name of more than 63 bytes is cut and ends in a hash of the whole") {
    auto const name = describe<Long>().uniques[0].name;
    CHECK(name.size() == 63);
    std::string const whole =
        "uq_a_table_whose_name_has_quite_a_lot_of_characters_a_column_with_a_name_of_thirty";
    CHECK(name.substr(0, 54) == whole.substr(0, 54));
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (char const c : whole) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    char expected[10];
    std::snprintf(expected, sizeof expected, "_%08x", static_cast<unsigned>(hash & 0xffffffffU));
    CHECK(name.substr(54) == expected);
    std::vector<std::string> const columns{"a_column_with_a_name_of_thirty"};
    CHECK(athanor::name_of("uq", "a_table_whose_name_has_quite_a_lot_of_characters", columns) == name);
    CHECK(athanor::name_of("uq", std::string(56, 't'), std::vector<std::string>{"abc"}).size() == 63);
    CHECK(athanor::name_of("uq", std::string(57, 't'), std::vector<std::string>{"abc"}).substr(54, 1) == "_");
    CHECK(athanor::name_of_primary_key("users") == "pk_users");
}

TEST_CASE("a struct without a description is a table by its own names, with id as its key") {
    auto const& t = describe<HTTPLogEntry>();
    CHECK(t.name == "http_log_entry");
    CHECK(t.primary_key.columns[0] == "id");
    CHECK(!t.columns[0].autoincrement);
    CHECK(t.columns[1].nullable);
}

TEST_CASE("structs that refer to each other, and adapted classes, are described from outside") {
    CHECK(describe<Chicken>().foreign_keys[0].referred_table == "eggs");
    CHECK(describe<Chicken>().foreign_keys[0].deferrable);
    CHECK(describe<Egg>().foreign_keys[0].name == "laid_by");
    CHECK(describe<Egg>().foreign_keys[0].initially_deferred);
    CHECK(describe<Egg>().foreign_keys[0].on_update == athanor::cascade);
    static_assert(athanor::metadata<Chicken, Egg>::count == 2);
    CHECK(describe<Adapted>().columns.size() == 2);
    CHECK(describe<Adapted>().uniques[0].name == "uq_adapted_name");
}

TEST_CASE("columns are visited in order, those of mixins in their place") {
    Everything e;
    std::vector<std::size_t> seen;
    athanor::for_each_column(e, [&](auto index, auto&) { seen.push_back(index); });
    CHECK(seen.size() == 20);
    CHECK(std::is_sorted(seen.begin(), seen.end()));
    athanor::column_field<10>(e) = athanor::timestamp{5};
    CHECK(e.times.updated_at == athanor::timestamp{5});
    static_assert(std::is_same_v<athanor::column_member_type<Everything, 9>, orm::defaulted<orm::timestamp>>);
    static_assert(athanor::detail::column_index<Everything, &Everything::times, &Times::updated_at>() == 10);
}

TEST_CASE("models and their catalog have the same fingerprint, whatever the order") {
    auto all = athanor::to_model_schema<shop::metadata>();
    constexpr auto expected = shop::metadata::fingerprint;
    CHECK(athanor::fingerprint(all.tables) == expected);
    static_assert(
        athanor::metadata<shop::OrderProduct, shop::Product, shop::Order, shop::User>::fingerprint ==
        expected);
    std::reverse(all.tables.tables.begin(), all.tables.tables.end());
    for (auto& t : all.tables.tables) {
        std::reverse(t.columns.begin(), t.columns.end());
        std::reverse(t.foreign_keys.begin(), t.foreign_keys.end());
    }
    CHECK(athanor::fingerprint(all.tables) == expected);

    using rest = athanor::metadata<Everything, Tenant, Long, Chicken, Egg, Adapted>;
    CHECK(athanor::fingerprint(athanor::to_model_schema<rest>().tables) == rest::fingerprint);
}

TEST_CASE("every property of a schema but C++-side ones changes the fingerprint") {
    using models = athanor::metadata<Everything>;
    auto const base = athanor::to_model_schema<models>().tables;
    auto const original = athanor::fingerprint(base);
    std::vector<std::uint64_t> seen{original};
    auto const change = [&](auto&& edit) {
        auto copy = base;
        edit(copy.tables[0]);
        auto const now = athanor::fingerprint(copy);
        CHECK(std::find(seen.begin(), seen.end(), now) == seen.end());
        seen.push_back(now);
    };
    change([](auto& t) { t.name = "x"; });
    change([](auto& t) { t.schema = "x"; });
    change([](auto& t) { t.comment = "x"; });
    change([](auto& t) { t.strict = false; });
    change([](auto& t) { t.without_rowid = true; });
    change([](auto& t) { t.columns.pop_back(); });
    change([](auto& t) { t.columns[1].name = "x"; });
    change([](auto& t) { t.columns[1].type = athanor::integer(); });
    change([](auto& t) { t.columns[14].type.scale = 3; });
    change([](auto& t) { t.columns[14].type.length = 13; });
    change([](auto& t) { t.columns[1].nullable = true; });
    change([](auto& t) { t.columns[0].autoincrement = false; });
    change([](auto& t) { t.columns[1].server_default.text = "TRUE"; });
    change([](auto& t) { t.columns[1].server_default.kind = default_kind::text; });
    change([](auto& t) { t.columns[7].computed = "x"; });
    change([](auto& t) { t.columns[7].stored = false; });
    change([](auto& t) { t.columns[6].collation = "x"; });
    change([](auto& t) { t.columns[6].comment = "x"; });
    change([](auto& t) { t.find_column("state")->labels.pop_back(); });
    change([](auto& t) { std::swap(t.find_column("state")->labels[0], t.find_column("state")->labels[1]); });
    change([](auto& t) { t.find_column("state")->type_name = "x"; });
    change([](auto& t) { t.primary_key->name = "x"; });
    change([](auto& t) { t.primary_key->columns.push_back("small"); });
    change([](auto& t) { t.primary_key.reset(); });
    change([](auto& t) { t.uniques[1].name = "x"; });
    change([](auto& t) { std::swap(t.uniques[1].columns[0], t.uniques[1].columns[1]); });
    change([](auto& t) { t.checks[0].expression = "x"; });
    change([](auto& t) { t.checks.pop_back(); });
    change([](auto& t) { t.indexes[0].unique = true; });
    change([](auto& t) { t.indexes[2].where = ""; });
    change([](auto& t) { t.indexes[3].parts[0].descending = false; });
    change([](auto& t) { t.indexes[4].parts[0].is_expression = false; });

    auto const links = athanor::to_model_schema<shop::metadata>().tables;
    auto const whole = athanor::fingerprint(links);
    auto const change_key = [&](auto&& edit) {
        auto copy = links;
        edit(copy.tables[1].foreign_keys[0]);
        CHECK(athanor::fingerprint(copy) != whole);
    };
    change_key([](auto& k) { k.name = "x"; });
    change_key([](auto& k) { k.on_delete = athanor::no_action; });
    change_key([](auto& k) { k.on_update = athanor::cascade; });
    change_key([](auto& k) { k.deferrable = true; });
    change_key([](auto& k) { k.initially_deferred = true; });
    change_key([](auto& k) { k.referred_table = "x"; });
    change_key([](auto& k) { k.referred_schema = "x"; });
    change_key([](auto& k) { k.referred_columns[0] = "x"; });
}

TEST_CASE("what a model says of renames is kept beside the schema") {
    auto const all = athanor::to_model_schema<athanor::metadata<Everything>>();
    REQUIRE(all.renames.size() == 2);
    CHECK(all.renames[0].table == "everything");
    CHECK(all.renames[0].from == "anything");
    CHECK(all.renames[0].to.empty());
    CHECK(all.renames[1].from == "status");
    CHECK(all.renames[1].to == "state");
}
