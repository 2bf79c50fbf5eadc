// SPDX-License-Identifier: BSL-1.0
// Reports by month, day and age: functions of dates and texts, CASE.

#include "queries.hpp"

using namespace athanor;
using namespace chinook;

TEST_CASE("revenue by month, beside the month before and since the year began") {
    auto const begin = date_trunc<date_part::month>(col<&Invoice::invoice_date>).as<"begin">();
    auto const total = cents(col<&Invoice::total>);
    struct Month {
        timestamp begin{};
        std::optional<std::int64_t> revenue{};
    };
    constexpr auto month = cte<Month, "month">;
    auto const revenue = month.col<&Month::revenue>;
    auto const in_time = window_order_by(month.col<&Month::begin>);
    auto const in_year = partition_by(year(month.col<&Month::begin>)).order_by(month.col<&Month::begin>);
    agrees(with(month.as(select(begin, sum(total)).group_by(begin)))
               .select(month.col<&Month::begin>, revenue, revenue - lag(revenue).over(in_time),
                       sum(revenue).over(in_year))
               .order_by(month.col<&Month::begin>),
           R"(WITH month AS (SELECT substr("InvoiceDate", 1, 7) AS begin,
                                    sum(CAST(round("Total" * 100) AS INTEGER)) AS revenue
                               FROM "Invoice" GROUP BY substr("InvoiceDate", 1, 7))
              SELECT m.begin || '-01 00:00:00', m.revenue,
                     m.revenue - (SELECT b.revenue FROM month b WHERE b.begin < m.begin ORDER BY b.begin DESC LIMIT 1),
                     (SELECT sum(b.revenue) FROM month b
                       WHERE b.begin <= m.begin AND substr(b.begin, 1, 4) = substr(m.begin, 1, 4))
                FROM month m ORDER BY m.begin)",
           R"(WITH month AS (SELECT date_trunc('month', "InvoiceDate") AS begin,
                                    CAST(sum(CAST(round("Total" * 100) AS INTEGER)) AS bigint) AS revenue
                               FROM "Invoice" GROUP BY date_trunc('month', "InvoiceDate"))
              SELECT m.begin, m.revenue,
                     m.revenue - (SELECT b.revenue FROM month b WHERE b.begin < m.begin ORDER BY b.begin DESC LIMIT 1),
                     (SELECT sum(b.revenue) FROM month b
                       WHERE b.begin <= m.begin AND date_trunc('year', b.begin) = date_trunc('year', m.begin))
                FROM month m ORDER BY m.begin)")
        .count_is(60);
}

