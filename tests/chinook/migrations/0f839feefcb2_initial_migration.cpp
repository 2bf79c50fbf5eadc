// initial migration
// Revision: 0f839feefcb2, the first one. Generated on 2026-11-20: review before you commit.
#include <athanor/migrate/unit.hpp>

namespace {
using namespace athanor::migrate;

void upgrade(operations& op) {
    op.create_table("Artist",
        {
            column("ArtistId", bigint()).not_null(),
            column("Name", varchar(120)),
        },
        {
            primary_key("pk_Artist", {"ArtistId"}),
        });
    op.create_table("Album",
        {
            column("AlbumId", bigint()).not_null(),
            column("Title", varchar(160)).not_null(),
            column("ArtistId", bigint()).not_null(),
        },
        {
            primary_key("pk_Album", {"AlbumId"}),
            foreign_key("fk_Album_ArtistId", {"ArtistId"}, "Artist", {"ArtistId"}),
        });
    op.create_index("ix_Album_ArtistId", "Album", {"ArtistId"});
    op.create_table("Employee",
        {
            column("EmployeeId", bigint()).not_null(),
            column("LastName", varchar(20)).not_null(),
            column("FirstName", varchar(20)).not_null(),
            column("Title", varchar(30)),
            column("ReportsTo", bigint()),
            column("BirthDate", timestamp()),
            column("HireDate", timestamp()),
            column("Address", varchar(70)),
            column("City", varchar(40)),
            column("State", varchar(40)),
            column("Country", varchar(40)),
            column("PostalCode", varchar(10)),
            column("Phone", varchar(24)),
            column("Fax", varchar(24)),
            column("Email", varchar(60)),
        },
        {
            primary_key("pk_Employee", {"EmployeeId"}),
            foreign_key("fk_Employee_ReportsTo", {"ReportsTo"}, "Employee", {"EmployeeId"}),
        });
    op.create_index("ix_Employee_ReportsTo", "Employee", {"ReportsTo"});
    op.create_table("Customer",
        {
            column("CustomerId", bigint()).not_null(),
            column("FirstName", varchar(40)).not_null(),
            column("LastName", varchar(20)).not_null(),
            column("Company", varchar(80)),
            column("Address", varchar(70)),
            column("City", varchar(40)),
            column("State", varchar(40)),
            column("Country", varchar(40)),
            column("PostalCode", varchar(10)),
            column("Phone", varchar(24)),
            column("Fax", varchar(24)),
            column("Email", varchar(60)).not_null(),
            column("SupportRepId", bigint()),
        },
        {
            primary_key("pk_Customer", {"CustomerId"}),
            foreign_key("fk_Customer_SupportRepId", {"SupportRepId"}, "Employee", {"EmployeeId"}),
        });
    op.create_index("ix_Customer_SupportRepId", "Customer", {"SupportRepId"});
    op.create_table("Genre",
        {
            column("GenreId", bigint()).not_null(),
            column("Name", varchar(120)),
        },
        {
            primary_key("pk_Genre", {"GenreId"}),
        });
    op.create_table("MediaType",
        {
            column("MediaTypeId", bigint()).not_null(),
            column("Name", varchar(120)),
        },
        {
            primary_key("pk_MediaType", {"MediaTypeId"}),
        });
    op.create_table("Track",
        {
            column("TrackId", bigint()).not_null(),
            column("Name", varchar(200)).not_null(),
            column("AlbumId", bigint()),
            column("MediaTypeId", bigint()).not_null(),
            column("GenreId", bigint()),
            column("Composer", varchar(220)),
            column("Milliseconds", bigint()).not_null(),
            column("Bytes", bigint()),
            column("UnitPrice", numeric(10, 2)).not_null(),
        },
        {
            primary_key("pk_Track", {"TrackId"}),
            foreign_key("fk_Track_AlbumId", {"AlbumId"}, "Album", {"AlbumId"}),
            foreign_key("fk_Track_GenreId", {"GenreId"}, "Genre", {"GenreId"}),
            foreign_key("fk_Track_MediaTypeId", {"MediaTypeId"}, "MediaType", {"MediaTypeId"}),
        });
    op.create_index("ix_Track_AlbumId", "Track", {"AlbumId"});
    op.create_index("ix_Track_MediaTypeId", "Track", {"MediaTypeId"});
    op.create_index("ix_Track_GenreId", "Track", {"GenreId"});
    op.create_table("Invoice",
        {
            column("InvoiceId", bigint()).not_null(),
            column("CustomerId", bigint()).not_null(),
            column("InvoiceDate", timestamp()).not_null(),
            column("BillingAddress", varchar(70)),
            column("BillingCity", varchar(40)),
            column("BillingState", varchar(40)),
            column("BillingCountry", varchar(40)),
            column("BillingPostalCode", varchar(10)),
            column("Total", numeric(10, 2)).not_null(),
        },
        {
            primary_key("pk_Invoice", {"InvoiceId"}),
            foreign_key("fk_Invoice_CustomerId", {"CustomerId"}, "Customer", {"CustomerId"}),
        });
    op.create_index("ix_Invoice_CustomerId", "Invoice", {"CustomerId"});
    op.create_table("InvoiceLine",
        {
            column("InvoiceLineId", bigint()).not_null(),
            column("InvoiceId", bigint()).not_null(),
            column("TrackId", bigint()).not_null(),
            column("UnitPrice", numeric(10, 2)).not_null(),
            column("Quantity", integer()).not_null(),
        },
        {
            primary_key("pk_InvoiceLine", {"InvoiceLineId"}),
            foreign_key("fk_InvoiceLine_InvoiceId", {"InvoiceId"}, "Invoice", {"InvoiceId"}),
            foreign_key("fk_InvoiceLine_TrackId", {"TrackId"}, "Track", {"TrackId"}),
        });
    op.create_index("ix_InvoiceLine_InvoiceId", "InvoiceLine", {"InvoiceId"});
    op.create_index("ix_InvoiceLine_TrackId", "InvoiceLine", {"TrackId"});
    op.create_table("Playlist",
        {
            column("PlaylistId", bigint()).not_null(),
            column("Name", varchar(120)),
        },
        {
            primary_key("pk_Playlist", {"PlaylistId"}),
        });
    op.create_table("PlaylistTrack",
        {
            column("PlaylistId", bigint()).not_null(),
            column("TrackId", bigint()).not_null(),
        },
        {
            primary_key("pk_PlaylistTrack", {"PlaylistId", "TrackId"}),
            foreign_key("fk_PlaylistTrack_PlaylistId", {"PlaylistId"}, "Playlist", {"PlaylistId"}),
            foreign_key("fk_PlaylistTrack_TrackId", {"TrackId"}, "Track", {"TrackId"}),
        });
    op.create_index("ix_PlaylistTrack_PlaylistId", "PlaylistTrack", {"PlaylistId"});
    op.create_index("ix_PlaylistTrack_TrackId", "PlaylistTrack", {"TrackId"});
}

void downgrade(operations& op) {
    op.drop_index("ix_PlaylistTrack_TrackId", "PlaylistTrack");
    op.drop_index("ix_PlaylistTrack_PlaylistId", "PlaylistTrack");
    // destroys: PlaylistTrack and all its rows
    op.drop_table("PlaylistTrack");
    // destroys: Playlist and all its rows
    op.drop_table("Playlist");
    op.drop_index("ix_InvoiceLine_TrackId", "InvoiceLine");
    op.drop_index("ix_InvoiceLine_InvoiceId", "InvoiceLine");
    // destroys: InvoiceLine and all its rows
    op.drop_table("InvoiceLine");
    op.drop_index("ix_Invoice_CustomerId", "Invoice");
    // destroys: Invoice and all its rows
    op.drop_table("Invoice");
    op.drop_index("ix_Track_GenreId", "Track");
    op.drop_index("ix_Track_MediaTypeId", "Track");
    op.drop_index("ix_Track_AlbumId", "Track");
    // destroys: Track and all its rows
    op.drop_table("Track");
    // destroys: MediaType and all its rows
    op.drop_table("MediaType");
    // destroys: Genre and all its rows
    op.drop_table("Genre");
    op.drop_index("ix_Customer_SupportRepId", "Customer");
    // destroys: Customer and all its rows
    op.drop_table("Customer");
    op.drop_index("ix_Employee_ReportsTo", "Employee");
    // destroys: Employee and all its rows
    op.drop_table("Employee");
    op.drop_index("ix_Album_ArtistId", "Album");
    // destroys: Album and all its rows
    op.drop_table("Album");
    // destroys: Artist and all its rows
    op.drop_table("Artist");
}
} // namespace

ATHANOR_REVISION(0f839feefcb2, upgrade, downgrade, "initial migration")
