// SPDX-License-Identifier: BSL-1.0
// The queries of docs/how-to/reporting-queries.md. The page's C++ and SQL must be those of this file, without
// regard to spaces.

#include "queries.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace athanor;
using namespace chinook;

namespace {

std::string text_of_file(std::string const& file) {
    std::ifstream in(std::string{ATHANOR_SOURCE_DIR} + '/' + file, std::ios::binary);
    REQUIRE(in);
    return {std::istreambuf_iterator<char>(in), {}};
}
std::string without_spaces(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
    return text;
}

/// The page's blocks in a language, without spaces.
lines blocks_of_page(std::string const& language) {
    static auto const page = text_of_file("docs/how-to/reporting-queries.md");
    lines out;
    auto const opening = "\n```" + language + '\n';
    for (auto at = page.find(opening); at != std::string::npos; at = page.find(opening, at)) {
        at += opening.size();
        out.push_back(without_spaces(page.substr(at, page.find("\n```", at) - at)));
    }
    return out;
}

/// The query's text stands on the page, for both databases.
template <class Query>
void is_on_page(Query const& query) {
    auto const on_page = blocks_of_page("sql");
    for (auto const& text : {std::string{to_sql<sqlite>(query)}, std::string{to_sql<postgresql>(query)}}) {
        CAPTURE(text);
        CHECK(std::ranges::count(on_page, without_spaces(text)) == 1);
    }
}

struct Form {
    std::string words{};
    std::optional<std::string> genre{};
    std::optional<std::int64_t> longest{};
    bool by_length{};
};
auto search(Form const& form) {
    filter<Track, Genre> wanted = col<&Track::name>.contains(form.words);
    if (form.genre) {
        wanted &= col<&Genre::name> == *form.genre;
    }
    if (form.longest) {
        wanted &= col<&Track::milliseconds> <= *form.longest;
    }
    ordering<Track> order;
    if (form.by_length) {
        order.then_by(desc(col<&Track::milliseconds>));
    }
    order.then_by(col<&Track::track_id>);
    return select(col<&Track::track_id>, col<&Track::name>, col<&Genre::name>)
        .join<Genre>()
        .where(wanted)
        .order_by(order)
        .limit(30);
}

} // namespace

TEST_CASE("the page's code is the code of this file") {
    auto const here = without_spaces(text_of_file("tests/chinook/queries_page.cpp"));
    auto const blocks = blocks_of_page("cpp");
    CHECK(blocks.size() == 6);
    CHECK(blocks_of_page("sql").size() == 9);
    for (auto const& block : blocks) {
        CAPTURE(block);
        CHECK(here.find(block) != std::string::npos);
    }
}

TEST_CASE("sales by country, of those with several customers") {
    auto const customers = count(col<&Customer::customer_id>).distinct().as<"customers">();
    auto const revenue = sum(col<&Invoice::total>).as<"revenue">();
    auto const by_country = select(col<&Customer::country>, customers, count().as<"invoices">(), revenue)
                                .join<Invoice>()
                                .group_by(col<&Customer::country>)
                                .having(customers > 1)
                                .order_by(revenue.desc(), col<&Customer::country>);

    auto const by_hand = [](std::string const& total) {
        return R"(SELECT c."Country", count(DISTINCT c."CustomerId"), count(*), )" + total +
               R"( AS revenue
                    FROM "Customer" c JOIN "Invoice" i ON i."CustomerId" = c."CustomerId"
                   GROUP BY c."Country" HAVING count(DISTINCT c."CustomerId") > 1
                   ORDER BY sum(CAST(round(i."Total" * 100) AS INTEGER)) DESC, c."Country")";
    };
    auto const rows =
        agrees(by_country, by_hand(R"(printf('%.2f', sum(i."Total")))"), by_hand(R"(sum(i."Total"))"));
    rows.first_is("USA|13|91|523.06");
    is_on_page(by_country);
}

