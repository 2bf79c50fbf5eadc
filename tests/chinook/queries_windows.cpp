// SPDX-License-Identifier: BSL-1.0
// Rows beside other rows: window functions, self joins, named rows, a tree.

#include "queries.hpp"

using namespace athanor;
using namespace chinook;

TEST_CASE("the three longest tracks of each genre") {
    struct Long {
        std::int64_t track_id{};
        std::int64_t place{};
    };
    constexpr auto longest = derived<Long, "longest">;
    auto const place = row_number().over(
        partition_by(col<&Track::genre_id>).order_by(desc(col<&Track::milliseconds>), col<&Track::track_id>));
    auto const rows = agrees(
        select(col<&Genre::name>, longest.col<&Long::place>, col<&Track::name>, col<&Track::milliseconds>)
            .from<Track>()
            .join<Genre>()
            .join(longest.as(select(col<&Track::track_id>, place)),
                  longest.col<&Long::track_id> == col<&Track::track_id>)
            .where(longest.col<&Long::place> <= 3)
            .order_by(col<&Genre::name>, longest.col<&Long::place>),
        R"(SELECT g."Name", x.place, x."Name", x."Milliseconds"
             FROM (SELECT t.*, row_number() OVER (PARTITION BY "GenreId"
                                                  ORDER BY "Milliseconds" DESC, "TrackId") AS place
                     FROM "Track" t) x
             JOIN "Genre" g ON g."GenreId" = x."GenreId" WHERE x.place <= 3 ORDER BY g."Name", x.place)");
    rows.count_is(73);
}

TEST_CASE("how each invoice differs from the customer's one before") {
    auto const in_time = partition_by(col<&Invoice::customer_id>)
                             .order_by(col<&Invoice::invoice_date>, col<&Invoice::invoice_id>);
    auto const total = cents(col<&Invoice::total>);
    auto const rows =
        agrees(select(col<&Customer::last_name>, col<&Invoice::invoice_date>,
                      lag(col<&Invoice::invoice_date>).over(in_time), total - lag(total).over(in_time),
                      lead(total, 2).over(in_time))
                   .join<Invoice>()
                   .where(col<&Customer::country> == "Brazil")
                   .order_by(col<&Customer::last_name>, col<&Invoice::invoice_date>),
               R"(WITH mine AS (SELECT i.*, CAST(round(i."Total" * 100) AS INTEGER) AS cents FROM "Invoice" i)
                  SELECT c."LastName", i."InvoiceDate",
                         (SELECT max(p."InvoiceDate") FROM mine p
                           WHERE p."CustomerId" = i."CustomerId" AND p."InvoiceDate" < i."InvoiceDate"),
                         i.cents - (SELECT p.cents FROM mine p
                           WHERE p."CustomerId" = i."CustomerId" AND p."InvoiceDate" < i."InvoiceDate"
                           ORDER BY p."InvoiceDate" DESC LIMIT 1),
                         (SELECT p.cents FROM mine p
                           WHERE p."CustomerId" = i."CustomerId" AND p."InvoiceDate" > i."InvoiceDate"
                           ORDER BY p."InvoiceDate" LIMIT 1 OFFSET 1)
                    FROM mine i JOIN "Customer" c ON c."CustomerId" = i."CustomerId"
                   WHERE c."Country" = 'Brazil' ORDER BY c."LastName", i."InvoiceDate")");
    rows.count_is(35);
}

TEST_CASE("countries by revenue, with their place and their share of all") {
    auto const revenue = sum(cents(col<&Invoice::total>)).as<"revenue">();
    agrees(select(col<&Invoice::billing_country>, revenue, rank().over(window_order_by(desc(revenue))),
                  revenue * 1000 / sum(revenue).over())
               .group_by(col<&Invoice::billing_country>)
               .order_by(desc(revenue), col<&Invoice::billing_country>),
           R"(WITH sales AS (SELECT "BillingCountry" AS country,
                                    CAST(sum(CAST(round("Total" * 100) AS INTEGER)) AS bigint) AS revenue
                               FROM "Invoice" GROUP BY "BillingCountry")
              SELECT s.country, s.revenue, (SELECT 1 + count(*) FROM sales o WHERE o.revenue > s.revenue),
                     s.revenue * 1000 / 232860
                FROM sales s ORDER BY s.revenue DESC, s.country)")
        .count_is(24);
}

