// SPDX-License-Identifier: BSL-1.0
// The catalogue: what exists and what doesn't, sets, pages, conditions that are chosen at run time.

#include "queries.hpp"

using namespace athanor;
using namespace chinook;

TEST_CASE("playlists with the number and the length of their tracks, longest first") {
    auto const length = sum(col<&Track::milliseconds>).as<"length">();
    auto const rows =
        agrees(select(col<&Playlist::playlist_id>, col<&Playlist::name>, count(col<&Track::track_id>), length)
                   .left_join<PlaylistTrack>()
                   .left_join<Track>()
                   .group_by(col<&Playlist::playlist_id>, col<&Playlist::name>)
                   .order_by(length.desc().nulls_last(), col<&Playlist::playlist_id>),
               R"(SELECT p."PlaylistId", p."Name", count(t."TrackId"), sum(t."Milliseconds") AS length
                    FROM "Playlist" p LEFT JOIN "PlaylistTrack" pt ON pt."PlaylistId" = p."PlaylistId"
                                      LEFT JOIN "Track" t ON t."TrackId" = pt."TrackId"
                   GROUP BY p."PlaylistId", p."Name" ORDER BY length DESC NULLS LAST, p."PlaylistId")");
    rows.count_is(18);
    rows.last_is("7|Movies|0|NULL");
}

TEST_CASE("albums of which every track was bought") {
    agrees(
        select(col<&Album::title>, col<&Artist::name>, count(col<&Track::track_id>).distinct().as<"tracks">())
            .from<Album>()
            .join<Artist>()
            .join<Track>()
            .left_join<InvoiceLine>()
            .group_by(col<&Album::album_id>, col<&Album::title>, col<&Artist::name>)
            .having(count(col<&Track::track_id>).distinct() ==
                        count(col<&InvoiceLine::track_id>).distinct() &&
                    count(col<&Track::track_id>).distinct() > 3)
            .order_by(col<&Album::title>),
        R"(SELECT b."Title", a."Name", (SELECT count(*) FROM "Track" t WHERE t."AlbumId" = b."AlbumId")
                FROM "Album" b JOIN "Artist" a ON a."ArtistId" = b."ArtistId"
               WHERE (SELECT count(*) FROM "Track" t WHERE t."AlbumId" = b."AlbumId") > 3
                 AND NOT EXISTS (SELECT 1 FROM "Track" t WHERE t."AlbumId" = b."AlbumId"
                      AND t."TrackId" NOT IN (SELECT l."TrackId" FROM "InvoiceLine" l))
               ORDER BY b."Title")");
}

TEST_CASE("tracks that were never bought, by genre and media type") {
    auto const rows = agrees(select(col<&Genre::name>, col<&MediaType::name>, count().as<"tracks">())
                                 .from<Track>()
                                 .left_join<Genre>()
                                 .join<MediaType>()
                                 .where(col<&Track::track_id>.not_in(select(col<&InvoiceLine::track_id>)))
                                 .group_by(col<&Genre::name>, col<&MediaType::name>)
                                 .order_by(desc(count()), col<&Genre::name>, col<&MediaType::name>),
                             R"(SELECT g."Name", m."Name", count(*) FROM "Track" t
                                  LEFT JOIN "Genre" g ON g."GenreId" = t."GenreId"
                                  JOIN "MediaType" m ON m."MediaTypeId" = t."MediaTypeId"
                                  LEFT JOIN "InvoiceLine" l ON l."TrackId" = t."TrackId"
                                 WHERE l."TrackId" IS NULL
                                 GROUP BY g."Name", m."Name" ORDER BY count(*) DESC, g."Name", m."Name")");
    rows.count_is(37);
}

TEST_CASE("artists with no album in the catalogue") {
    auto const rows = agrees(select<Artist>()
                                 .left_join<Album>()
                                 .where(col<&Album::album_id>.is_null())
                                 .order_by(col<&Artist::name>)
                                 .limit(20),
                             R"(SELECT "ArtistId", "Name" FROM "Artist"
                                 WHERE "ArtistId" NOT IN (SELECT "ArtistId" FROM "Album")
                                 ORDER BY "Name" LIMIT 20)");
    rows.count_is(20);
}

TEST_CASE("customers who bought jazz and never metal") {
    auto const buyers = [](char const* genre) {
        return select(col<&Customer::customer_id>, col<&Customer::last_name>)
            .join<Invoice>()
            .join<InvoiceLine>()
            .join<Track>()
            .join<Genre>()
            .where(col<&Genre::name> == genre);
    };
    agrees(buyers("Jazz").except(buyers("Metal")).order_by(col<&Customer::last_name>),
           R"(WITH bought AS (SELECT i."CustomerId", g."Name" FROM "Invoice" i
                                JOIN "InvoiceLine" l ON l."InvoiceId" = i."InvoiceId"
                                JOIN "Track" t ON t."TrackId" = l."TrackId"
                                JOIN "Genre" g ON g."GenreId" = t."GenreId")
              SELECT c."CustomerId", c."LastName" FROM "Customer" c
               WHERE EXISTS (SELECT 1 FROM bought b WHERE b."CustomerId" = c."CustomerId" AND b."Name" = 'Jazz')
                 AND NOT EXISTS (SELECT 1 FROM bought b WHERE b."CustomerId" = c."CustomerId" AND b."Name" = 'Metal')
               ORDER BY c."LastName")");
}