TEST_CASE("tracks by how long they are") {
    auto const kind = case_(when(col<&Track::milliseconds> < 180'000, "short"),
                            when(col<&Track::milliseconds> < 600'000, "song"))
                          .else_("long")
                          .as<"kind">();
    agrees(select(kind, count(), min(col<&Track::milliseconds>), max(col<&Track::milliseconds>))
               .group_by(kind)
               .order_by(min(col<&Track::milliseconds>)),
           R"(SELECT CASE WHEN "Milliseconds" < 180000 THEN 'short' WHEN "Milliseconds" < 600000 THEN 'song'
                          ELSE 'long' END AS kind, count(*), min("Milliseconds"), max("Milliseconds")
                FROM "Track" GROUP BY 1 ORDER BY 3)")
        .count_is(3);
}

TEST_CASE("customers who bought in each of five years") {
    auto const years = count(year(col<&Invoice::invoice_date>)).distinct();
    agrees(select(col<&Customer::last_name>, left(col<&Customer::first_name>, 1) + ".")
               .join<Invoice>()
               .group_by(col<&Customer::customer_id>)
               .having(years >= 5)
               .order_by(col<&Customer::customer_id>),
           R"(SELECT "LastName", substr("FirstName", 1, 1) || '.' FROM "Customer" c
               WHERE (SELECT count(DISTINCT substr(CAST(i."InvoiceDate" AS text), 1, 4)) FROM "Invoice" i
                       WHERE i."CustomerId" = c."CustomerId") = 5 ORDER BY "CustomerId")");
}

TEST_CASE("how many days customers wait between two invoices") {
    struct Pause {
        std::int64_t customer_id{};
        std::optional<std::int64_t> days{};
    };
    constexpr auto pause = derived<Pause, "pause">;
    auto const day = cast<date>(col<&Invoice::invoice_date>);
    auto const mine = partition_by(col<&Invoice::customer_id>).order_by(col<&Invoice::invoice_date>);
    agrees(select(col<&Customer::country>, min(pause.col<&Pause::days>), max(pause.col<&Pause::days>),
                  count(pause.col<&Pause::days>))
               .join(pause.as(select(col<&Invoice::customer_id>, days_between(lag(day).over(mine), day))),
                     pause.col<&Pause::customer_id> == col<&Customer::customer_id>)
               .group_by(col<&Customer::country>)
               .order_by(col<&Customer::country>),
           R"(SELECT c."Country", min(p.days), max(p.days), count(*) FROM "Customer" c
                JOIN (SELECT b."CustomerId", CAST(julianday(b."InvoiceDate") - julianday(max(a."InvoiceDate")) AS INTEGER) AS days
                        FROM "Invoice" b JOIN "Invoice" a ON a."CustomerId" = b."CustomerId"
                                                         AND a."InvoiceDate" < b."InvoiceDate"
                       GROUP BY b."InvoiceId") p ON p."CustomerId" = c."CustomerId"
               GROUP BY c."Country" ORDER BY c."Country")",
           R"(SELECT c."Country", min(p.days), max(p.days), count(*) FROM "Customer" c
                JOIN (SELECT b."CustomerId", b."InvoiceDate"::date - max(a."InvoiceDate")::date AS days
                        FROM "Invoice" b JOIN "Invoice" a ON a."CustomerId" = b."CustomerId"
                                                         AND a."InvoiceDate" < b."InvoiceDate"
                       GROUP BY b."InvoiceId", b."CustomerId", b."InvoiceDate") p ON p."CustomerId" = c."CustomerId"
               GROUP BY c."Country" ORDER BY c."Country")");
}

TEST_CASE("providers of the customers' addresses, and on which days of the week they buy") {
    auto const email = col<&Customer::email>;
    auto const provider = lower(substr(email, position(email, "@") + 1)).as<"provider">();
    auto const weekend = day_of_week(col<&Invoice::invoice_date>).in(0, 6);
    agrees(select(provider, count(col<&Customer::customer_id>).distinct(), count().filter(weekend))
               .join<Invoice>()
               .group_by(provider)
               .having(count(col<&Customer::customer_id>).distinct() > 1)
               .order_by(provider),
           R"(SELECT lower(substr(c."Email", instr(c."Email", '@') + 1)), count(DISTINCT c."CustomerId"),
                     sum(strftime('%w', i."InvoiceDate") IN ('0', '6'))
                FROM "Customer" c JOIN "Invoice" i ON i."CustomerId" = c."CustomerId"
               GROUP BY 1 HAVING count(DISTINCT c."CustomerId") > 1 ORDER BY 1)",
           R"(SELECT lower(split_part(c."Email", '@', 2)), count(DISTINCT c."CustomerId"),
                     sum(CASE WHEN extract(dow FROM i."InvoiceDate") IN (0, 6) THEN 1 ELSE 0 END)
                FROM "Customer" c JOIN "Invoice" i ON i."CustomerId" = c."CustomerId"
               GROUP BY 1 HAVING count(DISTINCT c."CustomerId") > 1 ORDER BY 1)");
}

TEST_CASE("customers in Brazil outside of one state, told by two conditions that agree") {
    agrees(select(col<&Customer::customer_id>, nullif(col<&Customer::state>, "RJ"))
               .where(col<&Customer::state>.is_distinct_from("SP") == (col<&Customer::country> == "Brazil"))
               .order_by(col<&Customer::customer_id>),
           R"(SELECT "CustomerId", CASE WHEN "State" <> 'RJ' THEN "State" END FROM "Customer"
               WHERE "Country" = 'Brazil' AND ("State" IS NULL OR "State" <> 'SP') ORDER BY "CustomerId")");
}
