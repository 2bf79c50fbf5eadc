// SPDX-License-Identifier: BSL-1.0
// Many structs at once: COPY, pipelines, and what comes back; all of them or none.

#include "shop.hpp"

#include <list>
#include <ranges>

namespace {

std::vector<Item> make(int count, int first_id = 0) {
    std::vector<Item> out;
    for (int i = 0; i < count; ++i) {
        out.push_back({first_id == 0 ? 0 : first_id + i, "item " + std::to_string(i),
                       i % 3 == 0 ? std::nullopt : std::optional{std::string("note")}, i});
    }
    return out;
}
// The statements that a call runs.
template <class F>
std::vector<std::string> statements_of(connection& conn, F&& f) {
    std::vector<std::string> out;
    conn.on_statement([&](std::string_view sql) { out.emplace_back(sql); });
    f();
    conn.on_statement({});
    return out;
}
bool any_begins(std::vector<std::string> const& statements, std::string_view with) {
    return std::ranges::any_of(statements, [&](std::string const& s) { return s.starts_with(with); });
}

} // namespace

TEST_CASE("a range that needs no answer goes in by COPY") {
    shop const s;
    auto conn = s.connect();
    auto const items = make(3000, 100);
    auto const seen = statements_of(conn, [&] { CHECK(conn.insert(items) == 3000); });
    CHECK(any_begins(seen, "COPY \"items\" (\"id\", \"name\", \"note\", \"amount\") FROM STDIN"));
    CHECK(s.rows() == "3000");
    CHECK(s.ask("SELECT sum(id) || '/' || sum(amount) || '/' || count(note) FROM items") ==
          "4798500/4498500/2000");
}

TEST_CASE("keys come back into elements that can be changed") {
    shop const s;
    auto conn = s.connect();
    auto items = make(1300); // several batches
    auto const seen = statements_of(conn, [&] { CHECK(conn.insert(items) == 1300); });
    CHECK_FALSE(any_begins(seen, "COPY"));
    for (std::size_t i = 0; i < items.size(); ++i) {
        REQUIRE(items[i].id == static_cast<std::int64_t>(i) + 1);
    }
    CHECK(s.rows() == "1300");
    auto const back = conn.get<Item>(items[700].id);
    REQUIRE(back.has_value());
    CHECK(back->name == "item 700");
}

TEST_CASE("rows with and without a key can be mixed") {
    shop const s;
    auto conn = s.connect();
    auto items = make(40);
    for (std::size_t i = 0; i < items.size(); i += 2) {
        items[i].id = 1000 + static_cast<std::int64_t>(i);
    }
    CHECK(conn.insert(items) == 40);
    CHECK(items[1].id == 1);
    CHECK(items[3].id == 2);
    CHECK(items[38].id == 1038);
    CHECK(s.ask("SELECT count(DISTINCT id) FROM items") == "40");
}

TEST_CASE("one bad row, and none is in: whichever way the range went") {
    shop const s;
    auto conn = s.connect();
    auto items = make(2000, 1);
    items[1500].amount = -1;
    auto const by_copy = live::error_of([&] { conn.insert(std::as_const(items)); });
    CHECK(by_copy.kind() == orm::error_kind::check);
    CHECK(by_copy.constraint() == "ck_items_amount");
    CHECK(s.rows() == "0");
    for (auto& item : items) {
        item.id = 0;
    }
    auto const by_pipeline = live::error_of([&] { conn.insert(items); });
    CHECK(by_pipeline.kind() == orm::error_kind::check);
    CHECK(by_pipeline.table() == "items");
    CHECK(s.rows() == "0");
    CHECK_FALSE(conn.in_transaction());
    items[1500].amount = 1;
    CHECK(conn.insert(items) == 2000); // the connection is as good as new
}

TEST_CASE("a value that can't be sent stops a COPY before anything is kept, and names its column") {
    shop const s;
    auto conn = s.connect();
    auto items = make(30000, 1);
    items[29000].note = std::string("a\0b", 3);
    auto const e = live::error_of([&] { conn.insert(std::as_const(items)); });
    CHECK(e.kind() == orm::error_kind::invalid_text);
    CHECK(e.table() == "items");
    CHECK(e.column() == "note");
    CHECK(s.rows() == "0");
    CHECK(conn.count(orm::select<Item>()) == 0);
}

