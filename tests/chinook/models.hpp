#pragma once
// SPDX-License-Identifier: BSL-1.0
// The eleven tables of the Chinook sample database as plain structs.

#include <athanor/model.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace chinook {
namespace orm = athanor;
using money = orm::decimal<10, 2>;

struct Artist {
    std::int64_t artist_id{};
    std::optional<std::string> name{};
    static constexpr auto table = orm::table("Artist", orm::primary_key<&Artist::artist_id>,
                                             orm::column<&Artist::artist_id>.name("ArtistId"),
                                             orm::column<&Artist::name>.name("Name").type(orm::varchar(120)));
    friend bool operator==(Artist const&, Artist const&) = default;
};

struct Album {
    std::int64_t album_id{};
    std::string title{};
    std::int64_t artist_id{};
    static constexpr auto table =
        orm::table("Album", orm::primary_key<&Album::album_id>, orm::column<&Album::album_id>.name("AlbumId"),
                   orm::column<&Album::title>.name("Title").type(orm::varchar(160)),
                   orm::column<&Album::artist_id>.name("ArtistId").index(),
                   orm::foreign_key<&Album::artist_id>.references<&Artist::artist_id>);
    friend bool operator==(Album const&, Album const&) = default;
};

struct Employee {
    std::int64_t employee_id{};
    std::string last_name{};
    std::string first_name{};
    std::optional<std::string> title{};
    std::optional<std::int64_t> reports_to{};
    std::optional<orm::timestamp> birth_date{};
    std::optional<orm::timestamp> hire_date{};
    std::optional<std::string> address{};
    std::optional<std::string> city{};
    std::optional<std::string> state{};
    std::optional<std::string> country{};
    std::optional<std::string> postal_code{};
    std::optional<std::string> phone{};
    std::optional<std::string> fax{};
    std::optional<std::string> email{};
    static constexpr auto table = orm::table(
        "Employee", orm::primary_key<&Employee::employee_id>,
        orm::column<&Employee::employee_id>.name("EmployeeId"),
        orm::column<&Employee::last_name>.name("LastName").type(orm::varchar(20)),
        orm::column<&Employee::first_name>.name("FirstName").type(orm::varchar(20)),
        orm::column<&Employee::title>.name("Title").type(orm::varchar(30)),
        orm::column<&Employee::reports_to>.name("ReportsTo").index(),
        orm::column<&Employee::birth_date>.name("BirthDate").type(orm::timestamp_without_time_zone()),
        orm::column<&Employee::hire_date>.name("HireDate").type(orm::timestamp_without_time_zone()),
        orm::column<&Employee::address>.name("Address").type(orm::varchar(70)),
        orm::column<&Employee::city>.name("City").type(orm::varchar(40)),
        orm::column<&Employee::state>.name("State").type(orm::varchar(40)),
        orm::column<&Employee::country>.name("Country").type(orm::varchar(40)),
        orm::column<&Employee::postal_code>.name("PostalCode").type(orm::varchar(10)),
        orm::column<&Employee::phone>.name("Phone").type(orm::varchar(24)),
        orm::column<&Employee::fax>.name("Fax").type(orm::varchar(24)),
        orm::column<&Employee::email>.name("Email").type(orm::varchar(60)),
        orm::foreign_key<&Employee::reports_to>.references<&Employee::employee_id>);
    friend bool operator==(Employee const&, Employee const&) = default;
};

struct Customer {
    std::int64_t customer_id{};
    std::string first_name{};
    std::string last_name{};
    std::optional<std::string> company{};
    std::optional<std::string> address{};
    std::optional<std::string> city{};
    std::optional<std::string> state{};
    std::optional<std::string> country{};
    std::optional<std::string> postal_code{};
    std::optional<std::string> phone{};
    std::optional<std::string> fax{};
    std::string email{};
    std::optional<std::int64_t> support_rep_id{};
    static constexpr auto table =
        orm::table("Customer", orm::primary_key<&Customer::customer_id>,
                   orm::column<&Customer::customer_id>.name("CustomerId"),
                   orm::column<&Customer::first_name>.name("FirstName").type(orm::varchar(40)),
                   orm::column<&Customer::last_name>.name("LastName").type(orm::varchar(20)),
                   orm::column<&Customer::company>.name("Company").type(orm::varchar(80)),
                   orm::column<&Customer::address>.name("Address").type(orm::varchar(70)),
                   orm::column<&Customer::city>.name("City").type(orm::varchar(40)),
                   orm::column<&Customer::state>.name("State").type(orm::varchar(40)),
                   orm::column<&Customer::country>.name("Country").type(orm::varchar(40)),
                   orm::column<&Customer::postal_code>.name("PostalCode").type(orm::varchar(10)),
                   orm::column<&Customer::phone>.name("Phone").type(orm::varchar(24)),
                   orm::column<&Customer::fax>.name("Fax").type(orm::varchar(24)),
                   orm::column<&Customer::email>.name("Email").type(orm::varchar(60)),
                   orm::column<&Customer::support_rep_id>.name("SupportRepId").index(),
                   orm::foreign_key<&Customer::support_rep_id>.references<&Employee::employee_id>);
    friend bool operator==(Customer const&, Customer const&) = default;
};

struct Genre {
    std::int64_t genre_id{};
    std::optional<std::string> name{};
    static constexpr auto table =
        orm::table("Genre", orm::primary_key<&Genre::genre_id>, orm::column<&Genre::genre_id>.name("GenreId"),
                   orm::column<&Genre::name>.name("Name").type(orm::varchar(120)));
    friend bool operator==(Genre const&, Genre const&) = default;
};