TEST_CASE("customers in quarters by what they spent, with their rank and share") {
    struct Spent {
        std::int64_t customer_id{};
        std::int64_t cents{};
    };
    constexpr auto spent = cte<Spent, "spent">;
    auto const most_first = window_order_by(desc(spent.col<&Spent::cents>));
    auto const strict = window_order_by(desc(spent.col<&Spent::cents>), spent.col<&Spent::customer_id>);
    agrees(with(spent.as(select(col<&Invoice::customer_id>, coalesce(sum(cents(col<&Invoice::total>)), 0))
                             .group_by(col<&Invoice::customer_id>)))
               .select(spent.col<&Spent::customer_id>, rank().over(most_first), dense_rank().over(most_first),
                       ntile(4).over(strict),
                       spent.col<&Spent::cents> * 1000 / sum(spent.col<&Spent::cents>).over())
               .order_by(desc(spent.col<&Spent::cents>), spent.col<&Spent::customer_id>),
           R"(WITH spent AS (SELECT "CustomerId" AS id, sum(CAST(round("Total" * 100) AS INTEGER)) AS cents
                               FROM "Invoice" GROUP BY "CustomerId")
              SELECT s.id, (SELECT 1 + count(*) FROM spent o WHERE o.cents > s.cents),
                     (SELECT 1 + count(DISTINCT o.cents) FROM spent o WHERE o.cents > s.cents),
                     ntile(4) OVER (ORDER BY s.cents DESC, s.id),
                     s.cents * 1000 / CAST((SELECT sum(o.cents) FROM spent o) AS bigint)
                FROM spent s ORDER BY s.cents DESC, s.id)");
}

TEST_CASE("what everybody under each manager sold, all levels down") {
    struct Under {
        std::int64_t manager_id{};
        std::int64_t employee_id{};
    };
    constexpr auto under = cte<Under, "under">;
    auto const rows =
        agrees(with(under.as(select(col<&Employee::employee_id>, col<&Employee::employee_id>.as<"self">())
                                 .union_all(select(under.col<&Under::manager_id>, col<&Employee::employee_id>)
                                                .join<Employee>(col<&Employee::reports_to> ==
                                                                under.col<&Under::employee_id>))))
                   .select(col<&Employee::last_name>, count(col<&Customer::customer_id>).distinct(),
                           sum(cents(col<&Invoice::total>)))
                   .from(under)
                   .join<Employee>(col<&Employee::employee_id> == under.col<&Under::manager_id>)
                   .join<Customer>(col<&Customer::support_rep_id> == under.col<&Under::employee_id>)
                   .join<Invoice>()
                   .group_by(col<&Employee::employee_id>, col<&Employee::last_name>)
                   .order_by(col<&Employee::employee_id>),
               R"(WITH RECURSIVE under(manager, employee) AS (
               SELECT "EmployeeId", "EmployeeId" FROM "Employee"
               UNION ALL SELECT u.manager, e."EmployeeId" FROM under u
                                  JOIN "Employee" e ON e."ReportsTo" = u.employee)
           SELECT m."LastName", count(DISTINCT c."CustomerId"), sum(CAST(round(i."Total" * 100) AS INTEGER))
             FROM under u JOIN "Employee" m ON m."EmployeeId" = u.manager
             JOIN "Customer" c ON c."SupportRepId" = u.employee
             JOIN "Invoice" i ON i."CustomerId" = c."CustomerId"
            GROUP BY m."EmployeeId", m."LastName" ORDER BY m."EmployeeId")");
    rows.first_is("Adams|59|232860");
}

TEST_CASE("employees, their bosses and how many work beside them") {
    constexpr auto boss = alias<Employee, "boss">;
    constexpr auto peer = alias<Employee, "peer">;
    auto const rows =
        agrees(select(col<&Employee::last_name>, boss.col<&Employee::last_name>,
                      scalar(select(count()).from(peer).where(
                          peer.col<&Employee::reports_to> == col<&Employee::reports_to> &&
                          peer.col<&Employee::employee_id> != col<&Employee::employee_id>)))
                   .left_join(boss, boss.col<&Employee::employee_id> == col<&Employee::reports_to>)
                   .order_by(boss.col<&Employee::last_name>, col<&Employee::last_name>),
               R"(SELECT e."LastName", b."LastName",
                  (SELECT count(*) FROM "Employee" p
                    WHERE p."ReportsTo" = e."ReportsTo" AND p."EmployeeId" <> e."EmployeeId")
             FROM "Employee" e LEFT JOIN "Employee" b ON b."EmployeeId" = e."ReportsTo"
            ORDER BY b."LastName" NULLS FIRST, e."LastName")");
    rows.first_is("Adams|NULL|0");
}

