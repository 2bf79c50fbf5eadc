// SPDX-License-Identifier: BSL-1.0
// Every word that PostgreSQL brought, from the struct to the catalog.
#include <athanor/dialect/capabilities.hpp>
#include <athanor/model.hpp>
#include <athanor/schema/catalog_fingerprint.hpp>
#include <athanor/schema/to_catalog.hpp>
#include <athanor/statement/row.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace words_test {

namespace orm = athanor;
using i64 = std::int64_t;

enum class level { low, high };

struct Booking {
    i64 id{};
    std::optional<i64> serial{};
    i64 number{};
    i64 room{};
    orm::json data{};
    orm::json plain_data{};
    std::vector<std::string> tags{};
    std::vector<std::vector<i64>> grid{};
    std::vector<level> levels{};
    std::vector<std::optional<std::int32_t>> readings{};
    std::string name{};
    std::optional<std::string> note{};

    static constexpr auto table =
        orm::table(
            "bookings",
            orm::column<&Booking::id>.primary_key().identity(orm::identity()
                                                                 .always()
                                                                 .start(100)
                                                                 .increment(5)
                                                                 .minvalue(-7)
                                                                 .maxvalue(9000)
                                                                 .cache(20)
                                                                 .cycle()),
            orm::column<&Booking::serial>.identity(),
            orm::sequence("number")
                .start(1000)
                .increment(-1)
                .cache(3)
                .cycle()
                .as(orm::integer())
                .minvalue(1)
                .maxvalue(2000),
            orm::sequence("Room").schema("hotel").owned_by<&Booking::room>(),
            orm::column<&Booking::number>.name("no").server_default(orm::next_value("number")),
            orm::column<&Booking::room>.server_default(orm::next_value("hotel.Room")),
            orm::column<&Booking::data>.type(orm::jsonb()),
            orm::column<&Booking::tags>.type(orm::array(orm::varchar(20))).server_default("{}"),
            orm::column<&Booking::name>.type(orm::varchar(9)).enforced(),
            orm::unique<&Booking::room, &Booking::note>.nulls_not_distinct().initially_deferred(),
            orm::unique<&Booking::note>.deferrable().name("one_note"),
            orm::index<&Booking::tags>.using_("gin"),
            orm::index<&Booking::room>.unique().nulls_not_distinct().include<&Booking::number, &Booking::name>(),
            orm::index_on("ix_data", orm::asc(orm::col<&Booking::data>).operator_class("jsonb_path_ops"))
                .using_("gin"),
            orm::index_on("ix_orders", orm::desc(orm::col<&Booking::room>).nulls_last(),
                          orm::asc(orm::lower(orm::col<&Booking::name>)).nulls_first().operator_class("a"),
                          orm::desc(orm::col<&Booking::note>).operator_class("b").nulls_first())
                .where(orm::col<&Booking::room> > 0),
            orm::exclude("room", orm::with(orm::col<&Booking::room>, "=").operator_class("c"),
                         orm::with(orm::sql("int8range(no, no + 1)"), "&&"))
                .using_("gist")
                .where(orm::col<&Booking::number> > 3)
                .deferrable(),
            orm::exclude("later", orm::with(orm::col<&Booking::number>, "=")).initially_deferred())
            .schema("hotel");
};
struct Guest { // says the same sequence again
    i64 id{};
    static constexpr auto table = orm::table(
        "guests", orm::column<&Guest::id>.primary_key().identity(orm::identity().always().by_default()),
        orm::sequence("number")
            .start(1000)
            .increment(-1)
            .cache(3)
            .cycle()
            .as(orm::integer())
            .minvalue(1)
            .maxvalue(2000));
};
struct Late { // its key comes after another identity
    i64 number{};
    i64 id{};
    std::vector<orm::decimal<8, 2>> prices{};
    static constexpr auto table = orm::table("late", orm::column<&Late::number>.identity(),
                                             orm::column<&Late::id>.primary_key().autoincrement(),
                                             orm::check("prices", orm::col<&Late::prices>.is_not_null()));
};
using models = orm::metadata<Booking, Guest>;

