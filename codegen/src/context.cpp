// SPDX-License-Identifier: BSL-1.0
#include "context.hpp"

#include <athanor/driver/url.hpp>
#include <athanor/engine/sqlite_backend.hpp>
#ifdef ATHANOR_CODEGEN_POSTGRESQL
#include <athanor/engine/postgresql_backend.hpp>
#endif

#include <cstdlib>

namespace athanor::codegen::detail {

std::string context::effective_url() const {
    if (!url.empty()) {
        return url;
    }
    if (auto const* from_environment = std::getenv("DATABASE_URL");
        from_environment != nullptr && *from_environment != 0) {
        return from_environment;
    }
    if (app.build.default_url.empty()) {
        throw error{error_kind::misuse, "no database: give --url sqlite:///file.db or --url "
                                        "postgresql://user@host/database, or set DATABASE_URL"};
    }
    return app.build.default_url;
}

bool context::database_exists() const {
    auto const where = parse_url(effective_url());
    std::error_code fault;
    return where.scheme != "sqlite" || where.path.empty() || where.path == ":memory:" ||
           std::filesystem::exists(where.path, fault);
}

std::unique_ptr<database> context::open() const {
    return open_database(effective_url());
}

dialect_id context::dialect() const {
    auto const* from_environment = std::getenv("DATABASE_URL");
    bool const any = !url.empty() || !app.build.default_url.empty() ||
                     (from_environment != nullptr && *from_environment != 0);
    return any && parse_url(effective_url()).scheme != "sqlite" ? dialect_id::postgresql : dialect_id::sqlite;
}

std::unique_ptr<database> open_database(std::string_view url) {
    auto const where = parse_url(url);
    if (where.scheme == "sqlite") {
        return std::make_unique<athanor::detail::sqlite_backend>(where);
    }
#ifdef ATHANOR_CODEGEN_POSTGRESQL
    if (where.scheme == "postgresql") {
        return std::make_unique<athanor::detail::postgresql_backend>(where);
    }
#endif
    throw error{error_kind::unsupported, "this build has no driver for the scheme '" + where.scheme +
                                             "': it opens sqlite:// "
#ifdef ATHANOR_CODEGEN_POSTGRESQL
                                             "and postgresql:// "
#endif
                                             "URLs"};
}

std::string one_line(migrate::revision const& r, migrate::revision_graph const& graph) {
    std::string out = r.id;
    if (!r.label.empty()) {
        out += " (" + r.label + ")";
    }
    if (graph.children(r.id).empty()) {
        out += " (head)";
    }
    return out + "  " + plain_word(r.message);
}

exit_code code_of(error const& e) {
    switch (e.kind()) {
    case error_kind::busy:
    case error_kind::timeout:
        return exit_code::lock;
    case error_kind::migration_unmanaged:
    case error_kind::migration_ahead:
        return exit_code::drift;
    // With a revision it is a unit that isn't what it was, without one a database.
    case error_kind::migration_drift:
        return e.revision().empty() ? exit_code::drift : exit_code::checksum;
    case error_kind::migration_irreversible:
        return exit_code::irreversible;
    case error_kind::unique:
    case error_kind::foreign_key:
    case error_kind::not_null:
    case error_kind::check:
    case error_kind::constraint:
    case error_kind::sql:
    case error_kind::migration:
    case error_kind::migration_data:
    case error_kind::read_only:
    case error_kind::io:
    case error_kind::transaction_rolled_back:
        return exit_code::failed;
    case error_kind::connection_lost:
    case error_kind::outcome_unknown:
        return exit_code::partial;
    default:
        return exit_code::usage;
    }
}

} // namespace athanor::codegen::detail