TEST_CASE("pairs of artists that are bought together most often") {
    struct Bought {
        std::int64_t invoice_id{};
        std::int64_t artist_id{};
        std::optional<std::string> artist{};
    };
    constexpr auto one = cte<Bought, "bought">;
    constexpr auto other = one.alias<"other">();
    auto const together = count().as<"together">();
    agrees(with(one.as(select(col<&InvoiceLine::invoice_id>, col<&Artist::artist_id>, col<&Artist::name>)
                           .distinct()
                           .from<InvoiceLine>()
                           .join<Track>()
                           .join<Album>()
                           .join<Artist>()))
               .select(one.col<&Bought::artist>, other.col<&Bought::artist>, together)
               .from(one)
               .join(other, other.col<&Bought::invoice_id> == one.col<&Bought::invoice_id> &&
                                one.col<&Bought::artist> < other.col<&Bought::artist>)
               .group_by(one.col<&Bought::artist>, other.col<&Bought::artist>)
               .having(count() > 2)
               .order_by(together.desc(), one.col<&Bought::artist>, other.col<&Bought::artist>),
           R"(SELECT a, b, count(*) FROM (
                  SELECT DISTINCT x."Name" AS a, y."Name" AS b, l."InvoiceId" AS invoice
                    FROM "InvoiceLine" l JOIN "Track" t ON t."TrackId" = l."TrackId"
                    JOIN "Album" d ON d."AlbumId" = t."AlbumId" JOIN "Artist" x ON x."ArtistId" = d."ArtistId",
                         "InvoiceLine" m JOIN "Track" u ON u."TrackId" = m."TrackId"
                    JOIN "Album" e ON e."AlbumId" = u."AlbumId" JOIN "Artist" y ON y."ArtistId" = e."ArtistId"
                   WHERE m."InvoiceId" = l."InvoiceId" AND x."Name" < y."Name") pairs
               GROUP BY a, b HAVING count(*) > 2 ORDER BY count(*) DESC, a, b)");
}

TEST_CASE("each customer with the favourite genre") {
    struct Taste {
        std::int64_t customer_id{};
        std::optional<std::string> genre{};
        std::int64_t tracks{};
        std::int64_t place{};
    };
    constexpr auto taste = derived<Taste, "taste">;
    auto const by_number =
        partition_by(col<&Invoice::customer_id>).order_by(desc(count()), col<&Genre::name>);
    auto const rows =
        agrees(select(col<&Customer::last_name>, taste.col<&Taste::genre>, taste.col<&Taste::tracks>)
                   .join(taste.as(select(col<&Invoice::customer_id>, col<&Genre::name>, count(),
                                         row_number().over(by_number))
                                      .join<InvoiceLine>()
                                      .join<Track>()
                                      .join<Genre>()
                                      .group_by(col<&Invoice::customer_id>, col<&Genre::name>)),
                         taste.col<&Taste::customer_id> == col<&Customer::customer_id>)
                   .where(taste.col<&Taste::place> == 1)
                   .order_by(col<&Customer::last_name>),
               R"(WITH taste AS (SELECT i."CustomerId" AS id, g."Name" AS genre, count(*) AS tracks
                            FROM "Invoice" i JOIN "InvoiceLine" l ON l."InvoiceId" = i."InvoiceId"
                            JOIN "Track" t ON t."TrackId" = l."TrackId"
                            JOIN "Genre" g ON g."GenreId" = t."GenreId" GROUP BY i."CustomerId", g."Name")
           SELECT c."LastName",
                  (SELECT genre FROM taste WHERE id = c."CustomerId" ORDER BY tracks DESC, genre LIMIT 1),
                  (SELECT max(tracks) FROM taste WHERE id = c."CustomerId")
             FROM "Customer" c ORDER BY c."LastName")");
    rows.count_is(59);
}