TEST_CASE("everybody with an address in a country of an employee, as one directory") {
    auto const rows =
        agrees(select(literal("customer").as<"kind">(), col<&Customer::last_name>, col<&Customer::city>)
                   .where(col<&Customer::country>.in(select(col<&Employee::country>)))
                   .union_all(select(literal("employee"), col<&Employee::last_name>, col<&Employee::city>))
                   .order_by(col<&Customer::city>.asc().nulls_last(), col<&Customer::last_name>),
               R"(SELECT 'customer' AS kind, "LastName", "City" FROM "Customer"
                                 WHERE "Country" IN (SELECT "Country" FROM "Employee")
                                UNION ALL SELECT 'employee', "LastName", "City" FROM "Employee"
                                 ORDER BY 3, 2)");
    rows.count_is(16);
}

TEST_CASE("countries with customers and employees, and that of the largest invoice") {
    agrees(select(col<&Customer::country>)
               .intersect(select(col<&Employee::country>))
               .union_(select(col<&Invoice::billing_country>).where(col<&Invoice::total> == money{"25.86"}))
               .order_by(col<&Customer::country>),
           R"(SELECT DISTINCT c."Country" FROM "Customer" c JOIN "Employee" e ON e."Country" = c."Country"
              UNION SELECT "BillingCountry" FROM "Invoice" WHERE "Total" = '25.86' ORDER BY 1)");
}

TEST_CASE("the states that customers live in, each once, those without a state last") {
    auto const rows = agrees(select(col<&Customer::country>, col<&Customer::state>)
                                 .distinct()
                                 .where(col<&Customer::country>.in("USA", "Canada", "France"))
                                 .order_by(col<&Customer::state>.asc().nulls_last()),
                             R"(SELECT DISTINCT "Country", "State" FROM "Customer"
                                 WHERE "Country" IN ('USA', 'Canada', 'France') ORDER BY "State" NULLS LAST)");
    rows.last_is("France|NULL");
}

TEST_CASE("pages of long tracks, each from the last row of the one before") {
    auto const page = select(col<&Track::milliseconds>, col<&Track::track_id>, col<&Track::name>)
                          .where(col<&Track::milliseconds> > 2'600'000)
                          .order_by(desc(col<&Track::milliseconds>), col<&Track::track_id>)
                          .limit(25);
    constexpr char const* by_hand = R"(SELECT "Milliseconds", "TrackId", "Name" FROM "Track"
                   WHERE "Milliseconds" > 2600000 ORDER BY "Milliseconds" DESC, "TrackId" LIMIT 25)";
    agrees(page, by_hand);
    if (auto const both = databases()) {
        auto const [length, id, name] = both->sqlite.all(page).back();
        agrees(page.after(length, id), std::string{by_hand} + " OFFSET 25").count_is(25);
    }
}

TEST_CASE("pages of tracks by composer, of whom some are unknown") {
    auto const page = select(col<&Track::composer>, col<&Track::track_id>)
                          .where(col<&Track::album_id> <= 30)
                          .order_by(col<&Track::composer>, col<&Track::track_id>)
                          .limit(40);
    if (auto const both = databases()) {
        std::size_t pages = 0;
        auto const next = [&](auto const& query) {
            agrees(query, R"(SELECT "Composer", "TrackId" FROM "Track" WHERE "AlbumId" <= 30
                              ORDER BY "Composer" NULLS FIRST, "TrackId" LIMIT 40 OFFSET )" +
                              std::to_string(40 * pages++));
            return both->sqlite.all(query);
        };
        for (auto rows = next(page); rows.size() == 40;) {
            auto const& [composer, id] = rows.back();
            rows = next(page.after(composer, id));
        }
        CHECK(pages > 5);
    }
}

TEST_CASE("how many tracks name their composer") {
    auto const composer = coalesce(col<&Track::composer>, "unknown").as<"composer">();
    auto const rows = agrees(
        select(composer, count()).group_by(composer).having(count() >= 20).order_by(desc(count()), composer),
        R"(SELECT coalesce("Composer", 'unknown') AS composer, count(*) FROM "Track"
                                 GROUP BY coalesce("Composer", 'unknown') HAVING count(*) >= 20
                                 ORDER BY 2 DESC, 1)");
    rows.first_is("unknown|977");
}
