// SPDX-License-Identifier: BSL-1.0
// Random units over random tables with rows: whatever replay accepts, the database must end up as, with every
// row.

#include "../support/migration_bench.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

using namespace athanor;
using namespace athanor::test;

namespace {

class story_teller {
public:
    explicit story_teller(unsigned seed)
        : random_{seed} {}

    /// One operation that replay accepts, applied to `state`.
    [[nodiscard]] op::any next(catalog& state) {
        for (;;) {
            auto candidate = guess(state);
            if (!candidate) {
                continue;
            }
            auto copy = state;
            try {
                migrate::apply_to(copy, *candidate);
            } catch (error const&) {
                continue;
            }
            state = std::move(copy);
            return *candidate;
        }
    }
    [[nodiscard]] std::size_t below(std::size_t n) { return random_() % n; }

private:
    template <class T>
    [[nodiscard]] T const& one_of(std::vector<T> const& items) {
        return items[below(items.size())];
    }
    [[nodiscard]] std::string a_name() {
        return one_of<std::string>({"a", "b", "c", "D", "e f", "select", "g\"h"});
    }
    [[nodiscard]] std::string a_table() { return one_of<std::string>({"t1", "t2", "T3", "order", "x y"}); }
    [[nodiscard]] column_def a_column(std::string const& name) {
        auto const enforced = [](column_def c) {
            c.enforced = true;
            return c;
        };
        switch (below(11)) {
        case 9:
            return enforced(col(name, varchar(4)));
        case 10:
            return enforced(col(name, smallint()));
        case 0:
            return col(name, integer());
        case 1:
            return col(name, text());
        case 2:
            return with_text_default(col(name, varchar(30), false), "it's");
        case 3:
            return with_default(col(name, bigint(), false), "-7");
        case 4:
            return with_default(col(name, {type_id::timestamp_tz}), "CURRENT_TIMESTAMP");
        case 5:
            return enum_col(name, {"on", "off"});
        case 6:
            return generated(name, text(), "'g' || \"id\"", below(2) == 0);
        case 7:
            return with_text_default(enum_col(name, {"on", "off"}, false), "off");
        default:
            return with_default(col(name, numeric(10, 2)), "'1.00'");
        }
    }
    [[nodiscard]] std::optional<op::any> guess(catalog const& state) {
        if (state.tables.empty() || below(15) == 0) {
            table_def t;
            t.name = a_table();
            t.columns = {col("id", integer(), false), a_column("z")};
            t.columns[0].autoincrement = below(2) == 0;
            t.primary_key = primary_key_def{"pk_" + std::to_string(++count_), {"id"}};
            return op::create_table{t};
        }
        auto const& t = one_of(state.tables);
        auto const& c = one_of(t.columns);
        auto const fresh = std::to_string(++count_);
        switch (below(14)) {
        case 0:
        case 1:
            return op::add_column{t.name, a_column(a_name()), ""};
        case 2:
            return c.name == "id" ? std::nullopt : std::optional<op::any>{op::drop_column{t.name, c.name}};
        case 3:
        case 4:
            return c.name == "id" ? std::nullopt
                                  : std::optional<op::any>{op::rename_column{t.name, c.name, a_name()}};
        case 5:
            return op::rename_table{t.name, a_table()};
        case 6: {
            auto to = a_column(c.name);
            bool const fits = c.name != "id" && to.computed.empty() == c.computed.empty();
            return fits ? std::optional<op::any>{alter(t.name, to, to.nullable ? "" : "'off'")}
                        : std::nullopt;
        }
        case 7: {
            auto i = index_on("ix_" + fresh, {c.name});
            i.parts[0].descending = below(2) == 0;
            i.where = below(2) == 0 ? "" : quote_identifier(c.name) + " IS NOT NULL";
            return op::create_index{t.name, i};
        }
        case 8:
            return t.indexes.empty() ? std::nullopt
                                     : std::optional<op::any>{op::drop_index{t.name, one_of(t.indexes).name}};
        case 9:
            return op::add_check{t.name, {"ck_" + fresh, quote_identifier(c.name) + " IS NOT 'never'"}};
        case 10:
            return t.checks.empty() ? std::nullopt
                                    : std::optional<op::any>{
                                          drop(t.name, op::constraint_kind::check, one_of(t.checks).name)};
        case 11:
            return op::add_unique{t.name, {"uq_" + fresh, {"id", c.name}}};
        case 12:
            return op::add_foreign_key{
                t.name, fk("fk_" + fresh, "id", one_of(state.tables).name, "id", fk_action::cascade)};
        default:
            return below(4) != 0 ? std::nullopt : std::optional<op::any>{op::drop_table{t.name}};
        }
    }

