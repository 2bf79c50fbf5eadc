// SPDX-License-Identifier: BSL-1.0
// Customers over time, and what is left of joins: outer ones on both sides, crosses, derived tables, numbers
// alone.

#include "queries.hpp"

using namespace athanor;
using namespace chinook;

TEST_CASE("customers with the colleague who looks after them, as two structs") {
    agrees(select<Customer, Employee>()
               .left_join<Employee>()
               .where(col<&Customer::country> == "Germany")
               .order_by(col<&Customer::customer_id>),
           R"(SELECT c.*, e.* FROM "Customer" c LEFT JOIN "Employee" e ON e."EmployeeId" = c."SupportRepId"
               WHERE c."Country" = 'Germany' ORDER BY c."CustomerId")")
        .count_is(4);
}

TEST_CASE("genres and their long tracks, also those that have none") {
    agrees(select(col<&Genre::name>, count(col<&Track::track_id>))
               .from<Track>()
               .right_join<Genre>(col<&Genre::genre_id> == col<&Track::genre_id> &&
                                  col<&Track::milliseconds>.between(600'000, 1'200'000))
               .group_by(col<&Genre::genre_id>, col<&Genre::name>)
               .order_by(col<&Genre::name>),
           R"(SELECT g."Name", (SELECT count(*) FROM "Track" t WHERE t."GenreId" = g."GenreId"
                                   AND t."Milliseconds" >= 600000 AND t."Milliseconds" <= 1200000)
                FROM "Genre" g ORDER BY g."Name")")
        .count_is(25);
}

TEST_CASE("countries with customers or with agents' customers over the limit, side by side") {
    struct Big {
        std::optional<std::string> country{};
        std::int64_t invoices{};
    };
    constexpr auto early = derived<Big, "early">;
    constexpr auto late = derived<Big, "late">;
    auto const big = [](int from, int to) {
        return select(col<&Invoice::billing_country>, count())
            .where(col<&Invoice::invoice_date> >= timestamp::of(from, 1, 1) &&
                   col<&Invoice::invoice_date> < timestamp::of(to, 1, 1) &&
                   cents(col<&Invoice::total>) > 1000)
            .group_by(col<&Invoice::billing_country>);
    };
    auto const country = coalesce(early.col<&Big::country>, late.col<&Big::country>).as<"country">();
    agrees(select(country, early.col<&Big::invoices>, late.col<&Big::invoices>)
               .from(early.as(big(2021, 2023)))
               .full_join(late.as(big(2023, 2026)), late.col<&Big::country> == early.col<&Big::country>)
               .order_by(country),
           R"(SELECT "BillingCountry",
                     nullif(count(CASE WHEN "InvoiceDate" < '2023-01-01' THEN 1 END), 0),
                     nullif(count(CASE WHEN "InvoiceDate" >= '2023-01-01' THEN 1 END), 0)
                FROM "Invoice" WHERE round("Total" * 100) > 1000
               GROUP BY "BillingCountry" ORDER BY "BillingCountry")");
}

TEST_CASE("media types in which a genre has no track") {
    agrees(select(col<&Genre::name>, col<&MediaType::name>)
               .cross_join<MediaType>()
               .where(!exists(
                   select<Track>().where(col<&Track::genre_id> == col<&Genre::genre_id> &&
                                         col<&Track::media_type_id> == col<&MediaType::media_type_id>)))
               .order_by(col<&Genre::genre_id>, col<&MediaType::media_type_id>),
           R"(SELECT g."Name", m."Name" FROM "Genre" g CROSS JOIN "MediaType" m
                LEFT JOIN "Track" t ON t."GenreId" = g."GenreId" AND t."MediaTypeId" = m."MediaTypeId"
               WHERE t."TrackId" IS NULL ORDER BY g."GenreId", m."MediaTypeId")");
}

TEST_CASE("customers who bought nothing for the last year") {
    auto const last = max(col<&Invoice::invoice_date>).as<"last">();
    agrees(select(col<&Customer::first_name> + " " + col<&Customer::last_name>, col<&Customer::email>, last)
               .join<Invoice>()
               .group_by(col<&Customer::customer_id>)
               .having(last < timestamp::of(2025, 3, 1))
               .order_by(last, col<&Customer::customer_id>),
           R"(SELECT c."FirstName" || ' ' || c."LastName", c."Email",
                     (SELECT max(i."InvoiceDate") FROM "Invoice" i WHERE i."CustomerId" = c."CustomerId") AS last
                FROM "Customer" c
               WHERE c."CustomerId" NOT IN (SELECT i."CustomerId" FROM "Invoice" i WHERE i."InvoiceDate" >= '2025-03-01')
               ORDER BY last, c."CustomerId")");
}

TEST_CASE("the mean of each three invoices of a customer, and the largest of all") {
    auto const total = cents(col<&Invoice::total>);
    auto const mine = partition_by(col<&Invoice::customer_id>).order_by(col<&Invoice::invoice_id>);
    agrees(select(col<&Invoice::invoice_id>, avg(total).over(mine.rows_between(preceding<2>, current_row)),
                  max(total).over(partition_by(col<&Invoice::customer_id>)),
                  first_value(col<&Invoice::billing_city>).over(mine))
               .where(col<&Invoice::customer_id> <= 5)
               .order_by(col<&Invoice::invoice_id>),
           R"(WITH mine AS (SELECT i.*, CAST(round("Total" * 100) AS INTEGER) AS cents FROM "Invoice" i)
              SELECT m."InvoiceId",
                     (SELECT CAST(sum(p.cents) AS double precision) / count(*) FROM mine p
                       WHERE p."CustomerId" = m."CustomerId" AND p."InvoiceId" <= m."InvoiceId"
                         AND (SELECT count(*) FROM mine b WHERE b."CustomerId" = m."CustomerId"
                               AND b."InvoiceId" > p."InvoiceId" AND b."InvoiceId" <= m."InvoiceId") < 3),
                     (SELECT max(p.cents) FROM mine p WHERE p."CustomerId" = m."CustomerId"),
                     (SELECT p."BillingCity" FROM mine p WHERE p."CustomerId" = m."CustomerId"
                       ORDER BY p."InvoiceId" LIMIT 1)
                FROM mine m WHERE m."CustomerId" <= 5 ORDER BY m."InvoiceId")")
        .count_is(35);
}

TEST_CASE("customers who spent more than the mean customer") {
    struct Spent {
        std::int64_t customer_id{};
        std::optional<std::int64_t> amount{};
    };
    constexpr auto spent = cte<Spent, "spent">;
    constexpr auto all = spent.alias<"all">();
    agrees(with(spent
                    .as(select(col<&Invoice::customer_id>, sum(cents(col<&Invoice::total>)))
                            .group_by(col<&Invoice::customer_id>))
                    .materialized())
               .select(col<&Customer::last_name>, spent.col<&Spent::amount>)
               .join(spent, spent.col<&Spent::customer_id> == col<&Customer::customer_id>)
               .where(spent.col<&Spent::amount> > scalar(select(avg(all.col<&Spent::amount>)).from(all)))
               .order_by(desc(spent.col<&Spent::amount>), col<&Customer::last_name>),
           R"(SELECT c."LastName", sum(CAST(round(i."Total" * 100) AS INTEGER)) AS amount
                FROM "Customer" c JOIN "Invoice" i ON i."CustomerId" = c."CustomerId"
               GROUP BY c."CustomerId", c."LastName"
              HAVING sum(round(i."Total" * 100)) * 59 > (SELECT sum(round("Total" * 100)) FROM "Invoice")
               ORDER BY amount DESC, c."LastName")");
}

TEST_CASE("tracks in no playlist but the one of everything, of some artists") {
    std::vector<std::string> const artists{"Iron Maiden", "Metallica", "Deep Purple"};
    constexpr auto other = alias<PlaylistTrack, "other">;
    agrees(select(col<&Artist::name>, count())
               .from<Track>()
               .join<Album>()
               .join<Artist>()
               .where(col<&Artist::name>.in(artists) &&
                      !exists(select(other.col<&PlaylistTrack::playlist_id>)
                                  .where(other.col<&PlaylistTrack::track_id> == col<&Track::track_id> &&
                                         other.col<&PlaylistTrack::playlist_id>.not_in(1, 8))))
               .group_by(col<&Artist::name>)
               .order_by(col<&Artist::name>),
           R"(SELECT a."Name", count(*) FROM "Track" t JOIN "Album" b ON b."AlbumId" = t."AlbumId"
                JOIN "Artist" a ON a."ArtistId" = b."ArtistId"
               WHERE a."Name" IN ('Iron Maiden', 'Metallica', 'Deep Purple')
                 AND (SELECT count(*) FROM "PlaylistTrack" p
                       WHERE p."TrackId" = t."TrackId" AND p."PlaylistId" NOT IN (1, 8)) = 0
               GROUP BY a."Name" ORDER BY a."Name")");
}

TEST_CASE("a dashboard's numbers, each alone") {
    auto const both = databases();
    if (!both) {
        return;
    }
    for (auto* conn : {&both->sqlite, &both->postgresql}) {
        CHECK(conn->scalar(select(count()).from<Invoice>()) == 412);
        CHECK(conn->scalar(select(sum(cents(col<&Invoice::total>))).from<Invoice>()) == 232860);
        CHECK(conn->count(select(col<&Invoice::billing_country>).distinct()) == 24);
        CHECK(conn->exists(select<Customer>().where(col<&Customer::company>.like("%Google%"))));
        CHECK_FALSE(conn->exists(select<Customer>().where(col<&Customer::company>.like("%Nobody%"))));
        auto const [artist, albums] = conn->one(select(col<&Artist::name>, count().as<"albums">())
                                                    .join<Album>()
                                                    .group_by(col<&Artist::artist_id>)
                                                    .order_by(desc(count()))
                                                    .limit(1));
        CHECK(artist == "Iron Maiden");
        CHECK(albums == 21);
        std::int64_t played = 0;
        for (std::int64_t const length : conn->stream(select(col<&Track::milliseconds>))) {
            played += length;
        }
        CHECK(played == conn->scalar(select(sum(col<&Track::milliseconds>)).from<Track>()));
    }
}