struct MediaType {
    std::int64_t media_type_id{};
    std::optional<std::string> name{};
    static constexpr auto table =
        orm::table("MediaType", orm::primary_key<&MediaType::media_type_id>,
                   orm::column<&MediaType::media_type_id>.name("MediaTypeId"),
                   orm::column<&MediaType::name>.name("Name").type(orm::varchar(120)));
    friend bool operator==(MediaType const&, MediaType const&) = default;
};

struct Track {
    std::int64_t track_id{};
    std::string name{};
    std::optional<std::int64_t> album_id{};
    std::int64_t media_type_id{};
    std::optional<std::int64_t> genre_id{};
    std::optional<std::string> composer{};
    std::int64_t milliseconds{};
    std::optional<std::int64_t> bytes{};
    money unit_price{};
    static constexpr auto table = orm::table(
        "Track", orm::primary_key<&Track::track_id>, orm::column<&Track::track_id>.name("TrackId"),
        orm::column<&Track::name>.name("Name").type(orm::varchar(255)),
        orm::column<&Track::album_id>.name("AlbumId").index(),
        orm::column<&Track::media_type_id>.name("MediaTypeId").index(),
        orm::column<&Track::genre_id>.name("GenreId").index(),
        orm::column<&Track::composer>.name("Composer").type(orm::varchar(220)),
        orm::column<&Track::milliseconds>.name("Milliseconds"), orm::column<&Track::bytes>.name("Bytes"),
        orm::column<&Track::unit_price>.name("UnitPrice").server_default(orm::sql("'0.99'")),
        orm::check("duration", orm::col<&Track::milliseconds> >= 0),
        orm::foreign_key<&Track::album_id>.references<&Album::album_id>,
        orm::foreign_key<&Track::genre_id>.references<&Genre::genre_id>,
        orm::foreign_key<&Track::media_type_id>.references<&MediaType::media_type_id>);
    friend bool operator==(Track const&, Track const&) = default;
};

struct Invoice {
    std::int64_t invoice_id{};
    std::int64_t customer_id{};
    orm::timestamp invoice_date{};
    std::optional<std::string> billing_address{};
    std::optional<std::string> billing_city{};
    std::optional<std::string> billing_state{};
    std::optional<std::string> billing_country{};
    std::optional<std::string> billing_postal_code{};
    money total{};
    static constexpr auto table = orm::table(
        "Invoice", orm::primary_key<&Invoice::invoice_id>,
        orm::column<&Invoice::invoice_id>.name("InvoiceId"),
        orm::column<&Invoice::customer_id>.name("CustomerId").index(),
        orm::column<&Invoice::invoice_date>.name("InvoiceDate").type(orm::timestamp_without_time_zone()),
        orm::column<&Invoice::billing_address>.name("BillingAddress").type(orm::varchar(70)),
        orm::column<&Invoice::billing_city>.name("BillingCity").type(orm::varchar(40)),
        orm::column<&Invoice::billing_state>.name("BillingState").type(orm::varchar(40)),
        orm::column<&Invoice::billing_country>.name("BillingCountry").type(orm::varchar(40)),
        orm::column<&Invoice::billing_postal_code>.name("BillingPostalCode").type(orm::varchar(10)),
        orm::column<&Invoice::total>.name("Total"),
        orm::foreign_key<&Invoice::customer_id>.references<&Customer::customer_id>);
    friend bool operator==(Invoice const&, Invoice const&) = default;
};

struct InvoiceLine {
    std::int64_t invoice_line_id{};
    std::int64_t invoice_id{};
    std::int64_t track_id{};
    money unit_price{};
    std::int32_t quantity{};
    static constexpr auto table =
        orm::table("InvoiceLine", orm::primary_key<&InvoiceLine::invoice_line_id>,
                   orm::column<&InvoiceLine::invoice_line_id>.name("InvoiceLineId"),
                   orm::column<&InvoiceLine::invoice_id>.name("InvoiceId").index(),
                   orm::column<&InvoiceLine::track_id>.name("TrackId").index(),
                   orm::column<&InvoiceLine::unit_price>.name("UnitPrice"),
                   orm::column<&InvoiceLine::quantity>.name("Quantity"),
                   orm::foreign_key<&InvoiceLine::invoice_id>.references<&Invoice::invoice_id>,
                   orm::foreign_key<&InvoiceLine::track_id>.references<&Track::track_id>);
    friend bool operator==(InvoiceLine const&, InvoiceLine const&) = default;
};

struct Playlist {
    std::int64_t playlist_id{};
    std::optional<std::string> name{};
    static constexpr auto table =
        orm::table("Playlist", orm::primary_key<&Playlist::playlist_id>,
                   orm::column<&Playlist::playlist_id>.name("PlaylistId"),
                   orm::column<&Playlist::name>.name("Name").type(orm::varchar(120)));
    friend bool operator==(Playlist const&, Playlist const&) = default;
};

struct PlaylistTrack {
    std::int64_t playlist_id{};
    std::int64_t track_id{};
    static constexpr auto table =
        orm::table("PlaylistTrack", orm::primary_key<&PlaylistTrack::playlist_id, &PlaylistTrack::track_id>,
                   orm::column<&PlaylistTrack::playlist_id>.name("PlaylistId").index(),
                   orm::column<&PlaylistTrack::track_id>.name("TrackId").index(),
                   orm::foreign_key<&PlaylistTrack::playlist_id>.references<&Playlist::playlist_id>,
                   orm::foreign_key<&PlaylistTrack::track_id>.references<&Track::track_id>);
    friend bool operator==(PlaylistTrack const&, PlaylistTrack const&) = default;
};

using metadata = orm::metadata<Artist, Album, Employee, Customer, Genre, MediaType, Track, Invoice,
                               InvoiceLine, Playlist, PlaylistTrack>;

} // namespace chinook
