// SPDX-License-Identifier: BSL-1.0
// The Chinook sample on PostgreSQL, by the same structs and units; its own PostgreSQL script is the
// reference.

#include "load.hpp"

#include <athanor/migrate.hpp>
#include <athanor/migrate/introspect/compare_database.hpp>
#include <athanor/postgresql.hpp>
#include <athanor/query.hpp>

#include "unit/driver_postgresql/live.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace orm = athanor;
namespace migrate = athanor::migrate;

namespace {

using connection = orm::connection<orm::postgresql>;

template <class... T>
std::size_t load(connection& conn, sqlite3* raw, orm::metadata<T...> const&) {
    return (conn.insert(chinook::rows_of<T>(raw, std::string(orm::describe<T>().name))) + ...);
}

/// The reference, as psql makes it of Chinook's own script; its name, or nothing where the script is absent.
bool load_reference(live::database const& into) {
    std::ifstream in(std::string(ATHANOR_CHINOOK_DIR) + "/Chinook_PostgreSql.sql", std::ios::binary);
    if (!in) {
        return false;
    }
    auto const file = "/tmp/" + live::unique_name("athanor_chinook") + ".sql";
    {
        std::ofstream out(file, std::ios::binary);
        for (std::string line; std::getline(in, line);) {
            if (!line.starts_with("DROP DATABASE") && !line.starts_with("CREATE DATABASE") &&
                !line.starts_with("\\c")) {
                out << line << '\n';
            }
        }
    }
    auto const command = "psql -X -q -v ON_ERROR_STOP=1 -d '" + into.url() + "' -f " + file + " >/dev/null";
    int const code = std::system(command.c_str()); // NOLINT(cert-env33-c): psql is the witness
    std::remove(file.c_str());
    REQUIRE(code == 0);
    return true;
}

/// All rows of a table as PostgreSQL writes them, as one number.
std::string rows_of_table(live::plain const& db, std::string const& table) {
    return live::ask(db, "SELECT count(*) || ' rows, ' || md5(coalesce(string_agg(t::text, E'\\n' ORDER BY "
                         "t::text), '')) FROM \"" +
                             table + "\" t");
}

struct names {
    char const* ours;
    char const* theirs;
};
constexpr names tables[] = {{"Artist", "artist"},
                            {"Album", "album"},
                            {"Employee", "employee"},
                            {"Customer", "customer"},
                            {"Genre", "genre"},
                            {"Invoice", "invoice"},
                            {"InvoiceLine", "invoice_line"},
                            {"MediaType", "media_type"},
                            {"Playlist", "playlist"},
                            {"PlaylistTrack", "playlist_track"},
                            {"Track", "track"}};

} // namespace

TEST_CASE("PostgreSQL: all 15,607 rows through athanor are what Chinook's own script makes, and stay so up "
          "and down") {
    auto const raw = chinook::sample(ATHANOR_CHINOOK_DIR);
    live::database const reference;
    if (!raw || !load_reference(reference)) {
        std::cerr << "SKIPPED: no Chinook_PostgreSql.sql in " << ATHANOR_CHINOOK_DIR
                  << " (configure with -DATHANOR_CHINOOK_DIR=...)\n";
        return;
    }
    // The sample's two scripts differ in a blank behind Edinburgh.
    chinook::run_raw(
        raw.get(),
        "UPDATE Customer SET City = rtrim(City); UPDATE Invoice SET BillingCity = rtrim(BillingCity)");
    live::database const mine;
    live::plain const expected{reference.name()};
    live::plain const witness{mine.name()};
    auto const all_equal = [&] {
        for (auto const& t : tables) {
            CAPTURE(t.ours);
            CHECK(rows_of_table(witness, t.ours) == rows_of_table(expected, t.theirs));
        }
    };
    migrate::revision_graph const graph{orm::generated::units};
    auto const initial = graph.bases().at(0)->id;
    auto conn = orm::connect<orm::postgresql>(mine.url());
    REQUIRE(
        migrate::run_migrations(conn.database(), orm::generated::units, {.target = initial}).steps.size() ==
        1);
    CHECK(load(conn, raw.get(), chinook::metadata{}) == 15607);
    all_equal();
    CHECK(migrate::compare_database(conn.database(), graph.state_of({initial})).empty());

    CHECK(orm::run_migrations(conn).steps.size() == graph.revisions().size() - 1);
    CHECK(migrate::check_live(conn.database(), graph).empty());
    CHECK(orm::run_migrations(conn).steps.empty());
    CHECK(live::ask(witness, "SELECT count(*) FROM \"InvoiceLine\" JOIN \"Track\" USING (\"TrackId\")") ==
          "2240");
    CHECK(conn.count(orm::select<chinook::Track>()) == 3503);
    CHECK_THROWS(live::ask(witness, "UPDATE \"Track\" SET \"Milliseconds\" = -1 WHERE \"TrackId\" = 1"));
    CHECK_THROWS(live::ask(witness, "DELETE FROM \"Track\" WHERE \"TrackId\" = 1"));

    CHECK(migrate::downgrade(conn.database(), graph, {.target = initial}).steps.size() ==
          graph.revisions().size() - 1);
    CHECK(migrate::check_live(conn.database(), graph).empty());
    all_equal();
}