TEST_CASE("the best customer of each country") {
    struct Spent {
        std::int64_t customer_id{};
        std::optional<std::string> country{};
        std::optional<big_decimal> revenue{};
        std::int64_t place{};
    };
    constexpr auto spent = cte<Spent, "spent">;
    auto const revenue = sum(col<&Invoice::total>);
    auto const best_customers =
        with(spent.as(select(col<&Customer::customer_id>, col<&Customer::country>, revenue,
                             rank().over(partition_by(col<&Customer::country>).order_by(desc(revenue))))
                          .join<Invoice>()
                          .group_by(col<&Customer::customer_id>, col<&Customer::country>)))
            .select(spent.col<&Spent::country>, col<&Customer::last_name>, spent.col<&Spent::revenue>)
            .join<Customer>(col<&Customer::customer_id> == spent.col<&Spent::customer_id>)
            .where(spent.col<&Spent::place> == 1)
            .order_by(spent.col<&Spent::country>, spent.col<&Spent::customer_id>);

    auto const by_hand = [](std::string const& total) {
        return R"(
            WITH spent AS (
                SELECT c."CustomerId", c."Country", sum(CAST(round(i."Total" * 100) AS INTEGER)) AS cents, )" +
               total + R"( AS revenue
                  FROM "Customer" c JOIN "Invoice" i ON i."CustomerId" = c."CustomerId"
                 GROUP BY c."CustomerId", c."Country")
            SELECT s."Country", c."LastName", s.revenue
              FROM spent s JOIN "Customer" c ON c."CustomerId" = s."CustomerId"
             WHERE s.cents = (SELECT max(t.cents) FROM spent t WHERE t."Country" = s."Country")
             ORDER BY s."Country", s."CustomerId")";
    };
    auto const rows =
        agrees(best_customers, by_hand(R"(printf('%.2f', sum(i."Total")))"), by_hand(R"(sum(i."Total"))"));
    rows.count_is(26);
    is_on_page(best_customers);
}

TEST_CASE("each artist's sales so far, invoice by invoice") {
    struct Sale {
        std::int64_t artist_id{};
        std::int64_t invoice_id{};
        std::optional<big_decimal> amount{};
    };
    constexpr auto sale = cte<Sale, "sale">;
    auto const line = col<&InvoiceLine::unit_price> * col<&InvoiceLine::quantity>;
    auto const so_far = sum(sale.col<&Sale::amount>)
                            .over(partition_by(sale.col<&Sale::artist_id>)
                                      .order_by(sale.col<&Sale::invoice_id>)
                                      .rows_between(unbounded_preceding, current_row));
    auto const running_totals =
        with(sale.as(select(col<&Album::artist_id>, col<&InvoiceLine::invoice_id>, sum(line))
                         .from<InvoiceLine>()
                         .join<Track>()
                         .join<Album>()
                         .group_by(col<&Album::artist_id>, col<&InvoiceLine::invoice_id>)))
            .select(col<&Artist::name>, sale.col<&Sale::invoice_id>, sale.col<&Sale::amount>, so_far)
            .from(sale)
            .join<Artist>(col<&Artist::artist_id> == sale.col<&Sale::artist_id>)
            .order_by(col<&Artist::name>, sale.col<&Sale::invoice_id>);

    auto const by_hand = [](std::string const& before, std::string const& after) {
        return R"(
            WITH sale AS (
                SELECT a."Name" AS artist, a."ArtistId" AS id, l."InvoiceId" AS invoice,
                       sum(l."UnitPrice" * l."Quantity") AS amount
                  FROM "InvoiceLine" l JOIN "Track" t ON t."TrackId" = l."TrackId"
                  JOIN "Album" b ON b."AlbumId" = t."AlbumId" JOIN "Artist" a ON a."ArtistId" = b."ArtistId"
                 GROUP BY a."ArtistId", a."Name", l."InvoiceId")
            SELECT s.artist, s.invoice, )" +
               before + "s.amount" + after + ", " + before +
               "(SELECT sum(b.amount) FROM sale b WHERE b.id = s.id AND b.invoice <= s.invoice)" + after +
               " FROM sale s ORDER BY s.artist, s.invoice";
    };
    auto const rows = agrees(running_totals, by_hand("printf('%.2f', ", ")"), by_hand("", ""));
    rows.first_is("AC/DC|2|3.96|3.96");
    is_on_page(running_totals);
}