orm::catalog const& all() {
    static orm::catalog const result = orm::to_model_schema<models>().tables;
    return result;
}
orm::table_def const& bookings() {
    auto const* t = all().find("hotel.bookings");
    REQUIRE(t != nullptr);
    return *t;
}
orm::column_def const& column(std::string_view name) {
    auto const* c = bookings().find_column(name);
    REQUIRE(c != nullptr);
    return *c;
}
template <class List>
auto const& named(List const& list, std::string_view name) {
    auto const found = std::find_if(list.begin(), list.end(), [&](auto const& i) { return i.name == name; });
    REQUIRE(found != list.end());
    return *found;
}

} // namespace words_test

using namespace words_test;

TEST_CASE("an identity reaches the catalog with its options, and implies autoincrement") {
    auto const& id = column("id");
    REQUIRE(id.identity.has_value());
    CHECK(*id.identity == orm::identity_def{true, {100, 5, -7, 9000, 20, true}});
    CHECK(id.autoincrement);
    auto const& serial = column("serial");
    CHECK(serial.identity == orm::identity_def{});
    CHECK(serial.autoincrement);
    CHECK(!serial.nullable); // PostgreSQL's identities never are
    CHECK(all().find("guests")->find_column("id")->identity == orm::identity_def{});
}

TEST_CASE("an INSERT leaves an identity to the database: ALWAYS always, BY DEFAULT while unset") {
    using facts = orm::detail::row_facts<Booking>;
    static_assert(facts::is_computed(0) && facts::optional_bit[0] == facts::none);
    static_assert(!facts::is_computed(1) && facts::optional_bit[1] != facts::none);
    Booking b;
    auto const unset = orm::detail::given_columns(b);
    b.id = 7;
    b.serial = 8;
    auto const given = orm::detail::given_columns(b);
    CHECK(!facts::is_given(0, unset));
    CHECK(!facts::is_given(0, given));
    CHECK(facts::comes_back(0, given));
    CHECK(!facts::is_updated(0, given));
    CHECK(!facts::is_given(1, unset));
    CHECK(facts::comes_back(1, unset));
    CHECK(facts::is_given(1, given));
    CHECK(facts::is_updated(1, given));
    static_assert(facts::autoincrement == 0);
    static_assert(orm::detail::row_facts<Late>::autoincrement == 1); // the key, not the other identity
    Guest g;
    CHECK(!orm::detail::row_facts<Guest>::is_given(0, orm::detail::given_columns(g)));
    g.id = 1;
    CHECK(orm::detail::row_facts<Guest>::is_given(0, orm::detail::given_columns(g)));
}

TEST_CASE("sequences are collected from all tables, each once") {
    REQUIRE(all().sequences.size() == 2);
    auto const* number = all().find_sequence("number");
    REQUIRE(number != nullptr);
    CHECK(number->options == orm::sequence_options{1000, -1, 1, 2000, 3, true});
    CHECK(number->type == orm::integer());
    CHECK(number->owner_table.empty());
    auto const* room = all().find_sequence("hotel.Room");
    REQUIRE(room != nullptr);
    CHECK(room->type == orm::bigint());
    CHECK(room->owner_table == "hotel.bookings");
    CHECK(room->owner_column == "room");
    CHECK(column("no").server_default ==
          orm::default_def{orm::default_kind::expression, "nextval('number')"});
    CHECK(column("room").server_default.text == "nextval('hotel.\"Room\"')"); // quoted, or it would be folded
}

TEST_CASE("arrays, jsonb and enforced limits reach the columns") {
    CHECK(column("data").type == orm::jsonb());
    CHECK(column("plain_data").type.id == orm::type_id::json);
    CHECK(column("tags").type == orm::array(orm::varchar(20)));
    CHECK(column("tags").server_default == orm::default_def{orm::default_kind::text, "{}"});
    CHECK(column("grid").type == orm::array(orm::bigint()));
    CHECK(column("readings").type == orm::array(orm::integer()));
    CHECK(column("levels").type.id == orm::type_id::enumeration);
    CHECK(column("levels").type.array);
    CHECK(column("levels").type_name == "level");
    CHECK(column("levels").labels == std::vector<std::string>{"low", "high"});
    CHECK(column("name").enforced);
    CHECK(!column("note").enforced);
}

TEST_CASE("a decimal is cast in a condition, an array of them is not") {
    CHECK(orm::describe<Late>().checks[0].expression == "\"prices\" IS NOT NULL");
}