    std::mt19937 random_;
    int count_ = 0;
};

// How many rows each table must have after the operations.
void follow(std::map<std::string, std::int64_t>& rows, op::any const& o) {
    if (auto const* r = std::get_if<op::rename_table>(&o)) {
        auto const n = rows[r->from];
        rows.erase(r->from);
        rows[r->to] = n;
    } else if (auto const* d = std::get_if<op::drop_table>(&o)) {
        rows.erase(d->table);
    } else if (auto const* c = std::get_if<op::create_table>(&o)) {
        rows[c->table.name] = 0;
    }
}

} // namespace

TEST_CASE("Random units end where replay ends, or change nothing and say which rows are in the way") {
    unsigned const first = 1;
    char const* const wanted = std::getenv("ATHANOR_SEEDS");
    unsigned const last = wanted != nullptr ? static_cast<unsigned>(std::atoi(wanted)) : 60;
    std::size_t applied = 0;
    std::size_t refused = 0;
    for (unsigned seed = first; seed <= last; ++seed) {
        CAPTURE(seed);
        story_teller teller{seed};
        migration_bench b;
        std::map<std::string, std::int64_t> rows;
        for (int unit = 0; unit < 8; ++unit) {
            auto state = b.state;
            op::list ops;
            auto counts = rows;
            std::string told;
            for (std::size_t n = 1 + teller.below(6); n > 0; --n) {
                ops.push_back(teller.next(state));
                follow(counts, ops.back());
                told += migrate::detail::operation_name(ops.back()) + ' ' +
                        migrate::detail::operation_table(ops.back()) + "; ";
            }
            CAPTURE(told);
            auto const before = b.db.dump();
            try {
                b.apply(ops);
                rows = counts;
                ++applied;
            } catch (error const& e) {
                CAPTURE(std::string(e.what()));
                CAPTURE(e.server_message());
                CHECK(e.kind() == error_kind::migration_data);
                CHECK(b.db.dump() == before);
                ++refused;
            }
            for (auto const& [table, n] : rows) {
                CHECK(b.rows("SELECT count(*) FROM " + quote_identifier(table)) == std::to_string(n) + "\n");
            }
            auto const all = migrate::compare_live(b.state, migrate::introspect(b.db), dialect_id::sqlite,
                                                   migrate::compare_scope::everything);
            CHECK(all.empty());
            for (auto const& t : b.state.tables) { // rows in every table, as far as its constraints allow
                for (int i = 0; i < 3; ++i) {
                    try {
                        b.db.execute("INSERT INTO " + quote_identifier(t.name) + " (id) VALUES (" +
                                     std::to_string(unit * 10 + i + 1) + ")");
                        ++rows[t.name];
                    } catch (error const&) { // a foreign key without its row
                    }
                }
            }
        }
    }
    CHECK(applied > refused);
    MESSAGE("units applied: " << applied << ", refused: " << refused);
}

TEST_CASE("A disk that is full in the middle of a copy leaves everything as it was") {
    migration_bench b(users_and_orders(), shop_rows);
    b.db.execute_script(
        "WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
        "INSERT INTO users (id, name, age) SELECT i, 'user' || i, 'some longer text to fill a page' FROM n;");
    auto const pages = std::atoi(b.rows("PRAGMA page_count").c_str());
    int refused = 0;
    for (int more = 0; more < pages + 20; more += 3) {
        b.db.execute("PRAGMA max_page_count=" + std::to_string(pages + more));
        auto const before = b.db.dump();
        try {
            auto const widened = varchar(21 + more % 2);
            b.apply({alter("users", col("name", widened, false)),
                     op::create_index{"users", index_on("ix_" + std::to_string(more), {"age"})}});
        } catch (error const& e) {
            CHECK(e.kind() == error_kind::io);
            CHECK(b.db.dump() == before);
            ++refused;
            continue;
        }
        break;
    }
    CHECK(refused > 5);
}
