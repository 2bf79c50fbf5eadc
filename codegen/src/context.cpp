// SPDX-License-Identifier: BSL-1.0
#include "context.hpp"

#include <athanor/driver/url.hpp>
#include <athanor/engine/sqlite_backend.hpp>

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
        throw error{error_kind::misuse, "no database: give --url sqlite:///file.db, or set DATABASE_URL"};
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
    auto const where = parse_url(effective_url());
    if (where.scheme != "sqlite") {
        throw error{error_kind::unsupported, "this build can open sqlite:// URLs only, not " + where.display};
    }
    return std::make_unique<athanor::detail::sqlite_backend>(where);
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