TEST_CASE("unique constraints say whether NULLs are equal, and when they are checked") {
    auto const& pair = named(bookings().uniques, "uq_bookings_room_note");
    CHECK(pair.nulls_not_distinct);
    CHECK(pair.deferrable);
    CHECK(pair.initially_deferred);
    auto const& note = named(bookings().uniques, "one_note");
    CHECK(!note.nulls_not_distinct);
    CHECK(note.deferrable);
    CHECK(!note.initially_deferred);
}

TEST_CASE("indexes have a method, included columns, operator classes and an order of NULLs") {
    using order = orm::nulls_order;
    CHECK(named(bookings().indexes, "ix_bookings_tags").method == "gin");
    auto const& room = named(bookings().indexes, "ix_bookings_room");
    CHECK(room.unique);
    CHECK(room.nulls_not_distinct);
    CHECK(room.include == std::vector<std::string>{"no", "name"});
    auto const& data = named(bookings().indexes, "ix_data");
    CHECK(data.method == "gin");
    CHECK(data.parts ==
          std::vector<orm::index_part>{{"data", false, false, order::by_default, "jsonb_path_ops"}});
    auto const& orders = named(bookings().indexes, "ix_orders");
    CHECK(orders.parts == std::vector<orm::index_part>{{"room", false, true, order::last, ""},
                                                       {"lower(\"name\")", true, false, order::first, "a"},
                                                       {"note", false, true, order::first, "b"}});
    CHECK(orders.where == "\"room\" > 0");
    CHECK(orders.include.empty());
}

TEST_CASE("exclude constraints reach the catalog") {
    auto const& room = named(bookings().excludes, "ex_bookings_room");
    CHECK(room.method == "gist");
    CHECK(room.elements == std::vector<orm::exclude_def::element>{{"room", false, "=", "c"},
                                                                  {"int8range(no, no + 1)", true, "&&", ""}});
    CHECK(room.where == "\"no\" > 3");
    CHECK(room.deferrable);
    CHECK(!room.initially_deferred);
    CHECK(named(bookings().excludes, "ex_bookings_later").initially_deferred);
}

TEST_CASE("each of these words changes the fingerprint, which models and catalog share") {
    CHECK(orm::fingerprint(all()) == models::fingerprint);
    static_assert(orm::metadata<Guest, Booking>::fingerprint == models::fingerprint);
    std::vector<std::uint64_t> seen{models::fingerprint};
    auto const changes = [&](auto&& edit) {
        auto copy = all();
        edit(copy, *copy.find("hotel.bookings"));
        auto const now = orm::fingerprint(copy);
        CHECK(std::find(seen.begin(), seen.end(), now) == seen.end());
        seen.push_back(now);
    };
    changes([](auto& c, auto&) { c.sequences.pop_back(); });
    changes([](auto& c, auto&) { c.sequences[0].options.start = 1; });
    changes([](auto& c, auto&) { c.sequences[1].owner_column = "x"; });
    changes([](auto&, auto& t) { t.columns[0].identity->always = false; });
    changes([](auto&, auto& t) { t.columns[0].identity->options.cache = 21; });
    changes([](auto&, auto& t) { t.columns[0].identity.reset(); });
    changes([](auto&, auto& t) { t.columns[4].type = {orm::type_id::json}; });
    changes([](auto&, auto& t) { t.columns[6].type.array = false; });
    changes([](auto&, auto& t) { t.columns[10].enforced = false; });
    changes([](auto&, auto& t) { t.uniques[0].nulls_not_distinct = false; });
    changes([](auto&, auto& t) { t.uniques[0].deferrable = false; });
    changes([](auto&, auto& t) { t.uniques[0].initially_deferred = false; });
    changes([](auto&, auto& t) { t.indexes[0].method = "gist"; });
    changes([](auto&, auto& t) { t.indexes[1].include.pop_back(); });
    changes([](auto&, auto& t) { t.indexes[1].nulls_not_distinct = false; });
    changes([](auto&, auto& t) { t.indexes[2].parts[0].operator_class = "x"; });
    changes([](auto&, auto& t) { t.indexes[3].parts[0].nulls = orm::nulls_order::first; });
    changes([](auto&, auto& t) { t.excludes.pop_back(); });
    changes([](auto&, auto& t) { t.excludes[0].elements[0].with = "<>"; });
}

// ---- what a database lacks
// ---------------------------------------------------------------------------------------

