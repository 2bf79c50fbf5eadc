// SPDX-License-Identifier: BSL-1.0
// The Chinook sample from its own script into athanor's schema, by generated migrations, row for row.

#include "load.hpp"

#include <athanor/migrate.hpp>
#include <athanor/migrate/introspect/compare.hpp>
#include <athanor/migrate/introspect/sqlite.hpp>
#include <athanor/schema/to_catalog.hpp>
#include <athanor/sqlite.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <iostream>
#include <string>
#include <type_traits>
#include <unistd.h>
#include <utility>
#include <vector>

namespace orm = athanor;
namespace migrate = athanor::migrate;

namespace {

struct folder {
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("athanor-chinook-" + std::to_string(::getpid()));
    folder() { std::filesystem::create_directories(path); }
    folder(folder const&) = delete;
    folder& operator=(folder const&) = delete;
    ~folder() { std::filesystem::remove_all(path); }
    [[nodiscard]] std::string file(char const* name) const { return (path / name).string(); }
};

chinook::raw_database sample_or_say() {
    auto raw = chinook::sample(ATHANOR_CHINOOK_DIR);
    if (!raw) {
        std::cerr << "SKIPPED: no Chinook_Sqlite.sql in " << ATHANOR_CHINOOK_DIR
                  << " (configure with -DATHANOR_CHINOOK_DIR=...)\n";
    }
    return raw;
}

template <class... T>
std::size_t load(orm::connection<orm::sqlite>& conn, sqlite3* raw, orm::metadata<T...> const&) {
    return (conn.insert(chinook::rows_of<T>(raw, std::string(orm::describe<T>().name))) + ...);
}

template <class T>
auto key_of(T const& row) {
    if constexpr (std::is_same_v<T, chinook::PlaylistTrack>) {
        return std::pair{row.playlist_id, row.track_id};
    } else {
        return boost::pfr::get<0>(row);
    }
}

// Compared with the C API's own reading, in the order of the keys.
template <class T>
std::size_t check_equal(orm::connection<orm::sqlite>& conn, sqlite3* raw) {
    std::string const table{orm::describe<T>().name};
    CAPTURE(table);
    auto const expected = chinook::rows_of<T>(raw, table);
    auto found = conn.all(orm::select<T>());
    std::ranges::sort(found, {}, key_of<T>);
    CHECK(found == expected);
    return found.size();
}
template <class... T>
std::size_t check_all(orm::connection<orm::sqlite>& conn, sqlite3* raw, orm::metadata<T...> const&) {
    return (check_equal<T>(conn, raw) + ...);
}

std::vector<std::string> differences(orm::database& db, migrate::revision_graph const& graph,
                                     migrate::revision_set const& applied) {
    return migrate::compare_live(graph.state_of(applied), migrate::introspect(db), orm::dialect_id::sqlite);
}

} // namespace

TEST_CASE("the generated migrations create the eleven tables of the models") {
    migrate::revision_graph const graph{orm::generated::units};
    CHECK(graph.state_at_heads().tables.size() == 11);
    CHECK(orm::fingerprint(graph.state_at_heads()) == chinook::metadata::fingerprint);
}