TEST_CASE("ranges of all kinds: lists, views, temporaries, empty ones, streams of the same connection") {
    shop const s;
    auto conn = s.connect();
    std::list<Item> const list = {{1, "a", {}, 1}, {2, "b", {}, 2}};
    CHECK(conn.insert(list) == 2);
    CHECK(conn.insert(std::vector<Item>{}) == 0);
    auto made = std::views::iota(3, 10) | std::views::transform([](int i) {
                    return Item{i, "made " + std::to_string(i), std::nullopt, i};
                });
    CHECK(conn.insert(made) == 7);
    auto odd =
        conn.all(orm::select<Item>()) | std::views::filter([](Item const& i) { return i.id % 2 == 1; });
    CHECK(conn.erase(odd) == 5);
    CHECK(s.ask("SELECT string_agg(id::text, ',' ORDER BY id) FROM items") == "2,4,6,8");
    auto stream = conn.stream(orm::select<Item>().order_by(orm::col<&Item::id>));
    auto copies = stream | std::views::transform([](Item const& i) {
                      return Item{i.id + 100, i.name + "!", i.note, i.amount};
                  });
    CHECK(conn.insert(copies) == 4);
    CHECK(s.ask("SELECT string_agg(name, ',' ORDER BY id) FROM items WHERE id > 100") ==
          "b!,made 4!,made 6!,made 8!");
}

TEST_CASE("update and erase a range: by pipeline, all or nothing") {
    shop const s;
    auto conn = s.connect();
    s.fill(1200);
    auto items = conn.all(orm::select<Item>().order_by(orm::col<&Item::id>));
    for (auto& item : items) {
        item.amount += 1000;
        item.note = "changed";
    }
    CHECK(conn.update(items) == 1200);
    CHECK(s.ask("SELECT min(amount) || '/' || count(note) FROM items") == "1001/1200");
    items[1100].id = 99'999;
    items[3].amount = 7;
    auto const e = live::error_of([&] { conn.update(items); });
    CHECK(e.kind() == orm::error_kind::not_found);
    CHECK(s.ask("SELECT min(amount) FROM items") == "1001");
    CHECK(conn.erase(items) == 1199);
    CHECK(s.rows() == "1");
}

TEST_CASE("a trigger that swallows a row is told, by COPY and by pipeline") {
    shop const s;
    (void)s.ask(
        "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN IF NEW.amount = 13 THEN RETURN "
        "NULL; END IF; RETURN NEW; END'");
    (void)s.ask("CREATE TRIGGER swallow BEFORE INSERT ON items FOR EACH ROW EXECUTE FUNCTION swallow()");
    auto conn = s.connect();
    auto items = make(20, 1);
    CHECK(live::kind_of([&] { conn.insert(std::as_const(items)); }) == "constraint");
    for (auto& item : items) {
        item.id = 0;
    }
    CHECK(live::kind_of([&] { conn.insert(items); }) == "constraint");
    CHECK(live::kind_of([&] { conn.insert(Item{.name = "x", .amount = 13}); }) == "constraint");
    CHECK(s.rows() == "0");
}

TEST_CASE("queries of one shape in a pipeline share a prepared statement, each with its own values") {
    shop const s;
    s.fill(3);
    auto conn = s.connect();
    auto const of_id = [](std::int64_t id) { return orm::select<Item>().where(orm::col<&Item::id> == id); };
    auto const amount_of = [](std::int64_t id, std::int32_t amount) {
        return orm::update<Item>().set<&Item::amount>(amount).where(orm::col<&Item::id> == id);
    };
    auto const prepared = [&conn] {
        return std::get<std::int64_t>(conn.query("SELECT count(*) FROM pg_prepared_statements").rows[0][0]);
    };
    for (int i = 0; i < 20; ++i) {
        auto const [three, changed, one, none] = conn.pipeline(of_id(3), amount_of(2, i), of_id(1), of_id(4));
        CHECK(three.at(0).name == "item 3");
        CHECK(changed == 1);
        CHECK(one.at(0).name == "item 1");
        CHECK(none.empty());
    }
    CHECK(prepared() == 2);
    auto const [first, second] = conn.pipeline(amount_of(1, 11), amount_of(3, 33));
    CHECK(first + second == 2);
    CHECK(s.ask("SELECT string_agg(amount::text, ' ' ORDER BY id) FROM items") == "11 19 33");

    std::string shown;
    conn.on_event(
        [&](orm::statement_event const& e) {
            shown += e.parameters.at(0).value + (e.rows.value_or(0) != 0 ? "+ " : " ");
        },
        orm::logged_values::shown);
    (void)conn.pipeline(of_id(3), of_id(4), of_id(1));
    conn.on_event({});
    CHECK(shown == "3 4 1 ");
}

TEST_CASE("a value that can't be bound keeps the whole pipeline back") {
    shop const s;
    s.fill(2);
    auto conn = s.connect();
    auto const name_of = [](std::int64_t id, std::string name) {
        return orm::update<Item>().set<&Item::name>(std::move(name)).where(orm::col<&Item::id> == id);
    };
    CHECK(live::kind_of([&] {
              (void)conn.pipeline(name_of(1, "new"), name_of(2, std::string{"a\0b", 3}));
          }) == "invalid_text");
    CHECK(s.ask("SELECT string_agg(name, ',' ORDER BY id) FROM items") == "item 1,item 2");
    (void)conn.pipeline(name_of(1, "new"), name_of(2, "other"));
    CHECK(s.ask("SELECT string_agg(name, ',' ORDER BY id) FROM items") == "new,other");
}