namespace words_test {

template <int Case>
struct T {
    i64 id{};
    i64 number{};
    std::optional<std::string> name{};
    std::vector<i64> tags{};
};
struct Plain {
    i64 id{};
    std::optional<std::string> name{};
    i64 twice{};
    static constexpr auto table =
        orm::table("plain", orm::column<&Plain::id>.primary_key().identity(), orm::unique<&Plain::name>,
                   orm::column<&Plain::twice>.computed(orm::col<&Plain::id> * 2),
                   orm::index<&Plain::name>.desc().where(orm::col<&Plain::id> > 0).using_("btree"));
};
template <class M>
constexpr auto on_sqlite() {
    return orm::detail::capability_sentence<orm::dialect_id::sqlite, Plain, M>::value;
}

} // namespace words_test

static_assert(on_sqlite<Plain>().empty());
static_assert(
    orm::sqlite_lacks(orm::describe<T<0>>()) ==
    "SQLite has no arrays (struct T, member tags): keep the values in a table of their own, or as json.");
static_assert(on_sqlite<T<0>>().view().starts_with("SQLite has no arrays (struct T, member tags)"));
static_assert(
    orm::detail::capability_sentence<orm::dialect_id::postgresql, T<0>, Booking, Guest>::value.empty());
static_assert(orm::detail::capability_sentence<orm::dialect_id::postgresql, Guest, Plain>::value ==
              "PostgreSQL before 18 keeps computed columns in the row only (struct Plain, member twice): say "
              ".stored().");

namespace words_test {

template <int Case>
struct S {
    i64 id{};
    i64 number{};
    std::optional<std::string> name{};
};

} // namespace words_test

#define LACKS(n, words, ...)                                                                                 \
    template <>                                                                                              \
    inline constexpr auto athanor::table_of<S<n>> = athanor::table("t", __VA_ARGS__);                        \
    static_assert(on_sqlite<S<n>>().view().starts_with(words))

LACKS(1, "SQLite has no identity ALWAYS (struct S, member id): say autoincrement().",
      orm::column<&S<1>::id>.primary_key().identity(orm::identity().always()));
LACKS(2, "SQLite has no options for an identity (struct S, member id)",
      orm::column<&S<2>::id>.primary_key().identity(orm::identity().start(5)));
LACKS(3, "SQLite counts only the primary key (struct S, member number)",
      orm::column<&S<3>::number>.identity());
LACKS(4, "SQLite has no sequences (struct S, member number)",
      orm::column<&S<4>::number>.server_default(orm::next_value("s")));
LACKS(5, "SQLite has no sequences (struct S)", orm::sequence("s"));
LACKS(6, "SQLite has no NULLS NOT DISTINCT (struct S, member name)",
      orm::unique<&S<6>::name>.nulls_not_distinct());
LACKS(7, "SQLite can't defer a unique constraint (struct S, member name)",
      orm::unique<&S<7>::name>.deferrable());
LACKS(8, "SQLite has no index method but btree (struct S, member name)",
      orm::index<&S<8>::name>.using_("hash"));
LACKS(9, "SQLite has no INCLUDE in an index (struct S, member number)",
      orm::index<&S<9>::name>.include<&S<9>::number>());
LACKS(10, "SQLite has no NULLS NOT DISTINCT (struct S, member name)",
      orm::index<&S<10>::name>.unique().nulls_not_distinct());
LACKS(11, "SQLite has no NULLS FIRST and NULLS LAST in an index (struct S, member name)",
      orm::index_on("ix", orm::asc(orm::col<&S<11>::name>).nulls_last()));
LACKS(12, "SQLite has no operator classes (struct S, member name)",
      orm::index_on("ix", orm::asc(orm::col<&S<12>::name>).operator_class("text_pattern_ops")));
LACKS(13, "SQLite has no EXCLUDE constraints (struct S)",
      orm::exclude("e", orm::with(orm::col<&S<13>::number>, "=")));
template <>
inline constexpr auto athanor::table_of<S<14>> = athanor::table("t").schema("hotel");
static_assert(on_sqlite<S<14>>() == "SQLite has no schemas (struct S): take .schema(...) away.");
LACKS(15, "SQLite has no schemas (struct S, member number)",
      orm::foreign_key<&S<15>::number>.references<&S<14>::id>);