TEST_CASE("playlists with no track bought, the empty ones among them") {
    auto const bought =
        exists(select<PlaylistTrack>()
                   .join<InvoiceLine>(col<&InvoiceLine::track_id> == col<&PlaylistTrack::track_id>)
                   .where(col<&PlaylistTrack::playlist_id> == col<&Playlist::playlist_id>));
    auto const unsold = select<Playlist>().where(!bought).order_by(col<&Playlist::playlist_id>);

    auto const rows = agrees(unsold, R"(
        SELECT p."PlaylistId", p."Name" FROM "Playlist" p
         WHERE NOT EXISTS (SELECT 1 FROM "PlaylistTrack" t JOIN "InvoiceLine" l ON l."TrackId" = t."TrackId"
                            WHERE t."PlaylistId" = p."PlaylistId")
         ORDER BY p."PlaylistId")");
    rows.first_is("2|Movies");
    is_on_page(unsold);
}

TEST_CASE("the tree of employees: how deep each stands and who leads the branch") {
    struct Node {
        std::int64_t employee_id{};
        std::int64_t depth{};
        std::string path{};
    };
    constexpr auto tree = cte<Node, "tree">;
    auto const leaders = select(col<&Employee::employee_id>, literal(0), col<&Employee::last_name>)
                             .where(col<&Employee::reports_to>.is_null());
    auto const below = select(col<&Employee::employee_id>, tree.col<&Node::depth> + 1,
                              tree.col<&Node::path> + " > " + col<&Employee::last_name>)
                           .join(tree, tree.col<&Node::employee_id> == col<&Employee::reports_to>);
    auto const staff = with(tree.as(leaders.union_all(below)))
                           .select(tree.col<&Node::depth>, tree.col<&Node::path>)
                           .order_by(tree.col<&Node::path>);

    auto const rows = agrees(staff, R"(
        WITH RECURSIVE tree(id, depth, path) AS (
            SELECT "EmployeeId", 0, CAST("LastName" AS text) FROM "Employee" WHERE "ReportsTo" IS NULL
            UNION ALL
            SELECT e."EmployeeId", t.depth + 1, t.path || ' > ' || e."LastName"
              FROM "Employee" e JOIN tree t ON t.id = e."ReportsTo")
        SELECT depth, path FROM tree ORDER BY path)");
    rows.are({"0|Adams", "1|Adams > Edwards", "2|Adams > Edwards > Johnson", "2|Adams > Edwards > Park",
              "2|Adams > Edwards > Peacock", "1|Adams > Mitchell", "2|Adams > Mitchell > Callahan",
              "2|Adams > Mitchell > King"});
    is_on_page(staff);
}

TEST_CASE("a search with the conditions and the order that somebody filled in") {
    std::string const by_hand = R"(SELECT t."TrackId", t."Name", g."Name" FROM "Track" t
                                     JOIN "Genre" g ON g."GenreId" = t."GenreId" WHERE )";
    auto const same = [&](Form const& form, std::string const& conditions) {
        agrees(search(form), by_hand + conditions + " LIMIT 30");
    };
    same({}, R"(1 = 1 ORDER BY t."TrackId")");
    same({.words = "Love", .genre = "Rock"},
         R"(replace(t."Name", 'Love', '') <> t."Name" AND g."Name" = 'Rock' ORDER BY t."TrackId")");
    same({.words = "Blues", .longest = 300'000, .by_length = true},
         R"(replace(t."Name", 'Blues', '') <> t."Name" AND t."Milliseconds" <= 300000
            ORDER BY t."Milliseconds" DESC, t."TrackId")");
}
