// SPDX-License-Identifier: BSL-1.0
// Who buys, who sells and what it brings: joins, groups, aggregates with filters, scalar subqueries.

#include "queries.hpp"

using namespace athanor;
using namespace chinook;

namespace {

constexpr auto revenue = sum(cents(col<&Invoice::total>)).as<"revenue">();
constexpr auto sold = sum(cents(col<&InvoiceLine::unit_price>) * col<&InvoiceLine::quantity>).as<"sold">();

constexpr timestamp begin_of(int year) {
    return timestamp::of(year, 1, 1);
}
constexpr auto invoiced_in(int year) {
    return col<&Invoice::invoice_date> >= begin_of(year) && col<&Invoice::invoice_date> < begin_of(year + 1);
}

} // namespace

TEST_CASE("what each employee's customers brought, also of those who have none") {
    auto const rows =
        agrees(select(col<&Employee::last_name>, col<&Employee::title>,
                      count(col<&Customer::customer_id>).distinct(), coalesce(revenue, 0))
                   .left_join<Customer>()
                   .left_join<Invoice>()
                   .group_by(col<&Employee::employee_id>, col<&Employee::last_name>, col<&Employee::title>)
                   .order_by(col<&Employee::employee_id>),
               R"(SELECT e."LastName", e."Title", count(DISTINCT c."CustomerId"),
                         coalesce(sum(CAST(round(i."Total" * 100) AS INTEGER)), 0)
                    FROM "Employee" e LEFT JOIN "Customer" c ON c."SupportRepId" = e."EmployeeId"
                                      LEFT JOIN "Invoice" i ON i."CustomerId" = c."CustomerId"
                   GROUP BY e."EmployeeId", e."LastName", e."Title" ORDER BY e."EmployeeId")");
    rows.first_is("Adams|General Manager|0|0");
}

TEST_CASE("invoices of each year in columns") {
    auto const of_year = [](int year) { return sum(cents(col<&Invoice::total>)).filter(invoiced_in(year)); };
    auto const rows = agrees(select(col<&Invoice::billing_country>, of_year(2021), of_year(2023),
                                    of_year(2025), count().filter(invoiced_in(2025)))
                                 .group_by(col<&Invoice::billing_country>)
                                 .order_by(col<&Invoice::billing_country>),
                             R"(SELECT "BillingCountry",
                 sum(CASE WHEN "InvoiceDate" >= '2021-01-01' AND "InvoiceDate" < '2022-01-01'
                          THEN CAST(round("Total" * 100) AS INTEGER) END),
                 sum(CASE WHEN "InvoiceDate" >= '2023-01-01' AND "InvoiceDate" < '2024-01-01'
                          THEN CAST(round("Total" * 100) AS INTEGER) END),
                 sum(CASE WHEN "InvoiceDate" >= '2025-01-01' AND "InvoiceDate" < '2026-01-01'
                          THEN CAST(round("Total" * 100) AS INTEGER) END),
                 count(CASE WHEN "InvoiceDate" >= '2025-01-01' AND "InvoiceDate" < '2026-01-01' THEN 1 END)
            FROM "Invoice" GROUP BY "BillingCountry" ORDER BY "BillingCountry")");
    rows.count_is(24);
    rows.first_is("Argentina|NULL|99|2475|3");
}

TEST_CASE("the artists that sell best, the second page of five") {
    auto const rows =
        agrees(select(col<&Artist::name>, sold, sum(col<&InvoiceLine::quantity>))
                   .from<InvoiceLine>()
                   .join<Track>()
                   .join<Album>()
                   .join<Artist>()
                   .group_by(col<&Artist::artist_id>, col<&Artist::name>)
                   .order_by(sold.desc(), col<&Artist::name>)
                   .limit(5)
                   .offset(5),
               R"(SELECT a."Name", sum(CAST(round(l."UnitPrice" * 100) AS INTEGER) * l."Quantity") AS sold,
                                       sum(l."Quantity")
                                  FROM "InvoiceLine" l JOIN "Track" t ON t."TrackId" = l."TrackId"
                                  JOIN "Album" b ON b."AlbumId" = t."AlbumId"
                                  JOIN "Artist" a ON a."ArtistId" = b."ArtistId"
                                 GROUP BY a."ArtistId", a."Name" ORDER BY sold DESC, a."Name" LIMIT 5 OFFSET 5)");
    rows.count_is(5);
}

TEST_CASE("invoices above one and a half times the average of their country") {
    constexpr auto other = alias<Invoice, "other">;
    auto const usual =
        scalar(select(avg(cents(other.col<&Invoice::total>)))
                   .from(other)
                   .where(other.col<&Invoice::billing_country> == col<&Invoice::billing_country>));
    agrees(select(col<&Invoice::invoice_id>, col<&Invoice::billing_country>, col<&Invoice::total>)
               .where(cents(col<&Invoice::total>) > usual * 1.5)
               .order_by(col<&Invoice::invoice_id>),
           R"(SELECT i."InvoiceId", i."BillingCountry", i."Total" FROM "Invoice" i
               WHERE round(i."Total" * 100) > 1.5 * (SELECT avg(round(o."Total" * 100)) FROM "Invoice" o
                                                  WHERE o."BillingCountry" = i."BillingCountry")
               ORDER BY i."InvoiceId")");
}

TEST_CASE("genres by revenue, those that nobody bought last") {
    agrees(select(col<&Genre::name>, sold)
               .left_join<Track>()
               .left_join<InvoiceLine>()
               .group_by(col<&Genre::genre_id>, col<&Genre::name>)
               .order_by(sold.desc().nulls_last(), col<&Genre::name>),
           R"(SELECT g."Name", sum(CAST(round(l."UnitPrice" * 100) AS INTEGER) * l."Quantity") AS sold
                FROM "Genre" g LEFT JOIN "Track" t ON t."GenreId" = g."GenreId"
                LEFT JOIN "InvoiceLine" l ON l."TrackId" = t."TrackId"
               GROUP BY g."GenreId", g."Name" ORDER BY sold DESC NULLS LAST, g."Name")");
}

TEST_CASE("each customer's first and last invoice, as a struct") {
    struct Period {
        std::string last_name{};
        std::optional<timestamp> since{};
        std::optional<timestamp> until{};
        std::int64_t invoices{};
    };
    auto const query = select(col<&Customer::last_name>, min(col<&Invoice::invoice_date>).as<"since">(),
                              max(col<&Invoice::invoice_date>).as<"until">(), count().as<"invoices">())
                           .join<Invoice>()
                           .group_by(col<&Customer::customer_id>, col<&Customer::last_name>)
                           .order_by(col<&Customer::last_name>)
                           .into<Period>();
    auto const rows = agrees(query,
                             R"(SELECT c."LastName", min(i."InvoiceDate"), max(i."InvoiceDate"), count(*)
                                  FROM "Customer" c JOIN "Invoice" i USING ("CustomerId")
                                 GROUP BY c."CustomerId", c."LastName" ORDER BY c."LastName")");
    rows.count_is(59);
    rows.first_is("Almeida|2021-05-23 00:00:00|2025-10-05 00:00:00|7");
}