TEST_CASE(
    "all 15,607 rows are loaded through athanor, and a rebuild of Track keeps every row and dependant") {
    auto const raw = sample_or_say();
    if (!raw) {
        return;
    }
    folder const temporary;
    auto const file = temporary.file("chinook.db");
    migrate::revision_graph const graph{orm::generated::units};
    auto const initial = graph.bases().at(0)->id;
    {
        auto conn = orm::connect<orm::sqlite>("sqlite:///" + file);
        REQUIRE(migrate::run_migrations(conn.database(), orm::generated::units, {.target = initial})
                    .steps.size() == 1);
        CHECK(differences(conn.database(), graph, {initial}).empty());
        CHECK(load(conn, raw.get(), chinook::metadata{}) == 15607);
        CHECK(check_all(conn, raw.get(), chinook::metadata{}) == 15607);
    }

    // What other hands built around Track: the next migration rebuilds it.
    auto const witness = chinook::open_raw(file);
    auto* const db = witness.get();
    chinook::run_raw(db, R"(
        CREATE TABLE audit(track INTEGER, name TEXT);
        CREATE VIEW long_tracks AS SELECT t.Name, a.Title FROM Track t JOIN Album a USING (AlbumId)
            WHERE t.Milliseconds > 600000;
        CREATE TRIGGER track_renamed AFTER UPDATE OF Name ON Track
            BEGIN INSERT INTO audit VALUES (new.TrackId, old.Name); END;
        CREATE TRIGGER line_added AFTER INSERT ON InvoiceLine
            BEGIN UPDATE Track SET Bytes = Bytes WHERE TrackId = new.TrackId; END;
        CREATE INDEX by_composer ON Track(Composer DESC, Name COLLATE NOCASE) WHERE Composer IS NOT NULL;)");
    std::string const dependants = "SELECT group_concat(sql, x'0a') FROM (SELECT sql FROM sqlite_schema "
                                   "WHERE type IN ('view', 'trigger') OR name = 'by_composer' ORDER BY name)";
    auto const before = chinook::ask_raw(db, dependants);
    auto const long_tracks = chinook::ask_raw(db, "SELECT count(*) FROM long_tracks");
    CHECK(long_tracks == "260");

    {
        auto conn = orm::connect<orm::sqlite>("sqlite:///" + file);
        auto const report = orm::run_migrations(conn);
        REQUIRE(report.steps.size() == graph.revisions().size() - 1);
        CHECK(differences(conn.database(), graph, graph.ancestors(graph.head().id)).empty());
        CHECK(orm::run_migrations(conn).steps.empty());
        CHECK(check_all(conn, raw.get(), chinook::metadata{}) == 15607);
    }
    CHECK(chinook::ask_raw(db, dependants) == before);
    CHECK(chinook::ask_raw(db, "SELECT count(*) FROM long_tracks") == long_tracks);
    CHECK(chinook::ask_raw(db, "SELECT count(*) FROM Track") == "3503");
    CHECK(chinook::ask_raw(db, "SELECT count(*) FROM InvoiceLine JOIN Track USING (TrackId)") == "2240");
    CHECK(chinook::ask_raw(db, "SELECT count(*) FROM PlaylistTrack JOIN Track USING (TrackId)") == "8715");
    CHECK(chinook::ask_raw(db, "SELECT count(*) FROM pragma_foreign_key_check") == "0");
    CHECK(chinook::ask_raw(db, "PRAGMA integrity_check") == "ok");

    // The trigger still fires, the new limit and the new CHECK hold, foreign keys too.
    chinook::run_raw(db, "PRAGMA foreign_keys = ON; UPDATE Track SET Name = 'x' WHERE TrackId = 1");
    CHECK(chinook::ask_raw(db, "SELECT name FROM audit") == "For Those About To Rock (We Salute You)");
    CHECK_THROWS(chinook::run_raw(db, "UPDATE Track SET Milliseconds = -1 WHERE TrackId = 1"));
    CHECK_THROWS(chinook::run_raw(db, "DELETE FROM Track WHERE TrackId = 1"));

    // And back: the rows stay, the old schema is there again.
    {
        chinook::run_raw(
            db, "UPDATE Track SET Name = 'For Those About To Rock (We Salute You)' WHERE TrackId = 1");
        auto conn = orm::connect<orm::sqlite>("sqlite:///" + file);
        CHECK(migrate::downgrade(conn.database(), graph, {.target = initial}).steps.size() ==
              graph.revisions().size() - 1);
        CHECK(differences(conn.database(), graph, {initial}).empty());
        CHECK(check_all(conn, raw.get(), chinook::metadata{}) == 15607);
    }
    CHECK(chinook::ask_raw(db, dependants) == before);
}
